#include <fmt/format.h>

#include "layers/derivation.h"
#include "layers/kinds.h"

// Replaces each id of a sequence with a learned vector: torch.nn.Embedding, Keras Embedding.
namespace nnshape {
namespace {

PARAM_NUMBERS(vocabulary, dim);
constexpr Param table[] = {
    {.name = "vocabulary", .also = "num_embeddings input_dim", .help = "number of different ids"},
    {.name = "dim", .also = "embedding_dim output_dim", .help = "channels of each vector"}};
static_assert(names_rows(param_names, table));

Words no_ids(const LayerFault&, const Attempt& layer) {
    const Shape& input = layer.inputs[0];
    return {fmt::format("embedding needs ids, but receives {} ({})", rank_name(input.rank),
                        to_text(input, layer.args.layout())),
            "give the ids as a vector, or as a sequence with 1 channel"};
}

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    const Shape& ids = inputs[0];
    if (ids.rank > 1 || (ids.rank == 1 && ids.channels != 1)) {
        return LayerFault{&code::rank_mismatch, the_layer, no_ids};
    }
    int64_t length = ids.rank == 0 ? ids.channels : ids.spatial[0];
    result.output = {.rank = 1, .spatial = {length}, .channels = args.integer(dim)};
    return std::nullopt;
}

constexpr auto count_layer = []<class Number>(const Args& args, Inputs, const Shape&) -> CountsOf<Number> {
    return {.weights = Number(args.integer(vocabulary)) * args.integer(dim)};
};

ShapeFormulas explain_shape(const Args&, Inputs, const Inference& inference) {
    return {.sizes = {{"length", inference.output.spatial[0], "one vector for each id"}}};
}

}  // namespace

const LayerKind kinds::embedding{.name = "embedding",
                                 .summary = "a learned vector for each id of a sequence",
                                 .example = "embedding 20000 128",
                                 .params = table,
                                 .traits = {.keeps_positions = true, .role = Role::embedding},
                                 .infer = infer_layer,
                                 .count = count_layer,
                                 .shape_formulas = explain_shape};

}  // namespace nnshape
