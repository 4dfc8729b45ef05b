#include "layers/groups.h"
#include "layers/kinds.h"

// Multi-head attention of a sequence to itself: torch.nn.MultiheadAttention, Keras MultiHeadAttention.
namespace nnshape {
namespace {

enum { heads, dim, key_dim, bias };

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

Inferred infer_layer(const Args& args, Inputs inputs) {
    int64_t channels = dim_of(args, inputs[0]);
    if (auto problem = must_divide(channels, "channels", args.integer(heads), heads, "heads")) return *problem;
    return Inference{inputs[0]};
}

Counts count_layer(const Args& args, Inputs inputs, const Shape&) {
    Checked channels = inputs[0].channels;
    Checked length = inputs[0].spatial[0];
    Checked values = dim_of(args, inputs[0]);
    Checked keys = Checked(args.integer(heads)) * key_dim_of(args, inputs[0]);
    Checked weights = channels * keys * 2 + channels * values * 2;
    return {.weights = weights,
            .biases = args.flag(bias) ? keys * 2 + values + channels : 0,
            .macs = length * weights + length * length * keys + length * length * values};
}

}  // namespace

const LayerKind kinds::attention{.name = "attention",
                                 .also = "multi_head_attention mha self_attention",
                                 .summary = "multi-head attention of a sequence to itself",
                                 .example = "attention 12",
                                 .params = table,
                                 .least_rank = 1,
                                 .most_rank = 1,
                                 .infer = infer_layer,
                                 .count = count_layer};

}  // namespace nnshape
