#include "layers/kinds.h"

// Recurrent layers: torch.nn.RNN, GRU, LSTM; Keras SimpleRNN, GRU, LSTM. They differ in the number of gates.
namespace nnshape {
namespace {

enum { units, layers, bidirectional, return_sequences, bias };
enum { bias_double, bias_single, bias_none };
constexpr Param table[] = {
    {.name = "units", .also = "hidden_size", .help = "channels of the state"},
    {.name = "layers",
     .also = "num_layers",
     .fallback = Fallback::value,
     .standard = {1},
     .help = "layers on one another"},
    params::flag("bidirectional", false, "read the sequence from both ends"),
    params::flag("return_sequences", true, "the state at each step; otherwise at the last only"),
    {.name = "bias",
     .type = ParamType::choice,
     .fallback = Fallback::value,
     .standard = {bias_double},
     .choices = "double single none",
     .help = "double: one for the input and one for the state (PyTorch, Keras GRU); single: Keras LSTM, SimpleRNN"}};

Checked directions(const Args& args) { return args.flag(bidirectional) ? 2 : 1; }

Inferred infer_layer(const Args& args, Inputs inputs) {
    Checked channels = Checked(args.integer(units)) * directions(args);
    if (channels.overflowed()) return blame(code::overflow, units, "the channels of the output leave 64 bits");
    if (!args.flag(return_sequences)) return Inference{vector_of(channels.value())};
    Shape output = inputs[0];
    output.channels = channels.value();
    return Inference{output};
}

// A gate weighs what comes in and the state; layers above the first read all directions of the one below.
template <int gates>
Counts count_layer(const Args& args, Inputs inputs, const Shape&) {
    Checked state = args.integer(units);
    Checked above = Checked(args.integer(layers)) - 1;
    Checked first = state * inputs[0].channels + state * state;
    Checked other = state * (state * directions(args)) + state * state;
    Checked weights = directions(args) * gates * (first + above * other);
    Checked biases_each = args.integer(bias) == bias_double ? 2 : args.integer(bias) == bias_single ? 1 : 0;
    return {.weights = weights,
            .biases = directions(args) * args.integer(layers) * biases_each * gates * state,
            .macs = Checked(inputs[0].spatial[0]) * weights};
}

constexpr LayerKind recurrent(std::string_view name, std::string_view also, std::string_view summary,
                              std::string_view example, Counts (*count)(const Args&, Inputs, const Shape&)) {
    return {.name = name,
            .also = also,
            .summary = summary,
            .example = example,
            .params = table,
            .least_rank = 1,
            .most_rank = 1,
            .infer = infer_layer,
            .count = count};
}

}  // namespace

namespace kinds {

constexpr LayerKind rnn = recurrent("rnn", "simple_rnn", "recurrent layer", "rnn 64", count_layer<1>);
constexpr LayerKind gru = recurrent("gru", "", "gated recurrent unit", "gru 64", count_layer<3>);
constexpr LayerKind lstm = recurrent("lstm", "", "long short-term memory", "lstm 64", count_layer<4>);

}  // namespace kinds
}  // namespace nnshape
