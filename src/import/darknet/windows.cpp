#include <fmt/format.h>

#include "base/checked.h"
#include "import/darknet/sections.h"

// Sections with a window: convolutions and pools.
namespace nnshape::darknet {
namespace {

struct Strides {
    int64_t y, x;
};

Strides strides_of(const CfgSection& section) {
    int64_t stride = section.integer("stride", 1);
    Strides strides{section.integer("stride_y", stride), section.integer("stride_x", stride)};
    return {strides.y < 1 ? stride : strides.y, strides.x < 1 ? stride : strides.x};
}

std::string text_of(Strides strides) {
    if (strides.y == strides.x) return fmt::format("{}", strides.y);
    return fmt::format("{}x{}", strides.y, strides.x);
}

std::string padding_of(int64_t total) {
    if (total == 0) return {};
    if (total % 2 == 0) return fmt::format(" padding={}", total / 2);
    return fmt::format(" padding={0}:{1}x{0}:{1}", total / 2, total - total / 2);
}

int64_t pad_of(const CfgSection& section, int64_t size) {
    return section.flag("pad") ? size / 2 : section.integer("padding", 0);
}

// Blurs with a fixed kernel before it skips positions (Zhang 2019), which Darknet does not store.
void add_blur(CfgNetwork& network, Tensor input, Strides strides) {
    bool small = network.section().integer("antialiasing", 0) == 2;
    network.add("blur",
                fmt::format("avg_pool {} stride={}{}", small ? 2 : 3, text_of(strides), small ? "" : " padding=1"),
                {input});
}

// Darknet pads by `size - 1` in all unless the section says otherwise, the odd row after.
void read_pool(CfgNetwork& network, std::string_view type) {
    const CfgSection& section = network.section();
    Strides strides = strides_of(section);
    int64_t size = section.integer("size", section.integer("stride", 1));
    int64_t padding = section.integer("padding", size - 1);
    bool blurs = type == "max_pool" && section.flag("antialiasing");
    std::string stride = blurs ? "1" : text_of(strides);
    Tensor pool =
        network.add("", fmt::format("{} {} stride={}{}", type, size, stride, padding_of(padding)), {network.last()});
    if (blurs) add_blur(network, pool, strides);
}

}  // namespace

// Darknet calculates the output without the dilation and shifts the window by `pad * dilation`. Both are the same if
// the total padding grows with the dilated kernel.
std::string convolution_of(const CfgSection& section, int64_t filters, int64_t default_size) {
    int64_t size = section.integer("size", default_size);
    int64_t dilation = size == 1 ? 1 : section.integer("dilation", 1);
    int64_t total = 2 * pad_of(section, size) + (dilation - 1) * (size - 1);
    std::string text = fmt::format("conv {} {}", filters, size);
    Strides strides = section.flag("antialiasing") ? Strides{1, 1} : strides_of(section);
    if (strides.y != 1 || strides.x != 1) text += " stride=" + text_of(strides);
    text += padding_of(total);
    if (dilation != 1) text += fmt::format(" dilation={}", dilation);
    if (int64_t groups = section.integer("groups", 1); groups != 1) text += fmt::format(" groups={}", groups);
    return text;
}

void read_convolution(CfgNetwork& network) {
    const CfgSection& section = network.section();
    std::string operation = convolution_of(section, section.integer("filters", 1), 1);
    Tensor layer = network.add_learned("", operation, network.last(), "logistic");
    if (section.flag("antialiasing")) add_blur(network, layer, strides_of(section));
}

void read_deconvolution(CfgNetwork& network) {
    const CfgSection& section = network.section();
    int64_t size = section.integer("size", 1);
    std::string operation = fmt::format("conv_transpose {} {} stride={}", section.integer("filters", 1), size,
                                        section.integer("stride", 1));
    network.add_learned("", operation + padding_of(2 * pad_of(section, size)), network.last(), "logistic");
}

void read_max_pool(CfgNetwork& network) {
    const CfgSection& section = network.section();
    if (!section.flag("maxpool_depth")) return read_pool(network, "max_pool");
    std::vector<int64_t> sizes = network.sizes(network.last());  // the largest of groups of channels
    if (sizes.size() != 3) return network.refuse(code::rank_mismatch, "`maxpool_depth` needs an image");
    network.add("", fmt::format("custom {}x{}x{}", sizes[0], sizes[1], section.integer("out_channels", 1)),
                {network.last()});
}

void read_local_average_pool(CfgNetwork& network) { read_pool(network, "avg_pool"); }

void read_average_pool(CfgNetwork& network) { network.add("", "global_avg_pool keepdims", {network.last()}); }

// A convolution with weights of its own at each position: Darknet's local_layer.c.
void read_local(CfgNetwork& network) {
    const CfgSection& section = network.section();
    std::vector<int64_t> sizes = network.sizes(network.last());
    int64_t size = section.integer("size", 1), stride = section.integer("stride", 1);
    if (sizes.size() != 3) return network.refuse(code::rank_mismatch, "`[local]` needs an image");
    if (stride < 1 || size < 1) return network.refuse(code::bad_value, "`size` and `stride` must be at least 1");
    int64_t less = section.flag("pad") ? 1 : size;
    if (less > sizes[0] || less > sizes[1]) {
        return network.refuse(code::kernel_exceeds_input, "the window is larger than the input");
    }
    int64_t height = (sizes[0] - less) / stride + 1, width = (sizes[1] - less) / stride + 1;
    int64_t filters = section.integer("filters", 1);
    Checked outputs = Checked(height) * width * filters;
    Checked weights = outputs * size * size * sizes[2];
    if (weights.overflowed()) return network.refuse(code::overflow, "the number of weights overflows 64 bits");
    network.add("",
                fmt::format("custom {}x{}x{} weights={} biases={} macs={}{}", height, width, filters, weights.value(),
                            outputs.value(), weights.value(), activation_of(section, "logistic")),
                {network.last()});
}

}  // namespace nnshape::darknet
