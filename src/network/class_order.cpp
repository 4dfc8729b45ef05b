#include "network/class_order.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "frameworks/translate.h"
#include "network/match.h"

namespace nnshape {
namespace {

using Form = CallValue::Form;

// The values without a key, which are not switches.
std::vector<const Argument*> values_in_a_row(const Literals& literals, const Statement& statement,
                                             const LayerKind& kind) {
    std::vector<const Argument*> values;
    for (const Argument& argument : arguments_of(literals.spec(), statement)) {
        bool is_switch = match(literals, kind, argument).is_switch;
        if (argument.key.empty() && !is_switch) values.push_back(&argument);
    }
    return values;
}

// Whether the framework gives each of the first `count` places the meaning that it has here.
bool agrees(const FoundClass& found, const LayerKind& kind, size_t count) {
    auto order = positionals(params_of(kind));
    auto arguments = found.described->arguments;
    if (count > order.size() || count > arguments.size()) return false;
    for (size_t place = 0; place < count; ++place) {
        const FrameworkArg& argument = arguments[place];
        std::string_view ours = params_of(kind)[static_cast<size_t>(order[place])].name;
        bool same =
            argument.param == ours && (argument.meaning == Meaning::value || argument.meaning == Meaning::sizes);
        if (!same) return false;
    }
    return true;
}

CallValue call_value(const Literals& literals, const Literal& literal) {
    CallValue value{.span = literal.span, .text = std::string(literals.text(literal))};
    switch (literal.form) {
        case Literal::Form::integer: value.form = Form::integer, value.number = literal.number; break;
        case Literal::Form::decimal: value.form = Form::number; break;
        case Literal::Form::expression: value.form = Form::expression; break;
        case Literal::Form::list:
            value.form = Form::list;
            for (const Literal& item : literals.items(literal)) value.items.push_back(call_value(literals, item));
            break;
        default: value.form = Form::word;
    }
    return value;
}

std::string text_of(const CallValue& value) {
    if (value.form == Form::integer) return fmt::format("{}", value.number);
    if (value.form == Form::boolean) return value.number ? "true" : "false";
    std::string out = value.form == Form::list ? "" : value.text;
    for (const CallValue& item : value.items) out += (out.empty() ? "" : "x") + text_of(item);
    return out;
}

// The statement in our words: the values that need no key first. Empty if a needed one is missing.
std::string line_of(const Translation& translation, const LayerKind& kind, const std::string& tail) {
    std::string line = translation.type, keyed;
    std::vector<std::string_view> first;
    for (int param : positionals(params_of(kind))) {
        const Param& described = params_of(kind)[static_cast<size_t>(param)];
        if (described.fallback == Fallback::required) first.push_back(described.name);
    }
    for (std::string_view name : first) {
        auto is_called = [&](const TranslatedArgument& one) { return one.param == name; };
        auto found = std::find_if(translation.arguments.begin(), translation.arguments.end(), is_called);
        if (found == translation.arguments.end()) return {};
        line += " " + text_of(found->value);
    }
    for (const TranslatedArgument& argument : translation.arguments) {
        bool placed = std::find(first.begin(), first.end(), argument.param) != first.end();
        if (!placed) keyed += fmt::format(" {}={}", argument.param, text_of(argument.value));
    }
    return line + keyed + tail;
}

// The arguments with a key and the switches, as they are written.
std::string tail_of(const Literals& literals, const Statement& statement, const std::vector<const Argument*>& values) {
    std::string tail;
    for (const Argument& argument : arguments_of(literals.spec(), statement)) {
        if (std::find(values.begin(), values.end(), &argument) != values.end()) continue;
        std::string_view key = literals.text(argument.key), value = literals.text(argument.value);
        tail += key.empty() ? fmt::format(" {}", printable(value)) : fmt::format(" {}={}", key, printable(value));
    }
    return tail;
}

}  // namespace

std::optional<Diagnostic> other_order(const Literals& literals, const Statement& statement, const LayerKind& kind) {
    std::string_view name = literals.text(statement.type);
    bool may_be_class = !name.empty() && name[0] >= 'A' && name[0] <= 'Z' && !statement.is_code;
    if (!may_be_class) return std::nullopt;
    auto values = values_in_a_row(literals, statement, kind);
    bool are_numbers = std::all_of(values.begin(), values.end(), [](const Argument* argument) {
        return argument->value.form != Literal::Form::word;  // a word is more likely a slip
    });
    if (values.empty() || !are_numbers) return std::nullopt;
    auto classes = find_classes(name);
    auto fits = [&](const FoundClass& one) { return agrees(one, kind, values.size()); };
    if (classes.empty() || find_kind(classes[0].type()).kind != &kind ||
        std::any_of(classes.begin(), classes.end(), fits))
        return std::nullopt;
    CallValue call{.form = Form::call, .text = std::string(name)};
    for (const Argument* value : values)
        call.arguments.push_back({{}, value->value.span, call_value(literals, value->value)});
    const FoundClass& found = classes[0];
    bool needs_kernel = found.described->arguments.size() > 2 && found.described->arguments[2].param == "kernel";
    if (needs_kernel && values.size() == 2) {  // an example: the kernel is missing
        call.arguments.push_back({"kernel_size", {}, {.form = Form::integer, .number = 3}});
    }
    auto translated = translate(found, name, call);
    std::string tail = tail_of(literals, statement, values);
    std::string theirs = translated ? line_of(*translated, kind, tail) : std::string();
    if (theirs.find(' ') == std::string::npos) return std::nullopt;  // nothing is left of the values
    std::string help = fmt::format("as in {} write `{}`", found.framework->name, theirs);
    if (values.size() == positionals(params_of(kind)).size() && needs_kernel) {
        std::string ours = found.type();
        for (const Argument* value : values) ours += fmt::format(" {}", printable(literals.text(value->value)));
        help += fmt::format(", or for {} filters write `{}{}`", printable(literals.text(values[0]->value)), ours, tail);
    }
    return Diagnostic{&code::bad_value,
                      fmt::format("`{}` of {} has its values in another order", name, found.framework->name),
                      std::move(help), join(values.front()->value.span, values.back()->value.span)};
}

}  // namespace nnshape
