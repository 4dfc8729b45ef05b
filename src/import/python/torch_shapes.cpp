// Functions of torch that move elements: shapes, axes, parts and joins.
#include <fmt/format.h>
#include <algorithm>

#include "base/checked.h"
#include "import/product.h"
#include "import/python/natives.h"
#include "import/python/tensor_values.h"
#include "import/python/torch_arguments.h"

namespace nnshape::python {

int axis_of(Interpreter& interpreter, int64_t axis, size_t rank, Spot spot) {
    auto count = static_cast<int64_t>(std::max<size_t>(rank, 1));
    if (axis < -count || axis >= count) {
        interpreter.raise("IndexError",
                          fmt::format("Dimension out of range (expected to be in range of [{}, {}], but got {})",
                                      -count, count - 1, axis),
                          spot);
    }
    return static_cast<int>(axis < 0 ? axis + count : axis);
}

std::vector<int> axes_of(Interpreter& interpreter, const Value& value, size_t rank, Spot spot) {
    std::vector<int> axes;
    if (value.is_none()) {
        for (size_t axis = 0; axis < rank; ++axis) axes.push_back(static_cast<int>(axis));
        return axes;
    }
    std::vector<Value> items = value.is_integer() ? std::vector<Value>{value} : to_items(interpreter, value, spot);
    for (const Value& item : items)
        axes.push_back(axis_of(interpreter, to_integer(interpreter, item, spot), rank, spot));
    std::sort(axes.begin(), axes.end());
    axes.erase(std::unique(axes.begin(), axes.end()), axes.end());
    return axes;
}

Dims sizes_in(Interpreter& interpreter, const Value& value, Spot spot) {
    if (value.is_number()) return {to_integer(interpreter, value, spot)};
    if (auto* tensor = as<TensorValue>(value); tensor && tensor->is_known) {
        Dims sizes;
        for (double number : tensor->numbers) sizes.push_back(truncated(interpreter, number));
        return sizes;
    }
    Dims sizes;
    for (const Value& item : to_items(interpreter, value, spot)) sizes.push_back(to_integer(interpreter, item, spot));
    return sizes;
}

Dims sizes_given(Interpreter& interpreter, const Arguments& arguments, size_t first) {
    Dims sizes;
    for (size_t at = first; at < arguments.items.size(); ++at) {
        const Argument& argument = arguments.items[at];
        bool is_size = argument.name.empty() || argument.name == "size" || argument.name == "shape" ||
                       argument.name == "dims" || argument.name == "sizes" || argument.name == "repeats";
        if (!is_size) continue;
        Dims more = sizes_in(interpreter, argument.value, argument.spot);
        sizes.insert(sizes.end(), more.begin(), more.end());
    }
    return sizes;
}

TensorValue& input_of(Interpreter& interpreter, const Arguments& arguments) {
    const Argument* input = arguments.find(0, "input");
    if (!input) input = arguments.named("self");
    if (!input) interpreter.raise("TypeError", "missing required argument: 'input'", arguments.spot);
    return tensor_of(interpreter, input->value, input->spot.package ? input->spot : arguments.spot);
}

namespace {

// The dims with the one that is -1 worked out. Raises an error in PyTorch's words if they do not fit.
Dims view_dims(Interpreter& interpreter, const Dims& from, const Dims& asked, Spot spot) {
    int64_t all = product_of(from), others = 1;
    Dims dims = asked;
    int open = -1;
    for (size_t axis = 0; axis < dims.size(); ++axis) {
        if (dims[axis] == -1 && open < 0) {
            open = static_cast<int>(axis);
            continue;
        }
        if (dims[axis] < 0)
            interpreter.raise("RuntimeError", fmt::format("invalid shape dimension {}", dims[axis]), spot);
        others = product_of({others, dims[axis]});
    }
    bool is_empty = std::find(from.begin(), from.end(), 0) != from.end();
    if (all == 0 && !is_empty) interpreter.raise(code::overflow, "the elements overflow a 64-bit integer", {}, spot);
    bool fits = open < 0 ? all == others : others > 0 && all % others == 0;
    if (!fits) {
        interpreter.raise(code::shape_mismatch,
                          fmt::format("shape '[{}]' is invalid for input of size {}: {} elements of {}",
                                      fmt::join(asked, ", "), all, all, dims_text(from)),
                          {}, spot);
    }
    if (open >= 0) dims[static_cast<size_t>(open)] = others == 0 ? 0 : all / others;
    return dims;
}

Value viewed(Interpreter& interpreter, TensorValue& tensor, const Dims& dims, Spot spot, std::string_view operation) {
    if (dims == tensor.dims) return Value::of(&tensor);
    bool is_empty = std::find(dims.begin(), dims.end(), 0) != dims.end();
    if (is_empty) return constant(interpreter, dims, tensor.dtype);
    Value result = operate(
        interpreter, operation, spot, {&tensor}, tensor.dtype, [&](Placer& placer, std::vector<Traced>& inputs) {
            Traced view = placer.reshaped(inputs[0], dims);
            return view.batch < 0 && inputs[0].batch < 0 && !dims.empty() && dims[0] == 1 && view.dims.size() > 2
                       ? regain_batch(placer, view)
                       : view;
        });
    auto* made = as<TensorValue>(result);
    made->numbers = tensor.numbers;
    made->is_known = tensor.is_known;
    bool flat = dims.size() == 2 && tensor.dims.size() > 2 && dims[0] == tensor.dims[0];
    if (flat)
        made->made_from = fmt::format("flatten of {}", dims_text(Dims(tensor.dims.begin() + 1, tensor.dims.end())));
    return result;
}

Value view(Interpreter& interpreter, Arguments& arguments) {
    TensorValue& tensor = input_of(interpreter, arguments);
    if (arguments.items.size() == 2) {  // view(dtype)
        auto* library = as<Library>(arguments.items[1].value);
        if (library) return Value::of(&tensor);
    }
    Dims asked = sizes_given(interpreter, arguments, 1);
    return viewed(interpreter, tensor, view_dims(interpreter, tensor.dims, asked, arguments.spot), arguments.spot,
                  "reshape");
}

Value view_as(Interpreter& interpreter, Arguments& arguments) {
    TensorValue& tensor = input_of(interpreter, arguments);
    TensorValue& other = tensor_of(interpreter, arguments.items.at(1).value, arguments.spot);
    return viewed(interpreter, tensor, view_dims(interpreter, tensor.dims, other.dims, arguments.spot), arguments.spot,
                  "reshape");
}

Value flatten(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "flatten", {"input", "start_dim?", "end_dim?"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    size_t rank = tensor.dims.size();
    int first = axis_of(interpreter, bound.integer(1, 0), rank, bound.spot(1));
    int last = axis_of(interpreter, bound.integer(2, -1), rank, bound.spot(2));
    if (first > last)
        interpreter.raise("RuntimeError", "flatten() has invalid args: start_dim cannot come after end_dim",
                          arguments.spot);
    if (rank == 0) return viewed(interpreter, tensor, {1}, arguments.spot, "flatten");
    Dims dims(tensor.dims.begin(), tensor.dims.begin() + first);
    dims.push_back(
        product_of(std::span(tensor.dims).subspan(static_cast<size_t>(first), static_cast<size_t>(last - first + 1))));
    dims.insert(dims.end(), tensor.dims.begin() + last + 1, tensor.dims.end());
    return viewed(interpreter, tensor, dims, arguments.spot, "flatten");
}

Value unflatten(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "unflatten", {"input", "dim", "sizes"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    int axis = axis_of(interpreter, bound.integer(1), tensor.dims.size(), bound.spot(1));
    Dims sizes = view_dims(interpreter, {tensor.dims[static_cast<size_t>(axis)]},
                           sizes_in(interpreter, bound[2], bound.spot(2)), arguments.spot);
    Dims dims(tensor.dims.begin(), tensor.dims.begin() + axis);
    dims.insert(dims.end(), sizes.begin(), sizes.end());
    dims.insert(dims.end(), tensor.dims.begin() + axis + 1, tensor.dims.end());
    return viewed(interpreter, tensor, dims, arguments.spot, "reshape");
}

Value turned(Interpreter& interpreter, TensorValue& tensor, const std::vector<int>& perm, Spot spot) {
    return operate(interpreter, "permute", spot, {&tensor}, tensor.dtype,
                   [&](Placer& placer, std::vector<Traced>& inputs) { return placer.turned(inputs[0], perm); });
}

Value permute(Interpreter& interpreter, Arguments& arguments) {
    TensorValue& tensor = input_of(interpreter, arguments);
    std::vector<int> perm;
    for (int64_t axis : sizes_given(interpreter, arguments, 1)) {
        perm.push_back(axis_of(interpreter, axis, tensor.dims.size(), arguments.spot));
    }
    std::vector<int> sorted = perm;
    std::sort(sorted.begin(), sorted.end());
    bool fits = perm.size() == tensor.dims.size() && std::unique(sorted.begin(), sorted.end()) == sorted.end();
    if (!fits) {
        interpreter.raise(code::index_out_of_range,
                          fmt::format("permute: {} axes are named, and the tensor {} has {}", perm.size(),
                                      dims_text(tensor.dims), tensor.dims.size()),
                          {}, arguments.spot);
    }
    return turned(interpreter, tensor, perm, arguments.spot);
}

Value transpose(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "transpose", {"input", "dim0?", "dim1?"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    size_t rank = tensor.dims.size();
    if (rank < 2) return bound[0];
    std::vector<int> perm;
    for (size_t axis = 0; axis < rank; ++axis) perm.push_back(static_cast<int>(axis));
    std::swap(perm[static_cast<size_t>(axis_of(interpreter, bound.integer(1, -2), rank, bound.spot(1)))],
              perm[static_cast<size_t>(axis_of(interpreter, bound.integer(2, -1), rank, bound.spot(2)))]);
    return turned(interpreter, tensor, perm, arguments.spot);
}

Value movedim(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "movedim", {"input", "source", "destination"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    size_t rank = tensor.dims.size();
    Dims from = sizes_in(interpreter, bound[1], bound.spot(1)), to = sizes_in(interpreter, bound[2], bound.spot(2));
    if (from.size() != to.size())
        interpreter.raise("RuntimeError", "movedim: source and destination must have the same length", arguments.spot);
    std::vector<int> perm(rank, -1), left;
    std::vector<bool> moved(rank, false);
    for (size_t at = 0; at < from.size(); ++at) {
        int source = axis_of(interpreter, from[at], rank, bound.spot(1));
        perm[static_cast<size_t>(axis_of(interpreter, to[at], rank, bound.spot(2)))] = source;
        moved[static_cast<size_t>(source)] = true;
    }
    size_t next = 0;
    for (int& axis : perm) {
        if (axis >= 0) continue;
        while (next < rank && moved[next]) ++next;
        if (next >= rank) interpreter.raise("RuntimeError", "movedim: repeated axes", arguments.spot);
        axis = static_cast<int>(next++);
    }
    return turned(interpreter, tensor, perm, arguments.spot);
}

Value squeeze(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "squeeze", {"input", "dim?"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    std::vector<int> axes;
    bool is_placed = tensor.listing == interpreter.listing;
    for (int axis : axes_of(interpreter, bound[1], tensor.dims.size(), bound.spot(1))) {
        bool is_batch = is_placed && tensor.traced.batch == axis && !bound.has(1);  // a batch has any size
        if (static_cast<size_t>(axis) < tensor.dims.size() && tensor.dims[static_cast<size_t>(axis)] == 1 &&
            !is_batch) {
            axes.push_back(axis);
        }
    }
    if (axes.empty()) return bound[0];
    return operate(interpreter, "squeeze", arguments.spot, {&tensor}, tensor.dtype,
                   [&](Placer& placer, std::vector<Traced>& inputs) { return squeezed(placer, inputs[0], axes); });
}

Value unsqueeze(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "unsqueeze", {"input", "dim"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    int axis = axis_of(interpreter, bound.integer(1), tensor.dims.size() + 1, bound.spot(1));
    return operate(interpreter, "unsqueeze", arguments.spot, {&tensor}, tensor.dtype,
                   [&](Placer& placer, std::vector<Traced>& inputs) { return unsqueezed(placer, inputs[0], {axis}); });
}

Value expand_to(Interpreter& interpreter, TensorValue& tensor, Dims dims, Spot spot) {
    if (dims.size() < tensor.dims.size()) {
        interpreter.raise(code::shape_mismatch,
                          fmt::format("expand: {} sizes for a tensor of {}", dims.size(), dims_text(tensor.dims)), {},
                          spot);
    }
    size_t front = dims.size() - tensor.dims.size();
    for (size_t axis = 0; axis < dims.size(); ++axis) {
        int64_t own = axis < front ? 1 : tensor.dims[axis - front];
        if (dims[axis] == -1) dims[axis] = own;
        if (own != 1 && dims[axis] != own) {
            interpreter.raise(code::shape_mismatch,
                              fmt::format("The expanded size of the tensor ({}) must match the existing size ({}) at "
                                          "non-singleton dimension {}",
                                          dims[axis], own, axis),
                              {}, spot);
        }
    }
    if (dims == tensor.dims) return Value::of(&tensor);
    return operate(interpreter, "expand", spot, {&tensor}, tensor.dtype,
                   [&](Placer& placer, std::vector<Traced>& inputs) { return expanded(placer, inputs[0], dims); });
}

Value expand(Interpreter& interpreter, Arguments& arguments) {
    TensorValue& tensor = input_of(interpreter, arguments);
    return expand_to(interpreter, tensor, sizes_given(interpreter, arguments, 1), arguments.spot);
}

Value expand_as(Interpreter& interpreter, Arguments& arguments) {
    TensorValue& tensor = input_of(interpreter, arguments);
    return expand_to(interpreter, tensor, tensor_of(interpreter, arguments.items.at(1).value, arguments.spot).dims,
                     arguments.spot);
}

Value repeat(Interpreter& interpreter, Arguments& arguments) {
    TensorValue& tensor = input_of(interpreter, arguments);
    Dims repeats = sizes_given(interpreter, arguments, 1);
    if (repeats.size() < tensor.dims.size()) {
        bool is_tile = arguments.callee && arguments.callee->name.ends_with("tile");
        if (!is_tile)
            interpreter.raise(
                "RuntimeError",
                "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor",
                arguments.spot);
        repeats.insert(repeats.begin(), tensor.dims.size() - repeats.size(), 1);
    }
    return operate(interpreter, "tile", arguments.spot, {&tensor}, tensor.dtype,
                   [&](Placer& placer, std::vector<Traced>& inputs) {
                       Traced traced = inputs[0];
                       std::vector<int> front;
                       for (size_t axis = 0; axis < repeats.size() - tensor.dims.size(); ++axis) {
                           front.push_back(static_cast<int>(axis));
                       }
                       if (!front.empty()) traced = unsqueezed(placer, traced, front);
                       return tiled(placer, traced, repeats);
                   });
}

Value repeat_interleave(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "repeat_interleave", {"input", "repeats", "dim?", "output_size?"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    int64_t times = bound.integer(1);
    Dims repeats(tensor.dims.size(), 1);
    if (!bound.has(2)) throw NotKnown{interpreter.unknown("`repeat_interleave` without an axis")};
    repeats[static_cast<size_t>(axis_of(interpreter, bound.integer(2), tensor.dims.size(), bound.spot(2)))] = times;
    return operate(interpreter, "repeat", arguments.spot, {&tensor}, tensor.dtype,
                   [&](Placer& placer, std::vector<Traced>& inputs) { return tiled(placer, inputs[0], repeats); });
}

Value same_dims(Interpreter& interpreter, Arguments& arguments) { return Value::of(&input_of(interpreter, arguments)); }

// A change of the order along an axis.
Value roll(Interpreter& interpreter, Arguments& arguments) {
    TensorValue& tensor = input_of(interpreter, arguments);
    return Value::of(&tensor);
}

Value size(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "size", {"input", "dim?"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    if (!bound.has(1)) return *tensor_attribute(interpreter, tensor, "shape");
    int axis = axis_of(interpreter, bound.integer(1), tensor.dims.size(), bound.spot(1));
    return Value::number(tensor.dims.at(static_cast<size_t>(axis)));
}

Value dim(Interpreter& interpreter, Arguments& arguments) {
    return Value::number(static_cast<int64_t>(input_of(interpreter, arguments).dims.size()));
}

Value numel(Interpreter& interpreter, Arguments& arguments) {
    return Value::number(product_of(input_of(interpreter, arguments).dims));
}

Value length(Interpreter& interpreter, Arguments& arguments) {
    TensorValue& tensor = input_of(interpreter, arguments);
    if (tensor.dims.empty()) interpreter.raise("TypeError", "len() of a 0-d tensor", arguments.spot);
    return Value::number(tensor.dims[0]);
}

Value size_class(Interpreter& interpreter, Arguments& arguments) {
    return interpreter.tuple(to_items(interpreter, arguments.items.at(0).value, arguments.spot));
}

constexpr NativeEntry table[] = {
    {"torch.Tensor.view", known<view>},
    TORCH_BOTH("reshape", known<view>),
    {"torch.Tensor.view_as", known<view_as>},
    {"torch.Tensor.reshape_as", known<view_as>},
    TORCH_BOTH("flatten", known<flatten>),
    TORCH_BOTH("ravel", known<flatten>),
    TORCH_BOTH("unflatten", known<unflatten>),
    TORCH_BOTH("permute", known<permute>),
    TORCH_BOTH("transpose", known<transpose>),
    TORCH_BOTH("swapaxes", known<transpose>),
    TORCH_BOTH("swapdims", known<transpose>),
    TORCH_BOTH("t", known<transpose>),
    TORCH_BOTH("movedim", known<movedim>),
    TORCH_BOTH("moveaxis", known<movedim>),
    TORCH_BOTH("squeeze", known<squeeze>),
    TORCH_BOTH("unsqueeze", known<unsqueeze>),
    {"torch.Tensor.expand", known<expand>},
    TORCH_BOTH("broadcast_to", known<expand>),
    {"torch.Tensor.expand_as", known<expand_as>},
    {"torch.Tensor.repeat", known<repeat>},
    TORCH_BOTH("tile", known<repeat>),
    TORCH_BOTH("repeat_interleave", known<repeat_interleave>),
    TORCH_BOTH("roll", roll),
    TORCH_BOTH("flip", same_dims),
    {"torch.Tensor.size", known<size>},
    {"torch.Tensor.dim", dim},
    {"torch.Tensor.ndimension", dim},
    TORCH_BOTH("numel", numel),
    {"torch.Tensor.nelement", numel},
    {"torch.Tensor.__len__", length},
    {"torch.Size", known<size_class>},
};

}  // namespace

std::span<const NativeEntry> torch_shapes() { return table; }

}  // namespace nnshape::python
