// Elementwise operations, parts, joins and axes.
#include "import/tensor_operations.h"

#include <fmt/format.h>
#include <algorithm>

namespace nnshape {
namespace {

int64_t size_at(const Traced& traced, int axis) { return traced.dims[static_cast<size_t>(axis)]; }

bool holds(const std::vector<int>& axes, int axis) { return std::binary_search(axes.begin(), axes.end(), axis); }

// A layer along one axis, whose number in the listing goes into the operation.
Traced along(Placer& placer, const Traced& input, int axis, const std::string& operation, std::string suffix) {
    auto written = placer.written(input, axis);
    if (!written) placer.refuse("it works along the batch", "export the model with a batch of 1");
    return placer.emit_alike(
        {.operation = fmt::format("{} axis={}", operation, *written), .inputs = {input}, .suffix = std::move(suffix)});
}

// The dims that the tensors have together.
Dims broadcast_all(const Placer& placer, const std::vector<Traced>& inputs) {
    std::optional<Dims> dims = inputs[0].dims;
    for (const Traced& input : inputs) {
        if (dims) dims = broadcast(*dims, input.dims);
    }
    if (dims) return *dims;
    std::string shapes;
    for (const Traced& input : inputs) {
        shapes += fmt::format("{}{}", shapes.empty() ? "" : " and ", fmt::join(input.dims, "x"));
    }
    placer.refuse(code::shape_mismatch, fmt::format("its inputs {} cannot be broadcast", shapes));
}

// The tensor of most axes; among these, the first that has a batch.
Traced& widest(std::vector<Traced>& inputs) {
    Traced* most = &inputs[0];
    for (Traced& input : inputs) {
        bool larger = input.dims.size() > most->dims.size() ||
                      (input.dims.size() == most->dims.size() && input.batch >= 0 && most->batch < 0);
        if (larger) most = &input;
    }
    return *most;
}

// The tensor as it is seen without axes of size 1. Its tensor is written with them.
Traced seen_without(const Traced& from, const std::vector<int>& axes) {
    Traced result{.tensor = from.tensor, .dims = {}, .batch = -1, .order = {}};
    std::vector<int> place;  // of each axis in the result
    for (int axis = 0; axis < static_cast<int>(from.dims.size()); ++axis) {
        place.push_back(static_cast<int>(result.dims.size()));
        if (!holds(axes, axis)) result.dims.push_back(size_at(from, axis));
    }
    for (int axis : from.order) {
        if (!holds(axes, axis)) result.order.push_back(place[static_cast<size_t>(axis)]);
    }
    if (from.batch >= 0 && !holds(axes, from.batch)) result.batch = place[static_cast<size_t>(from.batch)];
    return result;
}

}  // namespace

std::optional<Dims> broadcast(const Dims& one, const Dims& other) {
    Dims result(std::max(one.size(), other.size()), 1);
    for (size_t back = 1; back <= result.size(); ++back) {
        int64_t a = back <= one.size() ? one[one.size() - back] : 1;
        int64_t b = back <= other.size() ? other[other.size() - back] : 1;
        if (a != b && a != 1 && b != 1) return std::nullopt;
        result[result.size() - back] = a == 1 ? b : a;
    }
    return result;
}

Traced merged(Placer& placer, std::string_view type, const std::vector<Traced>& inputs) {
    Dims dims = broadcast_all(placer, inputs);
    // The result is written as the input of most axes is.
    std::vector<Traced> operands = inputs;
    Traced& like = widest(operands);
    Traced target = like;
    target.dims = dims;
    bool grows = batch_size_of(like) != batch_size_of(target);
    auto is_other = [&](const Traced& input) {  // its own size where the target has its batch
        int axis = target.batch - static_cast<int>(dims.size() - input.dims.size());
        return target.batch >= 0 && axis >= 0 && axis != input.batch && size_at(input, axis) != 1;
    };
    if (grows || std::any_of(inputs.begin(), inputs.end(), is_other)) {
        target = like = placer.without_batch(like);
        target.dims = dims;
    }
    PlacedLayer layer{.operation = std::string(type), .inputs = {}};
    for (const Traced& operand : operands) layer.inputs.push_back(placer.conformed(operand, target));
    bool has_two = type == "subtract" || type == "divide";
    if (has_two && inputs.size() != 2) placer.refuse("it needs two inputs");
    return placer.emit_as(layer, target);
}

Traced joined(Placer& placer, const std::vector<Traced>& inputs, int axis) {
    std::vector<Traced> ordinary;  // where the axis is not the batch
    for (const Traced& input : inputs) {
        ordinary.push_back(input.batch == axis ? placer.without_batch(input) : input);
    }
    auto with_batch =
        std::find_if(ordinary.begin(), ordinary.end(), [](const Traced& input) { return input.batch >= 0; });
    return joined_as(placer, ordinary, axis, with_batch == ordinary.end() ? ordinary[0] : *with_batch);
}

Traced joined_as(Placer& placer, const std::vector<Traced>& inputs, int axis, const Traced& target) {
    auto written = placer.written(target, axis);
    if (!written) placer.refuse("it joins tensors along an axis that the listing does not write");
    PlacedLayer layer{.operation = fmt::format("concat axis={}", *written), .inputs = {}};
    for (const Traced& input : inputs) {
        if (input.dims.size() != target.dims.size()) {
            placer.refuse(code::shape_mismatch,
                          fmt::format("it joins tensors of {} and {} axes", target.dims.size(), input.dims.size()));
        }
        layer.inputs.push_back(placer.conformed(input, target));
    }
    return placer.emit_as(layer, target);
}

Traced stacked(Placer& placer, const std::vector<Traced>& inputs, int axis) {
    std::vector<Traced> deeper;
    for (const Traced& input : inputs) {
        if (input.dims != inputs[0].dims) {
            placer.refuse(code::shape_mismatch,
                          fmt::format("it stacks tensors of {} and {}", fmt::join(inputs[0].dims, "x"),
                                      fmt::join(input.dims, "x")));
        }
        deeper.push_back(unsqueezed(placer, input, {axis}));
    }
    return joined(placer, deeper, axis);
}

Traced part_of(Placer& placer, const Traced& input, int axis, const Part& part, std::string suffix) {
    int64_t size = size_at(input, axis);
    bool whole = part.count == size && (part.step == 1 || part.step == -1);
    if (whole) return input;  // or reversed
    if (part.count == 0) placer.refuse(code::empty_output, "the part is empty");
    int64_t step = part.step < 0 ? -part.step : part.step;
    int64_t first = part.step < 0 ? part.first - (part.count - 1) * step : part.first;
    Traced from = axis == input.batch ? placer.without_batch(input) : input;
    std::string operation = fmt::format("slice start={} end={}", first, first + (part.count - 1) * step + 1);
    if (step != 1) operation += fmt::format(" step={}", step);
    return along(placer, from, axis, operation, std::move(suffix));
}

Traced at_index(Placer& placer, const Traced& input, int axis, int64_t index) {
    int64_t size = size_at(input, axis);
    if (index < -size || index >= size) {
        placer.refuse(code::index_out_of_range, fmt::format("index {} in an axis of {}", index, size));
    }
    if (axis == input.batch) placer.check_one_sample(input);
    Part part{index < 0 ? index + size : index, 1, 1};
    Traced one = placer.in_order(part_of(placer, input, axis, part));
    return placer.rewritten(one, seen_without(one, {axis}));
}

Traced unsqueezed(Placer& placer, const Traced& input, const std::vector<int>& axes) {
    Traced ordered = placer.in_order(input);
    Traced result{.tensor = no_tensor, .dims = {}, .batch = -1, .order = {}};
    int own = 0;  // the batch moves behind the axes that are put in before it
    for (int axis = 0; axis < static_cast<int>(input.dims.size() + axes.size()); ++axis) {
        bool is_new = holds(axes, axis);
        if (!is_new && own == ordered.batch) result.batch = axis;
        result.dims.push_back(is_new ? 1 : size_at(ordered, own++));
    }
    result.order = placer.order_after(ordered, result);
    return placer.rewritten(ordered, result);
}

Traced squeezed(Placer& placer, const Traced& input, const std::vector<int>& axes) {
    Dims dims;
    for (int axis = 0; axis < static_cast<int>(input.dims.size()); ++axis) {
        bool named = holds(axes, axis);
        if (named && size_at(input, axis) != 1) {
            placer.refuse(code::shape_mismatch, fmt::format("axis {} has size {}, and only a size of 1 can be removed",
                                                            axis, size_at(input, axis)));
        }
        if (!named) dims.push_back(size_at(input, axis));
    }
    if (holds(axes, input.batch)) {
        placer.check_one_sample(input);
        Traced ordered = placer.in_order(input);
        return placer.rewritten(ordered, seen_without(ordered, axes));
    }
    return placer.reshaped(input, dims);
}

Traced expanded(Placer& placer, const Traced& input, const Dims& dims) {
    auto together = broadcast(input.dims, dims);
    if (!together) placer.refuse(code::shape_mismatch, "its input cannot be broadcast to the shape");
    if (*together == input.dims) return input;
    int offset = static_cast<int>(together->size() - input.dims.size());
    bool grows = input.batch >= 0 && (*together)[static_cast<size_t>(input.batch + offset)] != batch_size_of(input);
    Traced from = grows ? placer.without_batch(input) : input;
    Traced target{
        .tensor = no_tensor, .dims = *together, .batch = from.batch < 0 ? -1 : from.batch + offset, .order = {}};
    target.order = placer.order_after(from, target);
    return placer.stretched(placer.conformed(from, target), *together);
}

Traced tiled(Placer& placer, const Traced& input, const Dims& repeats) {
    if (repeats.size() != input.dims.size()) {
        placer.refuse("it has another number of repeats than its input has axes");
    }
    bool grows = input.batch >= 0 && repeats[static_cast<size_t>(input.batch)] != 1;
    Traced from = grows ? placer.without_batch(input) : input;
    bool same = std::all_of(repeats.begin(), repeats.end(), [](int64_t times) { return times == 1; });
    if (same) return from;
    Dims written;
    for (int axis : from.order) written.push_back(repeats[static_cast<size_t>(axis)]);
    return placer.emit_alike({.operation = fmt::format("tile {}", fmt::join(written, "x")), .inputs = {from}});
}

Traced reduced(Placer& placer, const Traced& input, const std::vector<int>& axes, std::string_view by, bool keepdims,
               std::string suffix) {
    if (holds(axes, input.batch)) placer.check_one_sample(input);
    std::string written;
    Traced result = input;
    for (size_t index = 0; index < input.order.size(); ++index) {
        if (holds(axes, input.order[index])) written += fmt::format("{}{}", written.empty() ? "" : "x", index);
    }
    for (int axis : axes) result.dims[static_cast<size_t>(axis)] = 1;
    if (!keepdims) result = seen_without(result, axes);
    if (written.empty()) return result;
    return placer.emit_as({.operation = fmt::format("reduce {} by={}{}", written, by, keepdims ? " keepdims" : ""),
                           .inputs = {input},
                           .suffix = std::move(suffix)},
                          result);
}

Traced rearranged(Placer& placer, const std::vector<Traced>& inputs, const Dims& dims, int batch) {
    Traced result{.tensor = no_tensor, .dims = dims, .batch = batch, .order = {}};
    result.order = placer.order_after(inputs[0], result);
    std::string sizes = fmt::format("{}", fmt::join(placer.written_sizes(result), "x"));
    return placer.emit_as({.operation = "custom " + sizes, .inputs = inputs}, result);
}

Traced regain_batch(Placer& placer, const Traced& input) {
    bool is_lost = input.batch < 0 && !input.dims.empty() && input.dims[0] == 1;
    return is_lost ? placer.as_batch(input, 0) : input;
}

}  // namespace nnshape
