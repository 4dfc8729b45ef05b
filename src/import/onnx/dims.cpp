// The dims that shape operators make, for stored and traced tensors alike.
#include <fmt/format.h>
#include <algorithm>

#include "base/checked.h"
#include "import/onnx/fold.h"

namespace nnshape::onnx {
namespace {

// An attribute, or since some opset an input.
std::optional<std::vector<int64_t>> given(GraphReader& reader, const Node& node, std::string_view attribute,
                                          size_t input) {
    if (reader.has_input(node, input)) return reader.numbers(node, input);
    if (const Attribute* found = node.find(attribute)) return found->ints;
    return std::nullopt;
}

}  // namespace

Dims reshaped_dims(GraphReader& reader, const Node& node, const Dims& from, const std::vector<int64_t>& asked) {
    Dims dims = asked;
    bool keeps = node.integer("allowzero", 0) == 0;
    size_t open = dims.size();
    for (size_t axis = 0; axis < dims.size(); ++axis) {
        if (dims[axis] == 0 && keeps && axis < from.size()) dims[axis] = from[axis];
        if (dims[axis] == -1 && open == dims.size()) {
            open = axis;
            dims[axis] = 1;
        }
    }
    int64_t all = product_of(from), others = product_of(dims);
    bool fits = all > 0 && others > 0 && all % others == 0 && (open < dims.size() || all == others) &&
                std::none_of(dims.begin(), dims.end(), [](int64_t size) { return size < 1; });
    if (!fits) {
        reader.refuse(code::shape_mismatch,
                      fmt::format("{} elements of {} cannot be {}", all, fmt::join(from, "x"), fmt::join(asked, "x")));
    }
    if (open < dims.size()) dims[open] = all / others;
    return dims;
}

std::vector<int> axes_of(GraphReader& reader, const Node& node, size_t rank) {
    std::vector<int> axes;
    for (int64_t axis : given(reader, node, "axes", 1).value_or(std::vector<int64_t>())) {
        axes.push_back(reader.axis_of(axis, rank));
    }
    std::sort(axes.begin(), axes.end());
    axes.erase(std::unique(axes.begin(), axes.end()), axes.end());
    return axes;
}

Dims squeezed_dims(GraphReader& reader, const Node& node, const Dims& dims) {
    auto axes = axes_of(reader, node, dims.size());
    Dims result;
    for (size_t axis = 0; axis < dims.size(); ++axis) {
        bool named =
            axes.empty() ? dims[axis] == 1 : std::binary_search(axes.begin(), axes.end(), static_cast<int>(axis));
        if (named && dims[axis] != 1) {
            reader.refuse(code::shape_mismatch,
                          fmt::format("axis {} has size {}, and only a size of 1 can be removed", axis, dims[axis]));
        }
        if (!named) result.push_back(dims[axis]);
    }
    return result;
}

std::vector<int> new_axes_of(GraphReader& reader, const Node& node, size_t rank) {
    auto asked = given(reader, node, "axes", 1).value_or(std::vector<int64_t>());
    if (asked.size() > 64) reader.refuse("more than 64 axes");
    auto axes = axes_of(reader, node, rank + asked.size());
    if (axes.size() != asked.size()) reader.refuse(code::index_out_of_range, "`axes` names an axis twice");
    return axes;
}

Dims unsqueezed_dims(GraphReader& reader, const Node& node, const Dims& dims) {
    Dims result = dims;
    for (int axis : new_axes_of(reader, node, dims.size())) result.insert(result.begin() + axis, 1);
    return result;
}

std::vector<Part> slice_parts(GraphReader& reader, const Node& node, const Dims& dims) {
    auto starts = given(reader, node, "starts", 1).value_or(std::vector<int64_t>());
    auto ends = given(reader, node, "ends", 2).value_or(std::vector<int64_t>());
    auto axes = given(reader, node, "axes", 3);
    auto steps = given(reader, node, "steps", 4);
    std::vector<Part> parts;
    for (int64_t size : dims) parts.push_back({0, 1, size});
    for (size_t index = 0; index < starts.size() && index < ends.size(); ++index) {
        if (axes && index >= axes->size()) break;
        auto axis =
            static_cast<size_t>(reader.axis_of(axes ? (*axes)[index] : static_cast<int64_t>(index), dims.size()));
        int64_t step = steps && index < steps->size() ? (*steps)[index] : 1, size = dims[axis];
        if (step == 0) reader.refuse("a step of 0");
        step = std::clamp<int64_t>(step, -size, size);  // a longer step takes one index, too
        if (step == 0) step = 1;                        // of an empty axis
        auto bounded = [&](int64_t at, int64_t least, int64_t most) {
            return at < 0 ? std::clamp(at + size, least, most) : std::clamp(at, least, most);
        };
        int64_t first = step > 0 ? bounded(starts[index], 0, size) : bounded(starts[index], -1, size - 1);
        int64_t end = step > 0 ? bounded(ends[index], 0, size) : bounded(ends[index], -1, size - 1);
        int64_t length = step > 0 ? end - first : first - end;
        int64_t stride = step > 0 ? step : -step;
        parts[axis] = {first, step, length <= 0 ? 0 : divide_up(length, stride)};
    }
    return parts;
}

std::vector<int> order_of(GraphReader& reader, const Node& node, size_t rank) {
    auto perm = node.integers("perm");
    std::vector<int> order;
    for (size_t index = 0; index < rank; ++index) {
        auto reversed = static_cast<int64_t>(rank - 1 - index);
        order.push_back(reader.axis_of(index < perm.size() ? perm[index] : reversed, rank));
    }
    std::vector<int> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    bool repeats = std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
    if (repeats) reader.refuse(code::index_out_of_range, "`perm` does not name each axis once");
    return order;
}

std::vector<int64_t> split_sizes(GraphReader& reader, const Node& node, int64_t size) {
    auto sizes = given(reader, node, "split", 1);
    if (!sizes) {
        auto count = static_cast<int64_t>(node.outputs.size());  // `num_outputs` says the same
        if (count < 1 || count > size) reader.refuse(fmt::format("{} cannot be split into {} parts", size, count));
        int64_t each = divide_up(size, count), rest = size;
        sizes.emplace();
        for (; count > 0; --count, rest -= sizes->back()) sizes->push_back(std::min(each, rest));
    }
    Checked sum = 0;
    bool negative = false;
    for (int64_t part : *sizes) {
        sum += part;
        negative = negative || part < 0;
    }
    if (negative || sum.overflowed() || sum.value() != size) {
        reader.refuse(code::shape_mismatch,
                      fmt::format("the parts {} do not add up to {}", fmt::join(*sizes, ", "), size));
    }
    return *sizes;
}

}  // namespace nnshape::onnx
