#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/check/check.h"

// An issue: a diagnostic as trackers keep it, from one version of a file to the next.
namespace nnshape {

/// The code that an unreadable file is reported under.
inline constexpr std::string_view unreadable_file = "unreadable-file";

/// A path as trackers compare it: without `./` and `//`.
std::string tracked_path(const CheckedFile& file);

/// What a span covers; the end is behind the last character.
struct Region {
    Place begin, end;
};

struct Issue {
    Region region;
    std::string text;          ///< the message, and the way out
    std::vector<Region> uses;  ///< where the definition is called that it lies in
};

/// The issues of one file, which must outlive this; they are quickest in the order of their places.
class IssueReader {
  public:
    explicit IssueReader(const CheckedFile& file) : begins_(file.source), ends_(file.source), uses_(file.source) {}
    Issue read(const Diagnostic& diagnostic);

  private:
    PlaceCursor begins_, ends_, uses_;
};

/// What is the same of an issue wherever its line moves to. Each is asked for once, in the order of the report.
class Fingerprints {
  public:
    /// A hash of the code and the line, then `:` and which of those in the file it is.
    std::string in_file(const CheckedFile& file, const Diagnostic& diagnostic);

    /// One that no other issue of the report has.
    std::string in_report(const CheckedFile& file, const Diagnostic& diagnostic);

    /// That of a file that cannot be read.
    std::string in_report(const CheckedFile& file);

  private:
    int64_t count(const CheckedFile& file, uint64_t hash);

    std::map<uint64_t, int64_t> seen_;
};

}  // namespace nnshape
