#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analysis.h"
#include "analysis/receptive_field.h"
#include "analysis/tensors.h"
#include "layers/derivation.h"
#include "network/network.h"

// How each count of a layer is calculated: its formula with the layer's numbers.
namespace nnshape {

/// A value with its formula. If a step of the formula overflows a 64-bit integer, the formula is the value alone.
struct ExplainedFigure {
    std::string_view label;
    Formula formula;
    int64_t value = 0;
    std::string remark = {};
};

/// The parameters of a dense layer between the same shapes; `tenths` is ten times the ratio to the layer's own.
struct DenseComparison {
    ExplainedFigure params;
    int64_t tenths = 0;
};

struct ExplainedLayer {
    uint32_t node = 0;
    std::string words;                                 ///< a description in the field's words; may be empty
    std::vector<ExplainedFigure> figures;              ///< sizes, then counts
    std::vector<std::string> notes;                    ///< facts without a formula
    std::vector<StoredTensor> tensors, keras_tensors;  ///< in the order of PyTorch, and of Keras
    Window window;                                     ///< rank 0 if it has none
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

/// The sums over the calculated nodes [first, end), each with its terms.
std::vector<ExplainedFigure> explain_sums(const Analysis& analysis, uint32_t first, uint32_t end);

/// The peak of activations and its layer. Nothing unless all layers are calculated.
std::optional<ExplainedFigure> explain_peak(const Network& network, const Analysis& analysis);

}  // namespace nnshape
