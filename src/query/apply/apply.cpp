#include "query/apply/apply.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"

namespace nnshape {
namespace {

using ApplyFault = Fault<ApplyPlace>;

constexpr std::string_view names[] = {"conv", "depthwise_conv", "max_pool", "avg_pool"};
constexpr std::string_view axis_words[] = {"row", "column"};
constexpr int64_t most_products = 100'000'000;

// The planes of the input that one number of the output depends on: the first one, and their number.
struct Channels {
    int64_t first = 0, count = 1;
};

// The outputs of a depthwise convolution are in the order of the input's planes: all kernels of the first, and so on.
Channels channels_of(const Applied& applied, int64_t plane) {
    switch (applied.operation.sliding) {
        case Sliding::conv: return {0, applied.input.count};
        case Sliding::depthwise_conv: return {plane / static_cast<int64_t>(applied.operation.kernels.size()), 1};
        default: return {plane, 1};
    }
}

// Calculates the numbers of the output one after the other.
class Stepper {
  public:
    explicit Stepper(const Applied& applied) : applied_(applied), operation_(applied.operation) {}

    const ApplyStep& step(int64_t index) {
        auto [rows, columns] = operation_.axes;
        step_.plane = index / (rows.out * columns.out);
        place(0, index / columns.out % rows.out);
        place(1, index % columns.out);
        auto [first, count] = channels_of(applied_, step_.plane);
        step_.channels.resize(static_cast<size_t>(count));
        step_.sum = 0;
        for (int64_t index_of_channel = 0; index_of_channel < count; ++index_of_channel) {
            ChannelTerms& channel = step_.channels[static_cast<size_t>(index_of_channel)];
            channel.channel = first + index_of_channel;
            gather(channel);
            channel.result = is_pool(operation_.sliding) ? pooled(channel) : sum_of(channel);
            step_.sum = step_.sum + channel.result;
        }
        step_.bias = bias();
        step_.sum = step_.sum + step_.bias;
        bool is_cut = operation_.relu && !step_.sum.overflowed() && step_.sum < Fraction(0);
        step_.result = is_cut ? Fraction(0) : step_.sum;
        return step_;
    }

  private:
    void place(size_t axis, int64_t position) {
        const AxisWindow& window = operation_.axes[axis];
        step_.places[axis].clear();
        for (int64_t tap = 0; tap < window.kernel; ++tap) {
            int64_t at = position * window.stride + tap * window.dilation - window.before;
            // A window of `ceil` may reach beyond the padding, where there is nothing.
            if (at < window.in + window.after) step_.places[axis].push_back(at);
        }
    }

    bool leaves_out_padding() const {
        return operation_.sliding == Sliding::max_pool ||
               (operation_.sliding == Sliding::avg_pool && !operation_.counts_padding);
    }

    void gather(ChannelTerms& channel) const {
        const Planes& input = applied_.input;
        channel.terms.clear();
        int64_t tap_row = -1;
        for (int64_t row : step_.places[0]) {
            ++tap_row;
            int64_t tap_column = -1;
            for (int64_t column : step_.places[1]) {
                ++tap_column;
                bool inside = row >= 0 && row < input.rows && column >= 0 && column < input.columns;
                if (!inside && leaves_out_padding()) continue;
                channel.terms.push_back({inside ? input.at(channel.channel, row, column) : Fraction(0),
                                         weight(channel.channel, tap_row, tap_column)});
            }
        }
    }

    Fraction weight(int64_t channel, int64_t row, int64_t column) const {
        if (is_pool(operation_.sliding)) return 1;
        auto kernels = static_cast<int64_t>(operation_.kernels.size());
        bool depthwise = operation_.sliding == Sliding::depthwise_conv;
        const Planes& kernel = operation_.kernels[static_cast<size_t>(step_.plane % kernels)];
        return kernel.at(depthwise && kernel.count == 1 ? 0 : channel, row, column);
    }

    static Fraction sum_of(const ChannelTerms& channel) {
        Fraction sum = 0;
        for (const Term& term : channel.terms) sum = sum + term.number * term.weight;
        return sum;
    }

    // 0 without terms: `lies_on_padding` finds these windows.
    Fraction pooled(const ChannelTerms& channel) const {
        if (channel.terms.empty()) return 0;
        if (operation_.sliding == Sliding::avg_pool) {
            return sum_of(channel) / Fraction(static_cast<int64_t>(channel.terms.size()));
        }
        Fraction most = channel.terms[0].number;
        for (const Term& term : channel.terms) most = most < term.number ? term.number : most;
        return most;
    }

    Fraction bias() const {
        const auto& biases = operation_.biases;
        if (biases.empty()) return 0;
        return biases[biases.size() == 1 ? 0 : static_cast<size_t>(step_.plane)];
    }

    const Applied& applied_;
    const Operation& operation_;
    ApplyStep step_;
};

// Whether a pooling window has no number of the input under it.
bool lies_on_padding(const AxisWindow& window, int64_t position) {
    for (int64_t tap = 0; tap < window.kernel; ++tap) {
        int64_t at = position * window.stride + tap * window.dilation - window.before;
        if (at >= 0 && at < window.in) return false;
    }
    return true;
}

std::optional<ApplyFault> place_axis(Operation& operation, size_t axis, int64_t size) {
    AxisWindow& window = operation.axes[axis];
    window.in = size;
    bool pools = is_pool(operation.sliding);
    auto wrong = operation.same            ? place_same(window, PaddingMode::same)
                 : pools && operation.ceil ? place_up(window)
                                           : place_down(window);
    std::string_view word = axis_words[axis];
    if (wrong == WindowFault::exceeds_input) {
        Checked padded = Checked(size) + window.before + window.after;
        return ApplyFault{{&code::kernel_exceeds_input, !pools},
                          fmt::format("a window of {} does not fit into {}", counted(window.reach().value(), word),
                                      counted(padded.value(), word)),
                          "use a smaller kernel, or more `--padding`"};
    }
    if (wrong) return ApplyFault{{&code::overflow}, fmt::format("the number of {}s overflows a 64-bit integer", word)};
    return std::nullopt;
}

std::optional<ApplyFault> check_padding(const Operation& operation) {
    if (!is_pool(operation.sliding)) return std::nullopt;
    for (const AxisWindow& window : operation.axes) {
        for (int64_t position = 0; position < window.out; ++position) {
            if (!lies_on_padding(window, position)) continue;
            return ApplyFault{{&code::padding_exceeds_kernel},
                              "a window contains only padding",
                              fmt::format("use a `--padding` of at most {}", window.kernel / 2)};
        }
    }
    return std::nullopt;
}

std::optional<ApplyFault> check_kernels(const Operation& operation, const Planes& input) {
    if (is_pool(operation.sliding)) return std::nullopt;
    int64_t planes = operation.kernels[0].count;
    bool depthwise = operation.sliding == Sliding::depthwise_conv;
    if (planes == input.count || (depthwise && planes == 1)) return std::nullopt;
    bool spreads = planes == 1 && !depthwise;
    return ApplyFault{{&code::shape_mismatch, true},
                      fmt::format("the kernel has {}, and the input has {}", counted(planes, "plane"), input.count),
                      spreads ? "write a plane for each, or apply `depthwise_conv`" : "write a plane for each"};
}

int64_t output_planes(const Operation& operation, const Planes& input) {
    auto kernels = static_cast<int64_t>(operation.kernels.size());
    if (is_pool(operation.sliding)) return input.count;
    return operation.sliding == Sliding::conv ? kernels : kernels * input.count;
}

std::optional<ApplyFault> check_amount(const Operation& operation, const Planes& input, int64_t planes) {
    const auto& [rows, columns] = operation.axes;
    Checked products = Checked(planes) * rows.out * columns.out * rows.kernel * columns.kernel;
    if (operation.sliding == Sliding::conv) products *= input.count;
    if (!products.overflowed() && products.value() <= most_products) return std::nullopt;
    return ApplyFault{{&code::too_large},
                      fmt::format("there are more than {} products", with_commas(most_products)),
                      "apply it to a smaller input"};
}

std::optional<ApplyFault> check_biases(const Operation& operation, int64_t planes) {
    auto biases = static_cast<int64_t>(operation.biases.size());
    if (biases <= 1 || biases == planes) return std::nullopt;
    return ApplyFault{{&code::shape_mismatch},
                      fmt::format("there are {} biases for {}", biases, counted(planes, "output plane")),
                      "give one for all, or one for each"};
}

// Turning by 180° reverses the order of a plane's numbers.
void turn(Planes& kernel) {
    auto size = static_cast<std::ptrdiff_t>(kernel.rows * kernel.columns);
    for (auto at = kernel.values.begin(); at != kernel.values.end(); at += size) std::reverse(at, at + size);
}

}  // namespace

std::vector<std::string_view> sliding_names() { return {std::begin(names), std::end(names)}; }

Result<Applied, Fault<ApplyPlace>> apply(Operation operation, Planes input) {
    if (auto wrong = check_kernels(operation, input)) return *wrong;
    for (size_t axis = 0; axis < 2; ++axis) {
        if (!is_pool(operation.sliding)) {
            operation.axes[axis].kernel = axis == 0 ? operation.kernels[0].rows : operation.kernels[0].columns;
        }
        if (auto wrong = place_axis(operation, axis, axis == 0 ? input.rows : input.columns)) return *wrong;
    }
    int64_t planes = output_planes(operation, input);
    if (auto wrong = check_amount(operation, input, planes)) return *wrong;
    if (auto wrong = check_padding(operation)) return *wrong;
    if (auto wrong = check_biases(operation, planes)) return *wrong;
    if (operation.flip) std::for_each(operation.kernels.begin(), operation.kernels.end(), turn);
    Applied applied{std::move(operation), std::move(input), {}};
    applied.output = {planes, applied.operation.axes[0].out, applied.operation.axes[1].out};
    int64_t steps = planes * applied.output.rows * applied.output.columns;
    Stepper stepper(applied);
    for (int64_t index = 0; index < steps; ++index) {
        applied.output.values.push_back(stepper.step(index).result);
        if (!applied.output.values.back().overflowed()) continue;
        return ApplyFault{{&code::overflow},
                          fmt::format("step {} overflows a 64-bit fraction", index + 1),
                          "use numbers with fewer digits"};
    }
    return applied;
}

ApplyStep step_of(const Applied& applied, int64_t index) { return Stepper(applied).step(index); }

}  // namespace nnshape
