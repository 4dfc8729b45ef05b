#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analysis.h"
#include "analysis/receptive_field.h"
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
    std::string words;                     ///< what it is, in the field's words; empty where its operation says it
    std::vector<ExplainedFigure> figures;  ///< of sizes, then of counts
    std::vector<std::string> notes;        ///< what no formula says
    Window window;                         ///< rank 0 where none slides
    std::optional<DenseComparison> dense;
};

/// Explains the calculated layers of a network, for `batch_size` samples at once.
class Explainer {
  public:
    Explainer(const Network& network, const Analysis& analysis, int64_t batch_size)
        : network_(network),
          analysis_(analysis),
          batch_size_(batch_size),
          fields_(receptive_fields(network, analysis)),
          smallest_fields_(receptive_fields(network, analysis, Through::smallest)) {}

    ExplainedLayer layer(uint32_t node) const;

  private:
    friend class LayerExplainer;

    const Network& network_;
    const Analysis& analysis_;
    int64_t batch_size_;
    std::vector<ReceptiveField> fields_, smallest_fields_;
};

/// The sums over calculated nodes [first, end), each written as the sum of what the layers count.
std::vector<ExplainedFigure> explain_sums(const Analysis& analysis, uint32_t first, uint32_t end);

/// The most that is alive at once, and at which layer; of a network whose layers are all calculated.
std::optional<ExplainedFigure> explain_peak(const Network& network, const Analysis& analysis);

}  // namespace nnshape
