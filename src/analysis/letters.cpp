#include "analysis/letters.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "layers/find_kind.h"
#include "layers/value.h"
#include "network/place.h"

namespace nnshape {
namespace {

// The letters of the axes: L of a sequence, H and W of an image, and T in front of them for a third one.
std::string axis_letter(int rank, int axis) {
    if (rank == 1) return "L";
    constexpr std::string_view letters = "THW";
    return std::string(1, letters[static_cast<size_t>(window_rank - rank + axis)]);
}

}  // namespace

Letters::Letters(const Network& network, const ExplainedLayer& layer)
    : node_(network.nodes[layer.node]),
      layer_(layer),
      args_(network.args_of(node_)),
      inputs_(inputs_of(network, node_)) {}

std::string Letters::latex_of(std::string_view letter) {
    if (letter.size() == 1) return std::string(letter);
    return fmt::format("{}_{{{}}}", letter[0], letter.substr(1));
}

// Adds the letter to the legend when it is first used.
std::string Letters::letter(std::string name, int64_t value, std::string_view meaning) {
    bool is_new = std::none_of(legend_.begin(), legend_.end(), [&](const Letter& one) { return one.name == name; });
    if (is_new) legend_.push_back({name, value, meaning});
    return notation_ == Notation::latex ? latex_of(name) : name;
}

// One letter for all axes where they have the same value, except for the sizes of the input, the window and the output.
std::string Letters::along(Place place, int axis) {
    struct Named {
        std::string_view letter, meaning;
        int64_t AxisWindow::*member;
        bool for_each;
    };
    constexpr Named named[] = {{"", "input", &AxisWindow::in, true},
                               {"F", "window", &AxisWindow::kernel, true},
                               {"S", "stride", &AxisWindow::stride, false},
                               {"P", "padding", &AxisWindow::before, false},
                               {"D", "dilation", &AxisWindow::dilation, false},
                               {"O", "output", &AxisWindow::out, true}};
    const Named& one = named[static_cast<size_t>(place)];
    const Window& window = layer_.window;
    int64_t value = window.axes[static_cast<size_t>(axis)].*one.member;
    bool alike = std::all_of(window.axes.begin(), window.axes.begin() + window.rank,
                             [&](const AxisWindow& other) { return other.*one.member == value; });
    std::string axis_name =
        window.rank == 1 && one.for_each && !one.letter.empty() ? "" : axis_letter(window.rank, axis);
    std::string name(one.letter);
    if (one.for_each || !alike) name += axis_name;
    return letter(std::move(name), value, one.meaning);
}

std::string Letters::fraction(const std::string& above, const std::string& below) const {
    if (notation_ == Notation::latex) return fmt::format("\\frac{{{}}}{{{}}}", above, below);
    bool single = above.find(' ') == std::string::npos;
    return single ? fmt::format("{} / {}", above, below) : fmt::format("({}) / {}", above, below);
}

std::string Letters::rounded(std::string text, bool down) const {
    std::string_view name = down ? "floor" : "ceil";
    if (notation_ == Notation::latex) return fmt::format("\\left\\l{0} {1}\\right\\r{0}", name, text);
    return down ? fmt::format("⌊{}⌋", text) : fmt::format("⌈{}⌉", text);
}

std::string Letters::times(const std::vector<std::string>& factors) const {
    return fmt::format("{}", fmt::join(factors, notation_ == Notation::latex ? "\\cdot " : "·"));
}

// D·(FH − 1) + 1, or FH.
std::string Letters::reach(int axis) {
    std::string kernel = along(Place::kernel, axis);
    if (layer_.window.axes[static_cast<size_t>(axis)].dilation == 1) return kernel;
    std::string_view minus = notation_ == Notation::latex ? "-" : "−";
    return fmt::format("{} + 1", times({along(Place::dilation, axis), fmt::format("({} {} 1)", kernel, minus)}));
}

// The size of the output along an axis.
std::string Letters::size(int axis) {
    const Window& window = layer_.window;
    const AxisWindow& placed = window.axes[static_cast<size_t>(axis)];
    std::string_view minus = notation_ == Notation::latex ? "-" : "−";
    bool same = window.mode != PaddingMode::given;
    std::string in = along(Place::in, axis);
    if (window.transposed) {
        if (same) return times({in, along(Place::stride, axis)});
        if (placed.before != placed.after || placed.output_padding != 0) return {};
        std::string grown = times({fmt::format("({} {} 1)", in, minus), along(Place::stride, axis)});
        return fmt::format("{} {} {} + {}", grown, minus, times({"2", along(Place::padding, axis)}), reach(axis));
    }
    bool exact = placed.in % placed.stride == 0;
    if (same) {
        std::string ratio = fraction(in, along(Place::stride, axis));
        return exact ? ratio : rounded(ratio, false);
    }
    if (placed.before != placed.after) return {};
    AxisWindow down = placed;
    bool up = place_down(down) || down.out != placed.out;
    if (up) return {};
    std::string covered = reach(axis);
    if (covered.find(' ') != std::string::npos) covered = fmt::format("({})", covered);
    std::string room = fmt::format("{} + {} {} {}", in, times({"2", along(Place::padding, axis)}), minus, covered);
    std::string ratio = fraction(room, along(Place::stride, axis));
    return fmt::format("{} + 1", placed.remainder == 0 ? ratio : rounded(ratio, true));
}

bool Letters::learns_filters() const {
    std::string_view type = name_of(*node_.kind);
    return type == "conv" || type == "conv_transpose";
}

std::string Letters::weights() {
    if (name_of(*node_.kind) == "dense") {
        return times({letter("N", inputs_[0].channels, "inputs"), letter("M", node_.output.channels, "units")});
    }
    if (!learns_filters()) return {};
    std::vector<std::string> factors;
    for (int axis = 0; axis < layer_.window.rank; ++axis) factors.push_back(along(Place::kernel, axis));
    int64_t groups = args_.integer(find_param(params_of(*node_.kind), "groups"));
    std::string channels = letter("C", inputs_[0].channels, "channels of the input");
    if (groups != 1) {
        std::string part = fraction(channels, letter("G", groups, "groups"));
        channels = notation_ == Notation::latex ? part : fmt::format("({})", part);
    }
    factors.push_back(std::move(channels));
    factors.push_back(letter("N", node_.output.channels, "filters"));
    return times(factors);
}

std::string Letters::biases() {
    if (name_of(*node_.kind) == "dense") return letter("M", node_.output.channels, "units");
    return learns_filters() ? letter("N", node_.output.channels, "filters") : std::string();
}

// The bias of a filter is one more of its weights.
std::string Letters::params() {
    std::string all = weights(), bias = biases();
    if (all.empty()) return {};
    int bias_param = find_param(params_of(*node_.kind), "bias");
    if (!args_.flag(bias_param) && !node_.folded) return all;
    std::string of_one = all.substr(0, all.size() - bias.size() - times({"", ""}).size());
    return times({fmt::format("({} + 1)", of_one), bias});
}

std::string Letters::formula(const ExplainedFigure& figure, Notation notation) {
    notation_ = notation;
    const Window& window = layer_.window;
    for (int axis = 0; axis < window.rank; ++axis) {
        if (figure.label == axis_name(window.rank, axis)) return size(axis);
    }
    bool is_single = node_.experts == 0 && node_.shares == nothing_shared;
    if (figure.label == "weights" && is_single) return weights();
    if (figure.label == "biases" && is_single) return biases();
    if (figure.label == "params" && is_single) return params();
    if (figure.label != "macs" || !is_single || window.transposed) return {};
    std::string all = weights();
    if (all.empty()) return {};
    if (window.rank == 0) return node_.output.rank == 0 ? all : std::string();
    std::vector<std::string> factors;
    for (int axis = 0; axis < window.rank; ++axis) factors.push_back(along(Place::out, axis));
    factors.push_back(all);
    return times(factors);
}

}  // namespace nnshape
