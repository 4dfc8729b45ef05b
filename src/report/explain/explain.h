#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/explanation.h"
#include "study/study.h"

// The explanation of a network's figures, and the texts that its forms share.
namespace nnshape {

/// The layers to explain, and the sums over them if there are several. A form explains one layer at a time.
struct ExplainedNetwork {
    const Study& study;
    const Explainer& explainer;
    std::string whole = {};  ///< the name of what is summed: the network, or the path of a call
    std::vector<uint32_t> inputs = {};
    std::vector<uint32_t> layers = {};
    std::vector<ExplainedFigure> sums = {};  ///< empty: nothing is summed
};

// What the forms share.

/// A description of the layer in words, or its statement if there is none.
std::string description_of(const Network& network, const ExplainedLayer& layer);

/// "17,391 times as many", "as many" or "fewer".
std::string times_text(const DenseComparison& dense);

/// An axis whose division leaves a remainder, together with the axes that have the same window. The axes of a
/// transposed convolution have no remainder.
struct UnevenAxis {
    std::string names;      ///< "height and the width"
    std::string_view noun;  ///< the name of a place along it
    const AxisWindow* window;

    /// "along the height, the last row is never read"
    std::string text() const;
};

std::vector<UnevenAxis> uneven_axes(const Window& window);

}  // namespace nnshape
