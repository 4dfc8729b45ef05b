#include "network/bind_advice.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "layers/layer_kind.h"
#include "network/match.h"
#include "spec/dialect.h"

namespace nnshape {
namespace {

using Form = Literal::Form;

bool is_padding_word(std::string_view word) {
    auto words = words_of(padding_words);
    return std::find(words.begin(), words.end(), word) != words.end();
}

void add_names(std::span<const Param> params, std::vector<std::string_view>& names) {
    for (const Param& param : params) {
        names.push_back(param.name);
        for (std::string_view other : words_of(param.also)) names.push_back(other);
    }
}

}  // namespace

Diagnostic given_twice(std::string_view name, Span span) {
    return {&code::duplicate_key, fmt::format("`{}` is given twice", name), "remove one of the two", span};
}

bool BindAdvice::is_name(const Literal& word) const {
    std::string_view text = spec_.text(word);
    return find_param(kind_.params, text) >= 0 || find_param(common_params(), text) >= 0;
}

bool BindAdvice::is_value_of_name(const Argument& next) const { return next.key.empty() && !is_name(next.value); }

Diagnostic BindAdvice::name_alone(const Literal& word, const Argument* next) const {
    bool has_value = next && is_value_of_name(*next);
    std::string value = has_value ? printable(spec_.text(next->value)) : "…";
    std::string_view name = spec_.text(word);
    return {&code::syntax, fmt::format("`{}` has no `=`", name), fmt::format("write `{}={}`", name, value), word.span};
}

std::optional<Diagnostic> BindAdvice::slip(const Literal& word) const {
    std::string near = nearest_switch(spec_.text(word));
    if (near.empty()) return std::nullopt;
    return no_param(word, fmt::format("did you mean `{}`?", near));
}

Diagnostic BindAdvice::no_param(const Literal& word, std::string help) const {
    return {&code::unknown_parameter,
            fmt::format("`{}` is not a parameter of {}", printable(spec_.text(word)), kind_.name), std::move(help),
            word.span};
}

// The switch that a word is a typing mistake for, with its `no-`; else nothing.
std::string BindAdvice::nearest_switch(std::string_view word) const {
    std::vector<std::string> forms{"freeze", "no-freeze"};
    for (const Param& param : kind_.params) {
        if (param.type != ParamType::boolean) continue;
        forms.push_back(std::string(param.name));
        forms.push_back(fmt::format("no-{}", param.name));
    }
    return std::string(nearest(word, {forms.begin(), forms.end()}));
}

Diagnostic BindAdvice::surplus(const Literal& value) const {
    if (auto problem = surplus_word(value)) return *problem;
    if (kind_.params.empty()) {
        return {&code::bad_value, fmt::format("{} does not accept a value", kind_.name), "leave it out", value.span};
    }
    auto order = positionals(kind_.params);
    std::vector<std::string_view> names;
    for (int param : order) names.push_back(kind_.params[static_cast<size_t>(param)].name);
    return {&code::bad_value,
            fmt::format("{} takes {}, {}", kind_.name, counted(static_cast<int64_t>(names.size()), "value"),
                        enumerate(names)),
            surplus_help(value, order), value.span};
}

std::optional<Diagnostic> BindAdvice::surplus_word(const Literal& value) const {
    if (!is_bare_word(value)) return std::nullopt;
    if (auto problem = slip(value)) return problem;
    std::string_view word = spec_.text(value);
    const LayerKind* kind = find_kind(word).kind;
    if (kind && kind->traits.is_activation)
        return no_param(value, fmt::format("write `activation={}`", printable(word)));
    return is_padding_word(word) ? std::nullopt : std::optional(no_param(value, {}));
}

std::string BindAdvice::surplus_help(const Literal& value, const std::vector<int>& order) const {
    bool is_number = value.form != Form::word;
    auto param = [&](int number) -> const Param& { return kind_.params[static_cast<size_t>(number)]; };
    if (is_number && param(order[0]).also.starts_with("out_")) {
        return "input channels are inferred, so leave them out";
    }
    if (is_number && param(order.back()).type == ParamType::shape) return "its sizes are joined by `x`";
    std::string_view next = next_name(order, is_number);
    if (next.empty()) return "leave it out";
    return fmt::format("another value needs its name, as in `{}={}`", next, printable(spec_.text(value)));
}

// The parameter that a surplus value was likely meant for.
std::string_view BindAdvice::next_name(const std::vector<int>& order, bool is_number) const {
    for (const Param& param : kind_.params.subspan(static_cast<size_t>(order.back()) + 1)) {
        if (is_number ? param.type != ParamType::boolean : param.takes_same) return param.name;
    }
    return {};
}

Diagnostic BindAdvice::unknown(const Text& key) const {
    std::string_view name = spec_.text(key);
    if (name == "name") {
        return {&code::unknown_parameter, "`name` is not a parameter in the text form",
                "a layer's name comes before it, as in `C1: conv 6 5`", key.span};
    }
    std::vector<std::string_view> names;
    add_names(kind_.params, names);
    add_names(common_params(), names);
    std::string help = did_you_mean(name, names);
    if (help.empty() && !kind_.params.empty()) {
        std::vector<std::string_view> own;
        for (const Param& param : kind_.params) own.push_back(param.name);
        help = fmt::format("it takes {}", enumerate(own));
    }
    return {&code::unknown_parameter, fmt::format("`{}` is not a parameter of {}", printable(name), kind_.name), help,
            key.span};
}

Diagnostic BindAdvice::wrong_value(std::string_view name, std::string_view demand, const Literal& value) const {
    return {&code::bad_value,
            fmt::format("`{}` needs {}, not `{}`", name, demand, printable(spec_.text(value))),
            {},
            value.span};
}

Diagnostic BindAdvice::no_activation(const Literal& value, const LayerKind* found) const {
    std::string_view name = spec_.text(value);
    std::vector<std::string_view> names;
    for (const LayerKind* kind : all_kinds()) {
        if (kind->traits.is_activation) names.push_back(kind->name);
    }
    std::string help = found ? fmt::format("write `{}` as a layer of its own", found->name) : did_you_mean(name, names);
    return {&code::bad_value, fmt::format("`{}` is not an activation without parameters", printable(name)), help,
            value.span};
}

Diagnostic BindAdvice::missing(const std::vector<std::string_view>& params, Span span) const {
    std::vector<std::string_view> keys;
    for (int param : positionals(kind_.params)) keys.push_back(kind_.params[param].name);
    return {&code::missing_parameter, fmt::format("{} needs `{}`", kind_.name, fmt::join(params, "` and `")),
            fmt::format("as in {}", dialect_of(spec_).statement(kind_.example, keys)), span};
}

}  // namespace nnshape
