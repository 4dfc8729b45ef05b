#pragma once

#include <string>
#include <vector>

#include "properties/drawn_layer.h"
#include "properties/wide.h"

// What a layer makes of its inputs, slowly and by the definitions: windows are walked, weights counted one by one where
// they are few. It is written from the contract of the layers and knows nothing of src/.
namespace nnshape::test {

struct Answer {
    std::string error = {};  ///< the code that refuses the layer, if not empty
    bool overflows = false;  ///< a size or a count overflows a 64-bit integer, whatever else is wrong
    std::vector<Wide> output = {};
    Wide weights = 0, biases = 0, buffers = 0, macs = 0;

    Tensor tensor() const;
};

/// What comes out of a layer with these inputs, and what it counts. Inputs and output have their channels last; some
/// types go by the order in which the layout writes the sizes.
Answer refer(const DrawnLayer& layer, const std::vector<Tensor>& inputs, bool channels_first);

}  // namespace nnshape::test
