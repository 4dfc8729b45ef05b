#include "cli/options.h"
#include "cli/file.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstdlib>

#include "analysis/expectations.h"
#include "base/unicode.h"
#include "spec/amount.h"

namespace nnshape {
namespace {

const std::vector<std::string_view> color_words = {"auto", "always", "never"};
const std::vector<std::string_view> form_words = {"text", "json"};

bool is_one_of(std::string_view word, const std::vector<std::string_view>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// Combines each variant with each value of one variable.
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

void ReadOptions::add_to(OptionParser& parser) {
    parser.text("--from", "FORMAT", "the format of the specs, text or json; by default their content decides", form);
    parser.words("--from", form_words);
    parser.list("--input", "SHAPE", "use another input shape, for example 256x256x3; with several inputs left=64x64x3",
                '\0', inputs);
    parser.list("--set", "NAME=VALUE", "use another value for a `let`, for example width=32", '\0', sets);
    parser.text("--batch-size", "N", "the number of samples in a batch, for activation bytes (1)", batch_size);
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
        if (!whole) return fmt::format("`{}` is not NAME=VALUE; for example `--set width=32`", printable(text));
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
    if (!form.empty() && !is_one_of(form, form_words)) return not_among(form, "a format of a spec", form_words);
    if (!form.empty()) options.form = form == "json" ? SpecForm::json : SpecForm::text;
    for (const std::string& text : inputs) {
        auto shape = read_input_shape(text);
        if (!shape) return fmt::format("`{}` is not a shape; for example `--input 256x256x3`", printable(text));
        options.inputs.push_back(*shape);
    }
    auto samples = read_count(batch_size, 1);
    if (!samples) return fmt::format("`{}` is not a batch size; for example `--batch-size 32`", printable(batch_size));
    options.batch_size = *samples;
    return options;
}

std::string set_more_than_once(const Variant& variant) {
    return fmt::format("`{}` is set more than once", printable(variant.label.substr(0, variant.label.find('='))));
}

void LimitOptions::add_to(OptionParser& parser) {
    parser.list("--limit", "KEY=N", "fail a spec whose totals exceed a limit, for example params=5M,macs=600M", '\0',
                texts);
}

// In `params=62,378,344,macs=2G` a comma before a key separates limits; any other comma separates thousands.
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
            if (!is_one_of(key, names)) return not_among(key, "a total", names);
            auto most = equals < text.size() ? read_amount(text.substr(equals + 1)) : std::nullopt;
            if (!most) return fmt::format("`{}` is not a limit; for example `--limit params=5M`", printable(text));
            limits.push_back({key, *most});
        }
    }
    return limits;
}

std::string_view notice_of_passed_over(const StudyOptions& options) {
    if (!options.sets.empty()) return "nnshape: `--set` is given, so the spec's expectations are not checked\n";
    if (!options.inputs.empty()) {
        return "nnshape: `--input` is given, so the expected shapes, MACs and bytes are not checked\n";
    }
    return "nnshape: `--batch-size` is given, so the expected activation bytes are not checked\n";
}

void OutputOptions::add_file_to(OptionParser& parser) {
    parser.text("-o,--output", "FILE", "write the result to a file", file);
}

void OutputOptions::add_to(OptionParser& parser) {
    add_file_to(parser);
    parser.text("--color", "WHEN", "use colour: auto, always or never (auto)", color);
    parser.words("--color", color_words);
}

std::string OutputOptions::problem(const std::vector<std::string>& inputs) const {
    if (!is_one_of(color, color_words)) return not_among(color, "a value of `--color`", color_words);
    if (to_stdout()) return {};
    for (const std::string& input : inputs) {
        if (is_same_file(file, input)) {
            return fmt::format("`--output {}` would overwrite the spec; name another file", printable(file));
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
    if (set("CLICOLOR_FORCE")) return true;
    const char* terminal = std::getenv("TERM");
    return is_terminal(descriptor) && !(terminal && std::string_view(terminal) == "dumb");
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

}  // namespace nnshape
