#include <fmt/format.h>
#include <algorithm>
#include <cstdlib>

#include "import/darknet/sections.h"
#include "import/product.h"

// Sections without a window: those that merge, resize or pass on their input.
namespace nnshape::darknet {
namespace {

void apply(CfgNetwork& network, std::string operation) { network.add("", std::move(operation), {network.last()}); }

// The number of anchors: those in the mask, or all.
int64_t anchors_of(const CfgSection& section) {
    const CfgOption* mask = section.find("mask");
    if (!mask) return section.integer("num", 1);
    std::string_view list = std::string_view(mask->value).substr(0, mask->value.find('#'));
    return 1 + std::count(list.begin(), list.end(), ',');
}

// Darknet refuses a head whose input has other channels than its anchors and classes need.
void read_head(CfgNetwork& network, int64_t anchors, int64_t values) {
    std::vector<int64_t> sizes = network.sizes(network.last());
    if (sizes.size() == 3) network.expect({sizes[0], sizes[1], anchors * values});
    apply(network, "identity");
}

// The source with as many channels as `like`: Darknet adds only the channels that both have.
Tensor fitted(CfgNetwork& network, Tensor source, int64_t channels, size_t number) {
    std::vector<int64_t> sizes = network.sizes(source);
    std::string part = fmt::format("fit_{}", number);
    if (sizes.back() == channels) return source;
    if (sizes.back() > channels) return network.add(part, fmt::format("slice {}", channels), {source});
    return network.add(part, fmt::format("pad 0 channels=0:{}", channels - sizes.back()), {source});
}

bool have_one_size(CfgNetwork& network, const std::vector<Tensor>& tensors) {
    std::vector<int64_t> first = network.sizes(tensors[0]);
    return std::all_of(tensors.begin(), tensors.end(), [&](Tensor tensor) {
        std::vector<int64_t> sizes = network.sizes(tensor);
        return sizes.size() == first.size() && std::equal(sizes.begin(), sizes.end() - 1, first.begin());
    });
}

// A sum that is not written with `add`: it has weights, or reads values of another size by their position in memory.
void add_sum(CfgNetwork& network, const std::vector<Tensor>& tensors, int64_t weights) {
    std::vector<int64_t> sizes = network.sizes(tensors[0]);
    std::string operation = fmt::format("custom {}", fmt::join(sizes, "x"));
    if (weights != 0) operation += fmt::format(" weights={}", weights);
    network.add("", operation + activation_of(network.section(), "linear"), tensors);
}

}  // namespace

void pass_on(CfgNetwork& network) { apply(network, "identity"); }

void read_activation(CfgNetwork& network) {
    std::string_view name = activation_named(network.section().text("activation", "linear"));
    apply(network, std::string(name.empty() ? "identity" : name));
}

void read_batch_norm(CfgNetwork& network) { apply(network, "batch_norm"); }

void read_crop(CfgNetwork& network) {
    const CfgSection& section = network.section();
    apply(network,
          fmt::format("center_crop {}x{}", section.integer("crop_height", 1), section.integer("crop_width", 1)));
}

void read_dropout(CfgNetwork& network) {
    double rate = std::atof(std::string(network.section().text("probability", "0.2")).c_str());
    bool is_rate = rate >= 0 && rate <= 1;
    if (rate < 0.001) rate = 0;  // in place of an exponent
    apply(network, is_rate ? fmt::format("dropout {:.3g}", rate) : "dropout");
}

void read_gaussian_yolo(CfgNetwork& network) {
    const CfgSection& section = network.section();
    read_head(network, anchors_of(section), section.integer("classes", 20) + 9);
}

void read_history(CfgNetwork& network) {
    std::vector<int64_t> sizes = network.sizes(network.last());
    std::string ones;
    for (size_t axis = 1; axis < sizes.size(); ++axis) ones += "1x";
    apply(network, fmt::format("tile {}{}", ones, network.section().integer("history_size", 4)));
}

void read_implicit(CfgNetwork& network) {
    const CfgSection& section = network.section();
    network.add("", fmt::format("parameter {}x1x{}", section.integer("atoms", 1), section.integer("filters", 128)), {});
}

void read_l2_norm(CfgNetwork& network) { apply(network, "normalize"); }

void read_logistic(CfgNetwork& network) { apply(network, "sigmoid"); }

void read_normalization(CfgNetwork& network) {
    apply(network, fmt::format("lrn {}", network.section().integer("size", 5)));
}

void read_region(CfgNetwork& network) {
    const CfgSection& section = network.section();
    read_head(network, section.integer("num", 1), section.integer("classes", 20) + section.integer("coords", 4) + 1);
}

void read_reorg(CfgNetwork& network) {
    const CfgSection& section = network.section();
    std::string_view type = section.flag("reverse") ? "pixel_shuffle" : "pixel_unshuffle";
    apply(network, fmt::format("{} {}", type, section.integer("stride", 1)));
}

void read_route(CfgNetwork& network) {
    const CfgSection& section = network.section();
    std::vector<Tensor> inputs = network.sources("layers");
    int64_t groups = section.integer("groups", 1), id = section.integer("group_id", 0);
    if (inputs.empty()) return;
    if (groups < 1) return network.refuse(code::bad_value, "`groups` must be at least 1");
    if (groups > 1) {
        for (size_t index = 0; index < inputs.size(); ++index) {
            int64_t part = network.sizes(inputs[index]).back() / groups;
            std::string name = inputs.size() == 1 ? "" : fmt::format("group_{}", index);
            inputs[index] = network.add(
                name, fmt::format("slice start={} end={}", product_of({id, part}), product_of({id + 1, part})),
                {inputs[index]});
            if (inputs[index] == no_tensor) return;
        }
        if (inputs.size() == 1) return;
    }
    network.add("", inputs.size() == 1 ? "identity" : "concat", inputs);
}

// The channels (or, with `scale_wh`, the positions) of another layer multiplied by this one.
void read_scale(CfgNetwork& network) {
    std::vector<Tensor> inputs = network.sources("from");
    if (inputs.empty()) return;
    Tensor factor = network.last();
    if (std::vector<int64_t> sizes = network.sizes(factor); sizes.size() == 1) {
        factor = network.add("factor", fmt::format("reshape 1x1x{}", sizes[0]), {factor});
    }
    network.add("", "multiply" + activation_of(network.section(), "linear"), {factor, inputs[0]});
}

void read_shortcut(CfgNetwork& network) {
    const CfgSection& section = network.section();
    std::vector<Tensor> inputs = network.sources("from");
    if (inputs.empty()) return;
    inputs.insert(inputs.begin(), network.last());
    int64_t channels = network.sizes(network.last()).back();
    auto count = static_cast<int64_t>(inputs.size());
    std::string_view weights = section.text("weights_type", "none");
    if (weights == "per_feature" || weights == "per_layer") return add_sum(network, inputs, count);
    if (weights == "per_channel") return add_sum(network, inputs, product_of({count, channels}));
    if (!have_one_size(network, inputs)) return add_sum(network, inputs, 0);
    for (size_t index = 1; index < inputs.size(); ++index) {
        inputs[index] = fitted(network, inputs[index], channels, index);
    }
    network.add("", "add" + activation_of(section, "linear"), inputs);
}

void read_softmax(CfgNetwork& network) { apply(network, "softmax"); }

void read_upsample(CfgNetwork& network) {
    int64_t stride = network.section().integer("stride", 2);
    if (stride < 0) return apply(network, fmt::format("avg_pool {0} stride={0}", -stride));
    apply(network, fmt::format("upsample {}", stride));
}

void read_yolo(CfgNetwork& network) {
    const CfgSection& section = network.section();
    read_head(network, anchors_of(section), section.integer("classes", 20) + 5);
}

}  // namespace nnshape::darknet
