#include "network/repeat_turns.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "network/bind.h"
#include "network/match.h"
#include "spec/arithmetic.h"
#include "spec/dialect.h"
#include "spec/keywords.h"

namespace nnshape {
namespace {

// The name in `repeat width=64,128`; empty for a number of turns.
std::string_view variable_of(const Spec& spec, const Statement& repeat) {
    std::string_view key = spec.text(spec.arguments[repeat.arguments.first].key);
    return key == "times" ? std::string_view() : key;
}

// The values that a list holds. A list that an expression has is one however it is written: `let sizes=8x16`.
std::vector<Literal> values_in(const Literals& literals, const Literal& written, const Literal& value) {
    bool list = written.form == Literal::Form::expression && value.form == Literal::Form::list;
    if (!list) return names_in(literals, value);
    auto items = literals.items(value);
    return {items.begin(), items.end()};
}

Fault<Span> name_fault(const Spec& spec, const Argument& argument) {
    std::string_view name = spec.text(argument.key);
    std::string shown = printable(name);
    if (is_name(name))
        return {argument.key.span, fmt::format("`{}` is a word of the language", shown), "choose another name"};
    return {argument.key.span, fmt::format("`{}` is not a valid name for a value", shown),
            "use letters, digits and `_`, and do not begin with a digit"};
}

}  // namespace

TurnBindings RepeatTurns::names_of(int64_t turn, const TurnBindings* outer) const {
    Literal number{.form = Literal::Form::integer, .span = {}, .number = turn};
    Literal value = variable.empty() ? Literal{} : values[static_cast<size_t>(turn - 1)];
    return {{turn_name, number}, {variable, value}, outer};
}

Result<RepeatTurns, Fault<Span>> repeat_turns_of(Network& network, const Environment& environment,
                                                 const Statement& repeat) {
    const Spec& spec = *network.spec;
    const Argument& argument = spec.arguments[repeat.arguments.first];
    RepeatTurns turns{.variable = variable_of(spec, repeat)};
    bool named = !turns.variable.empty();
    bool reserved = is_reserved_parameter(turns.variable) || turns.variable == turn_name;
    if (named && (reserved || !is_name(turns.variable))) return name_fault(spec, argument);
    auto value = evaluate(spec, network.values, argument.value, environment);
    if (!value) return value.fault();
    if (named) {
        for (const Literal& one : values_in(network.literals(), argument.value, *value)) {
            turns.values.push_back(bind_name(spec, network.values, turns.variable, one).value);
        }
        turns.count = static_cast<int64_t>(turns.values.size());
        if (turns.count > 0) return turns;
        return Fault<Span>{argument.value.span, fmt::format("`{}` has no values", turns.variable), {}};
    }
    turns.count = value->number;
    if (value->form == Literal::Form::integer && value->number >= 0) return turns;
    return Fault<Span>{argument.value.span,
                       fmt::format("`{}` is not a number of turns", printable(spec.text(argument.value))),
                       fmt::format("for example {}", dialect_of(spec).turns)};
}

bool uses_turns(const Spec& spec, uint32_t repeat) {
    const Statement& statement = spec.statements[repeat];
    if (!variable_of(spec, statement).empty()) return true;
    for (uint32_t index = repeat + 1; index < statement.end; ++index) {
        for (const Argument& argument : arguments_of(spec, spec.statements[index])) {
            if (mentions(spec, argument.value, turn_name)) return true;
        }
    }
    return false;
}

}  // namespace nnshape
