#include <fmt/format.h>
#include <algorithm>

#include "base/checked.h"
#include "import/ncnn/types.h"
#include "import/pool_padding.h"
#include "import/product.h"

// Convolutions and pools. Their parameters name w, h and d; the listing has the axes in the order d, h, w.
namespace nnshape::ncnn {
namespace {

// Ids of a parameter for w, h and d. A missing one for h is as for w, and for d as for h.
struct AxisIds {
    int w, h, d;
};

struct PadIds {
    int left, right, top, bottom, front, behind;
};

constexpr AxisIds kernel_ids{1, 11, 21}, dilation_ids{2, 12, 22}, stride_ids{3, 13, 23};
constexpr PadIds convolution_pads{4, 15, 14, 16, 24, 17};
constexpr AxisIds pool_stride_ids{2, 12, 22};
constexpr PadIds pool_pads{3, 14, 13, 15, 23, 16};

// Padding that follows from the input's size.
constexpr int64_t same_upper = -233, same_lower = -234;

// The number of axes of a layer's window, by its type's name.
size_t rank_of(const ParamGraph& graph) {
    return graph.line().type.ends_with("1D") ? 1 : graph.line().type.ends_with("3D") ? 3 : 2;
}

// In the order d, h, w.
std::vector<int64_t> axis_values(ParamGraph& graph, AxisIds ids, int64_t fallback) {
    int64_t w = graph.integer(ids.w, fallback), h = graph.integer(ids.h, w), d = graph.integer(ids.d, h);
    if (rank_of(graph) == 1) return {w};
    return rank_of(graph) == 2 ? std::vector{h, w} : std::vector{d, h, w};
}

std::string axis_text(const std::vector<int64_t>& values) {
    bool same = std::all_of(values.begin(), values.end(), [&](int64_t value) { return value == values[0]; });
    return same ? fmt::format("{}", values[0]) : joined(values);
}

void set_padding(ParamGraph& graph, PadIds ids, std::vector<PoolAxis>& axes) {
    int64_t left = graph.integer(ids.left, 0), right = graph.integer(ids.right, left);
    int64_t top = graph.integer(ids.top, left), bottom = graph.integer(ids.bottom, top);
    int64_t front = graph.integer(ids.front, top), behind = graph.integer(ids.behind, front);
    size_t last = axes.size() - 1;
    axes[last].before = left;
    axes[last].after = right;
    if (axes.size() > 1) axes[last - 1].before = top, axes[last - 1].after = bottom;
    if (axes.size() > 2) axes[0].before = front, axes[0].after = behind;
}

std::string convolution_padding(ParamGraph& graph) {
    int64_t left = graph.integer(convolution_pads.left, 0);
    if (left == same_upper) return " padding=same";
    if (left == same_lower) return " padding=same_lower";
    std::vector<PoolAxis> axes(rank_of(graph));
    set_padding(graph, convolution_pads, axes);
    return padding_text(axes);
}

int64_t groups_of(ParamGraph& graph) {
    bool depthwise = graph.line().type.find("DepthWise") != std::string_view::npos;
    return depthwise ? graph.integer(7, 1) : 1;
}

std::string window_text(ParamGraph& graph) {
    std::string text = fmt::format(" {} {}", graph.integer(0, 0), axis_text(axis_values(graph, kernel_ids, 0)));
    std::vector<int64_t> stride = axis_values(graph, stride_ids, 1), dilation = axis_values(graph, dilation_ids, 1);
    if (axis_text(stride) != "1") text += " stride=" + axis_text(stride);
    if (axis_text(dilation) != "1") text += " dilation=" + axis_text(dilation);
    if (int64_t groups = groups_of(graph); groups != 1) text += fmt::format(" groups={}", groups);
    return text + (graph.integer(5, 0) != 0 ? "" : " no-bias");
}

StoredCounts stored_by(ParamGraph& graph) {
    int64_t weights = graph.integer(6, 0);
    return {.weights = weights > 0 ? std::optional(weights) : std::nullopt,
            .biases = graph.integer(5, 0) != 0 ? graph.integer(0, 0) : 0};
}

// A deconvolution to a given size cuts what is too much, half of it on each side.
void cut_to_size(ParamGraph& graph, std::vector<PoolAxis>& axes, const std::vector<int64_t>& wanted) {
    std::vector<int64_t> sizes = graph.sizes(0);
    std::vector<int64_t> kernel = axis_values(graph, kernel_ids, 0), stride = axis_values(graph, stride_ids, 1),
                         dilation = axis_values(graph, dilation_ids, 1);
    bool lower = graph.integer(convolution_pads.left, 0) == same_lower;
    for (size_t axis = 0; axis < axes.size(); ++axis) {
        int64_t in = sizes[sizes.size() - axes.size() + axis];
        Checked whole = (Checked(in) - 1) * stride[axis] + Checked(dilation[axis]) * (kernel[axis] - 1) + 1;
        Checked more = whole + axes[axis].stride - wanted[axis];  // `stride`: output padding
        int64_t cut = more.overflowed() ? 0 : std::max<int64_t>(more.value(), 0);
        axes[axis].before = lower ? cut - cut / 2 : cut / 2;
        axes[axis].after = cut - axes[axis].before;
    }
}

std::string deconvolution_padding(ParamGraph& graph) {
    size_t rank = rank_of(graph);
    std::vector<int64_t> extra = axis_values(graph, {18, 19, 20}, 0);
    std::vector<int64_t> wanted = axis_values(graph, rank == 3 ? AxisIds{25, 26, 27} : AxisIds{20, 21, 21}, 0);
    if (rank == 2) extra = {graph.integer(19, graph.integer(18, 0)), graph.integer(18, 0)};
    std::vector<PoolAxis> axes(rank);
    set_padding(graph, convolution_pads, axes);
    for (size_t axis = 0; axis < rank; ++axis) axes[axis].stride = extra[axis];
    bool padded = std::any_of(axes.begin(), axes.end(), [](const PoolAxis& axis) { return axis.before > 0; });
    bool sized = std::all_of(wanted.begin(), wanted.end(), [](int64_t size) { return size > 0; });
    if (!padded && sized && graph.sizes(0).size() > rank) cut_to_size(graph, axes, wanted);
    std::string text = padding_text(axes);
    if (axis_text(extra) != "0") text += " output_padding=" + axis_text(extra);
    return text;
}

void read_global_pool(ParamGraph& graph, std::string_view kind) {
    graph.result(fmt::format("global_{}_pool", kind), {graph.straight(0)});
}

void read_adaptive_pool(ParamGraph& graph, std::string_view kind) {
    std::string text;
    for (int64_t size : axis_values(graph, {8, 18, 28}, 0)) {
        if (!text.empty()) text += 'x';
        text += size == not_given ? std::string("-") : fmt::format("{}", size);
    }
    graph.result(fmt::format("adaptive_{}_pool {}", kind, text), {graph.straight(0)});
}

// The axes of a pool with the input's sizes.
std::vector<PoolAxis> pool_axes(ParamGraph& graph) {
    std::vector<int64_t> kernel = axis_values(graph, kernel_ids, 0), stride = axis_values(graph, pool_stride_ids, 1);
    std::vector<int64_t> sizes = graph.sizes(0);
    std::vector<PoolAxis> axes(kernel.size());
    set_padding(graph, pool_pads, axes);
    for (size_t axis = 0; axis < axes.size(); ++axis) {
        size_t at = sizes.size() - axes.size() + axis;
        axes[axis].size = at < sizes.size() ? sizes[at] : 1;
        axes[axis].kernel = kernel[axis];
        axes[axis].stride = stride[axis];
    }
    return axes;
}

}  // namespace

void read_convolution(ParamGraph& graph) {
    if (graph.integer(19, 0) != 0) return graph.refuse(code::unsupported_op, "weights that are an input");
    std::string end = activation_of(graph);
    if (graph.sizes(0).size() == 1 && rank_of(graph) == 2) {  // as InnerProduct
        std::string bias = graph.integer(5, 0) != 0 ? "" : " no-bias";
        graph.result(fmt::format("dense {}{}{}", graph.integer(0, 0), bias, end), {graph.straight(0)},
                     stored_by(graph));
        return;
    }
    std::string text = "conv" + window_text(graph) + convolution_padding(graph) + end;
    if (graph.input_count() == 1) {
        graph.result(text, {graph.straight(0)}, stored_by(graph));
        return;
    }
    Tensor sampled = graph.result(text, {graph.straight(0)}, stored_by(graph));  // where further inputs say
    std::vector<Tensor> inputs = {sampled};
    for (size_t input = 1; input < graph.input_count(); ++input) inputs.push_back(graph.straight(input));
    Tensor moved = graph.add("sampled", "custom " + joined(graph.sizes_of(sampled)), inputs);
    if (moved != no_tensor) graph.blob_of_output(0) = {moved, no_tensor};
}

void read_deconvolution(ParamGraph& graph) {
    if (graph.integer(28, 0) != 0) return graph.refuse(code::unsupported_op, "weights that are an input");
    std::string text = "conv_transpose" + window_text(graph) + deconvolution_padding(graph) + activation_of(graph);
    graph.result(text, {graph.straight(0)}, stored_by(graph));
}

void read_pooling(ParamGraph& graph) {
    std::string_view kind = graph.integer(0, 0) == 0 ? "max" : "avg";
    if (graph.integer(4, 0) != 0) return read_global_pool(graph, kind);
    if (graph.integer(7, 0) != 0) return read_adaptive_pool(graph, kind);
    std::vector<PoolAxis> axes = pool_axes(graph);
    std::string text = fmt::format("{}_pool {} stride={}", kind, axis_text(axis_values(graph, kernel_ids, 0)),
                                   axis_text(axis_values(graph, pool_stride_ids, 1)));
    switch (graph.integer(5, 0)) {
        case 0: text += ceiling_padding(axes); break;
        case 1: text += padding_text(axes); break;
        case 2: text += " padding=same"; break;
        case 3: text += " padding=same_lower"; break;
        default: return graph.refuse(code::bad_value, "the parameter 5 (pad mode) must be 0 to 3");
    }
    graph.result(text, {graph.straight(0)});
}

std::string activation_of(ParamGraph& graph) {
    constexpr std::string_view names[] = {"", "relu", "leaky_relu", "clip", "sigmoid", "mish", "hard_swish"};
    int64_t number = graph.integer(9, 0);
    if (number < 0 || number >= std::ssize(names)) {
        graph.refuse(code::bad_value, fmt::format("the activation {} is not one of ncnn's", number));
        return {};
    }
    std::string_view name = names[static_cast<size_t>(number)];
    return name.empty() ? std::string() : fmt::format(" activation={}", name);
}

// The columns of windows: a matrix of all values of a window, and the positions.
void read_unfold(ParamGraph& graph) {
    std::vector<int64_t> sizes = graph.sizes(0);
    if (sizes.size() != 3) return graph.refuse(code::rank_mismatch, "`Unfold` needs an image");
    std::vector<int64_t> kernel = axis_values(graph, kernel_ids, 0);
    std::vector<PoolAxis> axes(2);
    set_padding(graph, convolution_pads, axes);
    Tensor windows = graph.add("windows",
                               fmt::format("max_pool {} stride={} dilation={}{}", axis_text(kernel),
                                           axis_text(axis_values(graph, stride_ids, 1)),
                                           axis_text(axis_values(graph, dilation_ids, 1)), padding_text(axes)),
                               {graph.straight(0)});
    std::vector<int64_t> out = graph.sizes_of(windows);
    if (out.size() != 3) return;
    graph.result(
        fmt::format("custom {}x{}", product_of({sizes[0], kernel[0], kernel[1]}), product_of({out[1], out[2]})),
        {windows});
}

void read_fold(ParamGraph& graph) {
    std::vector<int64_t> sizes = graph.sizes(0), kernel = axis_values(graph, kernel_ids, 0);
    int64_t width = graph.integer(20, 0), height = graph.integer(21, width), area = product_of({kernel[0], kernel[1]});
    if (sizes.size() != 2 || area < 1 || sizes[0] % area != 0) {
        return graph.refuse(code::rank_mismatch, "`Fold` needs a matrix of windows");
    }
    graph.result(fmt::format("custom {}x{}x{}", sizes[0] / area, height, width), {graph.straight(0)});
}

}  // namespace nnshape::ncnn
