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

// The queries come from the first input, the keys from the second, the values from the third. The last spatial axis is
// the sequence.
Answer attention(const LayerQuestion& question) {
    const Tensor &query = question.inputs.front(), &value = question.inputs.back(),
                 &key = question.inputs.size() == 1 ? query : question.inputs[1];
    if (question.rank() > 1 && question.word("over", "sequence") != "last") return refused("rank-mismatch");
    int64_t heads = question.number("heads"), kv_heads = question.number("kv_heads", heads);
    int64_t width = question.number("dim", question.channels());
    if (width % heads != 0 || heads % kv_heads != 0) return refused("groups-mismatch");
    Tensor windows(query.begin(), query.end() - 2);
    for (const Tensor& other : {key, value}) {
        bool fits = other.size() == query.size() && Tensor(other.begin(), other.end() - 2) == windows;
        if (!fits || other[windows.size()] != key[windows.size()]) return refused("shape-mismatch");
    }
    Wide length = query[windows.size()], steps = key[windows.size()], each = question.number("key_dim", width / heads);
    Wide queries = each * heads, keys = each * kv_heads, values = Wide(kv_heads) * (width / heads);
    Answer answer = kept(question);
    Wide for_queries = queries * query.back(), for_keys = keys * key.back(), for_values = values * value.back(),
         for_output = Wide(width) * query.back();
    answer.weights = for_queries + for_keys + for_values + for_output;
    const DrawnValue* bias = question.layer.find("bias");
    bool is_word = bias && bias->form == DrawnValue::Form::word, has_both = !is_word && question.flag("bias", true);
    if (has_both || (is_word && bias->words[0] == "qkv")) answer.biases = queries + keys + values;
    if (has_both || (is_word && bias->words[0] == "out")) answer.biases = answer.biases + query.back();
    Wide projections = for_queries * length + for_keys * steps + for_values * steps + for_output * length;
    answer.macs = (projections + length * steps * queries + length * steps * width) * product_of(wide(windows));
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
    int64_t projected = question.number("proj_size", 0);
    if (projected > 0 && !(Wide(projected) < units)) return refused("bad-value");
    Wide state = projected > 0 ? Wide(projected) : units, projection = projected > 0 ? units * projected : Wide(0);
    auto weights_of = [&](Wide channels) { return ((channels * units + state * units) * gates + projection) * sides; };
    Answer answer;
    answer.weights = weights_of(question.channels());
    if (layers <= 100) {
        for (int64_t layer = 1; layer < layers; ++layer) answer.weights = answer.weights + weights_of(state * sides);
    } else {
        answer.weights = answer.weights + weights_of(state * sides) * (layers - 1);
    }
    answer.biases = gate_biases * gates * units * sides * layers;
    answer.macs = answer.weights * question.spatial(0);
    answer.output = {state * sides};
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

Answer tensor(const LayerQuestion& question) {
    std::vector<Wide> shape = wide(question.layer.find("shape")->numbers);
    return {.output = shape, .weights = question.layer.type == "parameter" ? product_of(shape) : Wide(0)};
}

// A type's function, and the ranks that it reads.
struct Entry {
    Reference answer;
    int least_rank = 0, most_rank = 6;
};

constexpr std::string_view kept_shapes =
    "relu relu6 leaky_relu elu selu celu gelu silu mish sigmoid hard_sigmoid hard_swish tanh softplus softsign softmax "
    "log_softmax softmin log_sigmoid hard_tanh tanh_shrink soft_shrink hard_shrink rrelu threshold lrn dropout "
    "identity exp log sqrt square abs negate reciprocal sin cos erf clip sign round floor ceiling cumulative_sum "
    "normalize";

const std::map<std::string_view, Entry> entries = {
    {"conv", {refer_conv, 1, 3}},
    {"depthwise_conv", {refer_depthwise_conv, 1, 3}},
    {"separable_conv", {refer_separable_conv, 1, 3}},
    {"conv_transpose", {refer_conv_transpose, 1, 3}},
    {"max_pool", {refer_pool, 1, 3}},
    {"avg_pool", {refer_pool, 1, 3}},
    {"global_avg_pool", {refer_global_pool, 1}},
    {"global_max_pool", {refer_global_pool, 1}},
    {"adaptive_avg_pool", {refer_resized, 1, 3}},
    {"adaptive_max_pool", {refer_resized, 1, 3}},
    {"center_crop", {refer_resized, 1, 3}},
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
    {"pad", {refer_pad, 1, 3}},
    {"crop", {refer_crop, 1, 3}},
    {"upsample", {refer_upsample, 1, 3}},
    {"pixel_shuffle", {refer_pixel_shuffle, 1, 3}},
    {"pixel_unshuffle", {refer_pixel_unshuffle, 1, 3}},
    {"channel_shuffle", {channel_shuffle, 1}},
    {"reshape", {refer_reshape}},
    {"permute", {refer_permute}},
    {"tokens", {refer_tokens, 1}},
    {"class_token", {refer_class_token, 1, 1}},
    {"position_embedding", {element_weights}},
    {"select", {refer_select}},
    {"slice", {refer_slice}},
    {"attention", {attention, 1}},
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
    {"matmul", {refer_matmul, 1}},
    {"divide", {refer_merge}},
    {"power", {refer_merge}},
    {"where", {refer_merge}},
    {"reduce", {refer_reduce}},
    {"squeeze", {refer_squeeze}},
    {"unsqueeze", {refer_unsqueeze}},
    {"stack", {refer_stack}},
    {"expand", {refer_expand}},
    {"tile", {refer_tile}},
    {"roll", {kept, 1, 3}},
    {"conv_lstm", {refer_conv_lstm, 3, 3}},
    {"parameter", {tensor}},
    {"constant", {tensor}},
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
    constexpr std::string_view merges = "add multiply average maximum minimum concat stack";
    if (type == "subtract" || type == "matmul" || type == "divide") return inputs == 2;
    if (type == "power") return inputs == 1 || inputs == 2;
    if (type == "where") return inputs == 3;
    if (type == "parameter" || type == "constant") return inputs == 0;
    if (type == "attention") return inputs >= 1 && inputs <= 3;
    return merges.find(type) == std::string_view::npos ? inputs == 1 : inputs >= 2;
}

}  // namespace

Tensor Answer::tensor() const {
    Tensor sizes;
    for (Wide size : output) sizes.push_back(size.narrow());
    return sizes;
}

Answer refer(const DrawnLayer& layer, const std::vector<Tensor>& inputs, bool channels_first) {
    if (!takes(layer.type, inputs.size())) return refused("input-count");
    LayerQuestion question{layer, inputs, channels_first};
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
