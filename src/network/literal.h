#pragma once

#include <optional>

#include "base/fault.h"
#include "base/result.h"
#include "network/network.h"
#include "spec/literals.h"

// Converts one literal to the value of one parameter. No other code does this.
namespace nnshape {

/// What a parameter of a type needs, in words: "a whole number".
std::string_view demand(ParamType type);

/// Appends the value's numbers to `pool`; the caller sets `written`. Leaves `pool` as it is if the literal is wrong.
Result<Arg, Fault<Span>> read_literal(const Literals& literals, const Param& param, const Literal& literal,
                                      std::vector<int64_t>& pool);

/// A boolean: true, false, yes or no in any case; in JSON only true and false. Nothing for another literal.
std::optional<bool> read_boolean(const Literals& literals, const Literal& literal);

}  // namespace nnshape
