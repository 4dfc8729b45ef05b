#include <fmt/format.h>

#include "import/keras/site.h"

// Layers of Keras 1 that later versions do not have: https://faroit.com/keras-docs/1.2.2/
namespace nnshape::keras_format {
namespace {

// Two projections of the same size, one of which is the gate.
std::vector<Tensor> highway(Site& site) {
    auto sizes = site.sizes();
    if (sizes.size() != 1) return {site.refuse("a Highway needs a vector")};
    std::string bias = site.flag("use_bias", true) ? "" : " bias=false";
    std::string operation = fmt::format("dense {}{}", sizes[0], bias);
    Tensor transform = site.add("transform", operation + site.activation_words(), {site.inputs[0]});
    Tensor gate = site.add("gate", operation + " activation=sigmoid", {site.inputs[0]});
    Tensor carried = site.add("carried", "multiply", {site.inputs[0], gate});
    Tensor changed = site.add("changed", "multiply", {transform, gate});
    return {site.add({}, "add", {changed, carried})};
}

// The largest of several projections.
std::vector<Tensor> maxout(Site& site) {
    int64_t units = site.number("units", 1), features = site.number("nb_feature", 4);
    bool bias = site.flag("use_bias", true);
    if (site.sizes().size() != 1) return {site.refuse("a MaxoutDense needs a vector")};
    Tensor all = site.own(fmt::format("dense {}{}", product_of({units, features}), bias ? "" : " bias=false"));
    Tensor parted = site.add("features", fmt::format("reshape {}x{}", features, units), {all});
    return {site.add("max", "reduce 0 by=max", {parted})};
}

std::vector<Tensor> per_element(Site& site, int64_t times) {
    auto sizes = site.sizes();
    if (sizes.empty()) return {site.own("identity")};
    auto each = sizes;
    for (size_t axis : Site::axes_of(site["shared_axes"], sizes.size(), 0)) each[axis] = 1;
    each.push_back(times);
    return {site.own(fmt::format("custom {} weights={}", joined(sizes), product_of(each)))};
}

std::vector<Tensor> parametric_softplus(Site& site) { return per_element(site, 2); }
std::vector<Tensor> s_shaped_relu(Site& site) { return per_element(site, 4); }

constexpr HandledClass classes[] = {
    {"Highway", highway},
    {"MaxoutDense", maxout},
    {"ParametricSoftplus", parametric_softplus},
    {"SReLU", s_shaped_relu},
};

}  // namespace

std::span<const HandledClass> old_classes() { return classes; }

}  // namespace nnshape::keras_format
