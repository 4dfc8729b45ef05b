#include <fmt/format.h>
#include <algorithm>

#include "import/caffe/types.h"
#include "import/product.h"

// Layers that only move values or change the shape.
namespace nnshape::caffe {
namespace {

// The axis of Concat and Slice, which older files write in another field.
std::optional<size_t> merged_axis(CaffeNet& net, std::string_view message, std::string_view old_field) {
    int64_t fallback = net.integer(message, old_field, 1);
    return net.axis(message, fallback);
}

// Whether a reshape leaves the batch as it is: its first size is kept, open or the same.
bool keeps_batch(CaffeNet& net, int64_t size, int64_t others, int64_t elements) {
    return size == 0 || (size == -1 && others == elements) || (size > 0 && size == net.batch());
}

}  // namespace

void read_concat(CaffeNet& net) {
    auto axis = merged_axis(net, "concat_param", "concat_dim");
    if (!axis) return;
    bool single = net.bottom_count() == 1;
    net.result(single ? "identity" : fmt::format("concat axis={}", *axis), net.bottoms());
}

void read_slice(CaffeNet& net) {
    auto axis = merged_axis(net, "slice_param", "slice_dim");
    if (!axis) return;
    std::vector<int64_t> points = net.integers("slice_param", "slice_point");
    int64_t size = net.sizes(0)[*axis], begin = 0;
    auto count = static_cast<int64_t>(net.top_count());
    if (points.empty() && count > 0 && size % count != 0) {
        return net.refuse(code::groups_mismatch, fmt::format("{} cannot be divided by {}", size, count));
    }
    if (!points.empty() && std::ssize(points) != count - 1) {
        return net.refuse(code::bad_value, "the number of `slice_point` must be one less than that of `top`");
    }
    for (int64_t top = 0; top < count && !net.failed(); ++top) {
        auto index = static_cast<size_t>(top);
        int64_t end = index < points.size() ? points[index] : points.empty() ? begin + size / count : size;
        net.result(fmt::format("slice start={} end={} axis={}", begin, end, *axis), {net.bottom(0)}, 0, index);
        begin = end;
    }
}

void read_flatten(CaffeNet& net) {
    std::vector<int64_t> sizes = net.sizes(0);
    auto first = net.axis("flatten_param", 1);
    auto last = net.axis_at(net.integer("flatten_param", "end_axis", -1), sizes.size());
    if (!first || !last) return;
    if (*first == 0 && *last + 1 == sizes.size()) {
        net.result("flatten", {net.bottom(0)});
        return;
    }
    if (*first > *last) return net.refuse(code::index_out_of_range, "`end_axis` is before `axis`");
    auto at = [&](size_t axis) { return sizes.begin() + static_cast<std::ptrdiff_t>(axis); };
    std::vector<int64_t> shape(sizes.begin(), at(*first));
    shape.push_back(product_of(std::span(at(*first), at(*last + 1))));
    shape.insert(shape.end(), at(*last + 1), sizes.end());
    net.result("reshape " + joined(shape), {net.bottom(0)});
}

void read_reshape(CaffeNet& net) {
    std::vector<int64_t> sizes = net.sizes(0);
    const PrototxtField* field = net.message("reshape_param").find("shape");
    std::vector<int64_t> dims = field ? net.dims(*field) : std::vector<int64_t>();
    auto rank = static_cast<int64_t>(sizes.size()) + 1;
    int64_t first = net.integer("reshape_param", "axis", 0), count = net.integer("reshape_param", "num_axes", -1);
    if (first < 0) first += rank + 1;
    if (first < 0 || first > rank) return net.refuse(code::index_out_of_range, "`axis` is not in the shape");
    int64_t last = count == -1 ? rank : std::min(first + count, rank);
    // The whole shape with the batch, where 0 and -1 are still open.
    std::vector<int64_t> whole = {0};
    whole.insert(whole.end(), sizes.begin(), sizes.end());
    for (size_t index = 0; index < dims.size(); ++index) {
        size_t at = static_cast<size_t>(first) + index;
        bool kept = dims[index] == 0 && at > 0;
        if (kept && at >= whole.size()) return net.refuse(code::index_out_of_range, "a `dim: 0` keeps no size");
        if (kept) dims[index] = whole[at];
    }
    whole.erase(whole.begin() + first, whole.begin() + last);
    whole.insert(whole.begin() + first, dims.begin(), dims.end());
    if (whole.empty()) return net.refuse(code::empty_output, "the shape has no sizes");
    int64_t elements = product_of(sizes);
    auto open = std::find(whole.begin() + 1, whole.end(), -1);
    if (open != whole.end()) {
        *open = 1;
        int64_t others = product_of(std::span(whole).subspan(1));
        if (others > 0) *open = elements / others;
    }
    if (!keeps_batch(net, whole[0], product_of(std::span(whole).subspan(1)), elements)) {
        return net.refuse(code::unsupported_op, "it moves values between the batch and other axes");
    }
    whole.erase(whole.begin());
    net.result("reshape " + (whole.empty() ? std::string("1") : joined(whole)), {net.bottom(0)});
}

void read_permute(CaffeNet& net) {
    size_t rank = net.sizes(0).size();
    std::vector<int64_t> order = net.integers("permute_param", "order");
    for (int64_t axis = 0; axis <= static_cast<int64_t>(rank); ++axis) {  // those that are missing come last
        if (std::find(order.begin(), order.end(), axis) == order.end()) order.push_back(axis);
    }
    if (order[0] != 0) return net.refuse(code::unsupported_op, "it moves the batch");
    order.erase(order.begin());
    for (int64_t& axis : order) --axis;
    net.result("permute " + joined(order), {net.bottom(0)});
}

void read_tile(CaffeNet& net) {
    auto axis = net.axis("tile_param", 1);
    if (!axis) return;
    std::vector<int64_t> repeats(net.sizes(0).size(), 1);
    repeats[*axis] = net.integer("tile_param", "tiles", 1);
    net.result("tile " + joined(repeats), {net.bottom(0)});
}

// To the second input's sizes, from `axis` on.
void read_crop(CaffeNet& net) {
    auto first = net.axis("crop_param", 2);
    std::vector<int64_t> sizes = net.sizes(0), like = net.sizes(1), offsets = net.integers("crop_param", "offset");
    if (!first) return;
    if (like.size() != sizes.size()) return net.refuse(code::rank_mismatch, "both inputs must have the same rank");
    std::vector<std::string> slices;
    for (size_t axis = *first; axis < sizes.size(); ++axis) {
        int64_t offset = offsets.empty() ? 0 : offsets[std::min(axis - *first, offsets.size() - 1)];
        if (offset == 0 && sizes[axis] == like[axis]) continue;
        Checked end = Checked(offset) + like[axis];
        if (end.overflowed()) return net.refuse(code::overflow, "the end of the crop overflows 64 bits");
        slices.push_back(fmt::format("slice start={} end={} axis={}", offset, end.value(), axis));
    }
    if (slices.empty()) slices.emplace_back("identity");
    Tensor tensor = net.bottom(0);
    for (size_t index = 0; index + 1 < slices.size(); ++index) {
        tensor = net.add(fmt::format("part_{}", index), slices[index], {tensor});
    }
    net.result(slices.back(), {tensor});
}

void read_shuffle(CaffeNet& net) {
    net.result(fmt::format("channel_shuffle {}", net.integer("shuffle_channel_param", "group", 1)), {net.bottom(0)});
}

void read_arg_max(CaffeNet& net) {
    constexpr std::string_view message = "argmax_param";
    int64_t top = net.integer(message, "top_k", 1);
    if (!net.message(message).find("axis")) {
        bool values = net.flag(message, "out_max_val", false);
        std::vector<int64_t> shape(std::max<size_t>(net.sizes(0).size(), 2), 1);
        shape[0] = values ? 2 : 1;
        shape[1] = top;
        net.result("custom " + joined(shape), {net.bottom(0)});
        return;
    }
    auto axis = net.axis(message, 1);
    if (!axis) return;
    std::vector<int64_t> sizes = net.sizes(0);
    sizes[*axis] = top;
    net.result("custom " + joined(sizes), {net.bottom(0)});
}

// All axes from `axis` on become one number.
void read_reduction(CaffeNet& net) {
    constexpr std::string_view message = "reduction_param";
    std::string_view operation = net.message(message).text("operation", "SUM");
    std::string_view by = operation == "MEAN" || operation == "4" ? "mean" : "sum";
    int64_t first = net.integer(message, "axis", 0);
    auto rank = static_cast<int64_t>(net.sizes(0).size());
    if (first < 0) first += rank + 1;
    if (first < 0 || first > rank) return net.refuse(code::index_out_of_range, "`axis` is not in the shape");
    if (first <= 1) {
        Tensor vector = net.sizes(0).size() == 1 ? net.bottom(0) : net.add("flatten", "flatten", {net.bottom(0)});
        net.result(fmt::format("reduce channels by={} keepdims", by), {vector});
        return;
    }
    std::vector<int64_t> axes;
    for (int64_t axis = first - 1; axis < rank; ++axis) axes.push_back(axis);
    net.result(fmt::format("reduce {} by={}", joined(axes), by), {net.bottom(0)});
}

}  // namespace nnshape::caffe
