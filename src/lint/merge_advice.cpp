#include "lint/merge_advice.h"

#include <fmt/format.h>
#include <algorithm>

#include "analysis/axis_trial.h"
#include "base/unicode.h"
#include "layers/find_kind.h"
#include "layers/traits.h"
#include "network/place.h"
#include "spec/dialect.h"

namespace nnshape {
namespace {

constexpr int64_t most_sizes = 48;         // tried one by one, below and above the input's own size
constexpr int64_t largest_step = 256;      // of the multiples that are tried before
constexpr uint32_t furthest_merge = 4096;  // after this many nodes, a merge gets no advice
constexpr int most_merges = 8;             // of one network that get advice

class MergeAdvice {
  public:
    MergeAdvice(const Network& network, uint32_t merge)
        : network_(network), merge_(merge), reads_(network.reads_of(network.nodes[merge])) {}

    std::string help() {
        if (std::string projection = missing_projection(); !projection.empty()) return projection;
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
    const Shape& shape_of(uint32_t node) const { return network_.nodes[node].output; }

    // An elementwise merge of a shortcut and a longer path with other channels, and sizes that one stride explains: the
    // shortcut lacks a 1x1 convolution.
    std::string missing_projection() const {
        if (reads_.size() != 2 || !params_of(*network_.nodes[merge_].kind).empty()) return {};  // or it is a concat
        auto [shortcut, path] = std::minmax(reads_[0], reads_[1]);
        const Shape &from = shape_of(shortcut), &to = shape_of(path);
        if (from.rank != to.rank || from.channels == to.channels || from.channels == 1 || to.channels == 1) return {};
        std::string name = printable(network_.nodes[shortcut].name);
        const Dialect& dialect = dialect_of(*network_.spec);
        if (from.rank == 0) {
            constexpr std::string_view keys[] = {"units"};
            return fmt::format("on the shortcut from `{}` put {}", name,
                               dialect.statement(fmt::format("dense {}", to.channels), keys));
        }
        int64_t stride = from.spatial[0] / to.spatial[0] + (from.spatial[0] % to.spatial[0] != 0 ? 1 : 0);
        for (int axis = 0; axis < from.rank; ++axis) {
            if ((from.spatial[axis] - 1) / stride + 1 != to.spatial[axis]) return {};
        }
        constexpr std::string_view keys[] = {"filters", "kernel"};
        std::string layer =
            fmt::format("conv {} 1{}", to.channels, stride > 1 ? fmt::format(" stride={}", stride) : "");
        return fmt::format("on the shortcut from `{}` put {}", name, dialect.statement(layer, keys));
    }

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

    // Sizes below and above `own` for which the network can be calculated. What a merge needs is most often a multiple
    // of a power of two, which is tried before every size is.
    static std::pair<std::optional<int64_t>, std::optional<int64_t>> sizes_around(AxisTrial& trial, int64_t own) {
        constexpr int64_t next_sizes = 2;
        auto below = trial.nearest(own - 1, -1, Demand::accepted, next_sizes);
        auto above = trial.nearest(own + 1, 1, Demand::accepted, next_sizes);
        for (int64_t step = 4; step <= largest_step && !(below && above); step *= 2) {
            int64_t lower = (own - 1) / step * step, upper = (own / step + 1) * step;
            bool fits = lower > 0 && trial.holds(lower, Demand::accepted) && trial.holds(upper, Demand::accepted);
            if (fits && !below) below = lower;
            if (fits && !above) above = upper;
        }
        if (!below) below = trial.nearest(own - 1, -1, Demand::accepted, most_sizes);
        if (below && !above) above = trial.nearest(own + 1, 1, Demand::accepted, most_sizes);
        return {below, above};
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
        auto [below, above] = sizes_around(trial, own);
        if (!below || !above) return false;
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
            return fmt::format("`{}` has a stride of {}, which does not divide {}; ",
                               printable(network_.nodes[node].name), window.stride, window.in);
        }
        return {};
    }

    std::string in_words() const {
        std::string multiple = step_ > 1 ? fmt::format(" (multiples of {})", step_) : "";
        return fmt::format("{}use an input of {} or {}{}", parting(), to_text(below_, network_.layout),
                           to_text(above_, network_.layout), multiple);
    }

    const Network& network_;
    uint32_t merge_;
    std::span<const uint32_t> reads_;
    Shape own_, below_, above_;
    int64_t step_ = 0;  // between the sizes that fit; -1 if they are not multiples of one number
    int failing_axis_ = -1;
};

// Whether the diagnostic is about the shapes of a merge's inputs, which must agree position by position. Only then is
// `instance` the number of a node.
bool is_of_near_merge(const Network& network, const Diagnostic& diagnostic) {
    if (diagnostic.code != &code::shape_mismatch || diagnostic.layer.empty()) return false;
    if (diagnostic.instance > furthest_merge) return false;
    const LayerKind& kind = *network.nodes[diagnostic.instance].kind;
    return is_merge(kind) && traits_of(kind).keeps_positions;
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
        if (looked_into == 0 && has_broken_layer(network)) return;  // no size of the input can help
        if (++looked_into > most_merges) return;
        std::string help = MergeAdvice(network, static_cast<uint32_t>(diagnostic.instance)).help();
        if (!help.empty()) diagnostic.help = std::move(help);
    }
}

}  // namespace nnshape
