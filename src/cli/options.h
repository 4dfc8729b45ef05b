#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "lint/study.h"
#include "report/report.h"

// What the commands' options have in common.
namespace nnshape {

/// A command's option parser, with its help laid out for 80 columns.
class OptionParser {
  public:
    OptionParser(std::string_view command, std::string_view what);

    CLI::App& app() { return app_; }

    /// Parses; an exit code where the command has nothing more to do: help was printed, or the arguments are wrong.
    std::optional<int> parse(const std::vector<std::string>& args, const Streams& streams);

  private:
    int refuse_extras(const std::vector<std::string>& extras, const Streams& streams) const;

    CLI::App app_;
    std::string command_;
};

/// How a spec is read, wherever one is.
struct ReadOptions {
    std::string form;
    std::vector<std::string> inputs;
    std::string batch_size = "1";

    void add_to(CLI::App& app);

    /// The options as the engine takes them, or what is wrong with them.
    Result<StudyOptions, std::string> resolve() const;
};

/// Where a result goes and how it looks there.
struct OutputOptions {
    std::string file;
    std::string color = "auto";

    void add_to(CLI::App& app);

    /// Whether a stream gets colour: as asked, or else on a terminal and as NO_COLOR and CLICOLOR_FORCE say.
    bool colors(int descriptor) const;

    /// Writes the result to the file or to standard output; returns `code`, or 2 where that failed.
    int write(const Streams& streams, std::string_view bytes, int code) const;
};

/// A whole number as an option's value; none where the text is not one from `least` on.
std::optional<int64_t> read_count(const std::string& text, int64_t least);

}  // namespace nnshape
