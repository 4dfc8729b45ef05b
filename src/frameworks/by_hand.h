#pragma once

#include <span>
#include <string>

#include "frameworks/call.h"
#include "frameworks/framework.h"
#include "layers/shape.h"

// What a class that no layer type expresses comes to, as a `custom` layer.
namespace nnshape {

/// The `custom` statement in text: "custom 8x8x8 weights=13824 biases=512". Empty if the class has no formula, if an
/// argument is missing or not a number, if the input does not suit the class, or if a number would overflow. Arguments
/// without a key are in the framework's order.
std::string by_hand(const FoundClass& found, std::span<const CallArgument> arguments, const Shape& input,
                    Layout layout);

}  // namespace nnshape
