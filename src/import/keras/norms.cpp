#include <fmt/format.h>
#include <algorithm>

#include "import/keras/site.h"

// Normalisation along any axes.
namespace nnshape::keras_format {
namespace {

// Moves `axes` behind the others, as one axis; `write` is given the result. Afterwards all is as before.
Tensor over_axes(Site& site, const std::vector<size_t>& axes, const Site::Writer& write) {
    auto sizes = site.sizes();
    if (axes.size() == 1) return site.with_channels_at(axes[0], site.inputs[0], write, axes[0]);
    std::vector<size_t> order;
    std::vector<int64_t> joint, moved;
    for (size_t axis = 0; axis < sizes.size(); ++axis) {
        if (std::find(axes.begin(), axes.end(), axis) != axes.end()) continue;
        order.push_back(axis);
        joint.push_back(sizes[axis]);
    }
    std::vector<int64_t> together;
    for (size_t axis : axes) {
        order.push_back(axis);
        together.push_back(sizes[axis]);
    }
    for (size_t axis : order) moved.push_back(sizes[axis]);
    joint.push_back(product_of(together));
    std::vector<size_t> back(order.size());
    for (size_t index = 0; index < order.size(); ++index) back[order[index]] = index;
    Tensor input = site.reshaped("joined", site.permuted("order", site.inputs[0], order), joint);
    Tensor out = site.with_channels_at(joint.size() - 1, input, write);
    return site.permuted("reordered", site.reshaped("parted", out, moved), back);
}

// " no-scale no-center", as the configuration says
std::string affine_words(const Site& site) {
    std::string words;
    if (!site.flag("scale", true)) words += " scale=false";
    if (!site.flag("center", true)) words += " center=false";
    return words;
}

std::vector<size_t> axes(const Site& site) {
    size_t count = site.sizes().size();
    return Site::axes_of(site["axis"], count, -1);
}

std::vector<Tensor> over(Site& site, const std::string& operation) {
    if (site.sizes().empty()) return {site.own(operation)};
    auto places = axes(site);
    if (places.empty()) return {site.refuse("`axis` is not an axis of the input")};
    return {over_axes(site, places, [&](Tensor input) { return site.add({}, operation, {input}); })};
}

std::vector<Tensor> batch_norm(Site& site) {
    if (site.flag("renorm", false)) return {site.refuse("`renorm` of a BatchNormalization is not known")};
    return over(site, "batch_norm" + affine_words(site));
}

std::vector<Tensor> layer_norm(Site& site) {
    if (site.flag("rms_scaling", false)) return over(site, "rms_norm");
    size_t count = site.sizes().size();
    if (count > 1 && axes(site).size() == count) {
        return {site.own("layer_norm over=all" + affine_words(site))};
    }
    return over(site, "layer_norm" + affine_words(site));
}

std::vector<Tensor> rms_norm(Site& site) { return over(site, "rms_norm"); }

std::vector<Tensor> group_norm(Site& site) {
    auto sizes = site.sizes();
    auto places = axes(site);
    if (places.size() != 1) return {site.refuse("`axis` is not an axis of the input")};
    int64_t groups = site.number("groups", 32);
    if (groups == -1) groups = sizes[places[0]];
    bool scale = site.flag("scale", true), center = site.flag("center", true);
    if (scale != center) {
        const char* counted = scale ? "weights" : "biases";
        return {site.own(fmt::format("custom {} {}={}", joined(sizes), counted, sizes[places[0]]))};
    }
    return over(site, fmt::format("group_norm {}{}", groups, scale ? "" : " affine=false"));
}

std::vector<Tensor> instance_norm(Site& site) {
    bool scale = site.flag("scale", true), center = site.flag("center", true);
    if (scale != center) return {site.unknown("an InstanceNormalization with one of `scale` and `center`")};
    return over(site, scale ? "instance_norm affine=true" : "instance_norm");
}

std::vector<Tensor> unit_norm(Site& site) { return {site.own("normalize")}; }

constexpr HandledClass classes[] = {
    {"BatchNormalization", batch_norm}, {"SyncBatchNormalization", batch_norm},
    {"LayerNormalization", layer_norm}, {"RMSNormalization", rms_norm},
    {"GroupNormalization", group_norm}, {"InstanceNormalization", instance_norm},
    {"UnitNormalization", unit_norm},
};

}  // namespace

std::span<const HandledClass> norm_classes() { return classes; }

}  // namespace nnshape::keras_format
