#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analysis.h"
#include "layers/derivation.h"
#include "network/network.h"

// How each of a layer's figures comes about: its formulas with the numbers put in.
namespace nnshape {

/// A figure with its formula; where a step of that leaves 64 bits and the figure does not, the formula is the figure.
struct ExplainedFigure {
    std::string_view label;
    Formula formula;
    int64_t value = 0;
    std::string remark = {};
};

/// What a dense layer between the same shapes would need; `tenths` is how many times as many parameters, times ten.
struct DenseComparison {
    ExplainedFigure params;
    int64_t tenths = 0;
};

struct ExplainedLayer {
    uint32_t node = 0;
    std::string words;                     ///< what it is, in the field's words or as it is written
    std::vector<ExplainedFigure> figures;  ///< of sizes, then of counts
    std::vector<std::string> notes;        ///< what no formula says
    Window window;                         ///< rank 0 where none slides
    std::optional<DenseComparison> dense;
};

/// A calculated layer, for `batch_size` samples at once.
ExplainedLayer explain_layer(const Network& network, const Analysis& analysis, uint32_t node, int64_t batch_size);

/// The sums over calculated nodes [first, end), each written as the sum of what the layers count.
std::vector<ExplainedFigure> explain_sums(const Analysis& analysis, uint32_t first, uint32_t end);

}  // namespace nnshape
