#include "import/python/torch_arguments.h"

#include <fmt/format.h>
#include <algorithm>

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

// The last part of the name that a function was called by, without the `_` of one that works in place.
std::string_view called_name(const Arguments& arguments) {
    std::string_view name = arguments.callee ? std::string_view(arguments.callee->name) : std::string_view();
    name = name.substr(name.rfind('.') + 1);
    if (name.size() > 1 && name.ends_with('_')) name.remove_suffix(1);
    return name;
}

TensorValue& first_of(Interpreter& interpreter, const Arguments& arguments) {
    const Argument* input = arguments.find(0, "input");
    if (!input) input = arguments.named("self");
    if (!input) interpreter.raise("TypeError", "missing required argument: 'input'", arguments.spot);
    return tensor_of(interpreter, input->value, input->spot.package ? input->spot : arguments.spot);
}

}  // namespace nnshape::python
