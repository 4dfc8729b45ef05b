#include "layers/kinds.h"

// A fully connected layer, applied at each position: torch.nn.Linear, Keras Dense, ONNX Gemm.
namespace nnshape {
namespace {

enum { units, bias };
constexpr Param table[] = {{.name = "units", .also = "out_features", .help = "channels of the output"}, params::bias};

Inferred infer_layer(const Args& args, Inputs inputs) {
    Shape output = inputs[0];
    output.channels = args.integer(units);
    return Inference{output};
}

Counts count_layer(const Args& args, Inputs inputs, const Shape& output) {
    Checked weights = Checked(inputs[0].channels) * output.channels;
    return {.weights = weights, .biases = args.flag(bias) ? output.channels : 0, .macs = positions(output) * weights};
}

}  // namespace

const LayerKind kinds::dense{.name = "dense",
                             .also = "linear fc fully_connected connected",
                             .summary = "fully connected layer, applied at each position",
                             .example = "dense 10",
                             .params = table,
                             .adds_bias = true,
                             .meant_for_vectors = true,
                             .keeps_positions = true,
                             .infer = infer_layer,
                             .count = count_layer};

}  // namespace nnshape
