#include "network/bind_advice.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "layers/layer_kind.h"
#include "network/literal_advice.h"
#include "network/match.h"
#include "spec/dialect.h"
#include "spec/keywords.h"
#include "spec/reworded.h"

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

Span with_quotes(const Literal& value) {
    uint32_t quote = value.quoted ? 1 : 0;
    return {value.span.begin - quote, value.span.end + quote};
}

}  // namespace

Diagnostic given_twice(std::string_view name, Span span) {
    return {&code::duplicate_key, fmt::format("`{}` is given twice", name), "remove one of the two", span};
}

bool BindAdvice::is_name(const Literal& word) const {
    std::string_view text = literals_.text(word);
    return find_param(kind_.params, text) >= 0 || find_param(common_params(), text) >= 0;
}

bool BindAdvice::is_value_of_name(const Argument& next) const { return next.key.empty() && !is_name(next.value); }

Diagnostic BindAdvice::name_alone(const Literal& word, const Argument* next) const {
    bool has_value = next && is_value_of_name(*next);
    std::string_view name = literals_.text(word);
    std::string fix;
    if (has_key(name)) {
        return {&code::syntax, fmt::format("`{}` has no `=`", name), fmt::format("its `{}` is given already", name),
                word.span};
    }
    if (has_value) {
        Span value = with_quotes(next->value);
        fix = reworded({word.span.begin, value.end}, fmt::format("{}={}", name, literals_.spec().source.at(value)));
    }
    return {&code::syntax, fmt::format("`{}` has no `=`", name), write_or(fix, "its value follows an equals sign"),
            word.span};
}

// The statement with a part replaced; empty if that is not a fix.
std::string BindAdvice::reworded(Span part, std::string_view by) const {
    return nnshape::reworded(literals_.spec(), statement_, part, by);
}

// Whether a parameter has a value, with or without a key.
bool BindAdvice::is_given(std::string_view name) const {
    const Spec& spec = literals_.spec();
    int common = find_param(common_params(), name);
    std::span<const Param> params = common < 0 ? kind_.params : common_params();
    int sought = common < 0 ? find_param(params, name) : common;
    size_t taken = 0;
    for (const Argument& argument : arguments_of(spec, statement_)) {
        ArgumentMatch found = match(literals_, kind_, argument, taken);
        if (found.takes_place(argument)) ++taken;
        bool is_same_list = (found.kind == ArgumentMatch::Kind::common) == (common >= 0);
        if (is_same_list && (found.is_own() || common >= 0) && found.param == sought) return true;
    }
    return false;
}

bool BindAdvice::has_key(std::string_view key) const {
    auto given = arguments_of(literals_.spec(), statement_);
    return std::any_of(given.begin(), given.end(),
                       [&](const Argument& argument) { return literals_.text(argument.key) == key; });
}

std::optional<Diagnostic> BindAdvice::slip(const Literal& word) const {
    std::string near = nearest_switch(literals_.text(word));
    if (near.empty()) return std::nullopt;
    std::string_view name = near.starts_with("no-") ? std::string_view(near).substr(3) : near;
    if (is_given(name)) return no_param(word, fmt::format("its `{}` is given already", name));
    if (!near.starts_with("no-")) return no_param(word, fmt::format("did you mean `{}`?", near));
    return no_param(word, write_or(reworded(word.span, near), fmt::format("did you mean {}?", near)));
}

Diagnostic BindAdvice::no_param(const Literal& word, std::string help) const {
    return {&code::unknown_parameter,
            fmt::format("`{}` is not a parameter of {}", printable(literals_.text(word)), kind_.name), std::move(help),
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
        return {&code::bad_value, fmt::format("{} does not accept a value", kind_.name), "remove it", value.span};
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
    std::string_view word = literals_.text(value);
    for (const Param& param : kind_.params) {
        bool is_choice = param.type == ParamType::choice && find_word(param.choices, word) >= 0;
        if (!is_choice) continue;
        std::string fix =
            has_key(param.name) ? std::string() : reworded(with_quotes(value), fmt::format("{}={}", param.name, word));
        return no_param(value, write_or(fix, fmt::format("it is a value of `{}`", param.name)));
    }
    const LayerKind* kind = find_kind(word).kind;
    if (kind && kind->traits.is_activation) {
        std::string fix =
            has_key("activation") ? std::string() : reworded(with_quotes(value), fmt::format("activation={}", word));
        return no_param(value, write_or(fix, "an activation needs its name, `activation`"));
    }
    return is_padding_word(word) ? std::nullopt : std::optional(no_param(value, {}));
}

std::string BindAdvice::surplus_help(const Literal& value, const std::vector<int>& order) const {
    bool is_number = value.form != Form::word;
    auto param = [&](int number) -> const Param& { return kind_.params[static_cast<size_t>(number)]; };
    if (is_number && param(order[0]).also.starts_with("out_")) {
        return "input channels are inferred, so leave them out";
    }
    if (is_number && param(order.back()).type == ParamType::shape) return "its sizes are joined by `x`";
    if (is_number && param(order.back()).type == ParamType::axes) return "its axes are joined by `x`";
    std::string_view next = next_name(order, is_number);
    if (next.empty()) return "remove it";
    if (!is_number && !is_padding_word(literals_.text(value))) {
        return fmt::format("another value needs its name, such as `{}`", next);
    }
    auto given = arguments_of(literals_.spec(), statement_);
    auto in_a_row = std::count_if(given.begin(), given.end(), [](const Argument& one) { return one.key.empty(); });
    bool is_plain = !is_number || value.form == Form::integer;
    std::string fix = is_plain && in_a_row == static_cast<ptrdiff_t>(order.size()) + 1
                          ? reworded(with_quotes(value), fmt::format("{}={}", next, literals_.text(value)))
                          : std::string();
    return write_or(fix, fmt::format("another value needs its name, such as `{}`", next));
}

// The parameter that a surplus value was probably meant for.
std::string_view BindAdvice::next_name(const std::vector<int>& order, bool is_number) const {
    for (const Param& param : kind_.params.subspan(static_cast<size_t>(order.back()) + 1)) {
        bool suits = is_number ? param.type != ParamType::boolean : param.takes_same;
        if (suits) return has_key(param.name) ? std::string_view() : param.name;
    }
    return {};
}

std::optional<Diagnostic> BindAdvice::misfit(const Argument& argument, const FrameworkArg& described,
                                             Layout layout) const {
    auto refusal = [&](std::string message, std::string help) {
        return Diagnostic{&code::bad_value, std::move(message), std::move(help), argument.value.span};
    };
    std::string_view value = literals_.text(argument.value);
    if (described.meaning == Meaning::layout) {
        bool is_last = value == "channels_last";
        if (!is_last && value != "channels_first") return refusal(demand_of(described), {});
        if (is_last == (layout == Layout::hwc)) return std::nullopt;
        return refusal(fmt::format("the spec has its channels {}", is_last ? "first" : "last"),
                       "the layout of the spec says where they are");
    }
    bool is_boolean = argument.value.form == Literal::Form::boolean;
    bool fits =
        is_boolean ? (argument.value.number != 0) == (described.standard == "True") : value == described.standard;
    return fits ? std::nullopt : std::optional(refusal(demand_of(described), "another value has no equivalent"));
}

// The statement with the value of its `name` as the label.
std::string BindAdvice::named(const Text& key) const {
    auto given = arguments_of(literals_.spec(), statement_);
    auto is_it = [&](const Argument& argument) { return argument.key.span == key.span; };
    const Literal& value = std::find_if(given.begin(), given.end(), is_it)->value;
    std::string_view name = literals_.text(value);
    if (!statement_.label.empty() || !is_plain_name(name)) return {};
    std::string rest = reworded({key.span.begin, with_quotes(value).end}, "");
    return rest.empty() ? rest : fmt::format("{}: {}", name, rest);
}

Diagnostic BindAdvice::unknown(const Text& key) const {
    std::string_view name = literals_.text(key);
    if (name == "name") {
        return {&code::unknown_parameter, "`name` is not a parameter in the text form",
                write_or(named(key), "a layer's name is a label before it, such as `C1:`"), key.span};
    }
    std::vector<std::string_view> names;
    add_names(kind_.params, names);
    add_names(common_params(), names);
    std::string_view near = nearest(name, names);
    std::string help = near.empty()     ? std::string()
                       : is_given(near) ? fmt::format("its `{}` is given already", near)
                                        : fmt::format("did you mean `{}`?", near);
    if (help.empty() && !kind_.params.empty()) {
        std::vector<std::string_view> own;
        for (const Param& param : kind_.params) own.push_back(param.name);
        help = fmt::format("its parameters are {}", enumerate(own));
    }
    return {&code::unknown_parameter, fmt::format("`{}` is not a parameter of {}", printable(name), kind_.name), help,
            key.span};
}

Diagnostic BindAdvice::wrong_value(std::string_view name, std::string_view demand, const Literal& value) const {
    return {&code::bad_value,
            fmt::format("`{}` needs {}, not `{}`", name, demand, printable(literals_.text(value))),
            {},
            value.span};
}

Diagnostic BindAdvice::no_activation(const Literal& value, const LayerKind* found) const {
    std::string_view name = literals_.text(value);
    std::vector<std::string_view> names;
    for (const LayerKind* kind : all_kinds()) {
        if (kind->traits.is_activation) names.push_back(kind->name);
    }
    std::string help = found ? fmt::format("put a `{}` layer after it", found->name) : did_you_mean(name, names);
    return {&code::bad_value, fmt::format("`{}` is not an activation without parameters", printable(name)), help,
            value.span};
}

std::string BindAdvice::input_help(const Literal& value, std::string help) const {
    std::string sizes =
        value.form == Form::word || value.form == Form::commas ? sizes_in(literals_.text(value)) : std::string();
    size_t first = std::min(sizes.find('x'), sizes.size());
    bool is_image = std::count(sizes.begin(), sizes.end(), 'x') == 2 && literals_.spec().layout.empty();
    std::string channels = sizes.substr(0, first);
    if (!is_image || !statement_.label.empty() || (channels != "1" && channels != "3" && channels != "4")) return help;
    return fmt::format("write `input {}x{}`, or `layout CHW ; input {}`", sizes.substr(first + 1), channels, sizes);
}

Diagnostic BindAdvice::missing(const std::vector<std::string_view>& params, Span span) const {
    std::vector<std::string_view> keys;
    for (int param : positionals(kind_.params)) keys.push_back(kind_.params[param].name);
    return {&code::missing_parameter, fmt::format("{} needs `{}`", kind_.name, fmt::join(params, "` and `")),
            fmt::format("as in {}", dialect_of(literals_.spec()).statement_text(kind_.example, keys)), span};
}

}  // namespace nnshape
