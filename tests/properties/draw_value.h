#pragma once

#include <string_view>
#include <vector>

#include "properties/drawn_layer.h"
#include "properties/random.h"

// Values of parameters, most of them right for the layer that is drawn, some wrong on purpose.
namespace nnshape::test {

/// What a value may go by: the inputs, and what was drawn before it.
struct Drawing {
    Random& random;
    const std::vector<Tensor>& inputs;
    DrawnLayer& layer;
    bool extreme = false;  ///< sizes up to 2^63 − 1 too
    bool careful = true;   ///< hardly a value that is wrong

    const Tensor& input() const { return inputs[0]; }
    int64_t channels() const { return input().back(); }
    int rank() const { return static_cast<int>(input().size()) - 1; }
    /// How many axes a list has a value for.
    int axes() const { return rank() - (layer.type == "conv_lstm" ? 1 : 0); }
};

/// A size up to `most`, or an extreme one where those are asked for.
int64_t draw_size(Random& random, int64_t most, bool extreme);

using ValueDrawer = DrawnValue (*)(Drawing& drawing);

/// The one that a word of a type's plan names.
ValueDrawer value_drawer(std::string_view name);

}  // namespace nnshape::test
