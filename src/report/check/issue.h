#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/check/check.h"

// An issue: a diagnostic in the terms of issue trackers, which follow it from one version of a file to the next.
namespace nnshape {

/// The code of the issue that a file cannot be read.
inline constexpr std::string_view unreadable_file = "unreadable-file";

/// The normalised path relative to the root of the repository, without `./` and `//`, as trackers compare it.
std::string tracked_path(const CheckedFile& file);

/// The places of a span; the end is after the last character.
struct Region {
    Place begin, end;
};

struct Issue {
    Region region;
    std::string text;          ///< the message and the help
    std::vector<Region> uses;  ///< the calls of the definition that contains the region
};

/// Makes issues of the diagnostics of one file, which must outlive this. It is fastest in the order of places.
class IssueReader {
  public:
    explicit IssueReader(const CheckedFile& file) : begins_(file.source), ends_(file.source), uses_(file.source) {}
    Issue read(const Diagnostic& diagnostic);

  private:
    PlaceCursor begins_, ends_, uses_;
};

/// Identifies an issue wherever its line moves to. Ask once for each issue, in the order of the report.
class Fingerprints {
  public:
    /// A hash of the code and the line, then `:` and its number among the issues of the file with the same hash.
    std::string in_file(const CheckedFile& file, const Diagnostic& diagnostic);

    /// A hash that no other issue of the report has.
    std::string in_report(const CheckedFile& file, const Diagnostic& diagnostic);

    /// The same for a file that cannot be read.
    std::string in_report(const CheckedFile& file);

  private:
    int64_t count(const CheckedFile& file, uint64_t hash);

    std::map<uint64_t, int64_t> seen_;
};

}  // namespace nnshape
