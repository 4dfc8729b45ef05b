// Functions of torch that take parts of tensors and join tensors.
#include <fmt/format.h>
#include <algorithm>

#include "base/checked.h"
#include "import/product.h"
#include "import/python/natives.h"
#include "import/python/tensor_values.h"
#include "import/python/torch_arguments.h"

namespace nnshape::python {
namespace {

std::vector<Value> parts_of(Interpreter& interpreter, TensorValue& tensor, int axis, const Dims& sizes, Spot spot) {
    std::vector<Value> parts;
    int64_t first = 0;
    for (int64_t size : sizes) {
        parts.push_back(operate(interpreter, "split", spot, {&tensor}, tensor.dtype,
                                [&](Placer& placer, std::vector<Traced>& inputs) {
                                    return part_of(placer, inputs[0], axis, {first, 1, size});
                                }));
        first += size;
    }
    return parts;
}

Value split(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "split", {"input", "split_size_or_sections?", "dim?", "split_size?"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    int axis = axis_of(interpreter, bound.integer(2, 0), tensor.dims.size(), bound.spot(2));
    int64_t size = tensor.dims.at(static_cast<size_t>(axis));
    Value given = bound.has(1) ? bound[1] : bound[3];
    Dims sizes;
    if (given.is_integer()) {
        int64_t each = std::max<int64_t>(1, given.integer);
        for (int64_t at = 0; at < size; at += each) sizes.push_back(std::min(each, size - at));
    } else {
        sizes = sizes_in(interpreter, given, bound.spot(1));
        Checked sum = 0;
        for (int64_t part : sizes) sum += part;
        if (sum.overflowed() || sum.value() != size) {
            interpreter.raise(code::shape_mismatch,
                              fmt::format("split: the sizes {} do not add up to {}, the size of axis {}",
                                          fmt::join(sizes, ", "), size, axis),
                              {}, arguments.spot);
        }
    }
    count_items(interpreter, static_cast<int64_t>(sizes.size()));
    return interpreter.tuple(parts_of(interpreter, tensor, axis, sizes, arguments.spot));
}

Value chunk(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "chunk", {"input", "chunks", "dim?"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    int axis = axis_of(interpreter, bound.integer(2, 0), tensor.dims.size(), bound.spot(2));
    int64_t size = tensor.dims.at(static_cast<size_t>(axis)), count = std::max<int64_t>(1, bound.integer(1));
    int64_t each = std::max<int64_t>(1, divide_up(size, count));
    Dims sizes;
    for (int64_t at = 0; at < size; at += each) sizes.push_back(std::min(each, size - at));
    count_items(interpreter, static_cast<int64_t>(sizes.size()));
    return interpreter.tuple(parts_of(interpreter, tensor, axis, sizes, arguments.spot));
}

Value unbind(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "unbind", {"input", "dim?"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    int axis = axis_of(interpreter, bound.integer(1, 0), tensor.dims.size(), bound.spot(1));
    count_items(interpreter, tensor.dims.at(static_cast<size_t>(axis)));
    std::vector<Value> parts;
    for (int64_t at = 0; at < tensor.dims[static_cast<size_t>(axis)]; ++at) {
        parts.push_back(operate(
            interpreter, "unbind", arguments.spot, {&tensor}, tensor.dtype,
            [&](Placer& placer, std::vector<Traced>& inputs) { return at_index(placer, inputs[0], axis, at); }));
    }
    return interpreter.tuple(std::move(parts));
}

std::vector<TensorValue*> tensors_in(Interpreter& interpreter, const Value& value, Spot spot) {
    std::vector<TensorValue*> tensors;
    for (const Value& item : to_items(interpreter, value, spot)) tensors.push_back(&tensor_of(interpreter, item, spot));
    return tensors;
}

// What differs besides the axis, in PyTorch's words.
void check_joined(Interpreter& interpreter, const std::vector<TensorValue*>& tensors, int axis, Spot spot) {
    for (size_t at = 1; at < tensors.size(); ++at) {
        const Dims &one = tensors[0]->dims, &other = tensors[at]->dims;
        bool fits = one.size() == other.size();
        for (size_t index = 0; fits && index < one.size(); ++index) {
            fits = static_cast<int>(index) == axis || one[index] == other[index];
        }
        if (fits) continue;
        interpreter.raise(
            code::shape_mismatch,
            fmt::format("sizes of tensors must match except in dimension {}: {} and {} (tensor number {})", axis,
                        dims_text(one), dims_text(other), at + 1),
            {}, spot);
    }
}

Value cat(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "cat", {"tensors", "dim?", "axis?", "out?"});
    auto tensors = tensors_in(interpreter, bound[0], bound.spot(0));
    std::erase_if(tensors, [](const TensorValue* one) { return one->dims == Dims{0}; });
    if (tensors.empty())
        interpreter.raise("RuntimeError", "torch.cat(): expected a non-empty list of Tensors", arguments.spot);
    int axis = axis_of(interpreter, bound.integer(bound.has(2) ? 2 : 1, 0), tensors[0]->dims.size(), bound.spot(1));
    check_joined(interpreter, tensors, axis, arguments.spot);
    TensorValue* first = tensors[0];
    std::erase_if(tensors, [&](const TensorValue* one) { return one->dims[static_cast<size_t>(axis)] == 0; });
    if (tensors.empty()) return Value::of(first);
    if (tensors.size() == 1) return Value::of(tensors[0]);
    return operate(interpreter, "cat", arguments.spot, tensors, tensors[0]->dtype,
                   [&](Placer& placer, std::vector<Traced>& inputs) { return joined(placer, inputs, axis); });
}

Value stack(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "stack", {"tensors", "dim?", "axis?", "out?"});
    auto tensors = tensors_in(interpreter, bound[0], bound.spot(0));
    if (tensors.empty()) interpreter.raise("RuntimeError", "stack expects a non-empty TensorList", arguments.spot);
    int axis = axis_of(interpreter, bound.integer(1, 0), tensors[0]->dims.size() + 1, bound.spot(1));
    check_joined(interpreter, tensors, -1, arguments.spot);
    return operate(interpreter, "stack", arguments.spot, tensors, tensors[0]->dtype,
                   [&](Placer& placer, std::vector<Traced>& inputs) { return stacked(placer, inputs, axis); });
}

Value select(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "select", {"input", "dim", "index"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    int axis = axis_of(interpreter, bound.integer(1), tensor.dims.size(), bound.spot(1));
    int64_t index = bound.integer(2);
    return operate(
        interpreter, "select", arguments.spot, {&tensor}, tensor.dtype,
        [&](Placer& placer, std::vector<Traced>& inputs) { return at_index(placer, inputs[0], axis, index); });
}

Value narrow(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "narrow", {"input", "dim", "start", "length"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    int axis = axis_of(interpreter, bound.integer(1), tensor.dims.size(), bound.spot(1));
    int64_t start = bound.integer(2), length = bound.integer(3), size = tensor.dims[static_cast<size_t>(axis)];
    if (start < 0 || length < 0 || start > size - length) {
        interpreter.raise(code::index_out_of_range,
                          fmt::format("narrow: {} from {} in an axis of {}", length, start, size), {}, arguments.spot);
    }
    return operate(interpreter, "narrow", arguments.spot, {&tensor}, tensor.dtype,
                   [&](Placer& placer, std::vector<Traced>& inputs) {
                       return part_of(placer, inputs[0], axis, {start, 1, length});
                   });
}

// Elements at indexes: the result has the dims of the indexes.
Value gather(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "gather", {"input", "dim", "index", "**"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    TensorValue& index = tensor_of(interpreter, bound[2], bound.spot(2));
    return operate(interpreter, "gather", arguments.spot, {&tensor}, tensor.dtype,
                   [&](Placer& placer, std::vector<Traced>& inputs) {
                       bool keeps = inputs[0].batch == 0 && !index.dims.empty() && index.dims[0] == tensor.dims[0];
                       return rearranged(placer, inputs, index.dims, keeps ? 0 : -1);
                   });
}

Value index_select(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "index_select", {"input", "dim", "index"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    int axis = axis_of(interpreter, bound.integer(1), tensor.dims.size(), bound.spot(1));
    std::vector<Value> items(static_cast<size_t>(axis), Value::of(interpreter.make<Slice>(Value(), Value(), Value())));
    items.push_back(bound[2]);
    return tensor_item(interpreter, tensor, interpreter.tuple(std::move(items)), arguments.spot);
}

constexpr NativeEntry table[] = {
    TORCH_BOTH("split", known<split>),
    TORCH_BOTH("split_with_sizes", known<split>),
    TORCH_BOTH("chunk", known<chunk>),
    TORCH_BOTH("unbind", known<unbind>),
    {"torch.cat", known<cat>},
    {"torch.concat", known<cat>},
    {"torch.concatenate", known<cat>},
    {"torch.stack", known<stack>},
    TORCH_BOTH("select", known<select>),
    TORCH_BOTH("narrow", known<narrow>),
    TORCH_BOTH("gather", known<gather>),
    TORCH_BOTH("take_along_dim", known<gather>),
    TORCH_BOTH("index_select", known<index_select>),
};

}  // namespace

std::span<const NativeEntry> torch_parts() { return table; }

}  // namespace nnshape::python
