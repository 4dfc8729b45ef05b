#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "layers/formula.h"

// The formulas behind a layer's sizes and counts, for explanations.
namespace nnshape {

/// A size or a count, and the formula that it comes from.
struct Derivation {
    std::string_view label;  ///< the name of an axis, a count or a step
    Formula formula;
    std::string remark = {};
};

/// The formulas behind the sizes of a layer's output.
struct ShapeFormulas {
    std::vector<Derivation> sizes = {};
    std::string words = {};  ///< the layer in common terms: "5x5, 32 filters"; empty if its operation says the same
    std::string note = {};   ///< a sentence in place of a formula
};

}  // namespace nnshape
