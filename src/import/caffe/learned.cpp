#include <fmt/format.h>
#include <algorithm>

#include "base/checked.h"
#include "import/caffe/types.h"
#include "import/product.h"

// Layers with weights other than convolutions, norms, and what works on elements.
namespace nnshape::caffe {
namespace {

// Of the axes from `begin` to before `end`, or to the last.
int64_t part_of(const std::vector<int64_t>& sizes, size_t begin, size_t end) {
    end = std::min(end, sizes.size());
    return begin < end ? product_of(std::span(sizes).subspan(begin, end - begin)) : 1;
}

std::string same_shape(CaffeNet& net, int64_t weights, int64_t biases) {
    std::string text = "custom " + joined(net.sizes(0));
    if (weights != 0) text += fmt::format(" weights={}", weights);
    if (biases != 0) text += fmt::format(" biases={}", biases);
    return text;
}

// The second input with the axes of the first: it has those from `axis` on, and the others are 1.
Tensor broadcast(CaffeNet& net, std::string_view message) {
    std::vector<int64_t> sizes = net.sizes(0), other = net.sizes(1);
    int64_t axis = net.integer(message, "axis", 1);
    if (axis < 0) axis += std::ssize(sizes) + 1;
    if (other.size() == sizes.size()) return net.bottom(1);
    // With axis 0 the second input has the batch too, and then the axes after it.
    std::vector<int64_t> shape(sizes.size(), 1);
    for (size_t index = 0; index < other.size(); ++index) {
        size_t at = index + static_cast<size_t>(std::max<int64_t>(axis - 1, 0));
        if (at < shape.size()) shape[at] = other[index];
    }
    return net.add("factor", "reshape " + joined(shape), {net.bottom(1)});
}

// How many numbers Scale and Bias store: those of `num_axes` axes from `axis` on.
std::optional<int64_t> stored_size(CaffeNet& net, std::string_view message) {
    auto first = net.axis(message, 1);
    if (!first) return std::nullopt;
    int64_t count = net.integer(message, "num_axes", 1);
    std::vector<int64_t> sizes = net.sizes(0);
    return part_of(sizes, *first, count < 0 ? sizes.size() : *first + static_cast<size_t>(count));
}

// A dense layer along the last axis, after axes that are kept: those come first in Caffe and last here.
void read_dense_along(CaffeNet& net, const std::string& dense, size_t first, size_t learned) {
    std::vector<int64_t> sizes = net.sizes(0);
    std::vector<int64_t> rows(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(first));
    std::vector<int64_t> shape = rows;
    shape.push_back(part_of(sizes, first, sizes.size()));
    Tensor input = net.bottom(0);
    if (shape.size() != sizes.size()) input = net.add("reshape", "reshape " + joined(shape), {input});
    auto turn = [&](size_t by) {
        std::vector<int64_t> order;
        for (size_t axis = 0; axis < shape.size(); ++axis)
            order.push_back(static_cast<int64_t>((axis + by) % shape.size()));
        return "permute " + joined(order);
    };
    input = net.add("turned", turn(shape.size() - 1), {input});
    Tensor dense_layer = net.result(dense, {input}, learned);
    net.pass_on(net.add("turned_back", turn(1), {dense_layer}), 0);
    net.replace_made();
}

}  // namespace

void read_inner_product(CaffeNet& net) {
    constexpr std::string_view message = "inner_product_param";
    bool bias = net.flag(message, "bias_term", true);
    std::string dense = fmt::format("dense {}{}", net.integer(message, "num_output", 0), bias ? "" : " no-bias");
    size_t learned = bias ? 2 : 1;
    auto first = net.axis(message, 1);
    if (!first) return;
    if (*first > 0) return read_dense_along(net, dense, *first, learned);
    Tensor input = net.bottom(0);
    if (net.sizes(0).size() > 1) input = net.add("flatten", "flatten", {input});
    net.result(dense, {input}, learned);
}

// Caffe keeps the mean and variance, and a number that scales both; the scale and shift are a layer of their own.
void read_batch_norm(CaffeNet& net) { net.result("batch_norm no-affine", {net.bottom(0)}); }

// SegNet's, with a scale and a shift. It stores no statistics for inference.
void read_segnet_norm(CaffeNet& net) { net.result("batch_norm no-track_stats", {net.bottom(0)}, 2); }

void read_scale(CaffeNet& net) {
    constexpr std::string_view message = "scale_param";
    bool bias = net.flag(message, "bias_term", false);
    if (net.bottom_count() > 1) {
        Tensor factor = broadcast(net, message);
        if (!bias) {
            net.result("multiply", {net.bottom(0), factor});
            return;
        }
        Tensor scaled = net.add("scaled", "multiply", {net.bottom(0), factor});
        auto size = stored_size(net, message);
        if (size) net.result(same_shape(net, 0, *size), {scaled}, 1);
        return;
    }
    auto size = stored_size(net, message);
    if (!size) return;
    bool per_channel = *size == net.sizes(0)[0] && net.integer(message, "axis", 1) == 1;
    std::string text = per_channel && !bias ? "layer_scale" : same_shape(net, *size, bias ? *size : 0);
    net.result(text, {net.bottom(0)}, bias ? 2 : 1);
}

void read_bias(CaffeNet& net) {
    constexpr std::string_view message = "bias_param";
    if (net.bottom_count() > 1) {
        net.result("add", {net.bottom(0), broadcast(net, message)});
    } else if (auto size = stored_size(net, message)) {
        net.result(same_shape(net, 0, *size), {net.bottom(0)}, 1);
    }
}

void read_prelu(CaffeNet& net) {
    bool shared = net.flag("prelu_param", "channel_shared", false);
    net.result(shared ? "prelu" : "prelu channel", {net.bottom(0)}, 1);
}

void read_relu(CaffeNet& net) {
    std::string_view slope = net.message("relu_param").text("negative_slope", "0");
    bool leaks = slope.find_first_not_of("+-0.") != std::string_view::npos;
    net.result(leaks ? "leaky_relu" : "relu", {net.bottom(0)});
}

void read_lrn(CaffeNet& net) {
    net.result(fmt::format("lrn {}", net.integer("lrn_param", "local_size", 5)), {net.bottom(0)});
}

void read_eltwise(CaffeNet& net) {
    std::string_view operation = net.message("eltwise_param").text("operation", "SUM");
    std::string_view type = operation == "PROD" || operation == "0"  ? "multiply"
                            : operation == "MAX" || operation == "2" ? "maximum"
                                                                     : "add";
    net.bottom(0);
    net.result(std::string(net.bottom_count() == 1 ? "identity" : type), net.bottoms());
}

// The channels of the second input scaled by the first, and the third added.
void read_axpy(CaffeNet& net) {
    Tensor scaled = net.add("scaled", "multiply", {net.bottom(0), net.bottom(1)});
    net.result("add", {scaled, net.bottom(2)});
}

void read_normalize(CaffeNet& net) {
    bool shared = net.flag("norm_param", "channel_shared", true);
    Tensor tensor = net.add("normalize", "normalize", {net.bottom(0)});
    net.result(shared ? same_shape(net, 1, 0) : "layer_scale", {tensor}, 1);
}

void read_embed(CaffeNet& net) {
    constexpr std::string_view message = "embed_param";
    int64_t vocabulary = net.integer(message, "input_dim", 0), dim = net.integer(message, "num_output", 0);
    bool bias = net.flag(message, "bias_term", true);
    Tensor ids = net.bottom(0);
    std::vector<int64_t> shape = net.sizes(0);
    if (shape.size() > 1) ids = net.add("flatten", "flatten", {ids});
    std::string text = fmt::format("embedding {} {}", vocabulary, dim);
    Tensor table = bias ? net.add("table", text, {ids}) : net.result(text, {ids}, 1);
    if (bias) table = net.result(fmt::format("custom {} biases={}", joined(net.sizes_of(table)), dim), {table});
    table = net.add("turned", "permute 1x0", {table});
    bool is_matrix = shape.size() == 1;
    shape.push_back(dim);
    net.pass_on(is_matrix ? table : net.add("reshape", "reshape " + joined(shape), {table}), 0);
    net.replace_made();
}

// A recurrent layer reads steps of a batch, `T,N,…`: the steps are the first axis, where other layers have the batch.
void read_recurrent(CaffeNet& net) {
    constexpr std::string_view message = "recurrent_param";
    std::vector<int64_t> sizes = net.sizes(0);
    int64_t units = net.integer(message, "num_output", 0);
    if (sizes.size() < 2 || units < 1) {
        return net.refuse(code::rank_mismatch, "it needs an input of steps, streams and channels, and `num_output`");
    }
    int64_t streams = sizes[0], channels = part_of(sizes, 1, sizes.size());
    int64_t still = net.bottom_count() > 2 ? part_of(net.sizes(2), 0, 8) : 0;  // an input that all steps have
    bool lstm = net.type() == "LSTM";
    int64_t gates = lstm ? 4 : 1;
    Checked weights = Checked(gates) * units * (Checked(channels) + units + still);
    Checked biases = Checked(gates) * units;
    if (!lstm) {  // a dense layer of the state makes the output
        weights += Checked(units) * units;
        biases += units;
    }
    Checked macs = weights * streams;
    if (macs.overflowed()) return net.refuse(code::overflow, "the number of weights overflows 64 bits");
    net.result(fmt::format("custom {}x{} weights={} biases={} macs={}", streams, units, weights.value(), biases.value(),
                           macs.value()),
               net.bottoms(), lstm ? 3 : 5);
}

// SSD's: boxes of several sizes and shapes at each position, two rows of their corners and variances.
void read_prior_box(CaffeNet& net) {
    constexpr std::string_view message = "prior_box_param";
    std::vector<int64_t> sizes = net.sizes(0);
    if (sizes.size() != 3) return net.refuse(code::rank_mismatch, "`PriorBox` needs an image");
    const PrototxtField& fields = net.message(message);
    std::vector<std::string_view> ratios;  // without repetitions and 1
    for (const PrototxtField* ratio : fields.all("aspect_ratio")) {
        std::string_view value = ratio->value;
        bool is_one = value.find_first_not_of("1.0") == std::string_view::npos && value.starts_with('1');
        if (!is_one && std::find(ratios.begin(), ratios.end(), value) == ratios.end()) ratios.push_back(value);
    }
    int64_t shapes = 1 + std::ssize(ratios) * (net.flag(message, "flip", true) ? 2 : 1);
    int64_t boxes = shapes * std::ssize(fields.all("min_size")) + std::ssize(fields.all("max_size"));
    Checked values = Checked(4) * boxes * sizes[1] * sizes[2];
    if (values.overflowed()) return net.refuse(code::overflow, "the number of boxes overflows 64 bits");
    net.result(fmt::format("custom 2x{}", values.value()), net.bottoms());
}

void read_detection(CaffeNet& net) {
    int64_t most = std::max<int64_t>(net.integer("detection_output_param", "keep_top_k", 1), 1);
    net.result(fmt::format("custom 1x{}x7", most), net.bottoms());
    net.remark(
        code::unsupported_op,
        fmt::format("how many boxes `DetectionOutput` returns depends on the values; {} is the largest number", most));
}

}  // namespace nnshape::caffe
