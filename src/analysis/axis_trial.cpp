#include "analysis/axis_trial.h"

#include <algorithm>
#include <numeric>

namespace nnshape {
namespace {

constexpr int most_steps = 2048;
constexpr int64_t most_in_front = 1024;  // sizes that are tried in front of one window

// The inputs with the same rank as the first, and the same size along each of the axes.
std::vector<bool> inputs_like_first(const Network& network, AxisSet axes) {
    const Shape& first = network.nodes[*AxisTrial::input_of(network)].output;
    auto is_like_first = [&](const Shape& shape) {
        if (shape.rank != first.rank) return false;
        for (int axis = 0; axis < shape.rank; ++axis) {
            if (is_in(axes, axis) && shape.spatial[axis] != first.spatial[axis]) return false;
        }
        return true;
    };
    std::vector<bool> varied(network.input_count);
    for (uint32_t input = 0; input < network.input_count; ++input) {
        varied[input] = is_like_first(network.nodes[input].output);
    }
    return varied;
}

std::vector<bool> only_input(const Network& network, uint32_t input) {
    std::vector<bool> varied(network.input_count);
    varied[input] = true;
    return varied;
}

}  // namespace

std::optional<uint32_t> AxisTrial::input_of(const Network& network) {
    for (uint32_t input = 0; input < network.input_count; ++input) {
        if (network.nodes[input].output.rank > 0) return input;
    }
    return std::nullopt;
}

AxisTrial::AxisTrial(const Network& network, AxisSet axes, std::vector<bool> varied, uint32_t first, uint32_t end)
    : network_(network), axes_(axes), shapes_(network, axes, std::move(varied), end) {
    for (int axis = 0; axis < shapes_[first].rank; ++axis) {
        if (is_in(axes, axis)) own_ = shapes_[first].spatial[axis];
    }
}

AxisTrial::AxisTrial(const Network& network, AxisSet axes)
    : AxisTrial(network, axes, inputs_like_first(network, axes), *input_of(network),
                static_cast<uint32_t>(network.nodes.size())) {
    for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
        const Node& layer = network.nodes[node];
        bool stays = !shapes_.is_varied(node) && layer.state == State::calculated && layer.plain_window;
        if (!stays) path_.push_back(node);
    }
}

AxisTrial::AxisTrial(const Network& network, AxisSet axes, uint32_t input, uint32_t layer)
    : AxisTrial(network, axes, only_input(network, input), input, layer + 1) {
    layer_ = layer;
    grows_.assign(layer + 1, AxisSet(~0));
    auto needed = ancestors_of(network, layer);
    for (uint32_t node = network.input_count; node <= layer; ++node) {
        if (needed[node]) path_.push_back(node);
    }
}

AxisTrial::Fault AxisTrial::fault_at(int64_t size, Demand demand) {
    if (demand != Demand::accepted) learn();
    shapes_.set_input(size);
    for (uint32_t node : path_) {
        if (network_.nodes[node].broken) return {Fault::refused, node};
        if (auto fault = shapes_.infer(node)) {
            bool small = fault->code == &code::kernel_exceeds_input || fault->code == &code::empty_output;
            return {small ? Fault::too_small : Fault::refused, node};
        }
        shapes_[node] = shapes_.inferred().output;
        bool is_asked =
            demand != Demand::accepted && shapes_.inferred().window.rank > 0 && layer_.value_or(node) == node;
        if (!is_asked) continue;
        if (auto axis = losing_axis(node, shapes_.inferred().window, demand)) return {Fault::loses, node, *axis};
    }
    return {};
}

std::optional<int> AxisTrial::losing_axis(uint32_t node, const Window& window, Demand demand) const {
    AxisSet growing = grows_[network_.reads_of(network_.nodes[node])[0]];
    for (int axis = 0; axis < window.rank; ++axis) {
        int64_t rows = demand == Demand::exact ? window.axes[axis].unread : window.axes[axis].lost;
        bool is_asked = is_in(layer_ ? axes_ : growing, axis);
        if (rows > 0 && is_asked) return axis;
    }
    return std::nullopt;
}

std::optional<uint32_t> AxisTrial::fault(int64_t size, Demand demand) {
    Fault fault = fault_at(size, demand);
    return fault.kind == Fault::none ? std::nullopt : std::optional(fault.node);
}

std::optional<int64_t> AxisTrial::nearest(int64_t from, int direction, Demand demand, int64_t most) {
    if (from < 1 || from > largest_size) return std::nullopt;
    int64_t last = from + direction * (std::min(most, largest_size) - 1);
    for (int step = 0; step < most_steps && from >= 1 && from <= largest_size; ++step) {
        if (direction * (last - from) < 0) return std::nullopt;
        Fault fault = fault_at(from, demand);
        if (fault.kind == Fault::none) return from;
        if (fault.kind == Fault::too_small && direction < 0) return std::nullopt;
        if (fault.kind == Fault::refused) {
            auto next =
                accepted_beyond(from, direction, fault.node, std::min<int64_t>(most_steps, direction * (last - from)));
            if (!next) return std::nullopt;
            from = *next;
            continue;
        }
        auto next = skip(from, direction, fault, demand);
        bool is_hopeless = fault.kind == Fault::too_small || layer_;
        if (!next && is_hopeless) return std::nullopt;  // the fault does not depend on the input's size
        from = next.value_or(from + direction);
    }
    return std::nullopt;
}

// The next size that a node may accept which refuses this one; nothing if it accepts none of the next `most` sizes.
std::optional<int64_t> AxisTrial::accepted_beyond(int64_t size, int direction, uint32_t node, int64_t most) {
    if (network_.nodes[node].broken || !shapes_.is_varied(node)) return std::nullopt;
    if (!growth_ || growth_->node() != node) growth_.emplace(shapes_, node, size);
    return growth_->is_known() ? growth_->next(size, direction, most) : size + direction;
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

// The nearest size of a losing window's input at which it does not lose rows. Changes that input's shape.
std::optional<int64_t> AxisTrial::wanted_in_front(const Fault& fault, int direction, Demand demand) {
    int64_t& size = shapes_[network_.reads_of(network_.nodes[fault.node])[0]].spatial[fault.axis];
    for (int64_t tries = 0; tries < most_in_front; ++tries) {
        if (size > largest_size) return std::nullopt;
        size += direction;
        if (size < 1) return std::nullopt;
        if (shapes_.infer(fault.node)) return std::nullopt;
        auto axis = losing_axis(fault.node, shapes_.inferred().window, demand);
        if (!axis || *axis != fault.axis) return size;
    }
    return std::nullopt;
}

// The next size to try. Shapes grow with the input's, so all sizes that give a losing window the same input lose rows
// there, too.
std::optional<int64_t> AxisTrial::skip(int64_t size, int direction, const Fault& fault, Demand demand) {
    if (fault.kind == Fault::too_small) {
        return first_beyond(size, direction,
                            [&](int64_t other) { return fault_at(other, demand).kind != Fault::too_small; });
    }
    uint32_t front = network_.reads_of(network_.nodes[fault.node])[0];
    auto wanted = wanted_in_front(fault, direction, demand);
    if (!wanted) return std::nullopt;
    return first_beyond(size, direction, [&](int64_t other) {
        if (other < 1) return true;
        int64_t there = run(other, fault.node) ? shapes_[front].spatial[fault.axis] : (direction > 0 ? 0 : *wanted);
        return direction > 0 ? there >= *wanted : there <= *wanted;
    });
}

// Finds the axes that grow with the input's, and the period after which they all repeat, where nothing is too small.
void AxisTrial::learn() {
    if (!grows_.empty()) return;
    auto all = static_cast<uint32_t>(shapes_.size());
    grows_.assign(all, AxisSet(~0));
    auto above = nearest(own_, 1, Demand::accepted);
    int64_t common = above ? common_stride(shapes_, path_) : 0;
    if (common == 0) return;
    far_ = *above + common;
    std::vector<std::vector<Shape>> runs;  // each a common stride further
    for (int64_t turn = 0; turn < 4; ++turn) {
        if (!run(far_ + turn * common, all)) return;
        runs.push_back(shapes_.all());
    }
    period_ = 1;
    std::vector<int64_t> periods(all, 1);
    for (uint32_t node = 0; node < all; ++node) {
        grows_[node] = 0;
        for (uint32_t read : network_.reads_of(network_.nodes[node])) {
            periods[node] = std::lcm(periods[node], periods[read]);
        }
        for (int axis = 0; axis < shapes_[node].rank; ++axis) {
            auto size = [&](size_t turn) { return runs[turn][node].spatial[axis]; };
            int64_t grown = size(1) - size(0);
            if (size(2) - size(1) != grown || size(3) - size(2) != grown) common = 0;
            if (grown == 0 || common == 0) continue;
            grows_[node] |= static_cast<AxisSet>(1 << axis);
            periods[node] = std::lcm(periods[node], common / std::gcd(grown, common));
        }
        period_ = common == 0 ? 0 : std::lcm(period_, periods[node]);
    }
}

std::optional<AxisTrial::Cycle> AxisTrial::cycle(Demand demand) {
    learn();
    if (period_ == 0 || period_ > longest_cycle) return std::nullopt;
    Cycle cycle{.period = period_, .faults = {}};
    std::vector<bool> holds;
    for (int64_t size = far_; size < far_ + period_; ++size) {
        Fault fault = fault_at(size, demand);
        holds.push_back(fault.kind == Fault::none);
        if (fault.kind != Fault::none) cycle.faults.push_back(fault.node);
    }
    std::sort(cycle.faults.begin(), cycle.faults.end());
    cycle.faults.erase(std::unique(cycle.faults.begin(), cycle.faults.end()), cycle.faults.end());
    for (int64_t part = 1; part < period_; ++part) {  // the smallest period that does
        if (period_ % part != 0) continue;
        bool repeats = std::equal(holds.begin() + part, holds.end(), holds.begin());
        if (!repeats) continue;
        cycle.period = part;
        break;
    }
    cycle.sizes = std::count(holds.begin(), holds.begin() + cycle.period, true);
    return cycle;
}

}  // namespace nnshape
