#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/option_parser.h"
#include "cli/sweep.h"
#include "study/study.h"

// Options that several commands have: how a spec is read, its limits, and where the result goes.
namespace nnshape {

/// The options of every command that reads a spec.
struct ReadOptions {
    std::string form;  ///< the format of the spec; empty: its content decides
    std::vector<std::string> inputs, sets;
    std::string batch_size = "1";
    std::string as;  ///< `deployed`, or empty

    void add_to(OptionParser& parser);

    /// Declares `--as`, for a command that reports counts.
    void add_as_to(OptionParser& parser);

    /// The options in the form that the engine needs, or what is wrong with them.
    Result<StudyOptions, std::string> resolve() const;

    /// The same for a command that accepts several values for a name.
    Result<Sweep, std::string> resolve_each() const;
};

/// `params` and `5M` of `--limit params=5M`.
struct LimitText {
    std::string_view key, text;
};

/// The limits of all `--limit` options, which must outlive the result. A key without `=` has an empty text.
std::vector<LimitText> limit_texts(const std::vector<std::string>& options);

/// Limits that are given as options instead of in the spec.
struct LimitOptions {
    std::vector<std::string> texts;

    void add_to(OptionParser& parser);
    Result<std::vector<Limit>, std::string> resolve() const;
};

/// Where a result goes, and whether it has colour.
struct OutputOptions {
    std::string file;
    bool force = false;
    std::string color = "auto";

    void add_to(OptionParser& parser);

    /// Declares `--output` alone, for a result that never has colour.
    void add_file_to(OptionParser& parser);

    /// What is wrong with the options, or an empty string; `inputs` are the files that must not be overwritten.
    std::string problem(const std::vector<std::string>& inputs) const;

    bool to_stdout() const { return file.empty() || file == "-"; }

    /// Whether a stream gets colour. `auto` means: on a terminal that is not `dumb`, unless NO_COLOR or CLICOLOR_FORCE
    /// decides otherwise.
    bool colors(int descriptor) const;

    /// Writes the result to the file or to standard output. Returns `code`, or 2 if the write failed. Where there is no
    /// result because of an error, the file stays as it is.
    int write(const Streams& streams, std::string_view bytes, int code) const;
};

/// The notice that expectations are not checked because of these options; a command prints it once.
std::string_view notice_of_passed_over(const StudyOptions& options);

/// The value of an option that is a whole number of at least `least`, or nothing.
std::optional<int64_t> read_count(const std::string& text, int64_t least);

}  // namespace nnshape
