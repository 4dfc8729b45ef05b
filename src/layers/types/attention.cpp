#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/groups.h"
#include "layers/kinds.h"

// Multi-head attention of a sequence to itself: torch.nn.MultiheadAttention, Keras MultiHeadAttention.
namespace nnshape {
namespace {

PARAM_NUMBERS(heads, dim, key_dim, bias);

int64_t dim_of(const Args& args, const Shape& input) { return args.has(dim) ? args.integer(dim) : input.channels; }

int64_t key_dim_of(const Args& args, const Shape& input) {
    return args.has(key_dim) ? args.integer(key_dim) : dim_of(args, input) / args.integer(heads);
}

constexpr Param table[] = {
    {.name = "heads", .also = "num_heads", .help = "parts that attend on their own"},
    {.name = "dim",
     .also = "embed_dim",
     .fallback = Fallback::derived,
     .help = "channels of all values together; the input's channels unless given",
     .derive = dim_of},
    {.name = "key_dim",
     .fallback = Fallback::derived,
     .help = "channels of a head's queries and keys; dim/heads unless given",
     .derive = key_dim_of},
    params::flag("bias", true, "a bias for queries, keys, values and the output", "use_bias"),
};
static_assert(names_rows(param_names, table));

std::optional<Fault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    int64_t channels = dim_of(args, inputs[0]);
    if (auto fault = must_divide(channels, "channel", args.integer(heads), "head", heads)) return fault;
    return keep_shape(args, inputs, result);
}

constexpr auto count_layer = []<class Number>(const Args& args, Inputs inputs, const Shape&) -> CountsOf<Number> {
    Number channels = inputs[0].channels;
    Number length = inputs[0].spatial[0];
    Number values = dim_of(args, inputs[0]);
    Number keys = Number(args.integer(heads)) * key_dim_of(args, inputs[0]);
    Number weights = Number(2) * channels * keys + Number(2) * channels * values;
    return {.weights = weights,
            .biases = args.flag(bias) ? Number(2) * keys + values + channels : Number(0),
            .macs = length * settled(weights) + length * length * keys + length * length * values};
};

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference&) {
    ShapeFormulas formulas{.note = "the shape stays as it is"};
    if (!args.has(key_dim)) {
        int64_t each = key_dim_of(args, inputs[0]);
        formulas.sizes.push_back(
            {"key_dim", Formula::quotient(each * args.integer(heads), args.integer(heads)), "channels of a head"});
    }
    return formulas;
}

}  // namespace

const LayerKind kinds::attention{.name = "attention",
                                 .also = "multi_head_attention mha self_attention",
                                 .summary = "multi-head attention of a sequence to itself",
                                 .example = "attention 12",
                                 .params = table,
                                 .ranks = sequences,
                                 .infer = infer_layer,
                                 .count = count_layer,
                                 .shape_formulas = explain_shape};

}  // namespace nnshape
