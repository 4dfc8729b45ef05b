#include "lint/merge_advice.h"

#include <fmt/format.h>
#include <algorithm>

#include "analysis/axis_trial.h"
#include "base/unicode.h"
#include "layers/layer_kind.h"
#include "network/place.h"

namespace nnshape {
namespace {

constexpr int64_t most_sizes = 256;        // that are considered below and above the network's own
constexpr uint32_t furthest_merge = 4096;  // after this many nodes, a merge gets no advice
constexpr int most_merges = 8;             // of one network that get advice

class MergeAdvice {
  public:
    MergeAdvice(const Network& network, uint32_t merge)
        : network_(network), reads_(network.reads_of(network.nodes[merge])) {}

    std::string help() {
        auto input = AxisTrial::input_of(network_);
        const Shape& first = network_.nodes[reads_[0]].output;
        if (!input || first.rank == 0) return {};
        own_ = network_.nodes[*input].output;
        if (own_.rank != first.rank) return {};
        AxisSet failing = 0;
        for (int axis = 0; axis < own_.rank; ++axis) {
            if (!meets(axis)) failing |= static_cast<AxisSet>(1 << axis);
            if (failing != 0 && failing_axis_ < 0) failing_axis_ = axis;
        }
        auto all = static_cast<AxisSet>((1 << own_.rank) - 1);
        bool found = failing != 0 && (try_sizes(failing) || (failing != all && try_sizes(all)));
        return found ? in_words() : std::string();
    }

  private:
    bool meets(int axis) const {
        const Shape& first = network_.nodes[reads_[0]].output;
        return std::all_of(reads_.begin(), reads_.end(), [&](uint32_t read) {
            const Shape& shape = network_.nodes[read].output;
            return shape.rank == first.rank && shape.spatial[axis] == first.spatial[axis];
        });
    }

    // Finds the nearest sizes below and above, along these axes, for which the whole network can be calculated.
    bool try_sizes(AxisSet axes) {
        AxisTrial trial(network_, axes);
        below_ = above_ = own_;
        step_ = 0;
        for (int axis = 0; axis < own_.rank; ++axis) {
            bool stays = !is_in(axes, axis) || trial.holds(own_.spatial[axis], Demand::accepted);
            if (!stays && !try_axis(trial, axes, axis)) return false;
        }
        return true;
    }

    bool try_axis(AxisTrial& trial, AxisSet axes, int axis) {
        int64_t own = own_.spatial[axis];
        if (own > largest_size) return false;
        for (int other = 0; other < axis; ++other) {  // the trial varies all axes, so the same size has the same answer
            if (!is_in(axes, other) || own_.spatial[other] != own) continue;
            below_.spatial[axis] = below_.spatial[other];
            above_.spatial[axis] = above_.spatial[other];
            return true;
        }
        auto below = trial.nearest(own - 1, -1, Demand::accepted, most_sizes);
        auto above = below ? trial.nearest(own + 1, 1, Demand::accepted, most_sizes) : std::nullopt;
        if (!above) return false;
        below_.spatial[axis] = *below;
        above_.spatial[axis] = *above;
        int64_t step = *above - *below;
        bool is_multiple = *below % step == 0 && (step_ == 0 || step_ == step);
        step_ = is_multiple ? step : -1;
        return true;
    }

    // The first layer, on the way to one input of the merge only, whose stride does not divide its input's size.
    std::string parting() const {
        auto one = ancestors_of(network_, reads_[0]), other = ancestors_of(network_, reads_[1]);
        size_t most = std::max(one.size(), other.size());
        one.resize(most), other.resize(most);
        for (uint32_t node = network_.input_count; node < most; ++node) {
            if (one[node] == other[node]) continue;
            Window windows = window_of(network_, network_.nodes[node]);
            const AxisWindow& window = windows.axes[failing_axis_];
            bool parts = windows.rank > failing_axis_ && window.remainder > 0;
            if (!parts) continue;
            return fmt::format("the sizes part at `{}`, whose stride of {} does not divide {}; ",
                               printable(network_.nodes[node].name), window.stride, window.in);
        }
        return {};
    }

    std::string in_words() const {
        std::string multiple = step_ > 1 ? fmt::format(", multiples of {}", step_) : "";
        return fmt::format("{}they meet for inputs of {} or {}{}", parting(), to_text(below_, network_.layout),
                           to_text(above_, network_.layout), multiple);
    }

    const Network& network_;
    std::span<const uint32_t> reads_;
    Shape own_, below_, above_;
    int64_t step_ = 0;  // between the sizes that meet; -1 if they are not multiples of one number
    int failing_axis_ = -1;
};

// Whether the diagnostic is about the shapes that a merge reads. Only then does `instance` count nodes.
bool is_of_near_merge(const Network& network, const Diagnostic& diagnostic) {
    if (diagnostic.code != &code::shape_mismatch || diagnostic.layer.empty()) return false;
    return diagnostic.instance <= furthest_merge && network.nodes[diagnostic.instance].kind->least_inputs > 1;
}

bool has_broken_layer(const Network& network) {
    auto layers = std::span(network.nodes).subspan(network.input_count);
    return std::any_of(layers.begin(), layers.end(), [](const Node& layer) { return layer.broken; });
}

}  // namespace

void advise_on_merges(const Network& network, Diagnostics& diagnostics) {
    int looked_into = 0;
    for (Diagnostic& diagnostic : diagnostics) {
        if (!is_of_near_merge(network, diagnostic)) continue;
        if (looked_into == 0 && has_broken_layer(network)) return;  // so no size of the input helps
        if (++looked_into > most_merges) return;
        std::string help = MergeAdvice(network, static_cast<uint32_t>(diagnostic.instance)).help();
        if (!help.empty()) diagnostic.help = std::move(help);
    }
}

}  // namespace nnshape
