#include <fmt/format.h>
#include <algorithm>

#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/groups.h"
#include "layers/kinds.h"

// Multi-head attention: torch.nn.MultiheadAttention, Keras MultiHeadAttention; with fewer heads for the keys and
// values, grouped-query attention (Ainslie et al. 2023). The queries come from the first input, the keys from the
// second and the values from the third; an input that is missing is the one before it.
namespace nnshape {
namespace {

PARAM_NUMBERS(heads, kv_heads, dim, key_dim, bias, over, kdim, vdim);
enum { over_sequence, over_last };
enum { no_bias, all_biases, input_biases, output_bias };

int64_t dim_of(const Args& args, const Shape& input) { return args.has(dim) ? args.integer(dim) : input.channels; }

int64_t key_dim_of(const Args& args, const Shape& input) {
    return args.has(key_dim) ? args.integer(key_dim) : dim_of(args, input) / args.integer(heads);
}

constexpr Param checked(std::string_view name, std::string_view help) {
    return {.name = name, .fallback = Fallback::none, .help = help};
}

constexpr Param table[] = {
    {.name = "heads", .also = "num_heads", .help = "number of heads"},
    {.name = "kv_heads",
     .also = "num_kv_heads num_key_value_heads",
     .fallback = Fallback::same_as,
     .standard = {heads},
     .help = "number of heads of the keys and values; each serves a group of the queries' heads"},
    {.name = "dim",
     .also = "embed_dim",
     .fallback = Fallback::derived,
     .help = "channels of the values of all heads; by default the input's channels",
     .derive = dim_of},
    {.name = "key_dim",
     .fallback = Fallback::derived,
     .help = "channels of the queries and keys of one head; by default dim/heads",
     .derive = key_dim_of},
    {.name = "bias",
     .also = "use_bias",
     .type = ParamType::boolean,
     .fallback = Fallback::value,
     .standard = {true},
     .choices = "qkv out",
     .help = "a bias for queries, keys, values and the output; qkv: not for the output, out: only for the output"},
    {.name = "over",
     .type = ParamType::choice,
     .fallback = Fallback::value,
     .standard = {over_sequence},
     .choices = "sequence last",
     .help = "last: the last spatial axis is the sequence, and the others are separate sequences (windows)"},
    checked("kdim", "the channels that the second input must have; only checked, so you can leave it out"),
    checked("vdim", "the channels that the values' input must have; only checked, so you can leave it out"),
};
static_assert(names_rows(param_names, table));

const Shape& memory_of(Inputs inputs) { return inputs[inputs.size() > 1 ? 1 : 0]; }
const Shape& values_of(Inputs inputs) { return inputs.back(); }
int64_t length_of(const Shape& shape) { return shape.spatial[static_cast<size_t>(shape.rank) - 1]; }

Words no_sequence(const LayerFault&, const Attempt& layer) {
    const Shape& input = layer.inputs[0];
    return {fmt::format("attention needs a sequence, but receives {} ({})", rank_name(input.rank),
                        to_text(input, layer.args.layout())),
            "put `tokens` before it, which joins the spatial axes into one, or set `over` to `last`"};
}

// The fault's number is the index of the input that does not fit the one before it.
Words unlike(const LayerFault& fault, const Attempt& layer) {
    auto index = static_cast<size_t>(fault.numbers[0]);
    Layout layout = layer.args.layout();
    if (index == 2) {
        return {fmt::format("the keys' input ({}) and the values' input ({}) have different lengths",
                            to_text(layer.inputs[1], layout), to_text(layer.inputs[2], layout)),
                "each key needs one value"};
    }
    return {fmt::format("{} cannot attend to {}", to_text(layer.inputs[0], layout), to_text(layer.inputs[1], layout)),
            "all spatial sizes except the last must be the same"};
}

// The fault's numbers are the channels that are given and the channels that are expected.
Words other_channels(const LayerFault& fault, const Attempt&) {
    auto [given, expected] = fault.numbers;
    return {fmt::format("the {} have {} channels, not {}", fault.literals[0], given, expected)};
}

// Whether two inputs have the same number of sequences.
bool have_same_windows(const Shape& one, const Shape& other) {
    return one.rank == other.rank &&
           std::equal(one.spatial.begin(), one.spatial.begin() + one.rank - 1, other.spatial.begin());
}

std::optional<LayerFault> check_channels(const Args& args, int param, const Shape& input, std::string_view whose) {
    if (!args.has(param) || args.integer(param) == input.channels) return std::nullopt;
    return LayerFault{&code::expectation_failed, param, other_channels, {input.channels, args.integer(param)}, {whose}};
}

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    const Shape &memory = memory_of(inputs), &values = values_of(inputs);
    if (inputs[0].rank > 1 && args.integer(over) != over_last) {
        return LayerFault{&code::rank_mismatch, the_layer, no_sequence};
    }
    int64_t channels = dim_of(args, inputs[0]);
    if (auto fault = must_divide(channels, "channel", args.integer(heads), "head", heads)) return fault;
    if (auto fault = must_divide(args.integer(heads), "head", args.integer(kv_heads), "kv_head", kv_heads)) {
        return fault;
    }
    if (auto fault = check_channels(args, kdim, memory, "keys")) return fault;
    if (auto fault = check_channels(args, vdim, values, "values")) return fault;
    if (!have_same_windows(inputs[0], memory)) return LayerFault{&code::shape_mismatch, the_layer, unlike, {1}};
    if (!have_same_windows(memory, values) || length_of(memory) != length_of(values)) {
        return LayerFault{&code::shape_mismatch, the_layer, unlike, {2}};
    }
    return keep_shape(args, inputs, result);
}

// The sum of two numbers that are the same if `are_same`.
template <class Number>
Number sum_of(bool are_same, const Number& one, const Number& other) {
    return are_same ? Number(2) * one : one + other;
}

// `number` for each of the separate sequences.
template <class Number>
Number in_all_windows(const Shape& query, const Number& number) {
    if (query.rank == 1) return number;
    return product_of<Number>(std::span(query.spatial).first(static_cast<size_t>(query.rank) - 1)) * number;
}

// While the layer runs it holds its queries, keys and values, and for each head the scores of all pairs of positions.
constexpr auto count_layer = []<class Number>(const Args& args, Inputs inputs, const Shape&) -> CountsOf<Number> {
    const Shape &query = inputs[0], &memory = memory_of(inputs), &value = values_of(inputs);
    int64_t own = args.integer(heads), shared = args.integer(kv_heads), all = dim_of(args, query);
    bool is_grouped = own != shared;
    bool is_uniform = !is_grouped && memory.channels == query.channels && value.channels == query.channels;
    bool is_square = length_of(query) == length_of(memory);
    Number channels = query.channels, length = length_of(query), steps = length_of(memory);
    Number queries = Number(own) * key_dim_of(args, query), keys = Number(shared) * key_dim_of(args, query);
    Number values = is_grouped ? Number(shared) * (all / own) : Number(all);
    Number of_queries = channels * queries + Number(all) * channels;
    Number of_memory = Number(memory.channels) * keys + Number(value.channels) * values;
    Number weights = is_uniform ? Number(2) * channels * queries + Number(2) * channels * all : of_queries + of_memory;
    Number projections =
        is_square ? length * settled(weights) : length * settled(of_queries) + steps * settled(of_memory);
    Number inner = sum_of(!is_grouped, queries, keys) + values, biases = 0;
    int64_t biased = args.integer(bias);
    if (biased == all_biases) biases = inner + channels;
    if (biased == input_biases) biases = inner;
    if (biased == output_bias) biases = channels;
    Number held = is_square ? length * inner : length * queries + steps * (keys + values);
    return {.weights = weights,
            .biases = biases,
            .macs = in_all_windows(query, projections + length * steps * queries + length * steps * all),
            .scratch = in_all_windows(query, held + Number(own) * length * steps)};
};

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference&) {
    ShapeFormulas formulas{.note = "the shape is unchanged"};
    if (inputs.size() > 1) formulas.note = "the shape is that of the first input";
    if (!args.has(key_dim)) {
        int64_t each = key_dim_of(args, inputs[0]);
        formulas.sizes.push_back(
            {"key_dim", Formula::quotient(each * args.integer(heads), args.integer(heads)), "channels of each head"});
    }
    return formulas;
}

constexpr Ranks sequences_or_windows[] = {{.least = 1}};

}  // namespace

const LayerKind kinds::attention{.name = "attention",
                                 .also = "multi_head_attention mha self_attention",
                                 .summary = "multi-head attention of a sequence to itself or to another one",
                                 .example = "attention 12",
                                 .params = table,
                                 .most_inputs = 3,
                                 .ranks = sequences_or_windows,
                                 .traits = {.role = Role::attention},
                                 .infer = infer_layer,
                                 .count = count_layer,
                                 .shape_formulas = explain_shape};

}  // namespace nnshape
