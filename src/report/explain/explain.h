#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/explanation.h"
#include "analysis/letters.h"
#include "study/study.h"

// The explanation of a network's figures, and the texts that its forms share.
namespace nnshape {

/// What an explanation shows.
struct ExplainedSheet {
    std::vector<std::string> only = {};  ///< the labels of its lines; empty: all
    bool blank = false;                  ///< results and formulas are left out: a question sheet
    bool letters = false;                ///< formulas in letters come before those with numbers

    bool shows(std::string_view label) const;
};

/// The layers to explain, and the sums over them if there are several. A form explains one layer at a time.
struct ExplainedNetwork {
    const Study& study;
    const Explainer& explainer;
    std::string whole = {};  ///< the name of what is summed: the network, or the path of a call
    std::vector<uint32_t> inputs = {};
    std::vector<uint32_t> layers = {};
    std::vector<ExplainedFigure> sums = {};  ///< empty: nothing is summed
    ExplainedSheet sheet = {};
};

// What the forms share.

/// The explanation of a layer with the lines that the sheet shows.
ExplainedLayer shown_layer(const ExplainedNetwork& explained, uint32_t layer);

/// Whether the sheet shows none of the layer's lines.
bool is_left_out(const ExplainedNetwork& explained, const ExplainedLayer& shown);

/// The short label of a line for people: `field` for `receptive_field`.
std::string_view short_label(std::string_view label);

/// "input: H = 28, W = 28; stride: S = 1", or without the values, which may be answers, if it is `blank`.
std::string legend_text(const std::vector<Letter>& legend, Notation notation, bool blank);

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
