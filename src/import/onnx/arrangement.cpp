// How a tensor's axes are written in the listing, and the layers that change it.
#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "import/onnx/graph_reader.h"

namespace nnshape::onnx {
namespace {

std::string joined(const Dims& sizes) { return fmt::format("{}", fmt::join(sizes, "x")); }

Checked product(const Dims& dims, size_t end) {
    Checked count = 1;
    for (size_t axis = 0; axis < end; ++axis) count *= dims[axis];
    return count;
}

// The axis of `to` that is the batch of `from`, for the same elements: as many come before it. -1 if none is.
int batch_in(const Traced& from, const Dims& to) {
    if (from.batch < 0) return -1;
    auto batch = static_cast<size_t>(from.batch);
    Checked before = product(from.dims, batch);
    auto fits = [&](size_t axis) {
        return axis < to.size() && to[axis] == from.dims[batch] && product(to, axis).value() == before.value();
    };
    if (fits(batch)) return from.batch;
    for (size_t axis = 0; axis < to.size(); ++axis) {
        if (fits(axis)) return static_cast<int>(axis);
    }
    return -1;
}

}  // namespace

// The layer that has the same parameters, if it is of the same operator.
Tensor GraphReader::shared_with(const Node& node, const Layer& layer) {
    if (layer.parameters.empty()) return no_tensor;
    std::vector<std::string_view> key = layer.parameters;
    key.push_back(node.op);
    auto found = owners_.find(key);
    return found == owners_.end() ? no_tensor : found->second;
}

Traced GraphReader::emit(const Node& node, const Layer& layer, const std::vector<int>& axes, int rank, int batch,
                         int64_t batch_size) {
    if (axes.size() > max_rank + 1) refuse("its result has more than seven axes");
    TracedLayer traced{
        .name = (layer.name.empty() ? name_of(node) : layer.name) + (layer.suffix.empty() ? "" : "/" + layer.suffix),
        .operation = layer.operation,
        .inputs = {},
        .origin = origin_of(node),
        .weights = layer.weights,
        .biases = layer.biases,
        .buffers = layer.buffers};
    for (const Traced& input : layer.inputs) traced.inputs.push_back(input.tensor);
    traced.share = shared_with(node, layer);
    auto dims = recorded(node.output(0));
    if (layer.suffix.empty() && dims && dims->size() == static_cast<size_t>(rank)) {
        for (int axis : axes) traced.output.push_back((*dims)[static_cast<size_t>(axis)]);
    }
    Traced result{
        .tensor = tracer_.layer(traced), .dims = Dims(static_cast<size_t>(rank), 1), .batch = batch, .order = axes};
    for (std::string_view name : layer.parameters) counted_.insert(name);
    if (!layer.parameters.empty() && traced.share == no_tensor) {
        std::vector<std::string_view> key = layer.parameters;
        key.push_back(node.op);
        owners_.emplace(std::move(key), result.tensor);
    }
    Dims sizes = tracer_.sizes(result.tensor);
    if (sizes.empty()) throw Stopped{};
    if (sizes.size() != std::max<size_t>(axes.size(), 1)) {
        refuse(fmt::format("its result is {}, which has not {} axes", joined(sizes), axes.size()));
    }
    for (size_t index = 0; index < axes.size(); ++index) result.dims[static_cast<size_t>(axes[index])] = sizes[index];
    if (batch >= 0) result.dims[static_cast<size_t>(batch)] = batch_size;
    return result;
}

Traced GraphReader::emit_alike(const Node& node, const Layer& layer) {
    const Traced& like = layer.inputs[0];
    int64_t batch_size = like.batch < 0 ? 1 : like.dims[static_cast<size_t>(like.batch)];
    return emit(node, layer, like.order, static_cast<int>(like.dims.size()), like.batch, batch_size);
}

std::vector<int> GraphReader::order_with(const Traced& traced, int channel) const {
    std::vector<int> order;
    for (int axis = 0; axis < static_cast<int>(traced.dims.size()); ++axis) {
        if (axis != traced.batch && axis != channel) order.push_back(axis);
    }
    order.insert(layout_ == Layout::chw ? order.begin() : order.end(), channel);
    return order;
}

Traced GraphReader::arranged(const Node& node, const Traced& traced, const std::vector<int>& order) {
    if (traced.order == order) return traced;
    std::string axes;
    for (int axis : order) {
        auto at = std::find(traced.order.begin(), traced.order.end(), axis) - traced.order.begin();
        axes += fmt::format("{}{}", axes.empty() ? "" : "x", at);
    }
    Layer layer{.operation = "permute " + axes, .inputs = {traced}, .suffix = "permute"};
    int64_t batch_size = traced.batch < 0 ? 1 : traced.dims[static_cast<size_t>(traced.batch)];
    return emit(node, layer, order, static_cast<int>(traced.dims.size()), traced.batch, batch_size);
}

Traced GraphReader::with_channels(const Node& node, const Traced& traced, int channel) {
    if (channel == traced.batch) return with_channels(node, without_batch(node, traced), channel);
    return arranged(node, traced, order_with(traced, channel));
}

bool GraphReader::is_channels_last(const Traced& traced) const {
    if (traced.order.size() < 2) return false;
    int last = *std::max_element(traced.order.begin(), traced.order.end());
    return traced.order == order_with(traced, last);
}

Traced GraphReader::in_order(const Node& node, const Traced& traced) {
    std::vector<int> natural = traced.order;
    std::sort(natural.begin(), natural.end());
    return is_channels_last(traced) ? traced : arranged(node, traced, natural);
}

Traced GraphReader::reshaped(const Node& node, const Traced& from, const Dims& dims) {
    Traced ordered = in_order(node, from);
    Traced result{.tensor = ordered.tensor, .dims = dims, .batch = batch_in(ordered, dims), .order = {}};
    if (ordered.batch >= 0 && result.batch < 0 && ordered.dims[static_cast<size_t>(ordered.batch)] > 1) {
        refuse("it joins the samples of a batch with other axes", "export the model with a batch of 1");
    }
    for (int axis = 0; axis < static_cast<int>(dims.size()); ++axis) {
        if (axis != result.batch) result.order.push_back(axis);
    }
    bool last = layout_ == Layout::chw && is_channels_last(ordered) && result.order.size() > 1;
    if (last) result.order = order_with(result, result.order.back());
    return rewritten(node, ordered, result);
}

Traced GraphReader::rewritten(const Node& node, const Traced& from, Traced to) {
    Dims sizes = written_sizes(to);
    to.tensor = from.tensor;
    if (sizes == written_sizes(from)) return to;
    std::string operation = sizes.size() == 1 ? std::string("flatten") : "reshape " + joined(sizes);
    Layer layer{.operation = operation, .inputs = {from}};
    if (node.op != "Reshape" && node.op != "Flatten") layer.suffix = "reshape";
    int64_t batch_size = to.batch < 0 ? 1 : to.dims[static_cast<size_t>(to.batch)];
    return emit(node, layer, to.order, static_cast<int>(to.dims.size()), to.batch, batch_size);
}

Traced GraphReader::without_batch(const Node& node, const Traced& traced) {
    if (traced.batch < 0) return traced;
    if (traced.dims[static_cast<size_t>(traced.batch)] > 1) {
        refuse("it works along the batch", "export the model with a batch of 1");
    }
    Traced ordered = in_order(node, traced);
    Traced result{.tensor = ordered.tensor, .dims = ordered.dims, .batch = -1, .order = {}};
    for (int axis = 0; axis < static_cast<int>(result.dims.size()); ++axis) result.order.push_back(axis);
    if (layout_ == Layout::chw && is_channels_last(ordered)) result.order = order_with(result, result.order.back());
    return rewritten(node, ordered, result);
}

Traced GraphReader::as_batch(const Node& node, const Traced& traced, int axis) {
    Traced ordered = in_order(node, traced), result = ordered;
    result.batch = axis;
    result.order.erase(std::find(result.order.begin(), result.order.end(), axis));
    return rewritten(node, ordered, result);
}

Traced GraphReader::turned(const Traced& traced, const std::vector<int>& perm) const {
    Traced result = traced;
    std::vector<int> place(perm.size());
    for (size_t index = 0; index < perm.size(); ++index) {
        result.dims[index] = traced.dims[static_cast<size_t>(perm[index])];
        place[static_cast<size_t>(perm[index])] = static_cast<int>(index);
    }
    if (traced.batch >= 0) result.batch = place[static_cast<size_t>(traced.batch)];
    for (int& axis : result.order) axis = place[static_cast<size_t>(axis)];
    return result;
}

Traced GraphReader::conformed(const Node& node, const Traced& traced, const Traced& target) {
    int offset = static_cast<int>(target.dims.size()) - static_cast<int>(traced.dims.size());
    Traced from = traced;
    if (from.batch >= 0 && from.batch + offset != target.batch) from = without_batch(node, from);
    std::vector<int> wanted;
    Traced result{
        .tensor = no_tensor, .dims = Dims(target.dims.size(), 1), .batch = target.batch, .order = target.order};
    for (int axis : target.order) {
        if (axis < offset || axis - offset == from.batch) continue;
        wanted.push_back(axis - offset);
        result.dims[static_cast<size_t>(axis)] = from.dims[static_cast<size_t>(axis - offset)];
    }
    if (target.batch >= 0)
        result.dims[static_cast<size_t>(target.batch)] = target.dims[static_cast<size_t>(target.batch)];
    for (int axis : from.order) {  // what is not written in the target has size 1
        if (std::find(wanted.begin(), wanted.end(), axis) == wanted.end()) wanted.push_back(axis);
    }
    return rewritten(node, arranged(node, from, wanted), result);
}

Traced GraphReader::stretched(const Node& node, const Traced& traced, const Dims& dims) {
    if (dims == traced.dims) return traced;
    Traced result = traced;
    result.dims = dims;
    Layer layer{.operation = "expand " + joined(written_sizes(result)), .inputs = {traced}, .suffix = "expand"};
    return emit_alike(node, layer);
}

std::optional<size_t> GraphReader::written(const Traced& traced, int axis) const {
    auto found = std::find(traced.order.begin(), traced.order.end(), axis);
    if (found == traced.order.end()) return std::nullopt;
    return static_cast<size_t>(found - traced.order.begin());
}

Dims GraphReader::written_sizes(const Traced& traced) const {
    Dims sizes;
    for (int axis : traced.order) sizes.push_back(traced.dims[static_cast<size_t>(axis)]);
    if (sizes.empty()) sizes = {1};
    return sizes;
}

int GraphReader::axis_of(int64_t axis, size_t rank) const {
    auto count = static_cast<int64_t>(rank);
    if (axis < -count || axis >= count) {
        refuse(code::index_out_of_range, fmt::format("it has no axis {} among {}", axis, rank));
    }
    return static_cast<int>(axis < 0 ? axis + count : axis);
}

}  // namespace nnshape::onnx
