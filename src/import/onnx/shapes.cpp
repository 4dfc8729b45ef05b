// Operators that move elements: shapes, axes, parts and copies.
#include <fmt/format.h>
#include <algorithm>

#include "import/onnx/fold.h"
#include "import/onnx/operators.h"

namespace nnshape::onnx {
namespace {

// A layer along one axis, whose number in the listing goes into the operation.
Traced along(GraphReader& reader, const Node& node, const Traced& input, int axis, const std::string& operation,
             std::string suffix = {}) {
    auto written = reader.written(input, axis);
    if (!written) reader.refuse("it works along the batch", "export the model with a batch of 1");
    Layer layer{
        .operation = fmt::format("{} axis={}", operation, *written), .inputs = {input}, .suffix = std::move(suffix)};
    return reader.emit_alike(node, layer);
}

Traced part_of(GraphReader& reader, const Node& node, const Traced& input, int axis, const Part& part,
               std::string suffix = {}) {
    int64_t size = input.dims[static_cast<size_t>(axis)];
    bool whole = part.count == size && (part.step == 1 || part.step == -1);
    if (whole) return input;  // or reversed
    if (part.count == 0) reader.refuse(code::empty_output, "the part is empty");
    int64_t step = part.step < 0 ? -part.step : part.step;
    int64_t first = part.step < 0 ? part.first - (part.count - 1) * step : part.first;
    Traced from = axis == input.batch ? reader.without_batch(node, input) : input;
    std::string operation = fmt::format("slice start={} end={}", first, first + (part.count - 1) * step + 1);
    if (step != 1) operation += fmt::format(" step={}", step);
    return along(reader, node, from, axis, operation, std::move(suffix));
}

// A tensor of these dims of which no type of nnshape says how it is made. It has no parameters.
Traced rearranged(GraphReader& reader, const Node& node, const std::vector<Traced>& inputs, const Dims& dims,
                  int batch) {
    Traced result{.tensor = no_tensor, .dims = dims, .batch = batch, .order = {}};
    for (int axis = 0; axis < static_cast<int>(dims.size()); ++axis) {
        if (axis != batch) result.order.push_back(axis);
    }
    bool last = reader.layout() == Layout::chw && result.order.size() > 1 && reader.is_channels_last(inputs[0]);
    if (last) result.order = reader.order_with(result, result.order.back());
    Layer layer{.operation = fmt::format("custom {}", fmt::join(reader.written_sizes(result), "x")), .inputs = inputs};
    int64_t batch_size = batch < 0 ? 1 : dims[static_cast<size_t>(batch)];
    return reader.emit(node, layer, result.order, static_cast<int>(dims.size()), batch, batch_size);
}

}  // namespace

void reshape(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    auto asked = node.inputs.size() > 1 ? reader.numbers(node, 1) : node.integers("shape");
    reader.set(
        node, Value::of(reader.reshaped(node, input, reshaped_dims(reader, node, input.dims, asked.value_or(Dims())))));
}

void flatten(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    int64_t asked = node.integer("axis", 1);
    auto rank = static_cast<int64_t>(input.dims.size());
    if (asked < -rank || asked > rank) reader.refuse(code::index_out_of_range, fmt::format("it has no axis {}", asked));
    auto axis = static_cast<ptrdiff_t>(asked < 0 ? asked + rank : asked);
    Dims before(input.dims.begin(), input.dims.begin() + axis), after(input.dims.begin() + axis, input.dims.end());
    reader.set(node, Value::of(reader.reshaped(node, input, {elements_of(before), elements_of(after)})));
}

void squeeze(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    Dims dims = squeezed(reader, node, input.dims);
    auto axes = axes_of(reader, node, input.dims.size());
    bool all = axes.empty();
    bool drops_batch = input.batch >= 0 && (std::binary_search(axes.begin(), axes.end(), input.batch) ||
                                            (all && input.dims[static_cast<size_t>(input.batch)] == 1));
    if (drops_batch) input = reader.without_batch(node, input);
    reader.set(node, Value::of(reader.reshaped(node, input, dims)));
}

void unsqueeze(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    Dims dims = unsqueezed(reader, node, input.dims);
    auto asked = reader.has_input(node, 1) ? reader.numbers(node, 1).value_or(Dims()) : node.integers("axes");
    auto axes = axes_of(reader, node, input.dims.size() + asked.size());
    // The batch moves behind the axes that are put in before it.
    Traced result{.tensor = no_tensor, .dims = dims, .batch = -1, .order = {}};
    std::vector<int> place;
    for (int axis = 0; axis < static_cast<int>(dims.size()); ++axis) {
        if (!std::binary_search(axes.begin(), axes.end(), axis)) place.push_back(axis);
    }
    Traced ordered = reader.in_order(node, input);
    if (ordered.batch >= 0) result.batch = place[static_cast<size_t>(ordered.batch)];
    for (int axis = 0; axis < static_cast<int>(dims.size()); ++axis) {
        if (axis != result.batch) result.order.push_back(axis);
    }
    bool last = reader.layout() == Layout::chw && result.order.size() > 1 && reader.is_channels_last(ordered);
    if (last) result.order = reader.order_with(result, result.order.back());
    reader.set(node, Value::of(reader.rewritten(node, ordered, result)));
}

void transpose(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    reader.set(node, Value::of(reader.turned(input, order_of(reader, node, input.dims.size()))));
}

void concat(GraphReader& reader, const Node& node) {
    std::vector<size_t> indexes;
    const Traced* like = nullptr;  // the first that is calculated, with a batch if any has one
    for (size_t index = 0; index < node.inputs.size(); ++index) {
        const Value& value = reader.input(node, index);
        bool empty = value.is_stored() && elements_of(value.dims()) == 0 && !value.dims().empty();
        if (!empty) indexes.push_back(index);
        bool better = value.is_traced() && (!like || (value.traced.batch >= 0 && like->batch < 0));
        if (better) like = &value.traced;
    }
    if (indexes.empty()) reader.refuse("it has no inputs");
    Traced target = like ? *like : reader.traced(node, indexes[0]);
    int axis = reader.axis_of(node.integer("axis", 0), target.dims.size());
    if (axis == target.batch) target = reader.without_batch(node, target);
    if (indexes.size() == 1) return reader.set(node, Value::of(reader.traced(node, indexes[0])));
    std::vector<Traced> inputs;
    for (size_t index : indexes) {
        const Value& value = reader.input(node, index);
        if (value.dims().size() != target.dims.size()) {
            reader.refuse(code::shape_mismatch,
                          fmt::format("it joins tensors of {} and {} axes", target.dims.size(), value.dims().size()));
        }
        inputs.push_back(value.is_stored() ? reader.traced_like(value, node.input(index), target)
                                           : reader.conformed(node, reader.traced(node, index), target));
    }
    Layer layer{.operation = fmt::format("concat axis={}", *reader.written(target, axis)), .inputs = inputs};
    int64_t batch_size = target.batch < 0 ? 1 : target.dims[static_cast<size_t>(target.batch)];
    reader.set(node, Value::of(reader.emit(node, layer, target.order, static_cast<int>(target.dims.size()),
                                           target.batch, batch_size)));
}

void split(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    int axis = reader.axis_of(node.integer("axis", 0), input.dims.size());
    auto sizes = split_sizes(reader, node, input.dims[static_cast<size_t>(axis)]);
    int64_t first = 0;
    for (size_t index = 0; index < sizes.size() && index < node.outputs.size(); ++index) {
        auto suffix = index == 0 ? std::string() : fmt::format("{}", index);
        if (sizes[index] > 0) {
            Traced part = part_of(reader, node, input, axis, {first, 1, sizes[index]}, suffix);
            reader.set(node, Value::of(part), index);
        }
        first += sizes[index];
    }
}

void slice(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    auto parts = slice_parts(reader, node, input.dims);
    for (size_t axis = 0; axis < parts.size(); ++axis) {
        input = part_of(reader, node, input, static_cast<int>(axis), parts[axis]);
    }
    reader.set(node, Value::of(input));
}

// An embedding for ids that are calculated or given; an index, or a part, for those that are known.
void gather(GraphReader& reader, const Node& node) {
    const Value &data = reader.input(node, 0), &indexes = reader.input(node, 1);
    int axis = reader.axis_of(node.integer("axis", 0), data.dims().size());
    bool is_table = data.is_stored() && is_real(data.stored.type) && data.dims().size() == 2 && axis == 0;
    if (is_table && indexes.is_traced()) {
        Traced ids = indexes.traced;
        Dims flat(ids.batch >= 0 ? 1 : 0, ids.batch >= 0 ? ids.dims[static_cast<size_t>(ids.batch)] : 1);
        Dims sizes = reader.written_sizes(ids);
        flat.push_back(elements_of(sizes));
        Traced ordered = reader.in_order(node, ids);
        Traced vector{.tensor = no_tensor,
                      .dims = flat,
                      .batch = ids.batch >= 0 ? 0 : -1,
                      .order = {static_cast<int>(flat.size()) - 1}};
        vector = reader.rewritten(node, ordered, vector);
        Layer layer{.operation = fmt::format("embedding {} {}", data.dims()[0], data.dims()[1]), .inputs = {vector}};
        layer.weights = elements_of(data.dims());
        layer.parameters = data.stored.roots;
        int rank = static_cast<int>(flat.size()) + 1;
        std::vector<int> order = reader.layout() == Layout::chw ? std::vector<int>{rank - 1, rank - 2}
                                                                : std::vector<int>{rank - 2, rank - 1};
        int64_t batch_size = vector.batch < 0 ? 1 : flat[0];
        Traced result = reader.emit(node, layer, order, rank, vector.batch, batch_size);
        Dims dims = ids.dims;
        dims.push_back(data.dims()[1]);
        return reader.set(node, Value::of(reader.reshaped(node, result, dims)));
    }
    Traced input = reader.traced(node, 0);
    if (indexes.is_known() && indexes.dims().empty()) {
        int64_t size = input.dims[static_cast<size_t>(axis)], index = integers_of(indexes.stored)[0];
        if (index < -size || index >= size) {
            reader.refuse(code::index_out_of_range, fmt::format("index {} in an axis of {}", index, size));
        }
        reader.use(indexes.stored);
        if (axis == input.batch) input = reader.without_batch(node, input);
        Traced part = part_of(reader, node, input, axis, {index < 0 ? index + size : index, 1, 1});
        Dims dims = part.dims;
        Traced ordered = reader.in_order(node, part), result = ordered;
        result.dims.erase(result.dims.begin() + axis);
        result.order.clear();
        if (result.batch > axis) --result.batch;
        for (int other : ordered.order) {
            if (other != axis) result.order.push_back(other > axis ? other - 1 : other);
        }
        return reader.set(node, Value::of(reader.rewritten(node, ordered, result)));
    }
    if (indexes.is_stored()) reader.use(indexes.stored);
    if (axis == input.batch) input = reader.without_batch(node, input);
    Dims dims(input.dims.begin(), input.dims.begin() + axis);
    dims.insert(dims.end(), indexes.dims().begin(), indexes.dims().end());
    dims.insert(dims.end(), input.dims.begin() + axis + 1, input.dims.end());
    if (dims == input.dims) return reader.set(node, Value::of(input));
    int moved = static_cast<int>(indexes.dims().size()) - 1;
    int batch = input.batch > axis ? input.batch + moved : input.batch;
    bool own_batch = batch < 0 && indexes.is_traced() && indexes.traced.batch >= 0;
    if (own_batch) batch = indexes.traced.batch + axis;
    reader.set(node, Value::of(rearranged(reader, node, {input}, dims, batch)));
}

void like_indexes(GraphReader& reader, const Node& node) {
    const Value& indexes = reader.input(node, 1);
    Traced input = reader.traced(node, 0);
    int batch = indexes.is_traced() ? indexes.traced.batch : -1;
    reader.set(node, Value::of(rearranged(reader, node, {input}, indexes.dims(), batch)));
}

void gather_nd(GraphReader& reader, const Node& node) {
    const Value& indexes = reader.input(node, 1);
    Traced input = reader.traced(node, 0);
    const Dims& at = indexes.dims();
    auto rank = static_cast<int64_t>(input.dims.size());
    int64_t batches = node.integer("batch_dims", 0);
    bool fits = !at.empty() && at.back() >= 1 && at.back() <= rank && batches >= 0 && batches <= rank - at.back();
    if (!fits) return reader.take_recorded(node);
    Dims dims(at.begin(), at.end() - 1);
    dims.insert(dims.end(), input.dims.begin() + static_cast<ptrdiff_t>(batches + at.back()), input.dims.end());
    int batch = indexes.is_traced() && indexes.traced.batch == 0 ? 0 : -1;
    reader.set(node, Value::of(rearranged(reader, node, {input}, dims, batch)));
}

void expand(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    auto dims = broadcast(input.dims, reader.numbers(node, 1).value_or(Dims()));
    if (!dims) reader.refuse(code::shape_mismatch, "its input cannot be broadcast to the shape");
    if (*dims == input.dims) return reader.set(node, Value::of(input));
    Traced target = input;
    if (dims->size() != input.dims.size() || input.batch >= 0) {
        bool grows = input.batch >= 0 && (*dims)[dims->size() - input.dims.size() + static_cast<size_t>(input.batch)] !=
                                             input.dims[static_cast<size_t>(input.batch)];
        if (grows) input = reader.without_batch(node, input);
    }
    target = input;
    int offset = static_cast<int>(dims->size() - input.dims.size());
    target.dims = *dims;
    if (target.batch >= 0) target.batch += offset;
    target.order.clear();
    for (int axis = 0; axis < static_cast<int>(dims->size()); ++axis) {
        if (axis != target.batch) target.order.push_back(axis);
    }
    if (reader.layout() == Layout::chw && reader.is_channels_last(input) && target.order.size() > 1) {
        target.order = reader.order_with(target, target.order.back());
    }
    reader.set(node, Value::of(reader.stretched(node, reader.conformed(node, input, target), *dims)));
}

void tile(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    Dims repeats = reader.numbers(node, 1).value_or(Dims());
    if (repeats.size() != input.dims.size()) reader.refuse("it has another number of repeats than its input has axes");
    if (input.batch >= 0 && repeats[static_cast<size_t>(input.batch)] != 1) input = reader.without_batch(node, input);
    bool same = std::all_of(repeats.begin(), repeats.end(), [](int64_t times) { return times == 1; });
    if (same) return reader.set(node, Value::of(input));
    Dims written;
    for (int axis : input.order) written.push_back(repeats[static_cast<size_t>(axis)]);
    Layer layer{.operation = fmt::format("tile {}", fmt::join(written, "x")), .inputs = {input}};
    reader.set(node, Value::of(reader.emit_alike(node, layer)));
}

void reduce(GraphReader& reader, const Node& node) {
    struct Kind {
        std::string_view op, by;
    };
    constexpr Kind kinds[] = {{"ReduceMean", "mean"}, {"ReduceMax", "max"}, {"ArgMax", "max"},
                              {"ReduceMin", "min"},   {"ArgMin", "min"},    {"ReduceProd", "product"},
                              {"ReduceL2", "norm"},   {"ReduceL1", "norm"}};
    Traced input = reader.traced(node, 0);
    size_t rank = input.dims.size();
    bool is_index = node.op.starts_with("Arg");
    std::vector<int> axes;
    if (is_index) {
        axes = {reader.axis_of(node.integer("axis", 0), rank)};
    } else {
        axes = axes_of(reader, node, rank);
    }
    bool all = axes.empty();
    if (all && node.integer("noop_with_empty_axes", 0) != 0) return reader.set(node, Value::of(input));
    for (int axis = 0; all && axis < static_cast<int>(rank); ++axis) axes.push_back(axis);
    if (std::binary_search(axes.begin(), axes.end(), input.batch)) input = reader.without_batch(node, input);
    bool kept = node.integer("keepdims", 1) != 0;
    auto found = std::find_if(std::begin(kinds), std::end(kinds), [&](const Kind& kind) { return kind.op == node.op; });
    std::string_view by = found == std::end(kinds) ? std::string_view("sum") : found->by;
    std::string written;
    Traced result = input;
    result.order.clear();
    result.dims.clear();
    std::vector<int> place(rank, -1);
    for (int axis = 0; axis < static_cast<int>(rank); ++axis) {
        bool reduced = std::binary_search(axes.begin(), axes.end(), axis);
        if (reduced && !kept) continue;
        place[static_cast<size_t>(axis)] = static_cast<int>(result.dims.size());
        result.dims.push_back(reduced ? 1 : input.dims[static_cast<size_t>(axis)]);
    }
    for (size_t index = 0; index < input.order.size(); ++index) {
        int axis = input.order[index];
        if (std::binary_search(axes.begin(), axes.end(), axis)) {
            written += fmt::format("{}{}", written.empty() ? "" : "x", index);
        }
        if (place[static_cast<size_t>(axis)] >= 0) result.order.push_back(place[static_cast<size_t>(axis)]);
    }
    if (input.batch >= 0) result.batch = place[static_cast<size_t>(input.batch)];
    if (written.empty()) return reader.set(node, Value::of(reader.rewritten(node, input, result)));
    Layer layer{.operation = fmt::format("reduce {} by={}{}", written, by, kept ? " keepdims" : ""), .inputs = {input}};
    int64_t batch_size = result.batch < 0 ? 1 : result.dims[static_cast<size_t>(result.batch)];
    reader.set(node, Value::of(reader.emit(node, layer, result.order, static_cast<int>(result.dims.size()),
                                           result.batch, batch_size)));
}

void top_k(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    int axis = reader.axis_of(node.integer("axis", -1), input.dims.size());
    auto count = node.inputs.size() > 1 ? reader.numbers(node, 1).value_or(Dims()) : Dims{node.integer("k", 1)};
    if (count.size() != 1 || count[0] < 1 || count[0] > input.dims[static_cast<size_t>(axis)]) {
        reader.refuse("the number of values is not within the axis");
    }
    Traced result = part_of(reader, node, input, axis, {0, 1, count[0]});
    reader.set(node, Value::of(result));
    reader.set(node, Value::of(result), 1);
}

void one_hot(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    auto depth = reader.numbers(node, 1);
    if (!depth || depth->size() != 1 || (*depth)[0] < 1) reader.refuse("its depth is not a number");
    int axis = reader.axis_of(node.integer("axis", -1), input.dims.size() + 1);
    Dims dims = input.dims;
    dims.insert(dims.begin() + axis, (*depth)[0]);
    int batch = input.batch >= axis ? input.batch + 1 : input.batch;
    reader.set(node, Value::of(rearranged(reader, node, {input}, dims, batch)));
}

}  // namespace nnshape::onnx
