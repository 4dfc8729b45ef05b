// Operations that make axes longer or shorter.
#include <fmt/format.h>
#include <algorithm>

#include "import/tensor_operations.h"

namespace nnshape {
namespace {

// A layer `pad` needs channels: an axis of size 1.
Traced padded_vector(Placer& placer, const Traced& input, Dims before, Dims after) {
    std::vector<int> channels = {static_cast<int>(input.dims.size())};
    before.push_back(0);
    after.push_back(0);
    return squeezed(placer, padded(placer, unsqueezed(placer, input, channels), before, after), channels);
}

}  // namespace

Traced padded(Placer& placer, const Traced& input, const Dims& before, const Dims& after) {
    auto is_changed = [&](int axis) {
        auto at = static_cast<size_t>(axis);
        return before[at] != 0 || after[at] != 0;
    };
    Traced from = input.batch >= 0 && is_changed(input.batch) ? placer.without_batch(input) : input;
    if (std::none_of(from.order.begin(), from.order.end(), is_changed)) return from;
    if (from.order.size() == 1) return padded_vector(placer, from, before, after);
    // Any axis that is not padded may be written as the channels.
    int channel = placer.layout() == Layout::chw ? from.order.front() : from.order.back();
    std::string padding;
    std::vector<int> order = placer.order_with(from, channel);
    for (int axis : order) {
        auto at = static_cast<size_t>(axis);
        if (axis != channel) padding += fmt::format("{}{}:{}", padding.empty() ? "" : "x", before[at], after[at]);
    }
    PlacedLayer layer{.operation = "pad " + padding, .inputs = {placer.arranged(from, order)}};
    auto at = static_cast<size_t>(channel);
    if (is_changed(channel)) layer.operation += fmt::format(" channels={}:{}", before[at], after[at]);
    return placer.emit_alike(layer);
}

Traced resized(Placer& placer, const Traced& input, const Dims& dims) {
    if (dims == input.dims) return input;
    // Any axis that keeps its size may be written as the channels.
    int channel = -1;
    for (int axis : input.order) {
        auto at = static_cast<size_t>(axis);
        if (dims[at] == input.dims[at] && (channel < 0 || axis == 1)) channel = axis;
    }
    if (channel < 0 || input.order.size() < 2) placer.refuse(code::unsupported_op, "every axis is resized");
    Traced ordered = placer.with_channels(input, channel);
    Dims spatial;
    for (int axis : ordered.order) {
        if (axis != channel) spatial.push_back(dims[static_cast<size_t>(axis)]);
    }
    return placer.emit_alike(
        {.operation = fmt::format("upsample size={}", fmt::join(spatial, "x")), .inputs = {ordered}});
}

}  // namespace nnshape
