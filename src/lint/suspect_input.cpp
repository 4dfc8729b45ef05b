#include <fmt/format.h>
#include <algorithm>

#include "lint/rule.h"

// An input shape that was likely meant in the other layout or rank.
namespace nnshape {
namespace {

constexpr int64_t most_color_channels = 4;

void report(const Node& input, const Network& network, Diagnostics& diagnostics, std::string message,
            std::string help) {
    const Range& arguments = input.statement->arguments;
    Span span = arguments.count > 0 ? network.spec->arguments[arguments.first].value.span : input.statement->type.span;
    diagnostics.push_back({&code::suspect_input, std::move(message), std::move(help), span, std::string(input.name)});
}

std::string read_as(const Shape& shape) {
    std::string depth = shape.rank == 3 ? fmt::format("{} slices, ", shape.spatial[0]) : "";
    return fmt::format("read as {}{} rows, {} columns, {} channels", depth, shape.spatial[shape.rank - 2],
                       shape.spatial[shape.rank - 1], shape.channels);
}

// A first size of a few and a larger last one look like channels first; and the other way round.
void check_layout(const Node& input, const Shape& shape, const Network& network, Diagnostics& diagnostics) {
    if (shape.rank < 2) return;
    Sizes sizes = sizes_of(shape, network.layout);
    int64_t first = sizes.values[0], last = sizes.values[sizes.count - 1];
    bool last_first = network.layout == Layout::hwc && first <= most_color_channels && last > first;
    bool first_last = network.layout == Layout::chw && last <= most_color_channels && first > last &&
                      sizes.values[1] > most_color_channels;
    std::string_view tail = "or silence this with `allow=suspect-input`";
    if (last_first) {
        report(input, network, diagnostics, read_as(shape),
               fmt::format("for channels first write `layout CHW`, {}", tail));
    } else if (first_last) {
        report(input, network, diagnostics, read_as(shape),
               fmt::format("for channels last write `layout HWC`, {}", tail));
    }
}

bool leaves_values_in_place(const Node& node) { return node.kind->is_activation || node.kind->infer == keep_shape; }

// The first layer behind a tensor that slides a window over it, with only layers between that keep the shape.
const Node* window_behind(uint32_t tensor, const Network& network, const Analysis& analysis) {
    std::vector<uint32_t> same{tensor};
    for (uint32_t index = network.input_count; index < network.nodes.size(); ++index) {
        const Node& node = network.nodes[index];
        auto reads = network.reads_of(node);
        bool behind = std::any_of(reads.begin(), reads.end(), [&](uint32_t read) {
            return std::find(same.begin(), same.end(), read) != same.end();
        });
        if (!behind || analysis.nodes[index].state == State::unreached || node.broken) continue;
        Inferred inferred = infer(network, analysis, node);
        bool slides = !inferred || inferred->window.rank > 0;
        if (slides && node.kind->takes_rank_suffix && node.rank_suffix < 0 && node.kind->least_rank == 1) return &node;
        if (leaves_values_in_place(node)) same.push_back(index);
    }
    return nullptr;
}

// Two sizes in front of a window that did not say it is one for sequences.
void check_rank(uint32_t index, const Shape& shape, const Network& network, const Analysis& analysis,
                Diagnostics& diagnostics) {
    if (shape.rank != 1) return;
    const Node* window = window_behind(index, network, analysis);
    if (!window) return;
    std::string grey = network.layout == Layout::hwc ? fmt::format("{}x{}x1", shape.spatial[0], shape.channels)
                                                     : fmt::format("1x{}x{}", shape.channels, shape.spatial[0]);
    report(network.nodes[index], network, diagnostics,
           fmt::format("read as {} steps of {} channels", shape.spatial[0], shape.channels),
           fmt::format("a grey image is `{}`; for a sequence write `{}1d`", grey, window->kind->name));
}

void check(const Network& network, const Analysis& analysis, Diagnostics& diagnostics) {
    for (uint32_t index = 0; index < network.input_count; ++index) {
        if (analysis.nodes[index].state != State::calculated) continue;
        const Shape& shape = analysis.nodes[index].output;
        check_layout(network.nodes[index], shape, network, diagnostics);
        check_rank(index, shape, network, analysis, diagnostics);
    }
}

}  // namespace

namespace rules {

extern const Rule suspect_input;
const Rule suspect_input{
    .code = code::suspect_input,
    .why =
        "A shape in the other layout, or an image without its channel, is a shape too: everything after it is "
        "calculated without an error, and wrong.",
    .example = "input 28x28\nconv 32 3\n",
    .instead = "input 28x28x1\nconv 32 3\n",
    .check = check};

}  // namespace rules
}  // namespace nnshape
