#include "analysis/axis_trial.h"

#include <fmt/format.h>
#include <algorithm>
#include <bit>
#include <numeric>

#include "base/text.h"
#include "layers/traits.h"

namespace nnshape {
namespace {

// The costs of one search, in nodes that are looked at.
constexpr int64_t cost_of_search = int64_t{1} << 20, cost_of_layer_search = int64_t{1} << 17,
                  cost_of_cycle = int64_t{1} << 24;
constexpr int64_t most_in_front = 1024;  // sizes that are tried in front of one window
constexpr int most_proofs = 6;

// These axes of the first input, and of all inputs with the same rank and the same size along one of them.
std::vector<InputAxis> axes_like_first(const Network& network, AxisSet axes) {
    const Shape& first = network.nodes[*AxisTrial::input_of(network)].output;
    std::vector<InputAxis> found;
    for (uint32_t input = 0; input < network.input_count; ++input) {
        const Shape& shape = network.nodes[input].output;
        for (int axis = 0; axis < first.rank; ++axis) {
            bool follows = shape.rank == first.rank && shape.spatial[axis] == first.spatial[axis];
            if (follows && is_in(axes, axis)) found.push_back({input, axis});
        }
    }
    return found;
}

std::vector<InputAxis> axes_of(const Network& network, uint32_t input, AxisSet axes) {
    std::vector<InputAxis> found;
    for (int axis = 0; axis < network.nodes[input].output.rank; ++axis) {
        if (is_in(axes, axis)) found.push_back({input, axis});
    }
    return found;
}

bool meets(const Shape& output, const OutputDemand& demand) {
    for (int axis = 0; axis < max_rank; ++axis) {
        int64_t wanted = demand.sizes[static_cast<size_t>(axis)];
        if (wanted != 0 && (axis >= output.rank || output.spatial[axis] != wanted)) return false;
    }
    return demand.sizes[max_rank] == 0 || output.channels == demand.sizes[max_rank];
}

}  // namespace

std::optional<uint32_t> AxisTrial::input_of(const Network& network) {
    for (uint32_t input = 0; input < network.input_count; ++input) {
        if (network.nodes[input].output.rank > 0) return input;
    }
    return std::nullopt;
}

AxisTrial::AxisTrial(const Network& network, AxisSet axes, std::vector<InputAxis> varied, uint32_t first, uint32_t end)
    : network_(network), axes_(axes), first_(first), shapes_(network, std::move(varied), end) {
    for (int axis = 0; axis < shapes_[first].rank; ++axis) {
        if (is_in(axes, axis)) own_ = shapes_[first].spatial[axis];
    }
}

AxisTrial::AxisTrial(const Network& network, AxisSet axes)
    : AxisTrial(network, axes, axes_like_first(network, axes), *input_of(network),
                static_cast<uint32_t>(network.nodes.size())) {
    for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) path_.push_back(node);
}

AxisTrial::AxisTrial(const Network& network, AxisSet axes, uint32_t input, uint32_t layer)
    : AxisTrial(network, axes, axes_of(network, input, axes), input, layer + 1) {
    layer_ = layer;
    shapes_.count_skipped();
    auto needed = ancestors_of(network, layer);
    for (uint32_t node = network.input_count; node <= layer; ++node) {
        if (needed[node]) path_.push_back(node);
    }
}

void AxisTrial::set_sizes(std::span<const int64_t> sizes) {
    for (const InputAxis& along : axes_like_first(network_, every_axis)) {
        shapes_.set_size(along, sizes[static_cast<size_t>(along.axis)]);
    }
}

AxisTrial::Refusal AxisTrial::fault_at(int64_t size, Demand demand) {
    if (demand != Demand::accepted && !layer_) learn();
    shapes_.set_input(size);
    return fault_here(demand);
}

AxisTrial::Refusal AxisTrial::fault_here(Demand demand) {
    for (uint32_t node : path_) {
        ++visited_;
        if (network_.nodes[node].broken) return {Refusal::refused, node};
        const TrialShapes::Outcome& outcome = shapes_.calculate(node);
        if (outcome.kind != TrialShapes::Outcome::fine) {
            return {outcome.kind == TrialShapes::Outcome::too_small ? Refusal::too_small : Refusal::refused, node};
        }
        if (!ignores_demands_ && !meets_demands(node)) return {Refusal::demanded, node};
        if (demand == Demand::accepted || layer_.value_or(node) != node) continue;
        AxisSet losing = demand == Demand::exact ? outcome.unread : outcome.lost;
        if (losing == 0) continue;
        if (auto axis = losing_axis(node, losing)) return {Refusal::loses, node, *axis};
    }
    return {};
}

bool AxisTrial::meets_demands(uint32_t node) const {
    const Node& layer = network_.nodes[node];
    if (layer.demanded != 0 && shapes_[network_.reads_of(layer)[0]].channels != layer.demanded) return false;
    auto demand = std::lower_bound(demands_.begin(), demands_.end(), node,
                                   [](const OutputDemand& one, uint32_t other) { return one.node < other; });
    for (; demand != demands_.end() && demand->node == node; ++demand) {
        if (!meets(shapes_[node], *demand)) return false;
    }
    return true;
}

// The first of these axes that grows with the input's.
std::optional<int> AxisTrial::losing_axis(uint32_t node, AxisSet losing) const {
    uint32_t front = network_.reads_of(network_.nodes[node])[0];
    if (!shapes_.is_varied(front)) return std::nullopt;
    AxisSet growing = grows(front);
    bool is_like_input = shapes_[front].rank == shapes_[first_].rank;
    if (layer_ || (growing == every_axis && is_like_input)) growing = axes_;
    losing &= growing;
    return losing == 0 ? std::nullopt : std::optional(std::countr_zero(losing));
}

std::optional<uint32_t> AxisTrial::fault_of_sizes() {
    Refusal fault = fault_here(Demand::accepted);
    return fault.kind == Refusal::none ? std::nullopt : std::optional(fault.node);
}

bool AxisTrial::inputs_agree(uint32_t node, int axis) const {
    auto reads = network_.reads_of(network_.nodes[node]);
    return reads.size() > 1 && std::all_of(reads.begin(), reads.end(), [&](uint32_t read) {
               return axis < shapes_[read].rank && shapes_[read].spatial[axis] == shapes_[reads[0]].spatial[axis];
           });
}

std::optional<uint32_t> AxisTrial::fault(int64_t size, Demand demand) {
    Refusal fault = fault_at(size, demand);
    return fault.kind == Refusal::none ? std::nullopt : std::optional(fault.node);
}

std::optional<int64_t> AxisTrial::nearest(int64_t from, int direction, Demand demand, int64_t most) {
    if (from < 1 || from > largest_size) return std::nullopt;
    if (demand != Demand::accepted && !layer_) learn();
    int64_t begin = from, last = from + direction * (std::min(most, largest_size) - 1);
    int64_t limit = cost() + (layer_ ? cost_of_layer_search : cost_of_search);
    while (from >= 1 && from <= largest_size && direction * (last - from) >= 0 && cost() < limit) {
        Refusal fault = fault_at(from, demand);
        if (fault.kind == Refusal::none) return from;
        if (is_hopeless(fault)) return std::nullopt;
        auto next = step(from, direction, fault, demand);
        if (!next) return std::nullopt;
        from = past_period(begin, *next, direction);
    }
    return std::nullopt;
}

// Whether the fault does not depend on the input's size.
bool AxisTrial::is_hopeless(const Refusal& fault) const {
    return network_.nodes[fault.node].broken || !shapes_.is_varied(fault.node);
}

// All sizes from `begin` to `from` are refused. If that is a whole period, all that repeat are refused, too.
int64_t AxisTrial::past_period(int64_t begin, int64_t from, int direction) const {
    if (!repetition_ || ignores_demands_) return from;
    const auto [start, period] = *repetition_;
    if (direction > 0) return from - period >= std::max(begin, start) ? largest_size + 1 : from;
    return begin - from >= period && from >= start ? start - 1 : from;
}

// The next size to try: all before it fail, as this one does. Nothing if all further ones do.
std::optional<int64_t> AxisTrial::step(int64_t size, int direction, const Refusal& fault, Demand demand) {
    bool may_skip = fault.kind == Refusal::too_small || fault.kind == Refusal::loses;
    auto chain = may_skip ? chain_to(fault.node) : std::vector<uint32_t>();
    if (chain.empty()) return size + direction;
    if (fault.kind == Refusal::loses) return skip_losing(size, direction, fault, demand, chain);
    if (direction < 0) return std::nullopt;
    return skip_small(size, fault.node, chain);
}

// The node and the nodes between the input and it, in order, if the node's input can only grow with the network's:
// each has one input and is a window, or keeps positions. Otherwise empty.
std::vector<uint32_t> AxisTrial::chain_to(uint32_t node) const {
    std::vector<uint32_t> chain;
    for (uint32_t at = node; at >= network_.input_count;) {
        const Node& layer = network_.nodes[at];
        auto reads = network_.reads_of(layer);
        bool is_link =
            reads.size() == 1 && (at == node || traits_of(*layer.kind).keeps_positions || shapes_.has_window(at));
        if (!is_link) return {};
        chain.push_back(at);
        at = reads[0];
    }
    std::reverse(chain.begin(), chain.end());
    return chain;
}

// Calculates the nodes of a chain before its last one; false if one of them is too small.
bool AxisTrial::calculate_chain(const std::vector<uint32_t>& chain, int64_t size) {
    shapes_.set_input(size);
    visited_ += static_cast<int64_t>(chain.size());
    return std::all_of(chain.begin(), chain.end() - 1,
                       [&](uint32_t node) { return shapes_.calculate(node).kind == TrialShapes::Outcome::fine; });
}

// The first size beyond `size` for which `is_beyond` holds, as it does for all that follow: found by doubling the step
// and halving it again.
template <class IsBeyond>
std::optional<int64_t> first_beyond(int64_t size, int direction, IsBeyond is_beyond) {
    int64_t near = 0, far = 1;
    while (!is_beyond(size + direction * far)) {
        near = far;
        far *= 2;
        if (far > largest_size) return std::nullopt;
    }
    while (far - near > 1) {
        int64_t middle = near + (far - near) / 2;
        (is_beyond(size + direction * middle) ? far : near) = middle;
    }
    return size + direction * far;
}

std::optional<int64_t> AxisTrial::skip_small(int64_t size, uint32_t node, const std::vector<uint32_t>& chain) {
    return first_beyond(size, 1, [&](int64_t other) {
        return calculate_chain(chain, other) && shapes_.calculate(node).kind != TrialShapes::Outcome::too_small;
    });
}

// The nearest size of a losing window's input at which it may not lose rows: it loses some at all sizes before.
std::optional<int64_t> AxisTrial::wanted_in_front(const Refusal& fault, int direction, Demand demand) {
    std::vector<Shape> inputs = shapes_.inputs_of(fault.node);
    int64_t& size = inputs[0].spatial[fault.axis];
    for (int64_t tries = 0; tries < most_in_front; ++tries) {
        if (size > largest_size) return std::nullopt;
        size += direction;
        if (size < 1 || shapes_.infer(fault.node, inputs)) return std::nullopt;
        RowsLeft left = shapes_.left_by(shapes_.inferred().window.axes[fault.axis]);
        if ((demand == Demand::exact ? left.unread : left.lost) == 0) return size;
    }
    return size;
}

// All sizes that give a losing window an input before the wanted one lose rows there, too.
std::optional<int64_t> AxisTrial::skip_losing(int64_t size, int direction, const Refusal& fault, Demand demand,
                                              const std::vector<uint32_t>& chain) {
    uint32_t front = network_.reads_of(network_.nodes[fault.node])[0];
    auto wanted = wanted_in_front(fault, direction, demand);
    if (!wanted) return std::nullopt;
    return first_beyond(size, direction, [&](int64_t other) {
        if (other < 1) return true;
        int64_t there = calculate_chain(chain, other) ? shapes_[front].spatial[fault.axis] : 0;
        return direction > 0 ? there >= *wanted : there <= *wanted;
    });
}

void AxisTrial::learn(std::optional<int64_t> accepted) {
    if (!grows_.empty()) return;
    ignores_demands_ = true;
    RepetitionProof proof(shapes_, path_);
    auto at = nearest(accepted.value_or(own_), 1, Demand::accepted);
    for (int round = 0; at && round < most_proofs; ++round) {
        repetition_ = proof.prove(*at);
        if (repetition_ || proof.further() == 0 || proof.further() > largest_size) break;
        at = nearest(*at + proof.further(), 1, Demand::accepted, longest_cycle);
    }
    ignores_demands_ = false;
    for (uint32_t node = 0; node < shapes_.size(); ++node) grows_.push_back(proof.grows(node));
}

std::optional<AxisTrial::Cycle> AxisTrial::cycle(Demand demand) {
    learn();
    if (!repetition_ || repetition_->period > longest_cycle) return std::nullopt;
    Cycle cycle{.period = repetition_->period, .start = repetition_->start, .faults = {}};
    std::vector<bool> holds;
    int64_t limit = cost() + cost_of_cycle;
    for (int64_t size = cycle.start; size < cycle.start + repetition_->period; ++size) {
        if (cost() > limit) return std::nullopt;
        Refusal fault = fault_at(size, demand);
        holds.push_back(fault.kind == Refusal::none);
        if (fault.kind != Refusal::none) cycle.faults.push_back(fault.node);
    }
    std::sort(cycle.faults.begin(), cycle.faults.end());
    cycle.faults.erase(std::unique(cycle.faults.begin(), cycle.faults.end()), cycle.faults.end());
    for (int64_t part = 1; part < repetition_->period; ++part) {  // the smallest period that does
        if (repetition_->period % part != 0) continue;
        bool repeats = std::equal(holds.begin() + part, holds.end(), holds.begin());
        if (!repeats) continue;
        cycle.period = part;
        break;
    }
    cycle.sizes = std::count(holds.begin(), holds.begin() + cycle.period, true);
    return cycle;
}

std::vector<uint32_t> AxisTrial::skipping(int64_t size) {
    std::vector<uint32_t> found;
    if (fault_at(size, Demand::accepted).kind != Refusal::none) return found;
    for (uint32_t node : path_) {
        if (!shapes_.has_window(node) || !shapes_.is_varied(node)) continue;
        if (shapes_.infer(node, shapes_.inputs_of(node))) continue;
        const Window& window = shapes_.inferred().window;
        AxisSet skipping = 0;
        for (int axis = 0; axis < window.rank && !window.transposed; ++axis) {
            if (rows_skipped(window.axes[axis]) > 0) skipping |= axis_bit(axis);
        }
        if (skipping != 0 && losing_axis(node, skipping)) found.push_back(node);
    }
    return found;
}

std::string AxisTrial::reason(int64_t size, Demand demand) {
    Refusal fault = fault_at(size, demand);
    if (fault.kind == Refusal::none) return {};
    if (fault.kind == Refusal::demanded) return misfit(fault.node);
    const Node& layer = network_.nodes[fault.node];
    if (layer.broken) return "an error in the spec leaves it without values";
    std::vector<Shape> inputs = shapes_.inputs_of(fault.node);
    Args args = network_.args_of(layer);
    auto refused = shapes_.infer(fault.node, inputs);
    if (refused) {
        return refused->words(*refused, {*layer.kind, layer.rank_suffix, args, inputs, shapes_.inferred()}).message;
    }
    const AxisWindow& along = shapes_.inferred().window.axes[fault.axis];
    RowsLeft left = shapes_.left_by(along);
    return demand == Demand::exact
               ? fmt::format("it leaves {} of {} and its padding unread", left.unread, with_commas(along.in))
               : fmt::format("it leaves {} of {} unread", left.lost, with_commas(along.in));
}

// Why a node does not meet what the spec demands of it.
std::string AxisTrial::misfit(uint32_t node) {
    const Node& layer = network_.nodes[node];
    int64_t channels = layer.demanded == 0 ? 0 : shapes_[network_.reads_of(layer)[0]].channels;
    if (channels != layer.demanded) return fmt::format("it receives {}, not {}", channels, layer.demanded);
    return fmt::format("its output is {}, not the one that the spec expects", to_text(shapes_[node], network_.layout));
}

}  // namespace nnshape
