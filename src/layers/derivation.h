#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "layers/formula.h"

// How a layer's figures come about: what its kind has to say beside the figures themselves.
namespace nnshape {

/// A size or a count, and the formula that it comes from.
struct Derivation {
    std::string_view label;  ///< an axis, a count, or what a step is called
    Formula formula;
    std::string remark = {};
};

/// How the sizes of what comes out come about.
struct ShapeFormulas {
    std::vector<Derivation> sizes = {};
    std::string words = {};  ///< the layer in the field's words; empty where its operation says it
    std::string note = {};   ///< what no formula says
};

}  // namespace nnshape
