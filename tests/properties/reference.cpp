#include "properties/reference.h"

#include <algorithm>
#include <map>

#include "properties/question.h"

// The types and families without a shape of their own, and what holds for all.
namespace nnshape::test {
namespace {

Answer kept(const LayerQuestion& question) { return {.output = wide(question.input())}; }

// A weight and a bias for each of `size`, as the parameters say.
Answer normalised(const LayerQuestion& question, Wide size, bool scale, bool center) {
    Answer answer = kept(question);
    answer.weights = scale ? size : Wide(0);
    answer.biases = center ? size : Wide(0);
    return answer;
}

Answer batch_norm(const LayerQuestion& question) {
    bool affine = question.flag("affine", true);
    Answer answer =
        normalised(question, question.channels(), question.flag("scale", affine), question.flag("center", affine));
    if (question.flag("track_stats", true)) answer.buffers = Wide(2) * question.channels();
    return answer;
}

Answer layer_norm(const LayerQuestion& question) {
    Wide size = question.word("over", "channels") == "all" ? product_of(wide(question.input())) : question.channels();
    return normalised(question, size, question.flag("scale", true), question.flag("center", true));
}

Answer group_norm(const LayerQuestion& question) {
    if (question.channels() % question.number("groups") != 0) return refused("groups-mismatch");
    bool affine = question.flag("affine", true);
    return normalised(question, question.channels(), affine, affine);
}

Answer instance_norm(const LayerQuestion& question) {
    bool affine = question.flag("affine", false);
    return normalised(question, question.channels(), affine, affine);
}

Answer channel_weights(const LayerQuestion& question) { return normalised(question, question.channels(), true, false); }

Answer element_weights(const LayerQuestion& question) {
    return normalised(question, product_of(wide(question.input())), true, false);
}

Answer prelu(const LayerQuestion& question) {
    std::string per = question.word("per", "layer");
    if (per == "layer") return normalised(question, 1, true, false);
    return per == "channel" ? channel_weights(question) : element_weights(question);
}

Answer glu(const LayerQuestion& question) {
    if (question.channels() % 2 != 0) return refused("groups-mismatch");
    Answer answer = kept(question);
    answer.output.back() = question.channels() / 2;
    return answer;
}

Answer channel_shuffle(const LayerQuestion& question) {
    return question.channels() % question.number("groups") == 0 ? kept(question) : refused("groups-mismatch");
}

Answer dense(const LayerQuestion& question) {
    Answer answer = kept(question);
    Wide units = question.number("units");
    answer.weights = units * question.channels();
    answer.biases = question.flag("bias", true) ? units : Wide(0);
    answer.output.back() = 1;
    answer.macs = product_of(answer.output) * answer.weights;
    answer.output.back() = units;
    return answer;
}

Answer attention(const LayerQuestion& question) {
    int64_t heads = question.number("heads"), width = question.number("dim", question.channels());
    if (width % heads != 0) return refused("groups-mismatch");
    Wide length = question.spatial(0), channels = question.channels(), dim = width;
    Wide keys = Wide(heads) * question.number("key_dim", width / heads);
    Answer answer = kept(question);
    answer.weights = channels * keys + channels * keys + channels * dim + dim * channels;
    if (question.flag("bias", true)) answer.biases = keys + keys + dim + channels;
    answer.macs = length * answer.weights + length * length * keys + length * length * dim;
    return answer;
}

Answer embedding(const LayerQuestion& question) {
    bool ids = question.rank() == 0 || question.channels() == 1;
    if (!ids) return refused("rank-mismatch");
    Wide dim = question.number("dim");
    return {.output = {question.input()[0], dim}, .weights = dim * question.number("vocabulary")};
}

Answer recurrent(const LayerQuestion& question) {
    int64_t gates = question.layer.type == "lstm" ? 4 : question.layer.type == "gru" ? 3 : 1;
    int64_t sides = question.flag("bidirectional", false) ? 2 : 1, layers = question.number("layers", 1);
    std::string bias = question.word("bias", "double");
    Wide units = question.number("units"), gate_biases = bias == "double" ? 2 : bias == "single" ? 1 : 0;
    auto weights_of = [&](Wide channels) { return (channels * units + units * units) * gates * sides; };
    Answer answer;
    answer.weights = weights_of(question.channels());
    if (layers <= 100) {
        for (int64_t layer = 1; layer < layers; ++layer) answer.weights = answer.weights + weights_of(units * sides);
    } else {
        answer.weights = answer.weights + weights_of(units * sides) * (layers - 1);
    }
    answer.biases = gate_biases * gates * units * sides * layers;
    answer.macs = answer.weights * question.spatial(0);
    answer.output = {units * sides};
    bool sequence = question.flag("return_sequences", true);
    if (sequence) answer.output.insert(answer.output.begin(), question.spatial(0));
    return answer;
}

Answer custom(const LayerQuestion& question) {
    return {.output = wide(question.layer.find("shape")->numbers),
            .weights = question.number("weights"),
            .biases = question.number("biases"),
            .buffers = question.number("buffers"),
            .macs = question.number("macs")};
}

// A type's function, and the ranks that it reads.
struct Entry {
    Reference answer;
    int least_rank = 0, most_rank = 3;
};

constexpr std::string_view kept_shapes =
    "relu relu6 leaky_relu elu selu celu gelu silu mish sigmoid hard_sigmoid hard_swish tanh softplus softsign softmax "
    "log_softmax lrn dropout identity";

const std::map<std::string_view, Entry> entries = {
    {"conv", {refer_conv, 1}},
    {"depthwise_conv", {refer_depthwise_conv, 1}},
    {"separable_conv", {refer_separable_conv, 1}},
    {"conv_transpose", {refer_conv_transpose, 1}},
    {"max_pool", {refer_pool, 1}},
    {"avg_pool", {refer_pool, 1}},
    {"global_avg_pool", {refer_global_pool, 1}},
    {"global_max_pool", {refer_global_pool, 1}},
    {"adaptive_avg_pool", {refer_resized, 1}},
    {"adaptive_max_pool", {refer_resized, 1}},
    {"center_crop", {refer_resized, 1}},
    {"flatten", {refer_flatten}},
    {"dense", {dense}},
    {"batch_norm", {batch_norm}},
    {"layer_norm", {layer_norm}},
    {"group_norm", {group_norm}},
    {"instance_norm", {instance_norm, 1}},
    {"rms_norm", {channel_weights}},
    {"layer_scale", {channel_weights}},
    {"glu", {glu}},
    {"prelu", {prelu}},
    {"pad", {refer_pad, 1}},
    {"crop", {refer_crop, 1}},
    {"upsample", {refer_upsample, 1}},
    {"pixel_shuffle", {refer_pixel_shuffle, 1}},
    {"pixel_unshuffle", {refer_pixel_unshuffle, 1}},
    {"channel_shuffle", {channel_shuffle, 1}},
    {"reshape", {refer_reshape}},
    {"permute", {refer_permute}},
    {"tokens", {refer_tokens, 1}},
    {"class_token", {refer_class_token, 1, 1}},
    {"position_embedding", {element_weights}},
    {"select", {refer_select}},
    {"slice", {refer_slice}},
    {"attention", {attention, 1, 1}},
    {"embedding", {embedding, 0, 1}},
    {"rnn", {recurrent, 1, 1}},
    {"gru", {recurrent, 1, 1}},
    {"lstm", {recurrent, 1, 1}},
    {"add", {refer_merge}},
    {"subtract", {refer_merge}},
    {"multiply", {refer_merge}},
    {"average", {refer_merge}},
    {"maximum", {refer_merge}},
    {"minimum", {refer_merge}},
    {"concat", {refer_concat}},
    {"custom", {custom}},
};

// All that a report tells of the layer fits into 64 bits. Under int8 an element is a byte, and a bias takes four.
bool fits(const Answer& answer) {
    Wide bytes = answer.weights + answer.biases * 4 + answer.buffers;
    bool sizes_fit = product_of(answer.output).fits();
    for (Wide size : answer.output) sizes_fit = sizes_fit && size.fits();
    return sizes_fit && bytes.fits() && (answer.macs * 2).fits();
}

void judge(Answer& answer) {
    for (Wide size : answer.output) {
        if (size < 1) answer.error = "empty-output";
    }
    answer.overflows = answer.overflows || !fits(answer);
    if (answer.error.empty() && answer.overflows) answer.error = "overflow";
}

bool takes(std::string_view type, size_t inputs) {
    constexpr std::string_view merges = "add multiply average maximum minimum concat";
    if (type == "subtract") return inputs == 2;
    return merges.find(type) == std::string_view::npos ? inputs == 1 : inputs >= 2;
}

}  // namespace

Tensor Answer::tensor() const {
    Tensor sizes;
    for (Wide size : output) sizes.push_back(size.narrow());
    return sizes;
}

Answer refer(const DrawnLayer& layer, const std::vector<Tensor>& inputs) {
    if (!takes(layer.type, inputs.size())) return refused("input-count");
    LayerQuestion question{layer, inputs};
    auto found = entries.find(layer.type);
    bool keeps_shape = found == entries.end() && kept_shapes.find(layer.type) != std::string_view::npos;
    Entry entry = keeps_shape ? Entry{kept} : found->second;
    for (const Tensor& input : inputs) {
        int rank = static_cast<int>(input.size()) - 1;
        bool suits = layer.rank_suffix < 0 || layer.rank_suffix == rank;
        if (!suits || rank < entry.least_rank || rank > entry.most_rank) return refused("rank-mismatch");
    }
    if (question.has_wrong_list()) return refused("rank-mismatch");
    Answer answer = entry.answer(question);
    if (answer.error.empty()) judge(answer);
    return answer;
}

}  // namespace nnshape::test
