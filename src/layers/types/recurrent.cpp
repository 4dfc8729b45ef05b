#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// Recurrent layers: torch.nn.RNN, GRU, LSTM; Keras SimpleRNN, GRU, LSTM. They differ in the number of gates.
namespace nnshape {
namespace {

PARAM_NUMBERS(units, layers, bidirectional, return_sequences, bias);
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
static_assert(names_rows(param_names, table));

int64_t directions(const Args& args) { return args.flag(bidirectional) ? 2 : 1; }

std::optional<Fault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    Checked channels = Checked(args.integer(units)) * directions(args);
    if (channels.overflowed()) return overflow(units, "the channels of the output leave 64 bits");
    result.output = args.flag(return_sequences) ? inputs[0] : Shape{};
    result.output.channels = channels.value();
    return std::nullopt;
}

// A gate weighs what comes in and the state; layers above the first read all directions of the one below.
template <int gates>
constexpr auto count_layer = []<class Number>(const Args& args, Inputs inputs, const Shape&) -> CountsOf<Number> {
    Number state = args.integer(units);
    Number all = state * inputs[0].channels + state * state;
    int64_t above = args.integer(layers) - 1;
    if (above > 0) all = all + multiple(above, state * multiple(directions(args), state) + state * state);
    Number weights = multiple(directions(args), multiple(gates, all));
    int64_t biases_each = args.integer(bias) == bias_double ? 2 : args.integer(bias) == bias_single ? 1 : 0;
    Number biases =
        multiple(directions(args), multiple(args.integer(layers), multiple(biases_each, multiple(gates, state))));
    return {.weights = weights,
            .biases = biases_each == 0 ? Number(0) : biases,
            .macs = Number(inputs[0].spatial[0]) * settled(weights)};
};

ShapeFormulas explain_shape(const Args& args, Inputs, const Inference& inference) {
    ShapeFormulas formulas;
    if (args.flag(return_sequences)) {
        formulas.sizes.push_back({"length", inference.output.spatial[0], "a state for each step"});
    } else {
        formulas.note = "the state at the last step alone comes out";
    }
    formulas.sizes.push_back({"channels", multiple<Formula>(directions(args), args.integer(units))});
    return formulas;
}

template <int gates>
constexpr LayerKind recurrent(std::string_view name, std::string_view also, std::string_view summary,
                              std::string_view example) {
    return {.name = name,
            .also = also,
            .summary = summary,
            .example = example,
            .params = table,
            .ranks = sequences,
            .infer = infer_layer,
            .count = count_layer<gates>,
            .shape_formulas = explain_shape};
}

}  // namespace

namespace kinds {

constexpr LayerKind rnn = recurrent<1>("rnn", "simple_rnn", "recurrent layer", "rnn 64");
constexpr LayerKind gru = recurrent<3>("gru", "", "gated recurrent unit", "gru 64");
constexpr LayerKind lstm = recurrent<4>("lstm", "", "long short-term memory", "lstm 64");

}  // namespace kinds
}  // namespace nnshape
