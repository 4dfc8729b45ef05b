#include "analysis/explanation.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "layers/arithmetic.h"
#include "network/operation.h"

namespace nnshape {
namespace {

constexpr size_t most_terms = 16;  // of a sum over layers that is still read

std::string_view name_of(Figure figure) { return figure_names[static_cast<size_t>(figure)]; }

// Weights and biases: (5·5·1 + 1)·32 where a factor of the weights is the biases, else the sum of the two.
Formula parameters(const Formula& weights, const Formula& biases) {
    Formula sum = settled(weights) + settled(biases);
    if (weights.form() != Formula::Form::product || !biases.is_number()) return sum;
    const auto& factors = weights.parts();
    auto shared = std::find_if(factors.rbegin(), factors.rend(), [&](const Formula& factor) {
        return factor.is_number() && factor.value().value() == biases.value().value();
    });
    if (shared == factors.rend()) return sum;
    std::vector<Formula> others(factors.begin(), shared.base() - 1);
    others.insert(others.end(), shared.base(), factors.end());
    return (Formula::product(std::move(others)) + 1) * biases;
}

class LayerExplainer {
  public:
    LayerExplainer(const Network& network, const Analysis& analysis, uint32_t index)
        : network_(network),
          node_(network.nodes[index]),
          result_(analysis.nodes[index]),
          args_(network.args_of(node_)),
          inferred_(*infer(network, analysis, node_)) {
        for (uint32_t read : network.reads_of(node_)) inputs_.push_back(analysis.nodes[read].output);
        layer_.node = index;
        layer_.window = inferred_.window;
    }

    ExplainedLayer explain(int64_t batch_size) {
        ShapeFormulas shape = node_.kind->shape_formulas(args_, inputs_, inferred_);
        layer_.words = shape.words.empty() ? operation_of(network_, node_) : shape.words;
        for (Derivation& size : shape.sizes) add(std::move(size));
        if (!shape.note.empty()) layer_.notes.push_back(std::move(shape.note));
        explain_counts();
        Formula bytes = elements_of<Formula>(inferred_.output, network_.layout) * network_.dtype->bytes;
        add(Figure::activation_bytes, batch_size == 1 ? bytes : bytes * batch_size);
        return std::move(layer_);
    }

  private:
    void explain_counts() {
        if (!node_.kind->count_formulas) return;
        CountsOf<Formula> counts = node_.kind->count_formulas(args_, inputs_, inferred_.output);
        if (node_.shares != nothing_shared) {
            layer_.notes.push_back(fmt::format("the parameters are those of `{}`, and count there",
                                               printable(network_.nodes[node_.shares].name)));
        } else {
            explain_parameters(counts);
        }
        add(Figure::macs, counts.macs);
        if (node_.shares == nothing_shared) add(Figure::param_bytes, parameter_bytes());
    }

    void explain_parameters(const CountsOf<Formula>& counts) {
        add(Figure::weights, counts.weights);
        add(Figure::biases, counts.biases);
        bool biased = result_.figures[Figure::biases] != 0;
        add(Figure::params, biased ? parameters(counts.weights, counts.biases) : settled(counts.weights),
            node_.frozen ? "frozen" : "");
        add(Figure::buffers, counts.buffers);
        compare_with_dense();
    }

    Formula parameter_bytes() const {
        const Dtype& dtype = *network_.dtype;
        int64_t weights = result_.figures[Figure::weights], biases = result_.figures[Figure::biases];
        int64_t buffers = result_.figures[Figure::buffers], params = result_.figures[Figure::params];
        if (dtype.bias_bytes() == dtype.bytes) {
            return (buffers == 0 ? Formula(params) : Formula(params) + buffers) * dtype.bytes;
        }
        Formula stored = (buffers == 0 ? Formula(weights) : Formula(weights) + buffers) * dtype.bytes;
        return biases == 0 ? stored : stored + Formula(biases) * dtype.bias_bytes();
    }

    void compare_with_dense() {
        int64_t params = result_.figures[Figure::params];
        if (layer_.window.rank == 0 || params == 0) return;
        Checked in = elements(inputs_[0]), out = elements(inferred_.output);
        Checked tenfold = (in * out + out) * 10 + params / 2;
        if (tenfold.overflowed()) return;
        Formula needed = Formula(in.value()) * out.value() + out.value();
        layer_.dense = {{"dense_params", needed, needed.value().value()}, tenfold.value() / params};
    }

    // A step or a size; where its formula leaves 64 bits, it was a step that is not needed to understand the layer.
    void add(Derivation derivation) {
        Checked value = derivation.formula.value();
        if (value.overflowed()) return;
        layer_.figures.push_back(
            {derivation.label, std::move(derivation.formula), value.value(), std::move(derivation.remark)});
    }

    // A figure of the report, unless there is none of it.
    void add(Figure figure, Formula formula, std::string remark = {}) {
        int64_t value = result_.figures[figure];
        if (value == 0) return;
        if (formula.value().overflowed()) formula = value;
        layer_.figures.push_back({name_of(figure), std::move(formula), value, std::move(remark)});
    }

    const Network& network_;
    const Node& node_;
    const NodeResult& result_;
    Args args_;
    Inference inferred_;
    std::vector<Shape> inputs_;
    ExplainedLayer layer_;
};

Formula sum_of(const std::vector<int64_t>& terms) {
    Formula sum = terms[0];
    for (size_t term = 1; term < terms.size(); ++term) sum = sum + terms[term];
    return sum;
}

int64_t value_of(const std::vector<ExplainedFigure>& figures, Figure figure) {
    auto found = std::find_if(figures.begin(), figures.end(),
                              [&](const ExplainedFigure& one) { return one.label == name_of(figure); });
    return found == figures.end() ? 0 : found->value;
}

}  // namespace

ExplainedLayer explain_layer(const Network& network, const Analysis& analysis, uint32_t node, int64_t batch_size) {
    return LayerExplainer(network, analysis, node).explain(batch_size);
}

std::vector<ExplainedFigure> explain_sums(const Analysis& analysis, uint32_t first, uint32_t end) {
    std::vector<ExplainedFigure> sums;
    for (size_t index = 0; index < figure_count; ++index) {
        auto figure = static_cast<Figure>(index);
        Checked total = 0;
        std::vector<int64_t> terms;
        for (uint32_t node = first; node < end; ++node) {
            int64_t term = analysis.nodes[node].figures.values[index];
            total += term;
            if (term != 0) terms.push_back(term);
        }
        bool told = figure == Figure::trainable && total.value() == value_of(sums, Figure::params);
        if (terms.empty() || total.overflowed() || told) continue;
        Formula sum = terms.size() > most_terms ? Formula(total.value()) : sum_of(terms);
        if (figure == Figure::flops) sum = Formula(2) * value_of(sums, Figure::macs);
        sums.push_back({name_of(figure), std::move(sum), total.value()});
    }
    return sums;
}

}  // namespace nnshape
