#include "spec/dialect.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "base/text.h"

namespace nnshape {
namespace {

constexpr Dialect text_dialect{
    .needs_keys = false,
    .has_labels = true,
    .words_are_flags = true,
    .strings_are_pairs = false,
    .lists_are_names = false,
    .strings_are_names = false,
    .counts_have_suffixes = true,
    .nothing = "-",
    .quote = "",
    .list_begin = "",
    .list_between = "x",
    .list_end = "",
    .setting_pattern = "`{}={}`",
    .type_pattern = "`{}`",
    .layer_pattern = "`{}`",
    .layout_pattern = "`layout {}`",
    .off_pattern = "`no-{}`",
    .input_pattern = "`input {}`",
    .wiring_key = "from",
    .sizes_rule = "sizes are joined by `x`",
    .layers_rule = "a layer is a line that begins with a type such as `conv`",
    .input = "`input 28x28x1`",
    .turns = "`repeat 3`",
    .experts = "experts 8 active=2 { … }",
    .name_a_layer = "give that layer a label such as `stem:`, and use it here",
};

constexpr Dialect json_dialect{
    .needs_keys = true,
    .has_labels = false,
    .words_are_flags = false,
    .strings_are_pairs = true,
    .lists_are_names = true,
    .strings_are_names = true,
    .counts_have_suffixes = false,
    .nothing = "null",
    .quote = "\"",
    .list_begin = "[",
    .list_between = ", ",
    .list_end = "]",
    .setting_pattern = R"(`"{}": {}`)",
    .type_pattern = R"(`"type": "{}"`)",
    .layer_pattern = "`{}`",
    .layout_pattern = R"(`"layout": "{}"`)",
    .off_pattern = R"(`"{}": false`)",
    .input_pattern = R"(`"input": {}`)",
    .wiring_key = "inputs",
    .sizes_rule = "sizes are an array",
    .layers_rule = R"(`layers` is an array of objects such as {"type": "relu"})",
    .input = R"(`"input": [28, 28, 1]`)",
    .turns = R"(`"times": 3`)",
    .experts = R"("count": 8, "active": 2)",
    .name_a_layer = R"(give that layer a `"name"` and write it here)",
};

constexpr const Dialect* dialects[] = {&text_dialect, &json_dialect};  // by SpecForm

std::string filled(std::string_view pattern, std::string_view name) { return fmt::format(fmt::runtime(pattern), name); }

// Spells the value of a setting.
class Speller {
  public:
    explicit Speller(const Dialect& dialect) : dialect_(dialect) {}

    std::string operator()(bool on) const { return on ? "true" : "false"; }
    std::string operator()(std::string_view word) const {
        return fmt::format("{}{}{}", dialect_.quote, word, dialect_.quote);
    }
    std::string operator()(const std::vector<int64_t>& sizes) const { return dialect_.sizes(sizes); }
    std::string operator()(const std::vector<Sides>& padding) const;

  private:
    std::string pair(const Sides& sides) const;
    std::string list(const std::vector<std::string>& items) const;

    const Dialect& dialect_;
};

std::string Speller::pair(const Sides& sides) const {
    return dialect_.strings_are_pairs ? fmt::format("[{}, {}]", sides.before, sides.after)
                                      : fmt::format("{}:{}", sides.before, sides.after);
}

std::string Speller::list(const std::vector<std::string>& items) const {
    return fmt::format("{}{}{}", dialect_.list_begin, fmt::join(items, dialect_.list_between), dialect_.list_end);
}

// Sizes where both sides are equal at every axis. Text can write one value for every axis, JSON only one number.
std::string Speller::operator()(const std::vector<Sides>& padding) const {
    bool even = std::all_of(padding.begin(), padding.end(), [](Sides one) { return one.before == one.after; });
    bool same = std::all_of(padding.begin(), padding.end(), [&](Sides one) {
        return one.before == padding[0].before && one.after == padding[0].after;
    });
    if (even && same) return fmt::format("{}", padding[0].before);
    if (same && !dialect_.strings_are_pairs) return pair(padding[0]);
    std::vector<std::string> items;
    for (const Sides& sides : padding) items.push_back(even ? fmt::format("{}", sides.before) : pair(sides));
    return list(items);
}

// A value of the text form as JSON: `3`, `3x3` as [3, 3], a word in quotes.
std::string json_value(const Dialect& dialect, std::string_view text) {
    bool number = text.find_first_not_of("0123456789.") == std::string_view::npos;
    bool sizes = text.find_first_not_of("0123456789x") == std::string_view::npos && text[0] != 'x';
    if (number) return std::string(text);
    if (!sizes) return fmt::format("{}{}{}", dialect.quote, text, dialect.quote);
    std::string out;
    for (char letter : text) letter == 'x' ? out.append(dialect.list_between) : out.append(1, letter);
    return fmt::format("{}{}{}", dialect.list_begin, out, dialect.list_end);
}

}  // namespace

std::string Dialect::setting(const Setting& setting) const {
    return fmt::format(fmt::runtime(setting_pattern), setting.key, std::visit(Speller(*this), setting.value));
}

std::string Dialect::wiring(std::initializer_list<std::string_view> names) const {
    std::string between = fmt::format("{}{}{}", quote, lists_are_names ? list_between : ",", quote);
    std::string list = fmt::format("{}{}{}", quote, fmt::join(names, between), quote);
    bool bare = names.size() == 1 || !lists_are_names;
    return fmt::format(fmt::runtime(setting_pattern), wiring_key,
                       bare ? list : fmt::format("{}{}{}", list_begin, list, list_end));
}

std::string Dialect::sizes(std::span<const int64_t> values) const {
    if (values.size() == 1) return fmt::format("{}", values[0]);
    return fmt::format("{}{}{}", list_begin, fmt::join(values, list_between), list_end);
}

std::string Dialect::input_of(std::span<const int64_t> values) const {
    return fmt::format(fmt::runtime(input_pattern),
                       fmt::format("{}{}{}", list_begin, fmt::join(values, list_between), list_end));
}

std::string Dialect::type(std::string_view name) const { return filled(type_pattern, name); }
std::string Dialect::layout(std::string_view name) const { return filled(layout_pattern, name); }
std::string Dialect::switched_off(std::string_view name) const { return filled(off_pattern, name); }

std::string Dialect::statement(std::string_view text, std::span<const std::string_view> keys) const {
    return fmt::format("`{}`", statement_text(text, keys));
}

std::string Dialect::statement_text(std::string_view text, std::span<const std::string_view> keys) const {
    if (!needs_keys) return std::string(text);
    auto words = words_of(text);
    std::string out = fmt::format("\"type\": \"{}\"", words[0]);
    for (std::string_view word : std::span(words).subspan(1)) {
        size_t equals = word.find('=');
        bool keyed = equals != std::string_view::npos;
        bool is_switch = !keyed && keys.empty();
        std::string_view key = keyed ? word.substr(0, equals) : is_switch ? word : keys[0];
        out += fmt::format(", \"{}\": {}", key,
                           is_switch ? "true" : json_value(*this, word.substr(keyed ? equals + 1 : 0)));
        if (!keyed && !is_switch) keys = keys.subspan(1);
    }
    return fmt::format("{{{}}}", out);
}

std::string Dialect::help(const Advice& advice) const {
    if (!advice.insert.empty()) return fmt::format("put {} before it", filled(layer_pattern, advice.insert));
    if (advice.settings.empty()) return {};
    std::vector<std::string> settings;
    for (const Setting& one : advice.settings) settings.push_back(setting(one));
    return fmt::format("write {}", enumerate({settings.begin(), settings.end()}, "or"));
}

const Dialect& dialect_of(SpecForm form) { return *dialects[static_cast<size_t>(form)]; }

}  // namespace nnshape
