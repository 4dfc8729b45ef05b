#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "properties/draw_value.h"

// Layers of every type, drawn at random.
namespace nnshape::test {

/// The types that can be drawn: all but `input`.
std::vector<std::string_view> drawn_types();

/// How many inputs a type reads, at least and at most.
struct InputSpan {
    int64_t least = 1, most = 1;
};
InputSpan inputs_of(std::string_view type);

/// An input that the type likely reads.
Tensor draw_input(Random& random, std::string_view type, bool extreme);

struct DrawOptions {
    bool extreme = false;  ///< sizes up to 2^63 − 1 too
    bool careful = true;   ///< hardly a value that is wrong
};

/// A layer of this type for these inputs; whether it can be calculated is the reference's to say.
DrawnLayer draw_layer(Random& random, std::string_view type, const std::vector<Tensor>& inputs, DrawOptions options);

}  // namespace nnshape::test
