#include <fmt/format.h>
#include <algorithm>

#include "analysis/reading.h"
#include "base/text.h"
#include "layers/layer_kind.h"
#include "lint/rule.h"
#include "network/place.h"
#include "spec/dialect.h"

// Finds an input shape that was probably meant in the other layout or rank.
namespace nnshape {

namespace rules {
extern const Rule suspect_input;
}

namespace {

constexpr int64_t most_color_channels = 4;
constexpr size_t furthest_layer = 4096;  // a larger network is not tried in another layout or rank

void report(uint32_t input, const Network& network, Findings& findings, std::string message, std::string help) {
    constexpr int shape = 0;  // the parameter
    Span span = place_of_value(network, network.nodes[input], shape);
    findings.add(input, span, std::move(message), std::move(help));
}

std::string read_as(const Shape& shape) {
    std::string depth = shape.rank == 3 ? fmt::format("{}, ", counted(shape.spatial[0], "slice")) : "";
    return fmt::format("read as {}{}, {}, {}", depth, counted(shape.spatial[shape.rank - 2], "row"),
                       counted(shape.spatial[shape.rank - 1], "column"), counted(shape.channels, "channel"));
}

// Whether the network can be calculated with its inputs in another layout.
bool accepts_layout(const Network& network, Layout layout) {
    Reading reading{.outputs = {}, .layout = layout};
    for (uint32_t input = 0; input < network.input_count; ++input) {
        const Node& node = network.nodes[input];
        if (node.state != State::calculated) return false;
        reading.outputs.emplace_back(input, shape_of(sizes_of(node.output, network.layout).view(), layout));
    }
    return network.nodes.size() > furthest_layer || accepts(network, reading);
}

std::string other_layout(const Network& network, std::string_view order, Layout layout) {
    const Dialect& dialect = dialect_of(*network.spec);
    std::string silence = dialect.setting({"allow", rules::suspect_input.code.name});
    if (!accepts_layout(network, layout)) {
        return fmt::format("its layers do not accept {}; silence this with {}", order, silence);
    }
    return fmt::format("for {} write {}, or silence this with {}", order,
                       dialect.layout(layout == Layout::chw ? "CHW" : "HWC"), silence);
}

// A small first size and a larger last size look like channels first; the opposite looks like channels last.
// "write `layout CHW` and `input 3x224x224`" for a batch of images; empty if the shape is more likely a volume.
std::string without_batch(const Shape& shape, const Network& network) {
    if (shape.rank != 3 || network.input_count != 1 || !network.nodes[0].statement->label.empty()) return {};
    Sizes sizes = sizes_of(shape, network.layout);
    const auto& size = sizes.values;
    bool is_chw = size[1] <= most_color_channels && size[2] == size[3] && size[3] > most_color_channels;
    bool is_hwc = size[0] == 1 && size[3] <= most_color_channels && size[1] == size[2] && size[1] > size[3];
    auto needs_image = [](const Node& node) { return node.state == State::failed && node.rank_suffix == 2; };
    bool is_reported = std::any_of(network.nodes.begin(), network.nodes.end(), needs_image);
    if ((!is_chw && !is_hwc) || is_reported) return {};
    Layout layout = is_chw ? Layout::chw : Layout::hwc;
    std::span<const int64_t> rest = sizes.view().subspan(1);
    bool fits = network.nodes.size() > furthest_layer ||
                accepts(network, {.outputs = {{0, shape_of(rest, layout)}}, .layout = layout});
    if (!fits) return {};
    const Dialect& dialect = dialect_of(*network.spec);
    std::string order = layout == network.layout ? "" : fmt::format("{} and ", dialect.layout(is_chw ? "CHW" : "HWC"));
    return fmt::format("the batch is not part of a shape; write {}{}", order, dialect.input_of(rest));
}

void check_layout(uint32_t input, const Shape& shape, const Network& network, Findings& findings) {
    if (shape.rank < 2 || shape.rank > window_rank) return;
    if (std::string help = without_batch(shape, network); !help.empty()) {
        return report(input, network, findings, read_as(shape), std::move(help));
    }
    Sizes sizes = sizes_of(shape, network.layout);
    int64_t first = sizes.values[0], last = sizes.values[sizes.count - 1];
    bool small_map = first == sizes.values[1];  // 4x4x512, from which a decoder starts
    bool last_first = network.layout == Layout::hwc && first <= most_color_channels && last > first && !small_map;
    bool first_last = network.layout == Layout::chw && last <= most_color_channels && first > last &&
                      sizes.values[1] > most_color_channels;
    if (last_first) {
        report(input, network, findings, read_as(shape), other_layout(network, "channels first", Layout::chw));
    } else if (first_last) {
        report(input, network, findings, read_as(shape), other_layout(network, "channels last", Layout::hwc));
    }
}

bool leaves_values_in_place(const Node& node) {
    return node.kind->traits.is_activation || node.kind->infer == keep_shape;
}

bool slides(const Node& node, const Network& network) {
    bool unsaid = node.kind->traits.takes_rank_suffix && node.rank_suffix < 0 && node.kind->ranks_of(0).least == 1;
    return unsaid && (node.state == State::failed || window_of(network, node).rank > 0);
}

// For each input, the first layer after it that slides a window, if all layers between them keep the shape. A type with
// a suffix such as `conv1d` does not count: its author meant a sequence.
std::vector<const Node*> windows_behind(const Network& network, const Analysis& analysis) {
    constexpr uint32_t none = UINT32_MAX;
    std::vector<const Node*> windows(network.input_count);
    std::vector<uint32_t> origins(network.nodes.size(), none);  // the input that has the same shape as the tensor
    for (uint32_t index = 0; index < network.input_count; ++index) origins[index] = index;
    for (uint32_t index = network.input_count; index < network.nodes.size(); ++index) {
        const Node& node = network.nodes[index];
        auto reads = network.reads_of(node);
        if (node.broken || reads.empty() || analysis.nodes[index].state == State::unreached) continue;
        uint32_t origin = origins[reads[0]];
        if (origin == none) continue;
        if (leaves_values_in_place(node)) origins[index] = origin;
        if (!windows[origin] && slides(node, network)) windows[origin] = &node;
    }
    return windows;
}

// An input of two sizes before a window is probably an image without its channel.
void check_rank(uint32_t input, const Shape& shape, const Node* window, const Network& network, Findings& findings) {
    if (shape.rank != 1 || shape.channels == 1 || !window) return;  // one channel: samples of sound
    bool channels_last = network.layout == Layout::hwc;
    const int64_t steps = shape.spatial[0];
    const int64_t grey[] = {channels_last ? steps : 1, shape.channels, channels_last ? 1 : steps};
    const Dialect& dialect = dialect_of(*network.spec);
    Shape image{.rank = 2, .spatial = {steps, shape.channels}, .channels = 1};
    if (!channels_last) image.spatial = {shape.channels, steps};
    bool fits = network.nodes.size() > furthest_layer ||
                accepts(network, {.outputs = {{input, image}}, .layout = network.layout});
    std::string grey_image = fits ? fmt::format("for a grey image write `{}`; ", dialect.sizes(grey)) : std::string();
    report(input, network, findings,
           fmt::format("read as {} of {}", counted(shape.spatial[0], "step"), counted(shape.channels, "channel")),
           fmt::format("{}for a sequence the type is `{}1d`", grey_image, window->kind->name));
}

void check(const Subject& subject, Findings& findings) {
    const Network& network = subject.network;
    const Analysis& analysis = subject.analysis;
    auto windows = windows_behind(network, analysis);
    for (uint32_t index = 0; index < network.input_count; ++index) {
        if (analysis.nodes[index].state != State::calculated) continue;
        const Shape& shape = network.nodes[index].output;
        check_layout(index, shape, network, findings);
        check_rank(index, shape, windows[index], network, findings);
    }
}

}  // namespace

namespace rules {

const Rule suspect_input{
    .code = {"suspect-input", Severity::warning, "an input shape that is probably meant in the other layout or rank"},
    .why =
        "A shape in the other layout, or an image without its channel, is a valid shape too: everything after it is "
        "calculated without an error, but wrong.",
    .example = "input 28x28\nconv 32 3\n",
    .instead = "input 28x28x1\nconv 32 3\n",
    .check = check};

}  // namespace rules
}  // namespace nnshape
