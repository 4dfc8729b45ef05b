#include "analysis/explanation.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "layers/arithmetic.h"
#include "layers/layer_kind.h"
#include "network/place.h"

namespace nnshape {
namespace {

constexpr size_t most_terms = 16;  // of a sum that is written out

std::string_view name_of(Figure figure) { return figure_names[static_cast<size_t>(figure)]; }

// Weights and biases: (5·5·1 + 1)·32 if the biases are a factor of the weights, else the sum of the two.
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

}  // namespace

class LayerExplainer {
  public:
    LayerExplainer(const Explainer& explainer, uint32_t index)
        : explainer_(explainer),
          network_(explainer.network_),
          node_(network_.nodes[index]),
          result_(explainer.analysis_.figures_of(index)),
          args_(network_.args_of(node_)),
          inferred_{node_.output, window_of(network_, node_)},
          inputs_(inputs_of(network_, node_)) {
        layer_.node = index;
        layer_.window = inferred_.window;
    }

    ExplainedLayer explain() {
        ShapeFormulas shape = node_.kind->shape_formulas(args_, inputs_, inferred_);
        layer_.words = shape.words;
        for (Derivation& size : shape.sizes) add(std::move(size));
        if (!shape.note.empty()) layer_.notes.push_back(std::move(shape.note));
        if (node_.folded)
            layer_.notes.emplace_back("the normalisation after it is folded into it, which gives it a bias");
        if (node_.experts != 0) {
            layer_.notes.push_back(fmt::format("there are {}, of which {} work for each position",
                                               counted(experts().count, "expert"), with_commas(experts().active)));
        }
        explain_counts();
        explain_field();
        explain_memory();
        layer_.tensors = tensors_of(network_, layer_.node, TensorStyle::pytorch);
        layer_.keras_tensors = tensors_of(network_, layer_.node, TensorStyle::keras);
        return std::move(layer_);
    }

  private:
    void explain_memory() {
        if (node_.shares == nothing_shared) {
            Formula bytes = parameter_bytes();
            bool is_given = !stands_for(bytes, result_[Figure::param_bytes]);  // by the spec, of a custom layer
            add(Figure::param_bytes, is_given ? Formula(result_[Figure::param_bytes]) : bytes);
        }
        Formula elements = elements_of<Formula>(inferred_.output, network_.layout);
        int64_t samples = explainer_.batch_size_, bits = network_.dtype->bits;
        if (bits >= 8) elements *= bits / 8;
        if (samples != 1) elements *= samples;
        if (node_.experts != 0) elements *= experts().active;
        add(Figure::activation_bytes, bits >= 8 ? elements : bytes_in(elements * bits));
    }

    void explain_counts() {
        if (!node_.kind->count.formulas) return;
        CountsOf<Formula> counts = node_.kind->count.formulas(args_, inputs_, inferred_.output);
        if (node_.shares != nothing_shared) {
            layer_.notes.push_back(fmt::format("the parameters are those of `{}`, and count there",
                                               printable(network_.nodes[node_.shares].name)));
        } else {
            explain_parameters(counts);
        }
        add(Figure::macs, node_.experts == 0 ? counts.macs : counts.macs * experts().active);
    }

    void explain_parameters(const CountsOf<Formula>& counts) {
        add(Figure::weights, of_all(counts.weights));
        add(Figure::biases, of_all(counts.biases));
        bool biased = result_[Figure::biases] != 0;
        Formula params = biased ? parameters(counts.weights, counts.biases) : settled(counts.weights);
        add(Figure::params, of_all(params), node_.frozen ? "frozen" : "");
        if (node_.experts != 0) add(Figure::active_params, params * experts().active);
        add(Figure::buffers, of_all(counts.buffers));
        compare_with_dense();
    }

    const Experts& experts() const { return network_.experts_of(node_); }

    // What an expert has, as often as there are experts.
    Formula of_all(const Formula& one) const { return node_.experts == 0 ? one : one * experts().count; }

    // The layer's receptive field, if it differs from that of its input.
    void explain_field() {
        int rank = inferred_.output.rank;
        if (inputs_.empty()) return;
        const ReceptiveField &field = explainer_.fields_[layer_.node],
                             &least = explainer_.smallest_fields_[layer_.node];
        const ReceptiveField& before = explainer_.fields_[network_.reads_of(node_)[0]];
        const ReceptiveField& least_before = explainer_.smallest_fields_[network_.reads_of(node_)[0]];
        bool as_before = field.size == before.size && least.size == least_before.size;
        if (!if_known(field.size, rank)) return explain_no_field(before);
        if (as_before && layer_.window.rank == 0) return;
        auto is_alike = [&](const std::array<int64_t, window_rank>& along) {
            return std::count(along.begin(), along.begin() + rank, along[0]) == rank;
        };
        bool alike = is_alike(field.size) && is_alike(field.jump) && is_alike(least.size) && is_alike(before.size);
        for (int axis = 0; axis < (alike ? 1 : rank); ++axis) {
            std::string remark = alike ? std::string() : fmt::format("along the {}", axis_name(rank, axis));
            std::string smallest = fmt::format("{} where it is smallest", with_commas(least.size[axis]));
            bool differs = least.size[axis] != field.size[axis];
            std::string both = remark.empty() ? smallest : fmt::format("{}, {}", remark, smallest);
            add({"receptive_field", seen(field.size[axis], before, axis), differs ? both : remark});
            if (field.jump[axis] != 0) add({"jump", step(field.jump[axis], before, axis), remark});
        }
    }

    // The first layer of several without a field says why.
    void explain_no_field(const ReceptiveField& before) {
        bool was_known = if_known(before.size, inputs_[0].rank).has_value();
        if (!was_known || inferred_.output.rank == 0) return;
        bool has_gaps = layer_.window.rank > 0 && layer_.window.transposed;
        layer_.notes.emplace_back(has_gaps
                                      ? "it has no field: some of its positions lie between the windows of its input"
                                      : "it has no field: its positions depend on more than a window of its input");
    }

    // A window widens the field of its input by its reach less one, in steps of the jump before it; a transposed one by
    // the number of windows that lie on a position, less one. If positions differ in their fields, as after an
    // upsampling, the formula is the value.
    Formula seen(int64_t size, const ReceptiveField& before, int axis) const {
        if (layer_.window.rank == 0 || before.jump[axis] == 0) return size;
        const AxisWindow& window = layer_.window.axes[axis];
        Formula reach = settled(window.reach<Formula>());
        if (layer_.window.transposed) reach = Formula::rounded_up(Formula::quotient(reach, window.stride));
        Formula formula = Formula(before.size[axis]) + (reach - 1) * before.jump[axis];
        return stands_for(formula, size) ? formula : Formula(size);
    }

    Formula step(int64_t jump, const ReceptiveField& before, int axis) const {
        if (layer_.window.rank == 0 || before.jump[axis] == 0) return jump;
        int64_t stride = layer_.window.axes[axis].stride;
        Formula formula = layer_.window.transposed ? Formula::quotient(before.jump[axis], stride)
                                                   : Formula(before.jump[axis]) * stride;
        return stands_for(formula, jump) ? formula : Formula(jump);
    }

    static bool stands_for(const Formula& formula, int64_t value) {
        return !formula.value().overflowed() && formula.value().value() == value;
    }

    static Formula bytes_in(const Formula& bits) { return Formula::rounded_up(Formula::quotient(bits, 8)); }

    // Numbers of one type are added before they are multiplied: (96 + 4)·4.
    Formula parameter_bytes() const {
        const Dtype& dtype = *network_.dtype;
        int64_t stored = network_.weights_dtype->bits, of_biases = dtype.bias_bits();
        bool together = stored == of_biases;
        const std::pair<Figure, int64_t> terms[] = {{together ? Figure::params : Figure::weights, stored},
                                                    {Figure::buffers, dtype.bits},
                                                    {Figure::biases, together ? 0 : of_biases}};
        int64_t unit = std::min({stored, dtype.bits, of_biases}) >= 8 ? 8 : 1;
        std::optional<Formula> all, same;
        int64_t bits_of_same = 0;
        auto finish = [&] {
            if (same) all = all ? *all + *same * (bits_of_same / unit) : *same * (bits_of_same / unit);
            same.reset();
        };
        for (auto [figure, bits] : terms) {
            int64_t count = result_[figure];
            if (count == 0 || bits == 0) continue;
            if (bits != bits_of_same) finish();
            same = same ? *same + count : Formula(count);
            bits_of_same = bits;
        }
        finish();
        return unit == 8 ? all.value_or(0) : bytes_in(all.value_or(0));
    }

    void compare_with_dense() {
        int64_t params = result_[Figure::params];
        if (layer_.window.rank == 0) return;
        Checked in = elements(inputs_[0]), out = elements(inferred_.output);
        Checked tenfold = (in * out + out) * 10 + params / 2;
        if (tenfold.overflowed()) return;
        Formula needed = Formula(in.value()) * out.value() + out.value();
        layer_.dense = {{"dense_params", needed, needed.value().value()}, tenfold.value() / params};
    }

    // Adds a step or a size. One whose formula overflows a 64-bit integer is a step that is not needed.
    void add(Derivation derivation) {
        Checked value = derivation.formula.value();
        if (value.overflowed()) return;
        layer_.figures.push_back(
            {derivation.label, std::move(derivation.formula), value.value(), std::move(derivation.remark)});
    }

    // Adds a figure of the report, unless it is 0.
    void add(Figure figure, Formula formula, std::string remark = {}) {
        int64_t value = result_[figure];
        if (value == 0) return;
        layer_.figures.push_back({name_of(figure), std::move(formula), value, std::move(remark)});
    }

    const Explainer& explainer_;
    const Network& network_;
    const Node& node_;
    const Figures& result_;
    Args args_;
    Inference inferred_;
    std::vector<Shape> inputs_;
    ExplainedLayer layer_;
};

namespace {

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

ExplainedLayer Explainer::layer(uint32_t node) const { return LayerExplainer(*this, node).explain(); }

std::vector<ExplainedFigure> explain_sums(const Analysis& analysis, uint32_t first, uint32_t end) {
    std::vector<ExplainedFigure> sums;
    for (size_t index = 0; index < figure_count; ++index) {
        auto figure = static_cast<Figure>(index);
        int64_t total = 0;  // at most the network's, which was calculated
        std::vector<int64_t> terms;
        for (uint32_t node = first; node < end; ++node) {
            int64_t term = analysis.figures_of(node).values[index];
            total += term;
            if (term != 0 && terms.size() <= most_terms) terms.push_back(term);
        }
        bool of_params = figure == Figure::trainable || figure == Figure::active_params;
        bool told = of_params && total == value_of(sums, Figure::params);
        if (terms.empty() || told) continue;
        Formula sum = terms.size() > most_terms ? Formula(total) : sum_of(terms);
        if (figure == Figure::flops) sum = Formula(2) * value_of(sums, Figure::macs);
        sums.push_back({name_of(figure), std::move(sum), total});
    }
    return sums;
}

std::optional<ExplainedFigure> explain_peak(const Network& network, const Analysis& analysis) {
    const Peak& peak = analysis.peak;
    if (!analysis.complete) return std::nullopt;
    return ExplainedFigure{"peak_activation_bytes", peak.bytes, peak.bytes,
                           fmt::format("at `{}`", printable(network.nodes[*peak.node].name))};
}

}  // namespace nnshape
