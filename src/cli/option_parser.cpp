#include "cli/option_parser.h"

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"
#include "base/wrap.h"

namespace nnshape {
namespace {

constexpr int page_width = 80, help_column = 26;
constexpr std::string_view help_names = "-h,--help";

// The long name of an option, `--output` of `-o,--output`; empty for an operand.
std::string_view long_name(std::string_view names) { return names.substr(std::min(names.find("--"), names.size())); }

}  // namespace

OptionParser::OptionParser(std::string_view command, std::string_view what)
    : app_(std::make_unique<CLI::App>()), command_(command), what_(what) {
    app_->allow_extras();
    app_->set_help_flag(std::string(help_names));
}

OptionParser::~OptionParser() = default;

void OptionParser::operands(std::string_view name, std::string_view help, size_t most, std::vector<std::string>& into) {
    entries_.push_back({std::string(name), {}, std::string(help)});
    app_->add_option(std::string(name), into);
    most_operands_ = most;
    operands_ = &into;
}

void OptionParser::text(std::string_view names, std::string_view value, std::string_view help, std::string& into) {
    entries_.push_back({std::string(names), std::string(value), std::string(help)});
    app_->add_option(std::string(names), into)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void OptionParser::list(std::string_view names, std::string_view value, std::string_view help, char separator,
                        std::vector<std::string>& into) {
    entries_.push_back({std::string(names), std::string(value), std::string(help)});
    auto* option = app_->add_option(std::string(names), into)->allow_extra_args(false);
    if (separator != '\0') option->delimiter(separator);
}

void OptionParser::flag(std::string_view names, std::string_view help, bool& into) {
    entries_.push_back({std::string(names), {}, std::string(help)});
    app_->add_flag(std::string(names), into)->disable_flag_override();
}

void OptionParser::words(std::string_view name, std::vector<std::string_view> words) {
    entries_[static_cast<size_t>(find_entry(name) - entries_.data())].words = std::move(words);
}

std::optional<int> OptionParser::parse(const std::vector<std::string>& args, const Streams& streams) {
    auto asked = std::find(args.begin(), args.end(), "--complete");
    if (asked != args.end()) return finish(streams, completions({asked + 1, args.end()}), exit_fine);
    std::string problem;
    try {
        app_->parse(std::vector<std::string>(args.rbegin(), args.rend()));
        for (const std::string& extra : app_->remaining()) {
            if (problem.empty() && extra != "--") problem = problem_of_extra(extra);
        }
    } catch (const CLI::CallForHelp&) {
        return finish(streams, help(), exit_fine);
    } catch (const CLI::ParseError&) {
        problem = problem_of(args);
    }
    if (problem.empty() && operands_ && operands_->size() > most_operands_) {
        problem = fmt::format("{} accepts {}, and `{}` is one more; see `nnshape {} --help`", command_,
                              most_operands_ == 1 ? "one " + entries_[0].names
                                                  : counted(static_cast<int64_t>(most_operands_), entries_[0].names),
                              printable((*operands_)[most_operands_]), command_);
    }
    if (problem.empty()) return std::nullopt;
    return refuse(streams, problem);
}

// Finds an option by its short or long name, or the operands by their name.
const OptionParser::Entry* OptionParser::find_entry(std::string_view name) const {
    auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        size_t comma = entry.names.find(',');
        return entry.names == name || long_name(entry.names) == name || entry.names.substr(0, comma) == name;
    });
    return found == entries_.end() ? nullptr : &*found;
}

// A line for each word that can complete the last one; nothing if that is a file or any text. bash splits
// `--format=json` at the `=`, other shells do not.
std::string OptionParser::completions(std::vector<std::string> line) const {
    std::string current = line.empty() ? std::string() : line.back();
    if (!line.empty()) line.pop_back();
    if (current == "=") current.clear();
    if (!line.empty() && line.back() == "=") line.pop_back();
    std::string before = line.empty() ? std::string() : line.back(), prefix;
    if (size_t equals = current.find('='); current.starts_with("--") && equals != std::string::npos) {
        before = current.substr(0, equals);
        prefix = current.substr(0, equals + 1);
    }
    const Entry* entry = find_entry(before);
    bool is_value = entry && !entry->value.empty();
    if (!is_value && current.starts_with('-')) return option_names();
    if (!is_value) entry = operands_ ? &entries_[0] : nullptr;
    std::string out;
    for (std::string_view word : entry ? entry->words : std::vector<std::string_view>()) {
        out += fmt::format("{}{}\n", prefix, word);
    }
    return out;
}

std::string OptionParser::option_names() const {
    std::string out;
    for (const Entry& entry : entries_) {
        if (entry.names[0] == '-') out += fmt::format("{}\n", long_name(entry.names));
    }
    return out + std::string(long_name(help_names)) + "\n";
}

// CLI11 reports two mistakes: a flag with a value, and a last option without its value.
std::string OptionParser::problem_of(const std::vector<std::string>& args) const {
    for (const std::string& arg : args) {
        size_t equals = arg.find('=');
        if (equals == std::string::npos) continue;
        for (const Entry& entry : entries_) {
            bool is_flag = entry.value.empty() && long_name(entry.names) == arg.substr(0, equals);
            if (is_flag)
                return fmt::format("`{}` does not accept a value; leave the value out", long_name(entry.names));
        }
    }
    return fmt::format("`{}` needs a value; see `nnshape {} --help`", printable(args.back()), command_);
}

std::string OptionParser::problem_of_extra(const std::string& extra) const {
    std::vector<std::string_view> names = {long_name(help_names)};
    for (const Entry& entry : entries_) {
        if (entry.names[0] == '-') names.push_back(long_name(entry.names));
    }
    std::string near = did_you_mean(extra.substr(0, extra.find('=')), names);
    return fmt::format("{1} has no option `{0}`; {2}", printable(extra), command_,
                       near.empty() ? fmt::format("see `nnshape {} --help`", command_) : near);
}

std::string OptionParser::help() const {
    std::string out;
    for (const std::string& line : wrapped(what_, page_width)) out += line + "\n";
    out += fmt::format("\nusage: {} [OPTION]…\n\n", usage_of(*find_command(command_)));
    auto append = [&](const Entry& entry) {
        std::string names = entry.names;
        if (size_t comma = names.find(','); comma != std::string::npos) names.insert(comma + 1, " ");
        if (names.starts_with("--")) names.insert(0, "    ");
        std::string left = fmt::format("  {} {}", names, entry.value);
        for (const std::string& line : wrapped(entry.help, page_width - help_column)) {
            out += fmt::format("{:<{}}{}\n", std::exchange(left, {}), help_column, line);
        }
    };
    for (const Entry& entry : entries_) append(entry);
    append({std::string(help_names), {}, "print this help"});
    return out + "\n" + remark_;
}

std::string not_among(std::string_view word, std::string_view what, const std::vector<std::string_view>& names,
                      std::string_view otherwise) {
    std::string help = did_you_mean(word, names);
    if (help.empty()) help = otherwise.empty() ? fmt::format("choose from {}", enumerate(names)) : otherwise;
    return fmt::format("`{}` is not {}; {}", printable(word), what, help);
}

}  // namespace nnshape
