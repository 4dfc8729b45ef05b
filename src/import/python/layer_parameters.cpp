// The parameters and buffers of the layers of torch.nn.
#include <fmt/format.h>
#include <algorithm>

#include "import/product.h"
#include "import/python/evaluation.h"
#include "import/python/layers.h"

namespace nnshape::python {
namespace {

// The dims of a convolution's weight, in PyTorch's order.
Dims conv_weight(Interpreter& interpreter, Instance& module, bool transposed) {
    int64_t in = number_of(interpreter, module, "in_channels", 0);
    int64_t out = number_of(interpreter, module, "out_channels", 0);
    int64_t groups = std::max<int64_t>(1, number_of(interpreter, module, "groups", 1));
    Dims dims = transposed ? Dims{in, out / groups} : Dims{out, in / groups};
    const Value* kernel = module.attributes.find("kernel_size");
    auto* tuple = kernel ? as<Tuple>(*kernel) : nullptr;
    for (size_t at = 0; tuple && at < tuple->items.size(); ++at) dims.push_back(tuple->items[at].integer);
    return dims;
}

void check_groups(Interpreter& interpreter, Instance& module) {
    int64_t groups = number_of(interpreter, module, "groups", 1);
    for (std::string_view name : {"in_channels", "out_channels"}) {
        int64_t channels = number_of(interpreter, module, name, 0);
        if (groups > 0 && channels % groups == 0) continue;
        interpreter.raise(code::groups_mismatch,
                          fmt::format("{} must be divisible by groups: {} and {}", name, channels, groups), {},
                          module.module->made);
    }
}

void add_norm(Interpreter& interpreter, Instance& module, int64_t channels, bool affine, bool tracks) {
    if (affine) add_parameter(interpreter, module, "weight", {channels});
    if (affine) add_parameter(interpreter, module, "bias", {channels});
    if (!tracks) return;
    add_buffer(interpreter, module, "running_mean", {channels});
    add_buffer(interpreter, module, "running_var", {channels});
}

void add_recurrent(Interpreter& interpreter, Instance& module, int64_t gates) {
    int64_t in = number_of(interpreter, module, "input_size", 0),
            units = number_of(interpreter, module, "hidden_size", 0);
    int64_t layers = number_of(interpreter, module, "num_layers", 1);
    int64_t projected = number_of(interpreter, module, "proj_size", 0);
    bool both = flag_of(interpreter, module, "bidirectional", false), bias = flag_of(interpreter, module, "bias", true);
    int64_t state = projected > 0 ? projected : units, wide = product_of({gates, units});
    for (int64_t layer = 0; layer < std::min<int64_t>(layers, 1000); ++layer) {
        int64_t from = layer == 0 ? in : product_of({state, both ? 2 : 1});
        for (int direction = 0; direction < (both ? 2 : 1); ++direction) {
            std::string end = fmt::format("_l{}{}", layer, direction ? "_reverse" : "");
            add_parameter(interpreter, module, "weight_ih" + end, {wide, from});
            add_parameter(interpreter, module, "weight_hh" + end, {wide, state});
            if (bias) add_parameter(interpreter, module, "bias_ih" + end, {wide});
            if (bias) add_parameter(interpreter, module, "bias_hh" + end, {wide});
            if (projected > 0) add_parameter(interpreter, module, "weight_hr" + end, {projected, units});
        }
    }
}

void add_cell(Interpreter& interpreter, Instance& module, int64_t gates) {
    int64_t in = number_of(interpreter, module, "input_size", 0),
            units = number_of(interpreter, module, "hidden_size", 0);
    int64_t wide = product_of({gates, units});
    add_parameter(interpreter, module, "weight_ih", {wide, in});
    add_parameter(interpreter, module, "weight_hh", {wide, units});
    if (!flag_of(interpreter, module, "bias", true)) return;
    add_parameter(interpreter, module, "bias_ih", {wide});
    add_parameter(interpreter, module, "bias_hh", {wide});
}

void add_attention(Interpreter& interpreter, Instance& module) {
    int64_t dim = number_of(interpreter, module, "embed_dim", 0);
    int64_t keys = number_of(interpreter, module, "kdim", dim), values = number_of(interpreter, module, "vdim", dim);
    bool bias = flag_of(interpreter, module, "bias", true);
    if (keys == dim && values == dim) {
        add_parameter(interpreter, module, "in_proj_weight", {product_of({3, dim}), dim});
    } else {
        add_parameter(interpreter, module, "q_proj_weight", {dim, dim});
        add_parameter(interpreter, module, "k_proj_weight", {dim, keys});
        add_parameter(interpreter, module, "v_proj_weight", {dim, values});
    }
    if (bias) add_parameter(interpreter, module, "in_proj_bias", {product_of({3, dim})});
    Arguments arguments{.items = {{.name = {}, .value = Value::number(dim), .spot = {}},
                                  {.name = {}, .value = Value::number(dim), .spot = {}},
                                  {.name = "bias", .value = Value::boolean(bias), .spot = {}}},
                        .spot = module.module->made};
    module.attributes.set("out_proj", construct(interpreter, *interpreter.library_class("torch.nn.Linear"), arguments));
    if (flag_of(interpreter, module, "add_bias_kv", false)) {
        add_parameter(interpreter, module, "bias_k", {1, 1, dim});
        add_parameter(interpreter, module, "bias_v", {1, 1, dim});
    }
    module.attributes.set("head_dim",
                          Value::number(dim / std::max<int64_t>(1, number_of(interpreter, module, "num_heads", 1))));
}

void add_layer_norm(Interpreter& interpreter, Instance& module, bool has_bias) {
    const Value* shape = module.attributes.find("normalized_shape");
    auto* tuple = shape ? as<Tuple>(*shape) : nullptr;
    if (!tuple || !flag_of(interpreter, module, "elementwise_affine", true)) return;
    Dims dims;
    for (const Value& size : tuple->items) dims.push_back(size.integer);
    add_parameter(interpreter, module, "weight", dims);
    if (has_bias && flag_of(interpreter, module, "bias", true)) add_parameter(interpreter, module, "bias", dims);
}

}  // namespace

void add_layer_parameters(Interpreter& interpreter, Instance& module, std::string_view name) {
    auto number = [&](std::string_view argument) { return number_of(interpreter, module, argument, 0); };
    auto bias = [&](int64_t size) {
        bool has_bias = flag_of(interpreter, module, "bias", true);
        module.attributes.set("bias", Value::none());
        if (has_bias) add_parameter(interpreter, module, "bias", {size});
    };
    if (name.starts_with("Conv")) {
        check_groups(interpreter, module);
        add_parameter(interpreter, module, "weight",
                      conv_weight(interpreter, module, name.starts_with("ConvTranspose")));
        return bias(number("out_channels"));
    }
    if (name == "Linear") {
        add_parameter(interpreter, module, "weight", {number("out_features"), number("in_features")});
        return bias(number("out_features"));
    }
    if (name == "Bilinear") {
        add_parameter(interpreter, module, "weight",
                      {number("out_features"), number("in1_features"), number("in2_features")});
        return bias(number("out_features"));
    }
    bool is_batch_norm = name.starts_with("BatchNorm") || name == "SyncBatchNorm";
    if (is_batch_norm) {
        return add_norm(interpreter, module, number("num_features"), flag_of(interpreter, module, "affine", true),
                        flag_of(interpreter, module, "track_running_stats", true));
    }
    if (name.starts_with("InstanceNorm")) {
        bool affine = module.attributes.find("affine") && flag_of(interpreter, module, "affine", false);
        bool tracks =
            module.attributes.find("track_running_stats") && flag_of(interpreter, module, "track_running_stats", false);
        return add_norm(interpreter, module, number("num_features"), affine, tracks);
    }
    if (name == "GroupNorm") {
        return add_norm(interpreter, module, number("num_channels"), flag_of(interpreter, module, "affine", true),
                        false);
    }
    if (name == "LayerNorm") return add_layer_norm(interpreter, module, true);
    if (name == "RMSNorm") return add_layer_norm(interpreter, module, false);
    if (name == "Embedding" || name == "EmbeddingBag") {
        return add_parameter(interpreter, module, "weight", {number("num_embeddings"), number("embedding_dim")});
    }
    if (name == "PReLU") {
        return add_parameter(interpreter, module, "weight", {number_of(interpreter, module, "num_parameters", 1)});
    }
    if (name == "LSTM") return add_recurrent(interpreter, module, 4);
    if (name == "GRU") return add_recurrent(interpreter, module, 3);
    if (name == "RNN") return add_recurrent(interpreter, module, 1);
    if (name == "LSTMCell") return add_cell(interpreter, module, 4);
    if (name == "GRUCell") return add_cell(interpreter, module, 3);
    if (name == "RNNCell") return add_cell(interpreter, module, 1);
    if (name == "MultiheadAttention") add_attention(interpreter, module);
}

}  // namespace nnshape::python
