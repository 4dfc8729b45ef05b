#include "lint/features_advice.h"

#include <fmt/format.h>
#include <algorithm>

#include "analysis/accepted_sizes.h"
#include "analysis/axis_trial.h"
#include "analysis/fixed_outputs.h"

namespace nnshape {
namespace {

constexpr size_t furthest_layer = 4096;  // no size is tried for larger networks

// The layer whose expected shape is at this place.
std::optional<uint32_t> layer_that_expects(const Network& network, Span place) {
    const Spec& spec = *network.spec;
    for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
        const Range& range = network.nodes[node].statement->expected;
        for (uint32_t index = range.first; index < range.first + range.count; ++index) {
            const Argument& expected = spec.expected[index];
            bool is_shape = expected.key.empty() || spec.text(expected.key) == "output";
            if (is_shape && expected.value.span == place) return node;
        }
    }
    return std::nullopt;
}

// The diagnostics about sizes that follow the size of the network's input, and what they demand of it: an `in=` the
// channels that the layer receives, which every trial checks, and a `->` the layer's output.
class Misfits {
  public:
    explicit Misfits(const Network& network) : network_(network), trial_(network, every_axis) { trial_.learn(); }

    void add(Diagnostic& diagnostic) {
        const Node& layer = network_.nodes[diagnostic.instance];
        bool is_demand = layer.demanded != 0 && layer.demanded_at == diagnostic.span;
        if (is_demand && is_in(trial_.grows(network_.reads_of(layer)[0]), channels_bit)) {
            diagnostics_.push_back(&diagnostic);
        }
        auto expecting = is_demand ? std::nullopt : layer_that_expects(network_, diagnostic.span);
        if (!expecting || trial_.grows(*expecting) == 0) return;
        diagnostics_.push_back(&diagnostic);
        if (auto demand = expected_output(network_, *expecting)) demands_.push_back(*demand);
    }

    /// "use an input of 32x32x1", where a size near that of the spec meets all of them.
    void advise() {
        if (diagnostics_.empty()) return;
        std::stable_sort(demands_.begin(), demands_.end(),
                         [](const OutputDemand& one, const OutputDemand& other) { return one.node < other.node; });
        auto sizes = accepted_sizes(network_, demands_);
        if (!sizes) return;
        Shape shape = network_.nodes[*AxisTrial::input_of(network_)].output;
        std::copy(sizes->begin(), sizes->end(), shape.spatial.begin());
        for (Diagnostic* diagnostic : diagnostics_) {
            diagnostic->help = fmt::format("use an input of {}", to_text(shape, network_.layout));
        }
    }

  private:
    const Network& network_;
    AxisTrial trial_;
    std::vector<Diagnostic*> diagnostics_;
    std::vector<OutputDemand> demands_;
};

}  // namespace

void advise_on_features(const Network& network, Diagnostics& diagnostics) {
    if (network.nodes.size() > furthest_layer || !AxisTrial::input_of(network)) return;
    std::optional<Misfits> misfits;
    for (Diagnostic& diagnostic : diagnostics) {
        bool is_of_layer = diagnostic.code == &code::expectation_failed && !diagnostic.layer.empty();
        if (!is_of_layer || !diagnostic.help.empty()) continue;
        if (!misfits) misfits.emplace(network);
        misfits->add(diagnostic);
    }
    if (misfits) misfits->advise();
}

}  // namespace nnshape
