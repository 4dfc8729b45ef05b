#include "analysis/receptive_field.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "layers/layer_kind.h"
#include "network/place.h"

namespace nnshape {
namespace {

// The first and the last position of the network's input that a position reads.
struct Extent {
    int64_t first, last;
};

// The extents along one axis. After a layer that enlarges, neighbours read different extents, and these repeat:
// position p + period reads what p reads, `advance` positions further.
struct Pattern {
    int64_t advance = 0;
    uint32_t first = 0;   // in the pool of extents
    uint32_t period = 0;  // 0 if nothing is known

    bool operator==(const Pattern&) const = default;
};

constexpr Pattern unknown;

// Bounds the memory of all extents, whatever strides a spec has.
constexpr int64_t most_extents = 1 << 22, longest_period = 1024;

int64_t divide_down(int64_t a, int64_t b) { return a / b - (a % b < 0); }
int64_t modulo_down(int64_t a, int64_t b) { return a % b + (a % b < 0 ? b : 0); }

Checked smaller_of(Checked a, Checked b) {
    if (a.overflowed() || b.overflowed()) return a.overflowed() ? a : b;
    return std::min(a.value(), b.value());
}

Checked larger_of(Checked a, Checked b) {
    if (a.overflowed() || b.overflowed()) return a.overflowed() ? a : b;
    return std::max(a.value(), b.value());
}

class Fields {
  public:
    Fields(const Network& network, const Analysis& analysis, Through through)
        : network_(network),
          analysis_(analysis),
          through_(through),
          period_limit_(limit_of(network)),
          nodes_(network.nodes.size()),
          depends_(network.nodes.size()) {}

    std::vector<ReceptiveField> run() {
        std::vector<ReceptiveField> fields(network_.nodes.size());
        for (uint32_t node = 0; node < network_.nodes.size(); ++node) {
            if (analysis_.nodes[node].state != State::calculated) continue;
            auto reads = network_.reads_of(network_.nodes[node]);
            depends_[node] = node < network_.input_count ||
                             std::any_of(reads.begin(), reads.end(), [&](uint32_t read) { return depends_[read]; });
            find_patterns(node);
            for (int axis = 0; axis < window_rank; ++axis) {
                const Pattern& pattern = nodes_[node][axis];
                fields[node].size[axis] = size_of(pattern);
                fields[node].jump[axis] = jump_of(pattern);
            }
        }
        return fields;
    }

  private:
    static int64_t limit_of(const Network& network) {
        auto size = static_cast<int64_t>(network.nodes.size() + network.wires.size());
        return std::clamp<int64_t>(most_extents / std::max<int64_t>(size, 1), 1, longest_period);
    }

    void find_patterns(uint32_t index);
    Window window_of(const Node& node) const;
    Pattern meet(std::span<const uint32_t> reads, const Shape& output, int axis);
    Pattern meet(const Pattern& one, const Pattern& other);
    void keep_only(Pattern& pattern, size_t begin);
    Pattern slide(const Pattern& before, const AxisWindow& window);
    Pattern enlarge(const Pattern& before, const AxisWindow& window);
    int64_t size_of(const Pattern& pattern) const;
    int64_t jump_of(const Pattern& pattern) const;

    // Makes a pattern; `extent_of` gives the extents of the positions from 0 to period − 1.
    template <class ExtentOf>
    Pattern make(Checked period, Checked advance, ExtentOf extent_of) {
        if (period.overflowed() || period.value() > period_limit_ || advance.overflowed()) return unknown;
        Pattern pattern{advance.value(), static_cast<uint32_t>(extents_.size()), static_cast<uint32_t>(period.value())};
        for (int64_t position = 0; position < period.value(); ++position) {
            auto [first, last] = extent_of(position);
            Checked size = last - first + 1;
            if (size.overflowed()) {
                extents_.resize(pattern.first);
                return unknown;
            }
            extents_.push_back({first.value(), last.value()});
        }
        return pattern;
    }

    // The first and the last input position that a position reads.
    Checked first_at(const Pattern& pattern, Checked position) const { return at(pattern, position, &Extent::first); }
    Checked last_at(const Pattern& pattern, Checked position) const { return at(pattern, position, &Extent::last); }

    Checked at(const Pattern& pattern, Checked position, int64_t Extent::*end) const {
        if (position.overflowed()) return position;
        int64_t times = divide_down(position.value(), pattern.period);
        int64_t phase = modulo_down(position.value(), pattern.period);
        return Checked(times) * pattern.advance + extents_[pattern.first + static_cast<size_t>(phase)].*end;
    }

    const Network& network_;
    const Analysis& analysis_;
    Through through_;
    int64_t period_limit_;
    std::vector<std::array<Pattern, window_rank>> nodes_;
    std::vector<bool> depends_;  // by node: on an input of the network
    std::vector<Extent> extents_;
};

void Fields::find_patterns(uint32_t index) {
    const Node& node = network_.nodes[index];
    const Shape& output = node.output;
    auto reads = network_.reads_of(node);
    auto has_window_rank = [&](uint32_t read) { return network_.nodes[read].output.rank <= window_rank; };
    if (output.rank > window_rank || !std::all_of(reads.begin(), reads.end(), has_window_rank)) return;
    auto& patterns = nodes_[index];
    Window window = index < network_.input_count || node.kind->traits.keeps_positions ? Window{} : window_of(node);
    for (int axis = 0; axis < output.rank; ++axis) {
        if (index < network_.input_count) {
            patterns[axis] = make(1, 1, [](int64_t at) { return std::pair<Checked, Checked>(at, at); });
        } else if (node.kind->traits.keeps_positions) {
            patterns[axis] = meet(reads, output, axis);
        } else if (window.rank > 0) {
            const Pattern& before = nodes_[reads[0]][axis];
            patterns[axis] = window.transposed ? enlarge(before, window.axes[axis]) : slide(before, window.axes[axis]);
        }
    }
}

// The window that a layer's positions read through; rank 0 if it is not fixed.
Window Fields::window_of(const Node& node) const {
    if (node.kind->implied_window) {
        return node.kind->implied_window(network_.args_of(node), inputs_of(network_, node));
    }
    Window window = nnshape::window_of(network_, node);
    if (!window.transposed || window.mode == PaddingMode::given) return window;
    // `same` removes the rows by which a kernel larger than the stride exceeds in·stride.
    for (AxisWindow& axis : window.axes) {
        int64_t total = std::max<int64_t>(0, axis.reach().value() - axis.stride);
        axis.before = window.mode == PaddingMode::same ? total / 2 : total - total / 2;
    }
    return window;
}

// The pattern of a layer that reads its inputs position by position. Unknown if an input is stretched. An input that
// depends on no input of the network, such as a learned tensor, changes nothing.
Pattern Fields::meet(std::span<const uint32_t> reads, const Shape& output, int axis) {
    Pattern met;
    size_t begin = extents_.size();
    bool is_first = true;
    for (uint32_t read : reads) {
        if (!depends_[read]) continue;
        const Shape& input = network_.nodes[read].output;
        const Pattern& pattern = nodes_[read][axis];
        if (input.rank != output.rank || input.spatial[axis] != output.spatial[axis]) return unknown;
        met = std::exchange(is_first, false) ? pattern : meet(met, pattern);
        keep_only(met, begin);
        if (met.period == 0) return unknown;
    }
    return met;
}

Pattern Fields::meet(const Pattern& one, const Pattern& other) {
    if (one == other) return one;
    if (other.period == 0) return unknown;
    int64_t period = std::lcm(int64_t{one.period}, int64_t{other.period});
    Checked advance = Checked(one.advance) * (period / one.period);
    Checked other_advance = Checked(other.advance) * (period / other.period);
    if (advance.overflowed() || other_advance.overflowed() || advance.value() != other_advance.value()) return unknown;
    if (through_ == Through::smallest) return size_of(other) < size_of(one) ? other : one;
    return make(period, advance, [&](int64_t position) {
        return std::pair(smaller_of(first_at(one, position), first_at(other, position)),
                         larger_of(last_at(one, position), last_at(other, position)));
    });
}

// Removes all extents from `begin` on but those of the pattern.
void Fields::keep_only(Pattern& pattern, size_t begin) {
    bool is_new = pattern.first >= begin;
    if (is_new) std::copy_n(extents_.begin() + pattern.first, pattern.period, extents_.begin() + begin);
    extents_.resize(begin + (is_new ? pattern.period : 0));
    if (is_new) pattern.first = static_cast<uint32_t>(begin);
}

// Position p reads the window's reach of positions from p·stride − before on.
Pattern Fields::slide(const Pattern& before, const AxisWindow& window) {
    if (before.period == 0) return unknown;
    int64_t common = std::gcd(int64_t{before.period}, window.stride);
    Checked advance = Checked(before.advance) * (window.stride / common);
    return make(before.period / common, advance, [&](int64_t position) {
        Checked first = Checked(position) * window.stride - window.before;
        return std::pair(first_at(before, first), last_at(before, first + window.reach() - 1));
    });
}

// Position p reads those whose taps, from i·stride − before on, lie on p: from ⌊(p + before − reach) / stride⌋ + 1 to
// ⌊(p + before) / stride⌋. With dilation some of these are passed over, and a stride larger than the kernel leaves
// positions that read nothing: these are not fixed windows.
Pattern Fields::enlarge(const Pattern& before, const AxisWindow& window) {
    bool is_fixed = window.stride == 1 || (window.dilation == 1 && window.kernel >= window.stride);
    if (before.period == 0 || !is_fixed) return unknown;
    return make(Checked(before.period) * window.stride, before.advance, [&](int64_t position) {
        Checked here = Checked(position) + window.before;
        Checked behind = here - window.reach();
        if (behind.overflowed()) return std::pair(behind, behind);
        return std::pair(first_at(before, Checked(divide_down(behind.value(), window.stride)) + 1),
                         last_at(before, divide_down(here.value(), window.stride)));
    });
}

int64_t Fields::size_of(const Pattern& pattern) const {
    int64_t most = 0;
    for (uint32_t phase = 0; phase < pattern.period; ++phase) {
        const Extent& extent = extents_[pattern.first + phase];
        most = std::max(most, extent.last - extent.first + 1);
    }
    return most;
}

int64_t Fields::jump_of(const Pattern& pattern) const {
    bool whole = pattern.period != 0 && pattern.advance % pattern.period == 0;
    return whole ? pattern.advance / pattern.period : 0;
}

}  // namespace

std::vector<ReceptiveField> receptive_fields(const Network& network, const Analysis& analysis, Through through) {
    return Fields(network, analysis, through).run();
}

std::optional<Sizes> if_known(const std::array<int64_t, window_rank>& along, int rank) {
    if (rank == 0 || rank > window_rank) return std::nullopt;
    if (std::find(along.begin(), along.begin() + rank, 0) != along.begin() + rank) return std::nullopt;
    Sizes sizes{.count = rank};
    std::copy(along.begin(), along.begin() + rank, sizes.values.begin());
    return sizes;
}

}  // namespace nnshape
