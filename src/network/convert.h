#pragma once

#include <optional>

#include "network/network.h"

// One literal as the value of one parameter.
namespace nnshape {

/// Why a literal is no value of a parameter, and at which part of it.
struct Misfitting {
    Span span;
    std::string message;
    std::string help = {};
};

/// What a parameter of a type needs, in words: "a whole number".
std::string_view demand(ParamType type);

/// The value, its numbers put into `pool`; or what is wrong with it.
Result<Arg, Misfitting> convert(const Spec& spec, const Param& param, const Literal& literal,
                                std::vector<int64_t>& pool);

/// True or false as a boolean is written: true, false, yes, no in any case; in JSON true and false alone.
std::optional<bool> read_boolean(const Spec& spec, const Literal& literal);

}  // namespace nnshape
