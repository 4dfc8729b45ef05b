#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "base/checked.h"
#include "import/ncnn/types.h"
#include "import/product.h"

// Layers that only move values or change the shape.
namespace nnshape::ncnn {
namespace {

// The axis of a parameter, a negative one counted from the end.
std::optional<size_t> axis_of(ParamGraph& graph, int64_t axis, size_t rank) {
    auto count = static_cast<int64_t>(rank);
    if (axis < 0) axis += count;
    if (axis >= 0 && axis < count) return static_cast<size_t>(axis);
    graph.refuse(code::index_out_of_range, fmt::format("the axis {} is not one of {}", axis, count));
    return std::nullopt;
}

// A reshape's -1 is what the other sizes leave.
void close(std::vector<int64_t>& shape, int64_t elements) {
    auto open = std::find(shape.begin(), shape.end(), -1);
    if (open == shape.end()) return;
    *open = 1;
    int64_t others = product_of(shape);
    *open = others > 0 && elements % others == 0 ? elements / others : -1;
}

int64_t padded(int64_t size, int64_t before, int64_t after) {
    Checked sum = Checked(size) + before + after;
    return sum.overflowed() ? 0 : sum.value();
}

// A part of an axis. `begin` and `end` are counted from the end if negative, and cut to the axis.
struct Part {
    size_t axis;
    int64_t begin, end;
};

// Slices the input along several axes.
void read_parts(ParamGraph& graph, const std::vector<Part>& parts) {
    std::vector<int64_t> sizes = graph.sizes(0);
    Tensor tensor = graph.straight(0);
    std::vector<std::string> slices;
    for (const Part& part : parts) {
        int64_t size = sizes[part.axis];
        int64_t begin = part.begin < 0 ? part.begin + size : part.begin;
        int64_t end = std::min(part.end < 0 ? part.end + size : part.end, size);
        if (begin != 0 || end != size) {
            slices.push_back(fmt::format("slice start={} end={} axis={}", begin, end, part.axis));
        }
    }
    if (slices.empty()) slices.emplace_back("identity");
    for (size_t index = 0; index + 1 < slices.size(); ++index) {
        tensor = graph.add(fmt::format("part_{}", index), slices[index], {tensor});
    }
    graph.result(slices.back(), {tensor});
}

// Crop by offsets and sizes: the ids of w, h, d, c.
void read_crop_by_offset(ParamGraph& graph) {
    struct Ids {
        int offset, size, end_offset;
    };
    constexpr Ids w{0, 3, 6}, h{1, 4, 7}, d{13, 14, 15}, c{2, 5, 8};
    std::vector<int64_t> sizes = graph.sizes(0);
    std::vector<Ids> axes = sizes.size() == 1   ? std::vector{w}
                            : sizes.size() == 2 ? std::vector{h, w}
                            : sizes.size() == 3 ? std::vector{c, h, w}
                                                : std::vector{c, d, h, w};
    std::vector<int64_t> like = graph.input_count() > 1 ? graph.sizes(1) : std::vector<int64_t>();
    std::vector<Part> parts;
    for (size_t axis = 0; axis < axes.size(); ++axis) {
        int64_t offset = std::max<int64_t>(graph.integer(axes[axis].offset, 0), 0);
        int64_t size = graph.integer(axes[axis].size, like.empty() ? 0 : not_given);
        int64_t rest = sizes[axis] - offset;
        if (like.size() == sizes.size()) {
            size = like[axis];
        } else if (size == not_given || size == 0) {
            size = rest - std::max<int64_t>(graph.integer(axes[axis].end_offset, 0), 0);
        }
        parts.push_back({axis, offset, offset + std::min(size, rest)});
    }
    read_parts(graph, parts);
}

std::vector<int64_t> reshaped(ParamGraph& graph, const std::vector<int64_t>& sizes) {
    int64_t w = graph.integer(0, not_given), h = graph.integer(1, not_given), d = graph.integer(11, not_given),
            c = graph.integer(2, not_given);
    // A 0 keeps the input's size of that axis.
    size_t rank = sizes.size();
    int64_t in_w = sizes[rank - 1], in_h = rank > 1 ? sizes[rank - 2] : 1, in_d = rank > 3 ? sizes[1] : 1,
            in_c = rank > 2 ? sizes[0] : 1;
    auto kept = [](int64_t size, int64_t in) { return size == 0 ? in : size; };
    if (d != not_given) return {kept(c, in_c), kept(d, in_d), kept(h, in_h), kept(w, in_w)};
    if (c != not_given) return {kept(c, in_c), kept(h, in_h), kept(w, in_w)};
    if (h != not_given) return {kept(h, in_h), kept(w, in_w)};
    return {kept(w, in_w)};
}

void apply_reshape(ParamGraph& graph, const std::vector<int64_t>& shape) {
    graph.result("reshape " + joined(shape), {graph.straight(0)});
}

// The letters of ncnn's `order_type`, which name the axes from the innermost one.
constexpr std::string_view orders_2[] = {"wh", "hw"};
constexpr std::string_view orders_3[] = {"whc", "hwc", "wch", "cwh", "hcw", "chw"};
constexpr std::string_view orders_4[] = {"whdc", "hwdc", "wdhc", "dwhc", "hdwc", "dhwc", "whcd", "hwcd",
                                         "wchd", "cwhd", "hcwd", "chwd", "wdch", "dwch", "wcdh", "cwdh",
                                         "dcwh", "cdwh", "hdcw", "dhcw", "hcdw", "chdw", "dchw", "cdhw"};

std::string_view order_of(size_t rank, int64_t type) {
    std::span<const std::string_view> table;
    if (rank == 2) table = orders_2;
    if (rank == 3) table = orders_3;
    if (rank == 4) table = orders_4;
    return type >= 0 && type < std::ssize(table) ? table[static_cast<size_t>(type)] : std::string_view();
}

// The axes that flags for w, h, d and c name, in the listing's order. With flags of a result, `rank` is the result's.
std::vector<size_t> flagged_axes(ParamGraph& graph, size_t rank) {
    std::vector<size_t> axes;
    if (rank > 2 && graph.integer(2, 0) != 0) axes.push_back(0);
    if (rank > 3 && graph.integer(11, 0) != 0) axes.push_back(1);
    if (rank > 1 && graph.integer(1, 0) != 0) axes.push_back(rank - 2);
    if (graph.integer(0, 0) != 0) axes.push_back(rank - 1);
    return axes;
}

}  // namespace

void read_input(ParamGraph& graph) {
    std::vector<int64_t> sizes;
    for (int id : {2, 11, 1, 0}) {
        if (int64_t size = graph.integer(id, 0); size > 0) sizes.push_back(size);
    }
    for (size_t output = 0; output < graph.output_count() && !graph.failed(); ++output) {
        std::vector<int64_t> hint = graph.recorded(output);
        graph.add_input(output, sizes.empty() ? hint : sizes);
    }
}

void read_memory_data(ParamGraph& graph) {
    std::vector<int64_t> sizes;
    for (int id : {2, 11, 1, 0}) {
        if (int64_t size = graph.integer(id, 0); size > 0) sizes.push_back(size);
    }
    graph.result("parameter " + (sizes.empty() ? std::string("1") : joined(sizes)), {});
}

void read_split(ParamGraph& graph) {
    for (size_t output = 0; output < graph.output_count(); ++output) graph.pass_on(0, output);
}

void read_noop(ParamGraph& graph) {
    for (size_t output = 0; output < graph.output_count(); ++output) {
        graph.pass_on(std::min(output, graph.input_count() - 1), output);
    }
    graph.keep_inputs();
}

void read_flatten(ParamGraph& graph) { graph.result("flatten", {graph.straight(0)}); }

void read_reshape(ParamGraph& graph) {
    std::vector<int64_t> sizes = graph.sizes(0);
    if (graph.has(6)) {  // an expression of the inputs' sizes
        std::vector<int64_t> hint = graph.recorded(0);
        if (hint.empty()) return graph.refuse(code::unsupported_op, "a shape that is an expression");
        return apply_reshape(graph, hint);
    }
    std::vector<int64_t> shape = reshaped(graph, sizes);
    if (graph.integer(3, 0) != 0) return graph.refuse(code::unsupported_op, "a reshape with `permute`");
    close(shape, product_of(sizes));
    apply_reshape(graph, shape);
}

void read_permute(ParamGraph& graph) {
    size_t rank = graph.sizes(0).size();
    int64_t type = graph.integer(0, 0);
    if (rank == 1 || type == 0) {
        graph.result("identity", {graph.straight(0)});
        return;
    }
    std::string_view order = order_of(rank, type);
    if (order.empty()) return graph.refuse(code::bad_value, fmt::format("the order {} is not one of ncnn's", type));
    std::string_view axes = rank == 2 ? "hw" : rank == 3 ? "chw" : "cdhw";
    std::string text;
    for (size_t index = rank; index > 0; --index) {
        text += fmt::format("{}{}", text.empty() ? "" : "x", axes.find(order[index - 1]));
    }
    graph.result("permute " + text, {graph.straight(0)});
}

void read_concat(ParamGraph& graph) {
    auto axis = axis_of(graph, graph.integer(0, 0), graph.sizes(0).size());
    if (!axis) return;
    std::vector<Tensor> inputs;
    for (size_t input = 0; input < graph.input_count(); ++input) inputs.push_back(graph.straight(input));
    graph.result(inputs.size() == 1 ? "identity" : fmt::format("concat axis={}", *axis), inputs);
}

void read_slice(ParamGraph& graph) {
    std::vector<int64_t> sizes = graph.sizes(0), slices = graph.integers(0), indices = graph.integers(2);
    auto axis = axis_of(graph, graph.integer(1, 0), sizes.size());
    if (!axis) return;
    int64_t begin = 0, size = sizes[*axis];
    auto count = static_cast<int64_t>(graph.output_count());
    for (int64_t index = 0; index < count; ++index) {
        auto at = static_cast<size_t>(index);
        int64_t length = at < slices.size() ? slices[at] : not_given;
        if (length == not_given) length = (size - begin) / (count - index);
        int64_t end = begin + length;
        if (!indices.empty()) end = at < indices.size() ? indices[at] : size;
        if (end < 0) end += size;
        graph.result(fmt::format("slice start={} end={} axis={}", begin, end, *axis), {graph.straight(0)}, {}, at);
        begin = end;
    }
}

void read_crop(ParamGraph& graph) {
    if (!graph.has(9)) return read_crop_by_offset(graph);
    std::vector<int64_t> starts = graph.integers(9), ends = graph.integers(10), axes = graph.integers(11);
    std::vector<int64_t> sizes = graph.sizes(0);
    std::vector<Part> parts;
    for (size_t index = 0; index < starts.size(); ++index) {
        auto axis = axis_of(graph, index < axes.size() ? axes[index] : static_cast<int64_t>(index), sizes.size());
        if (!axis) return;
        int64_t begin = starts[index] == not_given ? 0 : starts[index];
        int64_t end = index < ends.size() && ends[index] != not_given ? ends[index] : sizes[*axis];
        parts.push_back({*axis, begin, end});
    }
    read_parts(graph, parts);
}

void read_tile(ParamGraph& graph) {
    std::vector<int64_t> sizes = graph.sizes(0), repeats = graph.integers(2);
    if (repeats.empty()) {
        auto axis = axis_of(graph, graph.integer(0, 0), sizes.size());
        if (!axis) return;
        repeats.assign(sizes.size(), 1);
        repeats[*axis] = graph.integer(1, 1);
    }
    Tensor input = graph.straight(0);
    if (repeats.size() < sizes.size()) repeats.insert(repeats.begin(), sizes.size() - repeats.size(), 1);
    if (repeats.size() > sizes.size()) {
        sizes.insert(sizes.begin(), repeats.size() - sizes.size(), 1);
        input = graph.add("reshape", "reshape " + joined(sizes), {input});
    }
    graph.result("tile " + joined(repeats), {input});
}

void read_squeeze(ParamGraph& graph) {
    std::vector<int64_t> sizes = graph.sizes(0), listed = graph.integers(3);
    std::vector<size_t> axes;
    for (int64_t axis : listed) {
        auto one = axis_of(graph, axis, sizes.size());
        if (!one) return;
        axes.push_back(*one);
    }
    if (listed.empty()) axes = flagged_axes(graph, sizes.size());
    std::vector<int64_t> shape;
    for (size_t axis = 0; axis < sizes.size(); ++axis) {
        bool gone = sizes[axis] == 1 && std::find(axes.begin(), axes.end(), axis) != axes.end();
        if (!gone) shape.push_back(sizes[axis]);
    }
    if (shape.empty()) shape = {1};
    apply_reshape(graph, shape);
}

void read_expand_dims(ParamGraph& graph) {
    std::vector<int64_t> sizes = graph.sizes(0), listed = graph.integers(3);
    size_t flags = 0;
    for (int id : {0, 1, 11, 2}) flags += graph.integer(id, 0) != 0;
    size_t rank = sizes.size() + (listed.empty() ? flags : listed.size());
    std::vector<size_t> axes;
    for (int64_t axis : listed) {
        auto one = axis_of(graph, axis, rank);
        if (!one) return;
        axes.push_back(*one);
    }
    if (listed.empty()) axes = flagged_axes(graph, rank);
    std::vector<int64_t> shape;
    for (size_t axis = 0, next = 0; axis < rank && rank <= 8; ++axis) {
        bool is_new = std::find(axes.begin(), axes.end(), axis) != axes.end();
        shape.push_back(is_new || next == sizes.size() ? 1 : sizes[next++]);
    }
    apply_reshape(graph, shape);
}

void read_padding(ParamGraph& graph) {
    if (graph.input_count() > 1) return graph.refuse(code::unsupported_op, "padding that is an input");
    int64_t top = graph.integer(0, 0), bottom = graph.integer(1, 0), left = graph.integer(2, 0),
            right = graph.integer(3, 0), front = graph.integer(7, 0), behind = graph.integer(8, 0);
    std::vector<int64_t> sizes = graph.sizes(0);
    std::string text;
    switch (sizes.size()) {
        case 1: text = fmt::format("custom {}", padded(sizes[0], left, right)); break;
        case 2: text = fmt::format("pad {}:{} channels={}:{}", left, right, top, bottom); break;
        case 3: text = fmt::format("pad {}:{}x{}:{}", top, bottom, left, right); break;
        default: text = fmt::format("pad {}:{}x{}:{}x{}:{}", front, behind, top, bottom, left, right);
    }
    if (sizes.size() == 3 && (front != 0 || behind != 0)) text += fmt::format(" channels={}:{}", front, behind);
    graph.result(text, {graph.straight(0)});
}

void read_interp(ParamGraph& graph) {
    std::vector<int64_t> sizes = graph.sizes(0);
    if (graph.has(9)) return graph.refuse(code::unsupported_op, "a size that is an expression");
    int64_t height = graph.integer(3, 0), width = graph.integer(4, 0);
    double tall = graph.decimal(1, 1), wide = graph.decimal(2, 1);
    if (graph.input_count() > 1 && graph.sizes(1).size() > 1) {  // the size of the second input
        std::vector<int64_t> like = graph.sizes(1);
        height = like[like.size() - 2];
        width = like.back();
    }
    if (sizes.size() == 1) {  // one value for each channel, repeated
        graph.result(fmt::format("custom {}x{}x{}", sizes[0], height, width), {graph.straight(0)});
        return;
    }
    auto scaled = [](int64_t size, double scale) {
        float exact = static_cast<float>(size) * static_cast<float>(scale);
        return exact < 1e18F ? static_cast<int64_t>(exact) : 0;
    };
    bool is_whole = tall == wide && tall >= 1 && tall == std::floor(tall) && tall < 1e6;
    if (height == 0 && width == 0 && is_whole && sizes.size() == 3) {
        graph.result(fmt::format("upsample {}", static_cast<int64_t>(tall)), {graph.straight(0)});
        return;
    }
    if (!(std::abs(tall) < 1e6 && std::abs(wide) < 1e6)) return graph.refuse(code::bad_value, "the scale is too large");
    if (height == 0) height = scaled(sizes[sizes.size() - 2], tall);
    if (width == 0) width = scaled(sizes.back(), wide);
    std::string size = sizes.size() == 2 ? fmt::format("{}", width) : fmt::format("{}x{}", height, width);
    graph.result("upsample size=" + size, {graph.straight(0)});
}

void read_reorg(ParamGraph& graph) {
    graph.result(fmt::format("pixel_unshuffle {}", graph.integer(0, 1)), {graph.straight(0)});
}

void read_pixel_shuffle(ParamGraph& graph) {
    graph.result(fmt::format("pixel_shuffle {}", graph.integer(0, 1)), {graph.straight(0)});
}

void read_shuffle(ParamGraph& graph) {
    int64_t groups = graph.integer(0, 1);
    graph.result(fmt::format("channel_shuffle {}", groups), {graph.straight(0)});
}

}  // namespace nnshape::ncnn
