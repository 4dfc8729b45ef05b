// Operators that move elements: shapes, axes, parts and copies.
#include <fmt/format.h>
#include <algorithm>

#include "import/onnx/fold.h"
#include "import/onnx/operators.h"

namespace nnshape::onnx {

void reshape(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    auto asked = node.inputs.size() > 1 ? reader.numbers(node, 1) : node.integers("shape");
    reader.set(node, Value::of(reader.placer().reshaped(
                         input, reshaped_dims(reader, node, input.dims, asked.value_or(Dims())))));
}

void flatten(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    int64_t asked = node.integer("axis", 1);
    auto rank = static_cast<int64_t>(input.dims.size());
    if (asked < -rank || asked > rank) reader.refuse(code::index_out_of_range, fmt::format("it has no axis {}", asked));
    auto axis = static_cast<ptrdiff_t>(asked < 0 ? asked + rank : asked);
    Dims before(input.dims.begin(), input.dims.begin() + axis), after(input.dims.begin() + axis, input.dims.end());
    reader.set(node, Value::of(reader.placer().reshaped(input, {product_of(before), product_of(after)})));
}

void squeeze(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    auto axes = axes_of(reader, node, input.dims.size());
    for (int axis = 0; axes.empty() && axis < static_cast<int>(input.dims.size()); ++axis) {
        if (input.dims[static_cast<size_t>(axis)] == 1) axes.push_back(axis);
    }
    reader.set(node, Value::of(squeezed(reader.placer(), input, axes)));
}

void unsqueeze(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    reader.set(node, Value::of(unsqueezed(reader.placer(), input, new_axes_of(reader, node, input.dims.size()))));
}

void transpose(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    reader.set(node, Value::of(reader.placer().turned(input, order_of(reader, node, input.dims.size()))));
}

void concat(GraphReader& reader, const Node& node) {
    std::vector<size_t> indexes;
    const Traced* like = nullptr;  // the first that is calculated, with a batch if any has one
    for (size_t index = 0; index < node.inputs.size(); ++index) {
        const Value& value = reader.input(node, index);
        bool empty = value.is_stored() && product_of(value.dims()) == 0 && !value.dims().empty();
        if (!empty) indexes.push_back(index);
        bool better = value.is_traced() && (!like || (value.traced.batch >= 0 && like->batch < 0));
        if (better) like = &value.traced;
    }
    if (indexes.empty()) reader.refuse("it has no inputs");
    Traced target = like ? *like : reader.traced(node, indexes[0]);
    int axis = reader.axis_of(node.integer("axis", 0), target.dims.size());
    if (axis == target.batch) target = reader.placer().without_batch(target);
    if (indexes.size() == 1) return reader.set(node, Value::of(reader.traced(node, indexes[0])));
    std::vector<Traced> inputs;
    for (size_t index : indexes) {
        const Value& value = reader.input(node, index);
        if (value.dims().size() != target.dims.size()) {
            reader.refuse(code::shape_mismatch,
                          fmt::format("it joins tensors of {} and {} axes", target.dims.size(), value.dims().size()));
        }
        inputs.push_back(value.is_stored() ? reader.traced_like(value, node.input(index), target)
                                           : reader.placer().conformed(reader.traced(node, index), target));
    }
    reader.set(node, Value::of(joined_as(reader.placer(), inputs, axis, target)));
}

void split(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    int axis = reader.axis_of(node.integer("axis", 0), input.dims.size());
    auto sizes = split_sizes(reader, node, input.dims[static_cast<size_t>(axis)]);
    int64_t first = 0;
    for (size_t index = 0; index < sizes.size() && index < node.outputs.size(); ++index) {
        auto suffix = index == 0 ? std::string() : fmt::format("{}", index);
        if (sizes[index] > 0) {
            Traced part = part_of(reader.placer(), input, axis, {first, 1, sizes[index]}, suffix);
            reader.set(node, Value::of(part), index);
        }
        first += sizes[index];
    }
}

void slice(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    auto parts = slice_parts(reader, node, input.dims);
    for (size_t axis = 0; axis < parts.size(); ++axis) {
        input = part_of(reader.placer(), input, static_cast<int>(axis), parts[axis]);
    }
    reader.set(node, Value::of(input));
}

namespace {

// The rows of a stored table, chosen by ids that are calculated.
void embed(GraphReader& reader, const Node& node, const Stored& table, const Traced& ids) {
    Tensor made = no_tensor;
    PlacedLayer layer{.operation = {}, .inputs = {}, .weights = product_of(table.dims)};
    layer.share = reader.owner_of(node, table.roots);
    Traced result = embedded(reader.placer(), ids, table.dims[0], table.dims[1], layer, &made);
    reader.count(node, table.roots, made);
    reader.set(node, Value::of(result));
}

}  // namespace

// An embedding for ids that are calculated or given; an index, or a part, for those that are known.
void gather(GraphReader& reader, const Node& node) {
    const Value &data = reader.input(node, 0), &indexes = reader.input(node, 1);
    int axis = reader.axis_of(node.integer("axis", 0), data.dims().size());
    bool is_table = data.is_stored() && is_real(data.stored.type) && data.dims().size() == 2 && axis == 0;
    if (is_table && indexes.is_traced()) return embed(reader, node, data.stored, indexes.traced);
    Traced input = reader.traced(node, 0);
    if (indexes.is_known() && indexes.dims().empty()) {
        reader.use(indexes.stored);
        int64_t index = integers_of(indexes.stored)[0];
        return reader.set(node, Value::of(at_index(reader.placer(), input, axis, index)));
    }
    if (indexes.is_stored()) reader.use(indexes.stored);
    if (axis == input.batch) input = reader.placer().without_batch(input);
    Dims dims(input.dims.begin(), input.dims.begin() + axis);
    dims.insert(dims.end(), indexes.dims().begin(), indexes.dims().end());
    dims.insert(dims.end(), input.dims.begin() + axis + 1, input.dims.end());
    if (dims == input.dims) return reader.set(node, Value::of(input));
    int moved = static_cast<int>(indexes.dims().size()) - 1;
    int batch = input.batch > axis ? input.batch + moved : input.batch;
    bool own_batch = batch < 0 && indexes.is_traced() && indexes.traced.batch >= 0;
    if (own_batch) batch = indexes.traced.batch + axis;
    reader.set(node, Value::of(rearranged(reader.placer(), {input}, dims, batch)));
}

void like_indexes(GraphReader& reader, const Node& node) {
    const Value& indexes = reader.input(node, 1);
    Traced input = reader.traced(node, 0);
    int batch = indexes.is_traced() ? indexes.traced.batch : -1;
    reader.set(node, Value::of(rearranged(reader.placer(), {input}, indexes.dims(), batch)));
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
    reader.set(node, Value::of(rearranged(reader.placer(), {input}, dims, batch)));
}

void expand(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    Dims dims = reader.numbers(node, 1).value_or(Dims());
    reader.set(node, Value::of(expanded(reader.placer(), input, dims)));
}

void tile(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    Dims repeats = reader.numbers(node, 1).value_or(Dims());
    reader.set(node, Value::of(tiled(reader.placer(), input, repeats)));
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
    bool kept = node.integer("keepdims", 1) != 0;
    auto found = std::find_if(std::begin(kinds), std::end(kinds), [&](const Kind& kind) { return kind.op == node.op; });
    std::string_view by = found == std::end(kinds) ? std::string_view("sum") : found->by;
    reader.set(node, Value::of(reduced(reader.placer(), input, axes, by, kept)));
}

void top_k(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    int axis = reader.axis_of(node.integer("axis", -1), input.dims.size());
    auto count = node.inputs.size() > 1 ? reader.numbers(node, 1).value_or(Dims()) : Dims{node.integer("k", 1)};
    if (count.size() != 1 || count[0] < 1 || count[0] > input.dims[static_cast<size_t>(axis)]) {
        reader.refuse("the number of values is not within the axis");
    }
    Traced result = part_of(reader.placer(), input, axis, {0, 1, count[0]});
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
    reader.set(node, Value::of(rearranged(reader.placer(), {input}, dims, batch)));
}

}  // namespace nnshape::onnx
