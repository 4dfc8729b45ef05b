#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/option_parser.h"
#include "study/study.h"

// Options that several commands have: how a spec is read, its limits, and where the result goes.
namespace nnshape {

/// A way to read a spec, and what it sets that others do not: "width=16".
struct Variant {
    StudyOptions options;
    std::string label = {};
};

/// How a spec is read, wherever one is.
struct ReadOptions {
    std::string form;
    std::vector<std::string> inputs, sets;
    std::string batch_size = "1";

    void add_to(OptionParser& parser);

    /// The options as the engine takes them, or what is wrong with them.
    Result<StudyOptions, std::string> resolve() const;

    /// Likewise where a variable may be set more than once: a variant for each of its values, and where there are
    /// several such variables for each choice of their values, those of the last changing first.
    Result<std::vector<Variant>, std::string> resolve_each() const;

  private:
    Result<StudyOptions, std::string> without_sets() const;
};

/// "`width` is set more than once", said of the first of several variants.
std::string set_more_than_once(const Variant& variant);

/// Limits that are given from outside.
struct LimitOptions {
    std::vector<std::string> texts;

    void add_to(OptionParser& parser);
    Result<std::vector<Limit>, std::string> resolve() const;
};

/// Where a result goes and how it looks there.
struct OutputOptions {
    std::string file;
    std::string color = "auto";

    void add_to(OptionParser& parser);

    /// `--output` alone, for a result that never has colour.
    void add_file_to(OptionParser& parser);

    /// What is wrong with the options, or nothing; `inputs` are the files that must not be written over.
    std::string problem(const std::vector<std::string>& inputs) const;

    bool to_stdout() const { return file.empty() || file == "-"; }

    /// Whether a stream gets colour: as asked; else as NO_COLOR and CLICOLOR_FORCE say; else on a terminal that is not
    /// `dumb`.
    bool colors(int descriptor) const;

    /// Writes the result to the file or to standard output; returns `code`, or 2 where that failed.
    int write(const Streams& streams, std::string_view bytes, int code) const;
};

/// What `show` and `check` say once where the options suspend expectations.
std::string_view notice_of_passed_over(const StudyOptions& options);

/// A whole number as an option's value; none where the text is not one from `least` on.
std::optional<int64_t> read_count(const std::string& text, int64_t least);

}  // namespace nnshape
