#include "lint/remedies.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "analysis/axis_trial.h"
#include "analysis/reading.h"
#include "analysis/trial.h"
#include "base/text.h"
#include "spec/dialect.h"

namespace nnshape {
namespace {

constexpr int64_t most_tries = 1024, most_kernels = 64;
constexpr uint32_t furthest_layer = 4096;  // after this many nodes, no size of the network's input is tried

class Search {
  public:
    Search(const Subject& subject, const Slider& slider)
        : subject_(subject), slider_(slider), window_(slider.window), dialect_(dialect_of(*subject.network.spec)) {}

    std::vector<std::string> all() {
        std::vector<std::string> found;
        auto take = [&](std::string remedy) {
            if (!remedy.empty()) found.push_back(std::move(remedy));
        };
        take(input());
        take(kernel());
        take(padding());
        take(ceil());
        return found;
    }

  private:
    std::string input() const;
    std::string size_in_front() const;
    std::string kernel() const;
    std::string padding() const;
    std::string ceil() const;

    std::string_view key_of(int param) const;
    bool is_short(int axis) const { return window_.axes[axis].unread > 0; }
    bool network_accepts(int param, Arg::Form form, std::span<const int64_t> numbers) const;
    std::optional<int64_t> exact_size(int axis, int64_t from, int direction) const;
    bool make_exact(AxisSet axes, uint32_t input, int direction, Shape& found) const;
    std::optional<Shape> exact_input(uint32_t input, int direction) const;
    std::optional<uint32_t> only_input() const;
    std::optional<int64_t> kernel_size(int axis) const;

    const Subject& subject_;
    const Slider& slider_;
    const Window& window_;
    const Dialect& dialect_;
};

// Whether the whole network can still be calculated with another value of a parameter. The networks beyond
// `furthest_layer` are not asked.
bool Search::network_accepts(int param, Arg::Form form, std::span<const int64_t> numbers) const {
    auto tried = infer_with(subject_.network, slider_.node, param, form, numbers);
    if (!tried) return false;
    const Network& network = subject_.network;
    if (network.nodes.size() > furthest_layer || tried->output == network.nodes[slider_.node].output) return true;
    return accepts(
        network,
        {.outputs = {{slider_.node, tried->output}}, .layout = network.layout, .as_written = subject_.as_written});
}

// The key of a parameter as the spec writes it, or its name; empty for a value without a key, such as `no-ceil`.
std::string_view Search::key_of(int param) const {
    const Spec& spec = *subject_.network.spec;
    Args args = subject_.network.args_of(subject_.network.nodes[slider_.node]);
    const Arg& value = args.values()[static_cast<size_t>(param)];
    return value.is_given() ? spec.text(spec.arguments[value.written].key)
                            : args.params()[static_cast<size_t>(param)].name;
}

// The nearest size of the layer's input, beyond `from`, at which its window reads every row.
std::optional<int64_t> Search::exact_size(int axis, int64_t from, int direction) const {
    AxisWindow window = window_.axes[axis];
    for (int64_t tries = 0; tries < most_tries; ++tries) {
        from += direction;
        if (from < 1) return std::nullopt;
        window.in = from;
        place_down(window);
        if (window.unread == 0) return from;  // also true if the window just fits
    }
    return std::nullopt;
}

// Gives these axes of the input, which have one size, the nearest one that suits the layer and the whole network.
bool Search::make_exact(AxisSet axes, uint32_t input, int direction, Shape& found) const {
    AxisTrial trial(subject_.network, axes, input, slider_.node);
    constexpr int most_refused = 64;
    int64_t size = trial.own_size();
    for (int tries = 0; tries < most_refused; ++tries) {
        auto next = trial.nearest(size + direction, direction, Demand::exact);
        if (!next) return false;
        size = *next;
        for (int axis = 0; axis < found.rank; ++axis) {
            if (axes >> axis & 1) found.spatial[axis] = size;
        }
        if (subject_.network.nodes.size() > furthest_layer || rest_accepts(subject_.network, input, found)) return true;
    }
    return false;
}

// The network's input with the nearest suitable size along each axis on which rows are left over. Axes of one size keep
// one size where that is possible.
std::optional<Shape> Search::exact_input(uint32_t input, int direction) const {
    const Shape own = subject_.network.nodes[input].output;
    if (own.rank != window_.rank) return std::nullopt;
    Shape found = own;
    AxisSet done = 0;
    for (int axis = 0; axis < own.rank; ++axis) {
        if (!is_short(axis) || (done >> axis & 1)) continue;
        if (own.spatial[axis] > largest_size) return std::nullopt;
        AxisSet alone = static_cast<AxisSet>(1 << axis), alike = 0;
        for (int other = axis; other < own.rank; ++other) {
            if (is_short(other) && own.spatial[other] == own.spatial[axis]) alike |= static_cast<AxisSet>(1 << other);
        }
        Shape before = found;
        bool together = !(alike & done) && make_exact(alike, input, direction, found);
        if (!together) {
            found = before;
            if (!make_exact(alone, input, direction, found)) return std::nullopt;
        }
        done |= together ? alike : alone;
    }
    return found;
}

// The input of the network that the layer depends on, if there is only one.
std::optional<uint32_t> Search::only_input() const {
    if (slider_.node > furthest_layer) return std::nullopt;
    auto needed = ancestors_of(subject_.network, slider_.node);
    needed.resize(subject_.network.input_count);
    auto first = std::find(needed.begin(), needed.end(), true);
    if (std::count(needed.begin(), needed.end(), true) != 1) return std::nullopt;
    return static_cast<uint32_t>(first - needed.begin());
}

// "an input of 223x223x3 or 227x227x3"
std::string Search::input() const {
    std::vector<std::string> shapes;
    auto input = only_input();
    for (int direction : {-1, 1}) {
        auto shape = input ? exact_input(*input, direction) : std::nullopt;
        if (shape) shapes.push_back(to_text(*shape, subject_.network.layout));
    }
    bool is_asked = input && subject_.network.nodes[*input].output.rank == window_.rank;
    if (shapes.empty()) return is_asked ? std::string() : size_in_front();
    return fmt::format("an input of {}", fmt::join(shapes, " or "));
}

// "a layer input of 27x27 or 31x31"
std::string Search::size_in_front() const {
    std::vector<std::string> sizes;
    for (int direction : {-1, 1}) {
        std::vector<int64_t> along;
        for (int axis = 0; axis < window_.rank; ++axis) {
            int64_t in = window_.axes[axis].in;
            if (auto size = is_short(axis) ? exact_size(axis, in, direction) : in) along.push_back(*size);
        }
        bool found = along.size() == static_cast<size_t>(window_.rank);
        if (found) sizes.push_back(fmt::format("{}", fmt::join(along, "x")));
    }
    return sizes.empty() ? std::string() : fmt::format("a layer input of {}", fmt::join(sizes, " or "));
}

// The nearest kernel size along an axis that skips no rows; the larger one of two that are equally near.
std::optional<int64_t> Search::kernel_size(int axis) const {
    std::array<int64_t, window_rank> sizes{};
    for (int other = 0; other < window_.rank; ++other) sizes[other] = window_.axes[other].kernel;
    int64_t now = sizes[axis];
    for (int64_t change = 1; change <= std::min(window_.axes[axis].stride, most_kernels); ++change) {
        for (int64_t size : {now + change, now - change}) {
            if (size < 1) continue;
            sizes[axis] = size;
            auto tried = infer_with(subject_.network, slider_.node, window_.params.kernel, Arg::Form::list,
                                    {sizes.data(), static_cast<size_t>(window_.rank)});
            if (!tried) continue;
            const AxisWindow& along = tried->window.axes[axis];
            bool same_steps = along.stride ==
                              window_.axes[axis].stride;  // the stride of a pool follows its kernel unless it is given
            if (same_steps && along.unread == 0 && along.reach().value() >= along.stride) return size;
        }
    }
    return std::nullopt;
}

// "a kernel of 12"
std::string Search::kernel() const {
    std::vector<int64_t> sizes;
    for (int axis = 0; axis < window_.rank; ++axis) {
        auto size = is_short(axis) ? kernel_size(axis) : window_.axes[axis].kernel;
        if (!size) return {};
        sizes.push_back(*size);
    }
    if (!network_accepts(window_.params.kernel, Arg::Form::list, sizes)) return {};
    bool alike = std::equal(sizes.begin() + 1, sizes.end(), sizes.begin());
    return alike ? fmt::format("a kernel of {}", sizes[0]) : fmt::format("a kernel of {}", fmt::join(sizes, "x"));
}

// `padding=1:2`: the least padding that fills the last step, the same on both sides if that is possible.
std::string Search::padding() const {
    std::vector<Sides> padding;
    for (int axis = 0; axis < window_.rank; ++axis) {
        const AxisWindow& along = window_.axes[axis];
        int64_t more = is_short(axis) ? along.stride - along.remainder : 0;
        if (more % 2 != 0 && along.stride % 2 != 0) more += along.stride;
        Sides sides{along.before + more / 2, along.after + (more + 1) / 2};
        if (window_.pools && std::max(sides.before, sides.after) > along.kernel / 2) return {};
        padding.push_back(sides);
    }
    std::vector<int64_t> numbers;
    for (const Sides& sides : padding) numbers.insert(numbers.end(), {sides.before, sides.after});
    if (!network_accepts(window_.params.padding, Arg::Form::pairs, numbers)) return {};
    std::string_view key = key_of(window_.params.padding);
    return key.empty() ? std::string() : dialect_.setting({key, padding});
}

std::string Search::ceil() const {
    constexpr int64_t on = 1;
    if (window_.params.ceil < 0 || !network_accepts(window_.params.ceil, Arg::Form::scalar, {&on, 1})) return {};
    std::string_view key = key_of(window_.params.ceil);
    return key.empty() ? std::string() : dialect_.setting({key, true});
}

}  // namespace

std::string remedies(const Subject& subject, const Slider& slider) {
    auto is_far = [](const AxisWindow& axis) {
        return std::max({axis.in, axis.stride, axis.reach().value(), axis.before, axis.after}) > largest_size;
    };
    auto axes = std::span(slider.window.axes).first(static_cast<size_t>(slider.window.rank));
    if (std::any_of(axes.begin(), axes.end(), is_far)) return {};
    auto found = Search(subject, slider).all();
    return enumerate({found.begin(), found.end()}, "or");
}

std::string never_read(int rank, const std::array<int64_t, window_rank>& counts, std::string_view of) {
    std::vector<std::string> parts;
    for (int axis = 0; axis < rank; ++axis) {
        if (counts[axis] == 0) continue;
        std::string_view noun = row_name(rank, axis);
        parts.push_back(counts[axis] == 1 ? fmt::format("the last {}", noun)
                                          : fmt::format("the last {}", counted(counts[axis], noun)));
    }
    if (parts.empty()) return {};
    bool one = parts.size() == 1 && std::find(counts.begin(), counts.end(), 1) != counts.end();
    return fmt::format("{} of {} {} never read", enumerate({parts.begin(), parts.end()}), of, one ? "is" : "are");
}

}  // namespace nnshape
