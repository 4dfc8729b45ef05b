#include "properties/draw_layer.h"

#include <algorithm>
#include <stdexcept>

#include "base/text.h"
#include "layers/find_kind.h"
#include "layers/layer_kind.h"

// What each type takes is written down here once more, from layers.md; other names alone are read off the table.
namespace nnshape::test {
namespace {

// `parameters` are words `key`, `key!` where it is required, and `key=drawer` where a drawer has another name, those
// first that others go by; `keyless` are the values that text takes without a key, in their order.
struct Plan {
    std::string_view types;
    int least_rank, most_rank;
    std::string_view parameters = "";
    std::string_view keyless = "";
};

constexpr Plan plans[] = {
    {"conv", 1, 3, "filters! kernel! stride padding dilation groups bias", "filters kernel"},
    {"depthwise_conv", 1, 3, "kernel! multiplier stride padding dilation bias", "kernel"},
    {"separable_conv", 1, 3, "filters! kernel! multiplier stride padding dilation bias", "filters kernel"},
    {"conv_transpose", 1, 3, "filters! kernel! stride padding=margins output_padding dilation groups bias",
     "filters kernel"},
    {"max_pool", 1, 3, "kernel! stride padding dilation ceil=flag", "kernel"},
    {"avg_pool", 1, 3, "kernel! stride padding ceil=flag", "kernel"},
    {"global_avg_pool global_max_pool", 1, 6, "keepdims=flag"},
    {"adaptive_avg_pool adaptive_max_pool", 1, 3, "size!=kept_sizes", "size"},
    {"flatten rms_norm identity position_embedding layer_scale", 0, 6},
    {"dense", 0, 6, "units! bias", "units"},
    {"batch_norm", 0, 6, "affine=flag track_stats=flag"},
    {"layer_norm", 0, 6, "over scale=flag center=flag", "over"},
    {"group_norm", 0, 6, "groups! affine=flag", "groups"},
    {"instance_norm", 1, 6, "affine=flag"},
    {"lrn", 0, 6, "size=few", "size"},
    {"relu relu6 leaky_relu elu selu celu gelu silu mish sigmoid hard_sigmoid hard_swish tanh softplus softsign "
     "softmax log_softmax softmin log_sigmoid hard_tanh tanh_shrink soft_shrink hard_shrink rrelu threshold "
     "exp log sqrt square abs negate reciprocal sin cos erf clip sign round floor ceiling cumulative_sum normalize",
     0, 6},
    {"glu", 0, 6},
    {"prelu", 0, 6, "per", "per"},
    {"dropout", 0, 6, "rate", "rate"},
    {"pad", 1, 3, "padding!=signed_margins channels=signed_ends", "padding"},
    {"crop", 1, 3, "cropping!=margins", "cropping"},
    {"center_crop", 1, 3, "size!=cut", "size"},
    {"upsample", 1, 3, "scale!", "scale"},
    {"pixel_shuffle pixel_unshuffle", 1, 3, "factor!", "factor"},
    {"channel_shuffle", 1, 6, "groups!", "groups"},
    {"reshape", 0, 6, "shape!=reshaped", "shape"},
    {"permute", 0, 6, "order!", "order"},
    {"tokens", 1, 6},
    {"class_token", 1, 1, "count=few", "count"},
    {"select", 1, 6, "index! axis", "index"},
    {"slice", 0, 6, "axis end! start step=few", "end"},
    {"attention", 1, 6, "dim=units heads! kv_heads key_dim=few bias=qkv_bias over!=spread", "heads"},
    {"embedding", 0, 1, "vocabulary! dim!=units", "vocabulary dim"},
    {"rnn gru", 1, 1, "units! layers=few bidirectional=flag return_sequences=flag bias=biases", "units"},
    {"lstm", 1, 1, "units! layers=few bidirectional=flag return_sequences=flag bias=biases proj_size=any_few", "units"},
    {"add subtract multiply average maximum minimum", 0, 6},
    {"divide power where", 0, 6},
    {"reduce", 0, 6, "axis!=axes by keepdims=flag", "axis"},
    {"squeeze", 0, 6, "axis!=axes_of_one", "axis"},
    {"unsqueeze", 0, 6, "axis!=new_axes", "axis"},
    {"stack", 0, 6, "axis=new_axis", "axis"},
    {"expand", 0, 6, "shape!=expanded", "shape"},
    {"tile", 0, 6, "repeats!", "repeats"},
    {"roll", 1, 3, "shift!=signed_sizes channels=signed", "shift"},
    {"conv_lstm", 3, 3, "filters! kernel! stride padding dilation bias return_sequences=flag", "filters kernel"},
    {"parameter constant", 0, 6, "shape!", "shape"},
    {"concat", 0, 6, "axis", "axis"},
    {"matmul", 1, 6, "transpose=flag", "transpose"},
    {"custom", 0, 6, "shape! weights=any biases=any buffers=any macs=any", "shape"},
};

constexpr std::string_view merges = "add subtract multiply average maximum minimum concat stack";

bool has_word(std::string_view words, std::string_view word) {
    auto all = words_of(words);
    return std::find(all.begin(), all.end(), word) != all.end();
}

const Plan& plan_of(std::string_view type) {
    for (const Plan& plan : plans) {
        if (has_word(plan.types, type)) return plan;
    }
    throw std::logic_error("no plan draws the type " + std::string(type));
}

// Another name now and then; the words of a name may be in any case, with other marks between them.
std::string other_name(Random& random, std::string_view also) {
    auto names = words_of(also);
    return names.empty() || !random.chance(20) ? "" : std::string(random.one_of(names));
}

std::string disguised(Random& random, std::string name) {
    if (!random.chance(10)) return name;
    for (char& one : name) {
        if (one == '_') one = '-';
        if (random.chance(30)) one = static_cast<char>(std::toupper(static_cast<unsigned char>(one)));
    }
    return name;
}

void draw_argument(Drawing& drawing, std::string_view word) {
    size_t equals = word.find('=');
    std::string_view key = word.substr(0, equals);
    bool required = key.ends_with('!');
    if (required) key.remove_suffix(1);
    if (!required && !drawing.random.chance(35)) return;
    std::string_view drawer = equals == std::string_view::npos ? key : word.substr(equals + 1);
    DrawnArgument argument{.key = std::string(key), .value = value_drawer(drawer)(drawing)};
    auto params = find_kind(drawing.layer.type).kind->params;
    int param = find_param(params, key);
    if (param >= 0) argument.written = other_name(drawing.random, params[static_cast<size_t>(param)].also);
    bool can_be_bare = argument.value.form == DrawnValue::Form::boolean && drawing.random.chance(60);
    if (can_be_bare) argument.style = DrawnArgument::Style::bare;
    drawing.layer.arguments.push_back(std::move(argument));
}

// Text may leave the keys of the first values out, all of them or those up to a point; they stand in their own order.
void leave_out_keys(Random& random, std::vector<DrawnArgument>& arguments, std::string_view keyless) {
    auto order = words_of(keyless);
    size_t count = random.chance(70) ? order.size() : 0;
    for (size_t at = 0; at < count; ++at) {
        auto found = std::find_if(arguments.begin(), arguments.end(),
                                  [&](const DrawnArgument& argument) { return argument.key == order[at]; });
        if (found == arguments.end()) return;
        found->style = DrawnArgument::Style::keyless;
        found->written.clear();
        std::rotate(arguments.begin() + static_cast<long>(at), found, found + 1);
    }
}

}  // namespace

std::vector<std::string_view> drawn_types() {
    std::vector<std::string_view> types;
    for (const Plan& plan : plans) {
        for (std::string_view type : words_of(plan.types)) types.push_back(type);
    }
    return types;
}

InputSpan inputs_of(std::string_view type) {
    if (has_word("subtract matmul divide", type)) return {2, 2};
    if (type == "power") return {1, 2};
    if (type == "where") return {3, 3};
    if (has_word("parameter constant", type)) return {0, 0};
    if (type == "attention") return {1, 3};
    return has_word(merges, type) ? InputSpan{2, 4} : InputSpan{};
}

Tensor draw_input(Random& random, std::string_view type, bool extreme) {
    const Plan& plan = plan_of(type);
    bool misfits = random.chance(3);
    int64_t rank = misfits ? random.number(0, 6) : random.number(plan.least_rank, plan.most_rank);
    Tensor input;
    int64_t most = rank < 3 ? 40 : rank == 3 ? 12 : 4;
    for (int64_t axis = 0; axis < rank; ++axis) input.push_back(draw_size(random, most, extreme));
    int64_t channels = draw_size(random, 12, extreme);
    bool rich = random.chance(40) && channels <= 12;
    input.push_back(rich ? 8 * channels : channels);
    if (type == "embedding" && rank == 1 && !misfits) input.back() = 1;
    for (int64_t& size : input) {
        if (has_word("expand squeeze", type) && random.chance(50)) size = 1;
    }
    return input;
}

DrawnLayer draw_layer(Random& random, std::string_view type, const std::vector<Tensor>& inputs, DrawOptions options) {
    const Plan& plan = plan_of(type);
    const LayerKind& kind = *find_kind(type).kind;
    DrawnLayer layer{.type = std::string(type)};
    Drawing drawing{random, inputs, layer, options.extreme, options.careful};
    for (std::string_view word : words_of(plan.parameters)) draw_argument(drawing, word);
    leave_out_keys(random, layer.arguments, plan.keyless);
    layer.written = disguised(random, other_name(random, kind.also));
    bool suffixed = layer.written.empty() && kind.traits.takes_rank_suffix && random.chance(15) && drawing.rank() <= 3;
    if (!suffixed) return layer;
    bool right = options.careful ? drawing.rank() > 0 : random.chance(90);
    int64_t suffix = right ? std::max(drawing.rank(), 1) : random.number(1, 3);
    layer.rank_suffix = static_cast<int>(suffix);
    layer.written = layer.type + std::to_string(suffix) + "d";
    return layer;
}

}  // namespace nnshape::test
