#include "analysis/repetition.h"

#include <algorithm>
#include <numeric>

#include "layers/layer_kind.h"

namespace nnshape {
namespace {

constexpr int64_t longest_period = int64_t{1} << 20;
constexpr int64_t most_grown = int64_t{1} << 36;  // times the longest period, it does not overflow

// The size with this index, the channels last; 0 beyond the rank.
int64_t size_at(const Shape& shape, int index) {
    if (index == channels_bit) return shape.channels;
    return index < shape.rank ? shape.spatial[index] : 0;
}

Checked sum_of_numbers(const Args& args) {
    Checked sum = 0;
    for (size_t param = 0; param < args.params().size(); ++param) {
        for (int64_t number : args.numbers(static_cast<int>(param))) sum += number < 0 ? 0 : number;
    }
    return sum;
}

// From this many rows on, a window fits and a crop leaves something; nothing if it overflows.
std::optional<int64_t> settled_from(const Args& args, const Window& window) {
    Checked least = 2;
    if (window.rank == 0) least += sum_of_numbers(args);
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[axis];
        least += along.reach() + along.stride + along.before + along.after + along.output_padding;
    }
    if (least.overflowed()) return std::nullopt;
    return least.value();
}

// The number of rows along an axis after which a layer repeats.
int64_t rows_per_step(const LayerKind& kind, const Args& args, const Window& window, int axis) {
    if (window.rank > axis) return window.transposed ? 1 : window.axes[axis].stride;
    return kind.rows_per_step ? kind.rows_per_step(args, axis) : 1;
}

// The same for channels: what divides them has that number among its values, or halves them. 0 if it is not known.
int64_t channels_per_step(const LayerKind& kind, const Args& args, const Window& window) {
    if (kind.traits.meant_for_vectors) return 1;
    if (kind.rows_per_step) return kind.rows_per_step(args, 0);
    bool is_simple = window.rank == 0 && (kind.traits.keeps_positions || args.params().empty());
    if (!is_simple) return 0;
    int64_t step = 2;
    for (size_t param = 0; param < args.params().size(); ++param) {
        for (int64_t number : args.numbers(static_cast<int>(param))) {
            if (number > longest_period) return 0;
            if (number > 1) step = std::lcm(step, number);
            if (step > longest_period) return 0;
        }
    }
    return step;
}

}  // namespace

RepetitionProof::RepetitionProof(TrialShapes& shapes, const std::vector<uint32_t>& path)
    : shapes_(shapes), path_(path), grows_(shapes.size(), every_axis) {}

std::optional<Repetition> RepetitionProof::prove(int64_t accepted) {
    further_ = 0;
    if (!calculate_all(accepted)) return std::nullopt;
    growths_.assign(shapes_.size(), {});
    std::fill_n(grows_.begin(), std::min(shapes_.network().input_count, shapes_.size()), AxisSet{0});
    for (const InputAxis& along : shapes_.axes()) {
        growths_[along.input].by[static_cast<size_t>(along.axis)] = 1;
        grows_[along.input] |= axis_bit(along.axis);
    }
    bool is_proven = std::all_of(path_.begin(), path_.end(), [&](uint32_t node) { return follow(node); });
    if (!is_proven || further_ > 0) return std::nullopt;
    int64_t period = 1;
    for (const Growth& growth : growths_) {
        period = std::lcm(period, growth.period);
        if (period > longest_period) return std::nullopt;
    }
    return Repetition{accepted, period};
}

bool RepetitionProof::calculate_all(int64_t size) {
    shapes_.set_input(size);
    return std::all_of(path_.begin(), path_.end(), [&](uint32_t node) {
        return !shapes_.network().nodes[node].broken && shapes_.calculate(node).kind == TrialShapes::Outcome::fine;
    });
}

// Finds how much a node grows from how much its inputs do. False if that cannot be proven.
bool RepetitionProof::follow(uint32_t node) {
    Growth& growth = growths_[node];
    bool is_constant = true;
    for (uint32_t read : shapes_.network().reads_of(shapes_.network().nodes[node])) {
        growth.period = std::lcm(growth.period, growths_[read].period);
        if (growth.period > longest_period) return false;
        const auto& by = growths_[read].by;
        is_constant = is_constant && std::all_of(by.begin(), by.end(), [](int64_t grown) { return grown == 0; });
    }
    if (is_constant) {
        growth.period = 1;
        grows_[node] = 0;
        return true;
    }
    if (!lengthen(node, growth) || !ask_for_larger(node, growth.period)) return false;
    auto none = output_after(node, growth.period, 0), once = output_after(node, growth.period, 1),
         twice = output_after(node, growth.period, 2);
    if (!none || !once || !twice || once->rank != none->rank || twice->rank != none->rank) return false;
    AxisSet grows = 0;
    for (int index = 0; index < sizes_count; ++index) {
        int64_t grown = size_at(*once, index) - size_at(*none, index);
        if (grown < 0 || grown > most_grown || size_at(*twice, index) - size_at(*once, index) != grown) return false;
        growth.by[static_cast<size_t>(index)] = grown;
        if (grown > 0) grows |= axis_bit(index);
    }
    grows_[node] = grows;
    return is_uniform(node, growth.period, growth);
}

// Makes the period long enough for the layer to repeat in it.
bool RepetitionProof::lengthen(uint32_t node, Growth& growth) {
    const Network& network = shapes_.network();
    const Node& layer = network.nodes[node];
    Args args = network.args_of(layer);
    if (shapes_.infer(node, shapes_.inputs_of(node))) return false;
    Window window = shapes_.inferred().window;
    int64_t of_inputs = growth.period;
    for (uint32_t read : network.reads_of(layer)) {
        bool fits = window.rank == 0 || window.rank == shapes_[read].rank;
        for (int index = 0; index < sizes_count; ++index) {
            int64_t grown = grown_in(read, of_inputs, index);
            if (grown == 0) continue;
            int64_t step = index == channels_bit ? channels_per_step(*layer.kind, args, window)
                                                 : rows_per_step(*layer.kind, args, window, index);
            if (!fits || step == 0 || !stretch(growth, grown * (growth.period / of_inputs), step)) return false;
        }
    }
    return true;
}

// Makes the period a multiple of itself in which `grown` becomes a multiple of `step`.
bool RepetitionProof::stretch(Growth& growth, int64_t grown, int64_t step) {
    Checked period = Checked(growth.period) * (step / std::gcd(grown, step));
    if (period.overflowed() || period.value() > longest_period) return false;
    growth.period = period.value();
    return true;
}

int64_t RepetitionProof::grown_in(uint32_t node, int64_t period, int index) const {
    const Growth& growth = growths_[node];
    return growth.by[static_cast<size_t>(index)] * (period / growth.period);
}

// Where a layer has several inputs, sizes that grow must grow by the same, or be summed. A size of 1 is stretched.
bool RepetitionProof::is_uniform(uint32_t node, int64_t period, const Growth& out) const {
    const Node& layer = shapes_.network().nodes[node];
    auto reads = shapes_.network().reads_of(layer);
    if (layer.has_like && layer.kind->traits.reaches_any_size) reads = reads.first(1);
    for (int index = 0; index < sizes_count && reads.size() > 1; ++index) {
        int64_t most = 0;
        Checked sum = 0;
        for (uint32_t read : reads) {
            most = std::max(most, grown_in(read, period, index));
            sum += grown_in(read, period, index);
        }
        bool is_same = std::all_of(reads.begin(), reads.end(), [&](uint32_t read) {
            return grown_in(read, period, index) == most ||
                   (grown_in(read, period, index) == 0 && size_at(shapes_[read], index) == 1);
        });
        bool is_sum = !sum.overflowed() && out.by[static_cast<size_t>(index)] == sum.value();
        if (!is_same && !is_sum) return false;
    }
    return true;
}

// The node's output when its inputs have grown for some periods.
std::optional<Shape> RepetitionProof::output_after(uint32_t node, int64_t period, int64_t times) {
    std::vector<Shape> inputs = shapes_.inputs_of(node);
    auto reads = shapes_.network().reads_of(shapes_.network().nodes[node]);
    for (size_t input = 0; input < reads.size(); ++input) {
        for (int index = 0; index < sizes_count; ++index) {
            int64_t grown = grown_in(reads[input], period, index);
            if (grown == 0) continue;
            int64_t& size = index == channels_bit ? inputs[input].channels : inputs[input].spatial[index];
            Checked larger = Checked(grown) * times + size;
            if (larger.overflowed()) return std::nullopt;
            size = larger.value();
        }
    }
    if (shapes_.infer(node, inputs)) return std::nullopt;
    return shapes_.inferred().output;
}

// Notes how much larger the input must be for this layer's growing inputs to be large enough, and to be beyond the
// channels that its `in=` demands.
bool RepetitionProof::ask_for_larger(uint32_t node, int64_t period) {
    const Network& network = shapes_.network();
    const Node& layer = network.nodes[node];
    if (shapes_.infer(node, shapes_.inputs_of(node))) return false;
    auto least = settled_from(network.args_of(layer), shapes_.inferred().window);
    if (!least) return false;
    for (uint32_t read : network.reads_of(layer)) {
        for (int index = 0; index < sizes_count; ++index) {
            int64_t grown = grown_in(read, period, index), size = size_at(shapes_[read], index);
            int64_t enough = index == channels_bit ? layer.demanded : *least;  // growing channels meet `in=` only once
            if (grown == 0 || size > enough) continue;
            Checked more = Checked((enough - size) / grown + 1) * period;
            further_ = std::max(further_, more.overflowed() ? INT64_MAX : more.value());
        }
    }
    return true;
}

}  // namespace nnshape
