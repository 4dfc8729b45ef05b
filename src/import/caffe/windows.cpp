#include <fmt/format.h>
#include <algorithm>

#include "base/checked.h"
#include "import/caffe/types.h"
#include "import/pool_padding.h"
#include "import/product.h"

// Convolutions and pools.
namespace nnshape::caffe {
namespace {

// A value for each spatial axis: `kernel_size: 3` once or for each, or `kernel_h` and `kernel_w`.
std::vector<int64_t> axis_values(CaffeNet& net, std::string_view message, std::string_view field,
                                 std::string_view short_name, int64_t fallback, size_t rank) {
    const PrototxtField& fields = net.message(message);
    std::string height = fmt::format("{}_h", short_name), width = fmt::format("{}_w", short_name);
    if (fields.find(height) || fields.find(width)) {
        return {net.integer(message, height, fallback), net.integer(message, width, fallback)};
    }
    std::vector<int64_t> values = net.integers(message, field);
    if (values.empty()) values = {fallback};
    if (values.size() == 1) values.resize(rank, values[0]);
    return values;
}

std::string axis_text(const std::vector<int64_t>& values) {
    bool same = std::all_of(values.begin(), values.end(), [&](int64_t value) { return value == values[0]; });
    return same ? fmt::format("{}", values[0]) : joined(values);
}

constexpr std::string_view convolution = "convolution_param", pooling = "pooling_param";

// Kernel, stride, padding and dilation of a convolution.
std::string window_text(CaffeNet& net, size_t rank) {
    std::string text = axis_text(axis_values(net, convolution, "kernel_size", "kernel", 0, rank));
    std::string stride = axis_text(axis_values(net, convolution, "stride", "stride", 1, rank));
    std::string padding = axis_text(axis_values(net, convolution, "pad", "pad", 0, rank));
    std::string dilation = axis_text(axis_values(net, convolution, "dilation", "dilation", 1, rank));
    if (stride != "1") text += " stride=" + stride;
    if (padding != "0") text += " padding=" + padding;
    if (dilation != "1") text += " dilation=" + dilation;
    return text;
}

std::vector<PoolAxis> pool_axes(CaffeNet& net, const std::vector<int64_t>& sizes) {
    std::vector<int64_t> kernel = axis_values(net, pooling, "kernel_size", "kernel", 0, 2),
                         stride = axis_values(net, pooling, "stride", "stride", 1, 2),
                         padding = axis_values(net, pooling, "pad", "pad", 0, 2);
    std::vector<PoolAxis> axes;
    for (size_t axis = 0; axis < 2; ++axis) {
        auto at = [&](const std::vector<int64_t>& values) { return values[std::min(axis, values.size() - 1)]; };
        axes.push_back({sizes[axis + 1], at(kernel), at(stride), at(padding), at(padding)});
    }
    return axes;
}

}  // namespace

void read_convolution(CaffeNet& net) {
    size_t rank = net.sizes(0).size() - 1;
    if (rank == 0) return net.refuse(code::rank_mismatch, "a convolution needs spatial axes");
    bool depthwise = net.type() == "DepthwiseConvolution" || net.type() == "ConvolutionDepthwise";
    int64_t groups = depthwise ? net.sizes(0)[0] : net.integer(convolution, "group", 1);
    bool bias = net.flag(convolution, "bias_term", true);
    std::string text = net.type() == "Deconvolution" ? "conv_transpose" : "conv";
    text += fmt::format(" {} {}", net.integer(convolution, "num_output", 0), window_text(net, rank));
    if (groups != 1) text += fmt::format(" groups={}", groups);
    if (!bias) text += " no-bias";
    for (size_t index = 0; index < net.bottom_count(); ++index) {  // the same weights for each input
        std::string shared = index == 0 ? "" : fmt::format(" share={}", quoted_name(net.name()));
        net.result(text + shared, {net.bottom(index)}, index == 0 ? (bias ? 2 : 1) : 0, index);
    }
    if (net.bottom_count() == 0) net.bottom(0);
}

// Caffe rounds the output up. A last window that begins in the padding is dropped if there is padding.
void read_pooling(CaffeNet& net) {
    std::vector<int64_t> sizes = net.sizes(0);
    if (sizes.size() != 3) return net.refuse(code::rank_mismatch, "a pool needs an image");
    std::string_view kind = net.message(pooling).text("pool", "MAX");
    std::string_view type = kind == "AVE" || kind == "1" || kind == "STOCHASTIC" || kind == "2" ? "avg" : "max";
    if (net.flag(pooling, "global_pooling", false)) {
        net.result(fmt::format("global_{}_pool keepdims", type), {net.bottom(0)});
    } else {
        std::vector<PoolAxis> axes = pool_axes(net, sizes);
        std::string text = fmt::format("{}_pool {} stride={}", type, axis_text({axes[0].kernel, axes[1].kernel}),
                                       axis_text({axes[0].stride, axes[1].stride}));
        bool padded = axes[0].before != 0 || axes[1].before != 0;
        std::string_view rounding = net.message(pooling).text("round_mode", "CEIL");
        bool floors = rounding == "FLOOR" || rounding == "1" || !net.flag(pooling, "ceil_mode", true);
        text += floors ? padding_text(axes) : padded ? padding_text(axes) + " ceil" : ceiling_padding(axes);
        net.result(text, {net.bottom(0)});
    }
    if (net.top_count() > 1 && !net.failed()) {  // the mask of a max pool: where each value is from
        net.result("custom " + joined(net.sizes_of(net.made())), {net.bottom(0)}, 0, 1);
    }
}

// The columns that a convolution multiplies: every value of each window as a channel.
void read_im2col(CaffeNet& net) {
    std::vector<int64_t> sizes = net.sizes(0);
    if (sizes.size() != 3) return net.refuse(code::rank_mismatch, "`Im2col` needs an image");
    std::string window = window_text(net, 2);
    if (window.find("stride=") == std::string::npos) window += " stride=1";
    Tensor windows = net.add("windows", "max_pool " + window, {net.bottom(0)});
    std::vector<int64_t> out = net.sizes_of(windows),
                         kernel = axis_values(net, convolution, "kernel_size", "kernel", 0, 2);
    if (out.size() != 3 || kernel.size() < 2) return;
    net.result(fmt::format("custom {}x{}x{}", product_of({sizes[0], kernel[0], kernel[1]}), out[1], out[2]), {windows});
}

// Pools to 1x1, 2x2, 4x4 … and joins them in a vector.
void read_pyramid(CaffeNet& net) {
    int64_t levels = net.integer("spp_param", "pyramid_height", 1), positions = 0;
    if (levels < 1 || levels > 16) return net.refuse(code::bad_value, "the pyramid must have 1 to 16 levels");
    for (int64_t level = 0; level < levels; ++level) positions += int64_t{1} << (2 * level);
    net.result(fmt::format("custom {}", product_of({net.sizes(0)[0], positions})), {net.bottom(0)});
}

void read_regions(CaffeNet& net) {
    std::vector<int64_t> sizes = net.sizes(0);
    if (net.type() == "PSROIPooling") {
        int64_t cells = net.integer("psroi_pooling_param", "group_size", 1);
        net.result(fmt::format("custom {}x{}x{}", net.integer("psroi_pooling_param", "output_dim", 0), cells, cells),
                   net.bottoms());
        return;
    }
    std::string_view message = net.type() == "ROIAlign" ? "roi_align_param" : "roi_pooling_param";
    net.result(fmt::format("custom {}x{}x{}", sizes[0], net.integer(message, "pooled_h", 0),
                           net.integer(message, "pooled_w", 0)),
               net.bottoms());
}

void read_interp(CaffeNet& net) {
    constexpr std::string_view message = "interp_param";
    std::vector<int64_t> sizes = net.sizes(0);
    if (sizes.size() != 3) return net.refuse(code::rank_mismatch, "`Interp` needs an image");
    int64_t height = net.integer(message, "height", 0), width = net.integer(message, "width", 0);
    int64_t zoom = net.integer(message, "zoom_factor", 1), shrink = net.integer(message, "shrink_factor", 1);
    int64_t cut = -net.integer(message, "pad_beg", 0) - net.integer(message, "pad_end", 0);
    if (zoom < 1 || shrink < 1) return net.refuse(code::bad_value, "the factors must be at least 1");
    auto scaled = [&](int64_t size) {
        int64_t shrunk = (size - cut - 1) / shrink + 1;
        Checked zoomed = Checked(shrunk) + Checked(shrunk - 1) * (zoom - 1);
        return zoomed.overflowed() ? 0 : zoomed.value();
    };
    if (net.bottom_count() > 1 && net.sizes(1).size() == 3) height = net.sizes(1)[1], width = net.sizes(1)[2];
    if (height == 0) height = scaled(sizes[1]);
    if (width == 0) width = scaled(sizes[2]);
    net.result(fmt::format("upsample size={}x{}", height, width), {net.bottom(0)});
}

// SegNet's: puts values back to where a max pool took them from.
void read_upsample(CaffeNet& net) {
    constexpr std::string_view message = "upsample_param";
    int64_t height = net.integer(message, "upsample_h", 0), width = net.integer(message, "upsample_w", 0);
    std::vector<int64_t> sizes = net.sizes(0);
    int64_t scale = net.integer(message, "scale", 2);
    if (height > 0 && width > 0 && sizes.size() == 3) {
        net.result(fmt::format("custom {}x{}x{}", sizes[0], height, width), net.bottoms());
    } else {
        Tensor larger = net.add("scaled", fmt::format("upsample {}", scale), {net.bottom(0)});
        std::vector<Tensor> inputs = net.bottoms();
        if (inputs.size() < 2) return net.pass_on(larger, 0);
        inputs[0] = larger;
        net.result("custom " + joined(net.sizes_of(larger)), inputs);
    }
}

}  // namespace nnshape::caffe
