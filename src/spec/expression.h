#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/fault.h"
#include "base/result.h"
#include "spec/literals.h"

// Evaluates names such as `$width` and arithmetic, wherever a value holds them.
namespace nnshape {

/// A name and its value.
struct Binding {
    std::string_view name;
    Literal value;
    bool known = true;  ///< false: its value has an error, which has been reported
};

/// Binds a value to a name. The value keeps its text wherever the name is used.
Binding bind_name(const Spec& spec, Values& values, std::string_view name, Literal value);

/// The names of one turn of a `repeat`.
struct TurnBindings {
    Binding number;             ///< `turn`
    Binding variable;           ///< of a repeat with values; else its name is empty
    const TurnBindings* outer;  ///< of the repeat around it in the same definition
};

/// The names that an expression may use: first those of the repeats, the innermost first, then the parameters of the
/// definition, then the `let`s.
struct Environment {
    static constexpr uint32_t unnumbered = UINT32_MAX;

    std::span<const Binding> parameters;
    std::span<const Binding> lets;
    uint32_t number = unnumbered;  ///< within one network, environments with the same number have the same values
    const TurnBindings* turn = nullptr;

    const Binding* find(std::string_view name) const;
    std::vector<std::string_view> names() const;
};

/// Replaces the expressions in a literal by their values. A name alone may have any value; other expressions are
/// numbers: see `evaluate_expression`. Adds the items of a list to `values`. A list of which an item is an expression
/// has at most 10,000 items, with those of the lists in it, and is nested at most 64 deep.
Result<Literal, Fault<Span>> evaluate(const Spec& spec, Values& values, const Literal& literal,
                                      const Environment& environment);

/// Whether a literal, or an item of it, is of this form.
bool holds(const Literals& literals, const Literal& literal, Literal::Form form);
bool holds_expression(const Literals& literals, const Literal& literal);

/// Whether a literal of the spec holds an expression with this name.
bool mentions(const Spec& spec, const Literal& literal, std::string_view name);

/// Help for an object in a place where it is not valid.
inline constexpr std::string_view any_value = "write a number, a string or a list of them";

}  // namespace nnshape
