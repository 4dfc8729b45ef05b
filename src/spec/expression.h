#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "spec/spec.h"

// `$name` and the integer arithmetic that may stand round it.
namespace nnshape {

/// A name and the value it stands for.
struct Binding {
    std::string_view name;
    Literal value;
    bool known = true;  ///< or the value could not be worked out, which is told
};

/// A value under a name: it keeps its text, wherever the name is used.
Binding bind_name(Spec& spec, std::string_view name, Literal value);

/// The names that an expression sees: a definition's parameters, and behind them the `let`s.
struct Environment {
    std::span<const Binding> parameters;
    std::span<const Binding> lets;

    const Binding* find(std::string_view name) const;
};

/// What is wrong with an expression, and at which part of it.
struct ExpressionFault {
    Span span;
    std::string message;
    std::string help = {};

    /// Whether it is but what follows from the value of a name that could not be worked out.
    bool is_told() const { return message.empty(); }
};

/// The literal without expressions in it. A name alone stands for its value as it is; anything else is an integer:
/// `+ - * / //` and parentheses, where `/` must leave no remainder and `//` rounds down. Items go into the spec's pool.
Result<Literal, ExpressionFault> evaluate(Spec& spec, const Literal& literal, const Environment& environment);

/// Whether a literal, or an item of it, is of this form.
bool holds(const Spec& spec, const Literal& literal, Literal::Form form);
bool holds_expression(const Spec& spec, const Literal& literal);

/// What to write where an object cannot stand.
inline constexpr std::string_view any_value = "write a number, a string or a list of them";

/// Letters, digits and `_`, no digit first.
bool is_name(std::string_view text);

}  // namespace nnshape
