#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace CLI {
class App;
}

// A command's options: how they are read, and the help that is printed of them.
namespace nnshape {

class OptionParser {
  public:
    /// The command's name, and a sentence on what it does.
    OptionParser(std::string_view command, std::string_view what);
    ~OptionParser();

    /// Words that are no options, such as files; `most` of them.
    void operands(std::string_view name, std::string_view help, size_t most, std::vector<std::string>& into);

    /// An option with a value; the last one counts. `names` is as in `-o,--output`.
    void text(std::string_view names, std::string_view value, std::string_view help, std::string& into);

    /// An option that may be repeated, and at `separator` holds several values, unless that is '\0'.
    void list(std::string_view names, std::string_view value, std::string_view help, char separator,
              std::vector<std::string>& into);

    void flag(std::string_view names, std::string_view help, bool& into);

    /// The words that an option or the operands, declared before, may be, for a shell to complete; what has none is a
    /// file.
    void words(std::string_view name, std::vector<std::string_view> words);

    /// Lines that end the help, such as examples.
    void remark(std::string_view lines) { remark_ = lines; }

    /// Parses; an exit code where the command has nothing more to do: help was printed, the arguments are wrong, or a
    /// shell asked with `--complete WORD…` what the last of these words may be.
    std::optional<int> parse(const std::vector<std::string>& args, const Streams& streams);

  private:
    struct Entry {
        std::string names;
        std::string value;
        std::string help;
        std::vector<std::string_view> words = {};
    };

    std::string help() const;
    std::string completions(std::vector<std::string> line) const;
    std::string option_names() const;
    const Entry* find_entry(std::string_view name) const;
    std::string problem_of(const std::vector<std::string>& args) const;
    std::string problem_of_extra(const std::string& extra) const;

    std::unique_ptr<CLI::App> app_;
    std::string command_, what_, remark_;
    std::vector<Entry> entries_;
    size_t most_operands_ = 0;
    std::vector<std::string>* operands_ = nullptr;
};

/// "`jsn` is no format; did you mean `json`?", or the names there are where none is near,
/// or `otherwise` instead of them.
std::string not_among(std::string_view word, std::string_view what, const std::vector<std::string_view>& names,
                      std::string_view otherwise = {});

}  // namespace nnshape
