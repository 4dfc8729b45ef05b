#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/explanation.h"
#include "study/study.h"

// How a network's figures come about, and what its forms share.
namespace nnshape {

/// The layers that are explained, each when its turn comes, and the sums over them where there are several.
struct ExplainedNetwork {
    const Study& study;
    const Explainer& explainer;
    std::string whole = {};  ///< what the sums are of: the network, or a call's path
    std::vector<uint32_t> inputs = {};
    std::vector<uint32_t> layers = {};
    std::vector<ExplainedFigure> sums = {};  ///< empty where there are none
};

// What the forms share.

/// What a layer is: in the field's words, or as it is written where there are none.
std::string description_of(const Network& network, const ExplainedLayer& layer);

/// "17,391 times as many" of a comparison, "as many" or "fewer".
std::string times_text(const DenseComparison& dense);

/// An axis whose division leaves a remainder, and all axes that are alike; one that transposes has none.
struct UnevenAxis {
    std::string names;      ///< "height and the width"
    std::string_view noun;  ///< what a place along it is called
    const AxisWindow* window;

    /// "along the height, the last row is never read"
    std::string text() const;
};

std::vector<UnevenAxis> uneven_axes(const Window& window);

}  // namespace nnshape
