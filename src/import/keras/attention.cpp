#include <fmt/format.h>
#include <algorithm>

#include "import/keras/site.h"

// Attention. The inputs of Keras's layers are the query, the values and the keys; without keys the values are the keys.
namespace nnshape::keras_format {
namespace {

struct Inputs {
    Tensor query = no_tensor, value = no_tensor, key = no_tensor;
};

Inputs inputs_of(const Site& site) {
    Inputs found;
    if (site.inputs.empty()) return found;
    found.query = site.inputs[0];
    size_t place = 0;
    for (size_t index = 0; index < site.inputs.size() && site.call; ++index) {
        const std::string& key = index < site.call->tensors.size() ? site.call->tensors[index].key : std::string();
        if (key == "query" || (key.empty() && place == 0)) found.query = site.inputs[index];
        if (key == "value" || (key.empty() && place == 1)) found.value = site.inputs[index];
        if (key == "key" || (key.empty() && place == 2)) found.key = site.inputs[index];
        place += key.empty();
    }
    if (found.value == no_tensor) found.value = found.query;
    if (found.key == no_tensor) found.key = found.value;
    return found;
}

// Projections and products one by one, for a layer whose output has other channels than its query.
class Product {
  public:
    explicit Product(Site& site) : site_(site) {}

    Tensor dense(std::string_view part, Tensor input, int64_t units, bool bias) {
        std::string operation = fmt::format("dense {}{}", units, bias ? "" : " bias=false");
        return site_.with_channels_at(1, input, [&](Tensor one) { return site_.add(part, operation, {one}); });
    }

    // L,heads·size to heads,L,size
    Tensor heads(std::string_view part, Tensor input, int64_t count, int64_t size) {
        int64_t length = site_.sizes_of(input)[0];
        Tensor parted =
            site_.add(fmt::format("{}_heads", part), fmt::format("reshape {}x{}x{}", length, count, size), {input});
        return site_.permuted(fmt::format("{}_order", part), parted, {1, 0, 2});
    }

    Tensor joined(Tensor input) {
        Tensor order = site_.permuted("order", input, {1, 0, 2});
        auto sizes = site_.sizes_of(order);
        return site_.add("joined", fmt::format("reshape {}x{}", sizes[0], product_of({sizes[1], sizes[2]})), {order});
    }

  private:
    Site& site_;
};

std::vector<Tensor> by_parts(Site& site, const Inputs& in, int64_t units) {
    int64_t heads = site.number("num_heads", 1), key_dim = site.number("key_dim", 1);
    int64_t value_dim = site.number("value_dim", key_dim);
    bool bias = site.flag("use_bias", true);
    if (site.file.layout != Layout::hwc) return {site.unknown("a MultiHeadAttention with `output_shape`")};
    Product product(site);
    auto keys = product_of({heads, key_dim}), values = product_of({heads, value_dim});
    for (Tensor tensor : {in.query, in.key, in.value}) {
        if (site.sizes_of(tensor).size() != 2) return {site.unknown("a MultiHeadAttention with `output_shape`")};
    }
    Tensor q = product.dense("query", in.query, keys, bias), k = product.dense("key", in.key, keys, bias);
    Tensor v = product.dense("value", in.value, values, bias);
    if (site.tracer.failed()) return {v};
    q = product.heads("query", q, heads, key_dim);
    k = product.heads("key", k, heads, key_dim);
    v = product.heads("value", v, heads, value_dim);
    Tensor scores = site.add("scores", "matmul transpose", {q, k});
    Tensor weights = site.add("weights", "softmax", {scores});
    Tensor joined = product.joined(site.add("values", "matmul", {weights, v}));
    Tensor out = product.dense({}, joined, units, bias);
    return {out, scores};
}

// All axes but the channels are one sequence.
Tensor sequence(Site& site, std::string_view part, Tensor tensor) {
    auto sizes = site.sizes_of(tensor);
    if (sizes.size() < 3) return tensor;
    std::vector<int64_t> others(sizes.begin(), sizes.end() - 1);
    return site.reshaped(part, tensor, {product_of(others), sizes.back()});
}

std::vector<Tensor> attend(Site& site, const Inputs& in, const std::string& operation) {
    std::vector<Tensor> from{in.query};
    bool own = in.value == in.query && in.key == in.query;
    if (!own) from.push_back(in.key);
    if (in.key != in.value) from.push_back(in.value);
    auto before = site.sizes_of(in.query);
    constexpr std::string_view parts[] = {"sequence", "keys", "values"};
    for (size_t index = 0; index < from.size(); ++index) {
        from[index] = sequence(site, parts[index], from[index]);
        bool swap = site.file.layout == Layout::chw && site.sizes_of(from[index]).size() == 2;
        if (swap) from[index] = site.permuted(fmt::format("{}_order", parts[index]), from[index], {1, 0});
    }
    Tensor out = site.add({}, operation, from);
    if (site.file.layout == Layout::chw) out = site.permuted("axes", out, {1, 0});
    return {before.size() < 3 ? out : site.reshaped("shape", out, before)};
}

std::vector<Tensor> multi_head(Site& site) {
    Inputs in = inputs_of(site);
    if (in.query == no_tensor) return {site.refuse("the layer has no input")};
    auto before = site.sizes_of(in.query);
    int64_t heads = site.number("num_heads", 1), key_dim = site.number("key_dim", 1);
    int64_t value_dim = site.number("value_dim", key_dim);
    const JsonValue& axes = site["attention_axes"];
    bool over_all = axes.is_null() || Site::axes_of(axes, before.size(), 1).size() + 1 == before.size();
    if (!over_all) return {site.unknown("a MultiHeadAttention over some of the axes")};
    const JsonValue& shape = site["output_shape"];
    auto units = (shape.is_array() && shape.items.size() == 1 ? shape[size_t{0}] : shape).integer();
    if (!shape.is_null() && !units) return {site.unknown("a MultiHeadAttention with several sizes as `output_shape`")};
    if (units && !before.empty() && *units != before.back()) return by_parts(site, in, *units);
    auto outputs =
        attend(site, in,
               fmt::format("attention {} key_dim={} dim={}{}", heads, key_dim, product_of({heads, value_dim}),
                           site.flag("use_bias", true) ? "" : " bias=false"));
    return outputs;
}

std::vector<Tensor> grouped(Site& site) {
    Inputs in = inputs_of(site);
    if (in.query == no_tensor) return {site.refuse("the layer has no input")};
    int64_t heads = site.number("num_query_heads", 1), head_dim = site.number("head_dim", 1);
    return attend(
        site, in,
        fmt::format("attention {} kv_heads={} key_dim={} dim={}{}", heads, site.number("num_key_value_heads", heads),
                    head_dim, product_of({heads, head_dim}), site.flag("use_bias", true) ? "" : " bias=false"));
}

Tensor as_matrix(Site& site, std::string_view part, Tensor tensor) {
    bool swap = site.file.layout == Layout::chw && site.sizes_of(tensor).size() == 2;
    return swap ? site.permuted(part, tensor, {1, 0}) : tensor;
}

// The product of the scores and the values.
std::vector<Tensor> weigh(Site& site, Tensor scores, Tensor value) {
    Tensor weights = site.add("weights", "softmax", {scores});
    Tensor out = site.add({}, "matmul", {weights, as_matrix(site, "value", value)});
    return {as_matrix(site, "axes", out), scores};
}

// Without projections: the product of the query and the keys, and that of the scores and the values.
std::vector<Tensor> dot_product(Site& site) {
    Inputs in = inputs_of(site);
    if (in.query == no_tensor) return {site.refuse("the layer has no input")};
    Tensor scores =
        site.add("scores", "matmul transpose", {as_matrix(site, "query", in.query), as_matrix(site, "key", in.key)});
    int64_t learned = site.flag("use_scale", false) + (site["score_mode"].is("concat") ? 1 : 0);
    auto sizes = site.sizes_of(scores);
    if (learned > 0 && !sizes.empty()) {
        scores = site.add("scale", fmt::format("custom {} weights={}", nnshape::keras_format::joined(sizes), learned),
                          {scores});
    }
    return weigh(site, scores, in.value);
}

std::vector<Tensor> additive(Site& site) {
    Inputs in = inputs_of(site);
    if (in.query == no_tensor) return {site.refuse("the layer has no input")};
    auto query = site.sizes_of(in.query), key = site.sizes_of(in.key);
    bool usable = query.size() == 2 && key.size() == 2 && site.file.layout == Layout::hwc;
    if (!usable) return {site.unknown("an AdditiveAttention of these inputs")};
    std::string operation = fmt::format("custom {}x{}", query[0], key[0]);
    if (site.flag("use_scale", true)) operation += fmt::format(" weights={}", query[1]);
    return weigh(site, site.add("scores", operation, {in.query, in.key}), in.value);
}

constexpr HandledClass classes[] = {
    {"MultiHeadAttention", multi_head}, {"GroupQueryAttention", grouped}, {"GroupedQueryAttention", grouped},
    {"Attention", dot_product},         {"AdditiveAttention", additive},
};

}  // namespace

std::span<const HandledClass> attention_classes() { return classes; }

}  // namespace nnshape::keras_format
