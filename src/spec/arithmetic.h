#pragma once

#include "base/fault.h"
#include "base/result.h"
#include "spec/expression.h"

// The arithmetic of expressions: exact fractions, so that only the result must be whole, and only where it is used as a
// whole number.
namespace nnshape {

/// The value of an expression. A name alone may have any value. Anything else is a number: integers, decimals, counts
/// such as `1.5M`, names, `+ - * / // % **`, parentheses and functions. `//` and `%` round down; `**` binds tighter
/// than a sign before it and groups to the right. `$(` is a parenthesis.
///
/// The value is an integer, or a decimal whose text is one of `fraction_text`. In a number that was calculated, `items`
/// are bytes of the source: the operator to blame if the number is not one that is allowed.
Result<Literal, Fault<Span>> evaluate_expression(const Spec& spec, Values& values, const Literal& literal,
                                                 const Environment& environment);

/// The name of the channels of what a definition is applied to.
inline constexpr std::string_view in_name = "in";

/// Whether a text without `$` is an expression: it calculates, and holds nothing else than an expression may.
bool is_arithmetic(std::string_view text);

/// The length in bytes of a function's name at the start of a text, before its parenthesis; 0 if there is none.
size_t function_length(std::string_view text);

}  // namespace nnshape
