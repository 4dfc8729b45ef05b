#include "cli/options.h"

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "base/unicode.h"
#include "base/wrap.h"
#include "spec/amount.h"

namespace nnshape {
namespace {

constexpr int page_width = 80, help_column = 26;
constexpr std::string_view help_names = "-h,--help";

// The long name of an option, `--output` of `-o,--output`; an operand has none.
std::string_view long_name(std::string_view names) { return names.substr(std::min(names.find("--"), names.size())); }

const std::vector<std::string_view> color_words = {"auto", "always", "never"};
const std::vector<std::string_view> form_words = {"text", "json"};

bool is_one_of(std::string_view word, const std::vector<std::string_view>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// Each variant with each of a variable's values.
std::vector<Variant> with_each(const std::vector<Variant>& variants, const std::vector<SetValue>& values) {
    std::vector<Variant> all;
    for (const Variant& variant : variants) {
        for (const SetValue& set : values) {
            Variant& next = all.emplace_back(variant);
            next.options.sets.push_back(set);
            if (values.size() == 1) continue;
            next.label += fmt::format("{}{}={}", next.label.empty() ? "" : " ", set.name, set.value);
        }
    }
    return all;
}

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
        problem = fmt::format("{} takes {}, and `{}` is another; see `nnshape {} --help`", command_,
                              most_operands_ == 1 ? "one " + entries_[0].names
                                                  : counted(static_cast<int64_t>(most_operands_), entries_[0].names),
                              printable((*operands_)[most_operands_]), command_);
    }
    if (problem.empty()) return std::nullopt;
    return refuse(streams, problem);
}

// An option by either of its names, or the operands by theirs.
const OptionParser::Entry* OptionParser::find_entry(std::string_view name) const {
    auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        size_t comma = entry.names.find(',');
        return entry.names == name || long_name(entry.names) == name || entry.names.substr(0, comma) == name;
    });
    return found == entries_.end() ? nullptr : &*found;
}

// A line for each word that the last one may be; nothing where that is a file or any text. bash takes `--format=json`
// apart at the `=`, other shells leave it whole.
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

// CLI11 refuses two things: a flag with a value, and at the end an option without.
std::string OptionParser::problem_of(const std::vector<std::string>& args) const {
    for (const std::string& arg : args) {
        size_t equals = arg.find('=');
        if (equals == std::string::npos) continue;
        for (const Entry& entry : entries_) {
            bool is_flag = entry.value.empty() && long_name(entry.names) == arg.substr(0, equals);
            if (is_flag) return fmt::format("`{}` takes no value", long_name(entry.names));
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
    return fmt::format("`{}` is no option of {}; {}", printable(extra), command_,
                       near.empty() ? fmt::format("see `nnshape {} --help`", command_) : near);
}

std::string OptionParser::help() const {
    std::string out;
    for (const std::string& line : wrapped(what_, page_width)) out += line + "\n";
    out += fmt::format("\nusage: nnshape {} {} [OPTION]…\n\n", command_, find_command(command_)->usage);
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
    append({std::string(help_names), {}, "print this"});
    return out + "\n" + remark_;
}

void ReadOptions::add_to(OptionParser& parser) {
    parser.text("--from", "FORM", "the form of the specs, text or json; told by their content unless given", form);
    parser.words("--from", form_words);
    parser.list("--input", "SHAPE", "another input shape, as in 256x256x3, or left=64x64x3 where there are several",
                '\0', inputs);
    parser.list("--set", "NAME=VALUE", "another value for a `let`, as in width=32", '\0', sets);
    parser.text("--batch-size", "N", "samples at once, for the bytes of activations (1)", batch_size);
}

Result<StudyOptions, std::string> ReadOptions::resolve() const {
    auto variants = resolve_each();
    if (!variants) return variants.problem();
    if (variants->size() == 1) return (*variants)[0].options;
    return set_more_than_once((*variants)[0]) + "; give it one value";
}

Result<std::vector<Variant>, std::string> ReadOptions::resolve_each() const {
    auto options = without_sets();
    if (!options) return options.problem();
    std::vector<std::vector<SetValue>> variables;  // the values of each
    for (const std::string& text : sets) {
        size_t equals = text.find('=');
        bool whole = equals != std::string::npos && equals > 0 && equals + 1 < text.size();
        if (!whole) return fmt::format("`{}` sets no variable; write `--set width=32`, say", printable(text));
        SetValue set{text.substr(0, equals), text.substr(equals + 1)};
        auto known = std::find_if(variables.begin(), variables.end(),
                                  [&](const auto& values) { return values[0].name == set.name; });
        known == variables.end() ? variables.push_back({set}) : known->push_back(set);
    }
    std::vector<Variant> variants{{*options}};
    for (const std::vector<SetValue>& values : variables) variants = with_each(variants, values);
    return variants;
}

Result<StudyOptions, std::string> ReadOptions::without_sets() const {
    StudyOptions options;
    if (!form.empty() && !is_one_of(form, form_words)) return not_among(form, "form of a spec", form_words);
    if (!form.empty()) options.form = form == "json" ? SpecForm::json : SpecForm::text;
    for (const std::string& text : inputs) {
        auto shape = read_input_shape(text);
        if (!shape) return fmt::format("`{}` is no shape; write `--input 256x256x3`, say", printable(text));
        options.inputs.push_back(*shape);
    }
    auto samples = read_count(batch_size, 1);
    if (!samples) return fmt::format("`{}` is no batch size; write `--batch-size 32`, say", printable(batch_size));
    options.batch_size = *samples;
    return options;
}

std::string set_more_than_once(const Variant& variant) {
    return fmt::format("`{}` is set more than once", printable(variant.label.substr(0, variant.label.find('='))));
}

void LimitOptions::add_to(OptionParser& parser) {
    parser.list("--limit", "KEY=N", "fail a spec whose totals exceed a limit, as in params=5M,macs=600M", '\0', texts);
}

// `params=62,378,344,macs=2G`: a comma separates limits where a key follows, and thousands elsewhere.
Result<std::vector<Limit>, std::string> LimitOptions::resolve() const {
    std::vector<Limit> limits;
    auto names = total_names();
    for (std::string_view rest : texts) {
        while (!rest.empty()) {
            size_t equals = rest.find('=');
            size_t next = rest.find('=', std::min(equals, rest.size() - 1) + 1);
            size_t end = next == std::string_view::npos ? rest.size() : rest.rfind(',', next);
            std::string_view text = rest.substr(0, end);
            rest.remove_prefix(std::min(text.size() + 1, rest.size()));
            std::string key(text.substr(0, equals));
            if (!is_one_of(key, names)) return not_among(key, "total", names);
            auto most = equals < text.size() ? read_amount(text.substr(equals + 1)) : std::nullopt;
            if (!most) return fmt::format("`{}` is no limit; write `--limit params=5M`, say", printable(text));
            limits.push_back({key, *most});
        }
    }
    return limits;
}

std::string_view notice_of_passed_over(const StudyOptions& options) {
    if (!options.sets.empty()) return "nnshape: `--set` is given, so what the spec expects is not compared\n";
    if (!options.inputs.empty()) {
        return "nnshape: `--input` is given, so the shapes, MACs and bytes that the spec expects are not compared\n";
    }
    return "nnshape: `--batch-size` is given, so the bytes of activations that the spec expects are not compared\n";
}

void OutputOptions::add_to(OptionParser& parser) {
    parser.text("-o,--output", "FILE", "write the result to a file", file);
    parser.text("--color", "WHEN", "colour in messages: auto, always or never (auto)", color);
    parser.words("--color", color_words);
}

std::string OutputOptions::problem(const std::vector<std::string>& inputs) const {
    if (!is_one_of(color, color_words)) return not_among(color, "value of `--color`", color_words);
    if (to_stdout()) return {};
    for (const std::string& input : inputs) {
        if (is_same_file(file, input)) {
            return fmt::format("`--output {}` would write over the spec; name another file", printable(file));
        }
    }
    return {};
}

bool OutputOptions::colors(int descriptor) const {
    if (color != "auto") return color == "always";
    auto set = [](const char* name) {
        const char* value = std::getenv(name);
        return value && *value != '\0' && std::string_view(value) != "0";
    };
    const char* refused = std::getenv("NO_COLOR");
    if (refused && *refused != '\0') return false;
    return set("CLICOLOR_FORCE") || is_terminal(descriptor);
}

int OutputOptions::write(const Streams& streams, std::string_view bytes, int code) const {
    if (to_stdout()) return finish(streams, bytes, code);
    auto problem = write_file(file, bytes);
    return problem ? refuse(streams, problem->message) : code;
}

std::optional<int64_t> read_count(const std::string& text, int64_t least) {
    ReadInteger count = read_integer(text);
    if (count.form != Literal::Form::integer || count.value < least) return std::nullopt;
    return count.value;
}

std::string not_among(std::string_view word, std::string_view what, const std::vector<std::string_view>& names,
                      std::string_view otherwise) {
    std::string help = did_you_mean(word, names);
    if (help.empty()) help = otherwise.empty() ? fmt::format("there are {}", enumerate(names)) : otherwise;
    return fmt::format("`{}` is no {}; {}", printable(word), what, help);
}

}  // namespace nnshape
