#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "spec/spec.h"

// Evaluates `$name` and integer arithmetic with names.
namespace nnshape {

/// A name and its value.
struct Binding {
    std::string_view name;
    Literal value;
    bool known = true;  ///< false: its value has an error, which has been reported
};

/// Binds a value to a name. The value keeps its text wherever the name is used.
Binding bind_name(Spec& spec, std::string_view name, Literal value);

/// The names that an expression may use: first the parameters of the definition, then the `let`s.
struct Environment {
    std::span<const Binding> parameters;
    std::span<const Binding> lets;

    const Binding* find(std::string_view name) const;
    std::vector<std::string_view> names() const;
};

/// A mistake in an expression, and its place.
struct ExpressionFault {
    Span span;
    std::string message;
    std::string help = {};

    /// A follow-on error: a name that it uses failed earlier, and that has been reported.
    bool is_told() const { return message.empty(); }
};

/// Replaces the expressions in a literal by their values. A name alone may have any value; other expressions are
/// integers: `+ - * / //` and parentheses. `/` must leave no remainder, `//` rounds down. Adds items to the pool.
Result<Literal, ExpressionFault> evaluate(Spec& spec, const Literal& literal, const Environment& environment);

/// Whether a literal, or an item of it, is of this form.
bool holds(const Spec& spec, const Literal& literal, Literal::Form form);
bool holds_expression(const Spec& spec, const Literal& literal);

/// Help for an object in a place where it is not valid.
inline constexpr std::string_view any_value = "write a number, a string or a list of them";

}  // namespace nnshape
