#include "import/placer.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/checked.h"

namespace nnshape {
namespace {

std::string text_of(const Dims& sizes) { return fmt::format("{}", fmt::join(sizes, "x")); }

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

int64_t batch_size_of(const Traced& traced) {
    return traced.batch < 0 ? 1 : traced.dims[static_cast<size_t>(traced.batch)];
}

std::vector<int> axes_without_batch(const Traced& traced) {
    std::vector<int> axes;
    for (int axis = 0; axis < static_cast<int>(traced.dims.size()); ++axis) {
        if (axis != traced.batch) axes.push_back(axis);
    }
    return axes;
}

Traced Placer::emit(const PlacedLayer& layer, const std::vector<int>& axes, int rank, int batch, int64_t batch_size) {
    if (axes.size() > max_rank + 1) refuse("its result has more than seven axes");
    TracedLayer traced{
        .name = (layer.name.empty() ? site_.name : layer.name) + (layer.suffix.empty() ? "" : "/" + layer.suffix),
        .operation = layer.operation,
        .inputs = {},
        .origin = site_.origin,
        .weights = layer.weights,
        .biases = layer.biases,
        .buffers = layer.buffers,
        .share = layer.share,
        .frozen = layer.frozen};
    for (const Traced& input : layer.inputs) traced.inputs.push_back(input.tensor);
    if (layer.suffix.empty() && site_.expected.size() == static_cast<size_t>(rank)) {
        for (int axis : axes) traced.output.push_back(site_.expected[static_cast<size_t>(axis)]);
    }
    Traced result{
        .tensor = tracer_.layer(traced), .dims = Dims(static_cast<size_t>(rank), 1), .batch = batch, .order = axes};
    Dims sizes = tracer_.sizes(result.tensor);
    if (sizes.empty()) throw Stopped{};
    if (sizes.size() != std::max<size_t>(axes.size(), 1)) {
        refuse(fmt::format("its result is {}, which has not {} axes", text_of(sizes), axes.size()));
    }
    for (size_t index = 0; index < axes.size(); ++index) result.dims[static_cast<size_t>(axes[index])] = sizes[index];
    if (batch >= 0) result.dims[static_cast<size_t>(batch)] = batch_size;
    return result;
}

Traced Placer::emit_as(const PlacedLayer& layer, const Traced& like) {
    return emit(layer, like.order, static_cast<int>(like.dims.size()), like.batch, batch_size_of(like));
}

std::vector<int> Placer::order_with(const Traced& traced, int channel) const {
    std::vector<int> order = axes_without_batch(traced);
    order.erase(std::remove(order.begin(), order.end(), channel), order.end());
    order.insert(layout_ == Layout::chw ? order.begin() : order.end(), channel);
    return order;
}

Traced Placer::arranged(const Traced& traced, const std::vector<int>& order) {
    if (traced.order == order) return traced;
    std::string axes;
    for (int axis : order) {
        auto at = std::find(traced.order.begin(), traced.order.end(), axis) - traced.order.begin();
        axes += fmt::format("{}{}", axes.empty() ? "" : "x", at);
    }
    PlacedLayer layer{.operation = "permute " + axes, .inputs = {traced}, .suffix = "permute"};
    return emit(layer, order, static_cast<int>(traced.dims.size()), traced.batch, batch_size_of(traced));
}

Traced Placer::with_channels(const Traced& traced, int channel) {
    if (channel == traced.batch) return with_channels(without_batch(traced), channel);
    return arranged(traced, order_with(traced, channel));
}

bool Placer::is_channels_last(const Traced& traced) const {
    if (traced.order.size() < 2) return false;
    int last = *std::max_element(traced.order.begin(), traced.order.end());
    return traced.order == order_with(traced, last);
}

Traced Placer::in_file_order(const Traced& traced) {
    std::vector<int> natural = traced.order;
    std::sort(natural.begin(), natural.end());
    return arranged(traced, natural);
}

Traced Placer::in_order(const Traced& traced) { return is_channels_last(traced) ? traced : in_file_order(traced); }

std::vector<int> Placer::order_after(const Traced& ordered, const Traced& result) const {
    std::vector<int> order = axes_without_batch(result);
    bool last = layout_ == Layout::chw && order.size() > 1 && is_channels_last(ordered);
    return last ? order_with(result, order.back()) : order;
}

Traced Placer::reshaped(const Traced& from, const Dims& dims) {
    Traced ordered = in_order(from);
    Traced result{.tensor = ordered.tensor, .dims = dims, .batch = batch_in(ordered, dims), .order = {}};
    if (ordered.batch >= 0 && result.batch < 0 && batch_size_of(ordered) > 1) {
        refuse("it joins the samples of a batch with other axes", "export the model with a batch of 1");
    }
    result.order = order_after(ordered, result);
    return rewritten(ordered, result);
}

Traced Placer::rewritten(const Traced& from, Traced to) {
    Dims sizes = written_sizes(to);
    to.tensor = from.tensor;
    if (sizes == written_sizes(from)) return to;
    std::string operation = sizes.size() == 1 ? std::string("flatten") : "reshape " + text_of(sizes);
    PlacedLayer layer{.operation = operation, .inputs = {from}};
    if (!site_.is_reshape) layer.suffix = "reshape";
    return emit_as(layer, to);
}

void Placer::check_one_sample(const Traced& traced) const {
    if (batch_size_of(traced) > 1) refuse("it works along the batch", "export the model with a batch of 1");
}

Traced Placer::without_batch(const Traced& traced) {
    if (traced.batch < 0) return traced;
    check_one_sample(traced);
    Traced ordered = in_order(traced);
    Traced result{.tensor = ordered.tensor, .dims = ordered.dims, .batch = -1, .order = {}};
    result.order = order_after(ordered, result);
    return rewritten(ordered, result);
}

Traced Placer::as_batch(const Traced& traced, int axis) {
    Traced ordered = in_order(traced), result = ordered;
    result.batch = axis;
    result.order.erase(std::find(result.order.begin(), result.order.end(), axis));
    return rewritten(ordered, result);
}

Traced Placer::turned(const Traced& traced, const std::vector<int>& perm) const {
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

Traced Placer::conformed(const Traced& traced, const Traced& target) {
    int offset = static_cast<int>(target.dims.size()) - static_cast<int>(traced.dims.size());
    Traced from = traced;
    if (from.batch >= 0 && from.batch + offset != target.batch) from = without_batch(from);
    std::vector<int> wanted;
    Traced result{
        .tensor = no_tensor, .dims = Dims(target.dims.size(), 1), .batch = target.batch, .order = target.order};
    for (int axis : target.order) {
        if (axis < offset || axis - offset == from.batch) continue;
        wanted.push_back(axis - offset);
        result.dims[static_cast<size_t>(axis)] = from.dims[static_cast<size_t>(axis - offset)];
    }
    if (target.batch >= 0) result.dims[static_cast<size_t>(target.batch)] = batch_size_of(target);
    for (int axis : from.order) {  // what is not written in the target has size 1
        if (std::find(wanted.begin(), wanted.end(), axis) == wanted.end()) wanted.push_back(axis);
    }
    return rewritten(arranged(from, wanted), result);
}

Traced Placer::stretched(const Traced& traced, const Dims& dims) {
    if (dims == traced.dims) return traced;
    Traced result = traced;
    result.dims = dims;
    PlacedLayer layer{.operation = "expand " + text_of(written_sizes(result)), .inputs = {traced}, .suffix = "expand"};
    return emit_alike(layer);
}

std::optional<size_t> Placer::written(const Traced& traced, int axis) const {
    auto found = std::find(traced.order.begin(), traced.order.end(), axis);
    if (found == traced.order.end()) return std::nullopt;
    return static_cast<size_t>(found - traced.order.begin());
}

Dims Placer::written_sizes(const Traced& traced) const {
    Dims sizes;
    for (int axis : traced.order) sizes.push_back(traced.dims[static_cast<size_t>(axis)]);
    if (sizes.empty()) sizes = {1};
    return sizes;
}

int Placer::axis_of(int64_t axis, size_t rank) const {
    auto count = static_cast<int64_t>(rank);
    if (axis < -count || axis >= count) {
        refuse(code::index_out_of_range, fmt::format("it has no axis {} among {}", axis, rank));
    }
    return static_cast<int>(axis < 0 ? axis + count : axis);
}

void Placer::refuse(std::string message, std::string help) const {
    refuse(code::bad_value, std::move(message), std::move(help));
}

void Placer::refuse(const Code& code, std::string message, std::string help) const {
    throw Misfit{&code, std::move(message), std::move(help)};
}

}  // namespace nnshape
