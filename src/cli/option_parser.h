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

// Parses the options of a command, prints their help and completes them for a shell.
namespace nnshape {

class OptionParser {
  public:
    /// Takes the name of the command and a sentence that says what it does.
    OptionParser(std::string_view command, std::string_view what);
    ~OptionParser();

    /// Declares the words that are not options, such as files: at most `most` of them.
    void operands(std::string_view name, std::string_view help, size_t most, std::vector<std::string>& into);

    /// Declares an option with a value; if it is repeated, the last one counts. `names` has the form `-o,--output`.
    void text(std::string_view names, std::string_view value, std::string_view help, std::string& into);

    /// Declares an option that can be repeated. `separator` splits one word into several values; '\0' splits none.
    void list(std::string_view names, std::string_view value, std::string_view help, char separator,
              std::vector<std::string>& into);

    void flag(std::string_view names, std::string_view help, bool& into);

    /// Sets the words that a shell offers for an option or for the operands, which must be declared before. Without
    /// words a shell offers files.
    void words(std::string_view name, std::vector<std::string_view> words);

    /// Sets the last lines of the help, such as examples.
    void remark(std::string_view lines) { remark_ = lines; }

    /// Parses the arguments. Returns an exit code if the command is done: it printed its help, the arguments are wrong,
    /// or a shell asked with `--complete WORD…` for the words that can complete the last of these.
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

/// "`jsn` is not an output form; did you mean `json`?", where `what` is "an output form". If no name is near, the help
/// is `otherwise`, or else the list of names.
std::string not_among(std::string_view word, std::string_view what, const std::vector<std::string_view>& names,
                      std::string_view otherwise = {});

}  // namespace nnshape
