#include <fmt/format.h>
#include <algorithm>

#include "import/keras/site.h"

// Layers with several inputs.
namespace nnshape::keras_format {
namespace {

struct Merge {
    std::string_view name, type;
};

// Classes of Keras 2 and 3, and the modes of the Merge layer of Keras 1.
constexpr Merge merges[] = {
    {"Add", "add"},      {"sum", "add"},         {"Subtract", "subtract"}, {"Multiply", "multiply"},
    {"mul", "multiply"}, {"Average", "average"}, {"ave", "average"},       {"Maximum", "maximum"},
    {"max", "maximum"},  {"Minimum", "minimum"}, {"min", "minimum"},
};

std::string_view type_of(std::string_view name) {
    auto found = std::find_if(std::begin(merges), std::end(merges), [&](const Merge& one) { return one.name == name; });
    return found == std::end(merges) ? std::string_view() : found->type;
}

// An input of fewer axes gets axes of 1 in front.
std::vector<Tensor> of_one_rank(Site& site) {
    size_t most = 0;
    for (Tensor input : site.inputs) most = std::max(most, site.sizes_of(input).size());
    std::vector<Tensor> inputs;
    for (Tensor input : site.inputs) {
        auto sizes = site.sizes_of(input);
        if (!sizes.empty() && sizes.size() < most) {
            sizes.insert(sizes.begin(), most - sizes.size(), 1);
            input = site.reshaped(fmt::format("axes{}", inputs.size()), input, sizes);
        }
        inputs.push_back(input);
    }
    return inputs;
}

std::vector<Tensor> elementwise(Site& site, std::string_view type) {
    if (site.inputs.size() == 1) return {site.own("identity")};
    return {site.add({}, std::string(type), of_one_rank(site))};
}

std::vector<Tensor> merge(Site& site) { return elementwise(site, type_of(site.config.class_name)); }

std::vector<Tensor> concatenate(Site& site, int64_t axis) {
    if (site.inputs.size() == 1) return {site.own("identity")};
    size_t count = site.sizes().size();
    if (count == 0) return {site.add({}, "concat", site.inputs)};
    auto place = Site::axis_of(axis, count);
    if (!place) return {site.refuse("`axis` is not an axis of the input")};
    bool channels = *place == site.file.channels_at(count);
    return {site.add({}, channels ? "concat" : fmt::format("concat axis={}", *place), site.inputs)};
}

std::vector<Tensor> concat(Site& site) { return concatenate(site, site.number("axis", -1)); }

// The axis of `tensor` that is summed becomes the last, and the others one.
Tensor matrix(Site& site, const char* part, Tensor tensor, size_t axis) {
    auto sizes = site.sizes_of(tensor);
    std::vector<size_t> order;
    std::vector<int64_t> others;
    for (size_t index = 0; index < sizes.size(); ++index) {
        if (index == axis) continue;
        order.push_back(index);
        others.push_back(sizes[index]);
    }
    order.push_back(axis);
    Tensor moved = site.permuted(fmt::format("{}_order", part), tensor, order);
    Tensor flat = site.reshaped(part, moved, {product_of(others), sizes[axis]});
    return site.permuted(fmt::format("{}_layout", part), flat,
                         site.file.layout == Layout::chw ? std::vector<size_t>{1, 0} : std::vector<size_t>{0, 1});
}

// The product of two tensors along an axis of each, of which the first axis is the batch.
std::vector<Tensor> dot(Site& site) {
    if (site.inputs.size() != 2) return {site.refuse("a Dot needs two inputs")};
    auto one = site.sizes(0), other = site.sizes(1);
    if (one.empty() || other.empty()) return {site.add({}, "matmul transpose", site.inputs)};
    const JsonValue& axes = site["axes"].is_null() ? site["dot_axes"] : site["axes"];
    auto axis = [&](size_t index) {
        const JsonValue& at = axes.is_array() ? axes[std::min(index, axes.items.size() - 1)] : axes;
        return Site::axis_of((at.is_array() ? at[size_t{0}] : at).integer().value_or(-1),
                             index == 0 ? one.size() : other.size());
    };
    auto left = axis(0), right = axis(1);
    if (!left || !right || one[*left] != other[*right]) {
        return {site.refuse("the axes of a Dot do not have the same size")};
    }
    std::vector<int64_t> wanted = one;
    wanted.erase(wanted.begin() + static_cast<std::ptrdiff_t>(*left));
    for (size_t index = 0; index < other.size(); ++index) {
        if (index != *right) wanted.push_back(other[index]);
    }
    if (wanted.empty()) wanted.push_back(1);
    Tensor a = matrix(site, "left", site.inputs[0], *left), b = matrix(site, "right", site.inputs[1], *right);
    Tensor product = site.add({}, "matmul transpose", {a, b});
    bool swapped = site.file.layout == Layout::chw;
    if (swapped) product = site.permuted("layout", product, {1, 0});
    return {site.reshaped("shape", product, wanted)};
}

// Keras 1: https://faroit.com/keras-docs/1.2.2/getting-started/sequential-model-guide/#the-merge-layer
std::vector<Tensor> old_merge(Site& site) {
    std::string_view mode = site["mode"].word();
    if (mode == "concat") return concatenate(site, site.number("concat_axis", -1));
    if (mode == "dot" || mode == "cos") return dot(site);
    std::string_view type = type_of(mode);
    if (!type.empty()) return elementwise(site, type);
    return {site.unknown(fmt::format("the mode `{}` of a Merge", mode))};
}

constexpr HandledClass classes[] = {
    {"Add", merge},     {"Subtract", merge},     {"Multiply", merge}, {"Average", merge},   {"Maximum", merge},
    {"Minimum", merge}, {"Concatenate", concat}, {"Dot", dot},        {"Merge", old_merge},
};

}  // namespace

std::span<const HandledClass> merge_classes() { return classes; }

}  // namespace nnshape::keras_format
