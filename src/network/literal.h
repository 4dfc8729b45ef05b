#pragma once

#include <optional>

#include "base/result.h"
#include "network/network.h"

// From one literal to the value of one parameter. This is the only way in for a value.
namespace nnshape {

/// Why a literal is not a value of a parameter, and which part of it is wrong.
struct Misfitting {
    Span span;
    std::string message;
    std::string help = {};
};

/// What a parameter of a type needs, in words: "a whole number".
std::string_view demand(ParamType type);

/// Appends the value's numbers to `pool`; the caller sets `written`. Leaves `pool` as it is if the literal is wrong.
Result<Arg, Misfitting> read_literal(const Spec& spec, const Param& param, const Literal& literal,
                                     std::vector<int64_t>& pool);

/// A boolean: true, false, yes or no in any case; in JSON only true and false. Nothing for another literal.
std::optional<bool> read_boolean(const Spec& spec, const Literal& literal);

}  // namespace nnshape
