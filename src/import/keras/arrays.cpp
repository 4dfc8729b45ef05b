#include <fmt/format.h>
#include <algorithm>

#include "base/checked.h"
#include "frameworks/by_hand.h"
#include "import/keras/site.h"

// Layers that arrange the sizes of their input, and those whose counts depend on which axis is which.
namespace nnshape::keras_format {
namespace {

std::vector<Tensor> same(Site& site) { return {site.own("identity")}; }

std::vector<Tensor> flatten(Site& site) {
    // A vector of one value for each sample stays one.
    return {site.own("flatten")};
}

std::vector<Tensor> reshape(Site& site) {
    std::vector<int64_t> wanted;
    for (const JsonValue& size : site["target_shape"].items) wanted.push_back(size.integer().value_or(-1));
    if (wanted.empty()) wanted.push_back(1);
    return {site.own("reshape " + joined(wanted))};
}

std::vector<Tensor> permute(Site& site) {
    std::vector<size_t> order;
    for (const JsonValue& axis : site["dims"].items) {
        int64_t number = axis.integer().value_or(0);
        if (number < 1) return {site.refuse("`dims` of a Permute has numbers from 1")};
        order.push_back(static_cast<size_t>(number - 1));
    }
    return {site.own(fmt::format("permute {}", fmt::join(order, "x")))};
}

std::vector<Tensor> repeat_vector(Site& site) {
    auto sizes = site.sizes();
    if (sizes.size() != 1) return {site.refuse("a RepeatVector needs a vector")};
    Tensor one = site.reshaped("axis", site.inputs[0], {1, sizes[0]});
    return {site.add({}, fmt::format("tile {}x1", site.number("n", 1)), {one})};
}

std::vector<Tensor> activation(Site& site) {
    ActivationName activation = activation_of(site["activation"]);
    bool usable = activation.known && !activation.name.empty();
    Tensor tensor = site.own(usable ? activation.name : "identity");
    return {activation.known ? tensor : site.activated(tensor)};
}

// Ids of any rank: each becomes a vector along a new last axis.
std::vector<Tensor> embedding(Site& site) {
    auto ids = site.sizes();
    Tensor input = ids.size() > 1 ? site.add("ids", "flatten", {site.inputs[0]}) : site.inputs[0];
    Tensor rows = site.with_channels_at(
        0, input, [&](Tensor one) { return write_by_table(site, {}, one, "input_length mask_zero"); });
    if (ids.size() <= 1 || rows == no_tensor) return {rows};
    ids.push_back(site.number("output_dim", 1));
    return {site.reshaped("shape", rows, ids)};
}

// The slopes along shared axes are the same.
std::vector<Tensor> prelu(Site& site) {
    auto sizes = site.sizes();
    const JsonValue& shared = site["shared_axes"];
    if (sizes.empty() || shared.is_null() || shared.items.empty()) return {site.own("prelu per=element")};
    auto axes = Site::axes_of(shared, sizes.size(), 1);
    size_t channels = site.file.channels_at(sizes.size());
    bool all_others = axes.size() + 1 == sizes.size() && std::find(axes.begin(), axes.end(), channels) == axes.end();
    if (all_others) return {site.own("prelu per=channel")};
    Checked slopes = 1;
    for (size_t axis = 0; axis < sizes.size(); ++axis) {
        if (std::find(axes.begin(), axes.end(), axis) == axes.end()) slopes *= sizes[axis];
    }
    if (slopes.overflowed()) return {site.refuse("the number of slopes overflows a 64-bit integer")};
    return {site.own(fmt::format("custom {} weights={}", joined(sizes), slopes.value()))};
}

// A `custom` layer by the formula of the framework's table.
std::vector<Tensor> locally_connected(Site& site) {
    auto sizes = site.sizes();
    if (site.number("implementation", 1) == 2) return {site.refuse("`implementation=2` of this layer is not known")};
    size_t count = sizes.size();
    if (count == 0) return {site.own("identity")};
    auto write = [&](Tensor input) {
        const FoundClass found = find_classes(site.config.class_name, find_module("keras.layers"))[0];
        CallValue call = call_of(found, site.config, "data_format");
        auto written = site.sizes_of(input);
        std::string operation = by_hand(found, call.arguments, shape_of(written, site.file.layout), site.file.layout);
        if (operation.empty()) return site.refuse(fmt::format("`{}` does not fit its input", site.config.class_name));
        size_t weights = operation.find("weights=");
        if (weights != std::string::npos) {  // each weight is used once
            size_t end = std::min(operation.find(' ', weights), operation.size());
            operation += " macs=" + operation.substr(weights + 8, end - weights - 8);
        }
        return site.activated(site.add({}, operation + site.activation_words(), {input}));
    };
    return {site.with_channels_at(site.channels_by_format(count), site.inputs[0], write)};
}

std::vector<Tensor> lambda(Site& site) {
    const JsonValue& shape = site["output_shape"];
    bool is_raw = !site["output_shape_type"].is("lambda") && !site["output_shape_type"].is("function");
    std::vector<int64_t> sizes = site.recorded;
    if (sizes.empty() && shape.is_array() && is_raw) {
        for (const JsonValue& size : shape.items) sizes.push_back(size.integer().value_or(0));
        bool has_batch = !sizes.empty() && sizes[0] < 1;
        if (has_batch) sizes.erase(sizes.begin());
    }
    bool is_known = !sizes.empty() && *std::min_element(sizes.begin(), sizes.end()) > 0;
    if (!is_known) {
        return {site.refuse("the code of a Lambda is not read, and the file does not record its shape",
                            "Keras 3 records shapes; an ONNX file of the model has all of them")};
    }
    Tensor tensor = site.add({}, "custom " + joined(sizes), site.inputs);
    site.tracer.remark(code::unsupported_op, "the code of a Lambda is not read",
                       "its shape is the one that the file records");
    return {tensor};
}

// A layer whose window is as in the table, applied to one axis.
std::vector<Tensor> dense(Site& site) {
    size_t count = site.sizes().size();
    auto write = [&](Tensor input) { return write_by_table(site, {}, input); };
    return {count == 0 ? write(site.inputs[0]) : site.with_channels_at(count - 1, site.inputs[0], write)};
}

// Padding and cropping in the ways of Keras 1: two numbers for both ends of two axes, four for each edge.
std::vector<Tensor> edges(Site& site) {
    bool pads = site.config.class_name.starts_with("Zero");
    std::string_view key = pads ? "padding" : "cropping";
    JsonValue given = site[key];
    size_t count = site.sizes().size();
    if (given.is_object()) {  // top_pad, bottom_pad, left_pad, right_pad
        JsonValue list{.kind = JsonValue::Kind::array};
        for (std::string_view edge : {"top_pad", "bottom_pad", "left_pad", "right_pad"}) {
            list.items.push_back(json_number(given[edge].integer().value_or(0)));
        }
        given = std::move(list);
    }
    if (given.is_array() && given.items.size() == 4 && given[0].integer()) {
        JsonValue pairs{.kind = JsonValue::Kind::array};
        for (size_t axis = 0; axis < 2; ++axis) {
            pairs.items.push_back({.kind = JsonValue::Kind::array, .items = {given[2 * axis], given[2 * axis + 1]}});
        }
        given = std::move(pairs);
    }
    if (!given.is_null()) set_value(site.config.values, key, given);
    auto write = [&](Tensor input) { return write_by_table(site, {}, input); };
    if (count == 0) return {write(site.inputs[0])};
    return {site.with_channels_at(site.channels_by_format(count), site.inputs[0], write)};
}

constexpr HandledClass classes[] = {
    {"Flatten", flatten},
    {"Reshape", reshape},
    {"Permute", permute},
    {"RepeatVector", repeat_vector},
    {"Activation", activation},
    {"Embedding", embedding},
    {"PReLU", prelu},
    {"LocallyConnected1D", locally_connected},
    {"LocallyConnected2D", locally_connected},
    {"LocallyConnected3D", locally_connected},
    {"Lambda", lambda},
    {"Dense", dense},
    {"ZeroPadding1D", edges},
    {"ZeroPadding2D", edges},
    {"ZeroPadding3D", edges},
    {"Cropping1D", edges},
    {"Cropping2D", edges},
    {"Cropping3D", edges},
    {"Masking", same},
    {"ActivityRegularization", same},
    {"GaussianNoise", same},
    {"Identity", same},
    {"Layer", same},
};

}  // namespace

std::span<const HandledClass> array_classes() { return classes; }

}  // namespace nnshape::keras_format
