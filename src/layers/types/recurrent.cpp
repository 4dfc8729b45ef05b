#include <fmt/format.h>

#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// Recurrent layers: torch.nn.RNN, GRU, LSTM; Keras SimpleRNN, GRU, LSTM. They differ in the number of gates.
namespace nnshape {
namespace {

PARAM_NUMBERS(units, layers, bidirectional, return_sequences, bias, proj_size);
enum { bias_double, bias_single, bias_none };
constexpr Param lstm_table[] = {
    {.name = "units", .also = "hidden_size", .help = "channels of the state"},
    {.name = "layers",
     .also = "num_layers",
     .fallback = Fallback::value,
     .standard = {1},
     .help = "number of stacked layers"},
    params::flag("bidirectional", false, "process the sequence in both directions"),
    params::flag("return_sequences", true, "return the state of each step, not only of the last one"),
    {.name = "bias",
     .type = ParamType::choice,
     .fallback = Fallback::value,
     .standard = {bias_double},
     .choices = "double single none",
     .help = "double: one for the input and one for the state (PyTorch, Keras GRU); single: Keras LSTM, SimpleRNN"},
    {.name = "proj_size",
     .fallback = Fallback::value,
     .standard = {0},
     .least = 0,
     .help = "channels that the state is projected to before it is passed on; 0: it is not projected"}};
static_assert(names_rows(param_names, lstm_table));

// The other types have no projection.
constexpr std::span<const Param> table = std::span(lstm_table).first(proj_size);

int64_t directions(const Args& args) { return args.flag(bidirectional) ? 2 : 1; }

bool is_projected(const Args& args) { return args.params().size() > proj_size && args.integer(proj_size) > 0; }

// The channels of the state as it is passed on, in one direction.
int64_t state_of(const Args& args) { return args.integer(is_projected(args) ? proj_size : units); }

Words not_smaller(const LayerFault&, const Attempt& layer) {
    int64_t size = layer.args.integer(units);
    return {fmt::format("a state of {} cannot be projected to {}", size, layer.args.integer(proj_size)),
            fmt::format("use a `proj_size` of at most {}", size - 1)};
}

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    if (is_projected(args) && args.integer(proj_size) >= args.integer(units)) {
        return LayerFault{&code::bad_value, proj_size, not_smaller};
    }
    Checked channels = Checked(state_of(args)) * directions(args);
    if (channels.overflowed()) return overflow(units, "the channels of the output overflow a 64-bit integer");
    result.output = args.flag(return_sequences) ? inputs[0] : Shape{};
    result.output.channels = channels.value();
    return std::nullopt;
}

// Each gate has weights for its input and for the state that is passed on. From the second layer on, the input is the
// output of all directions of the layer below.
template <int gates>
constexpr auto count_layer = []<class Number>(const Args& args, Inputs inputs, const Shape&) -> CountsOf<Number> {
    Number inner = args.integer(units), state = state_of(args);
    Number all = inner * inputs[0].channels + inner * state;
    int64_t above = args.integer(layers) - 1;
    if (above > 0) all = all + multiple(above, inner * multiple(directions(args), state) + inner * state);
    Number gated = multiple(gates, all);
    if (is_projected(args)) gated = gated + multiple(args.integer(layers), inner * state);
    Number weights = multiple(directions(args), gated);
    int64_t biases_each = args.integer(bias) == bias_double ? 2 : args.integer(bias) == bias_single ? 1 : 0;
    Number biases =
        multiple(directions(args), multiple(args.integer(layers), multiple(biases_each, multiple(gates, inner))));
    return {.weights = weights,
            .biases = biases_each == 0 ? Number(0) : biases,
            .macs = Number(inputs[0].spatial[0]) * settled(weights)};
};

ShapeFormulas explain_shape(const Args& args, Inputs, const Inference& inference) {
    ShapeFormulas formulas;
    if (args.flag(return_sequences)) {
        formulas.sizes.push_back({"length", inference.output.spatial[0], "one state for each step"});
    } else {
        formulas.note = "the output is the state of the last step";
    }
    formulas.sizes.push_back({"channels", multiple<Formula>(directions(args), state_of(args))});
    return formulas;
}

template <int gates>
constexpr LayerKind recurrent(std::string_view name, std::string_view also, std::string_view summary,
                              std::string_view example, std::span<const Param> params = table) {
    return {.name = name,
            .also = also,
            .summary = summary,
            .example = example,
            .params = params,
            .ranks = sequences,
            .traits = {.role = Role::recurrent},
            .infer = infer_layer,
            .count = count_layer<gates>,
            .shape_formulas = explain_shape};
}

}  // namespace

namespace kinds {

constexpr LayerKind rnn = recurrent<1>("rnn", "simple_rnn", "recurrent layer", "rnn 64");
constexpr LayerKind gru = recurrent<3>("gru", "", "gated recurrent unit", "gru 64");
constexpr LayerKind lstm = recurrent<4>("lstm", "", "long short-term memory", "lstm 64", lstm_table);

}  // namespace kinds
}  // namespace nnshape
