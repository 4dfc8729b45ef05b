#include <fmt/format.h>

#include "import/darknet/sections.h"

// Recurrent sections, written out as one step. Darknet builds them from connected or convolutional layers, which may
// each have batch normalisation; the state that a step receives is a constant.
namespace nnshape::darknet {
namespace {

// Makes a layer's operation from its number of outputs: connected or convolutional.
using Operation = std::string (*)(const CfgSection&, int64_t outputs);

std::string connected(const CfgSection&, int64_t outputs) { return fmt::format("dense {}", outputs); }
std::string convolutional(const CfgSection& section, int64_t outputs) { return convolution_of(section, outputs, 3); }

// The previous step's state.
Tensor add_state(CfgNetwork& network, std::string_view part, std::vector<int64_t> sizes, int64_t channels) {
    if (sizes.empty()) return no_tensor;
    sizes.back() = channels;
    return network.add(part, fmt::format("constant {}", fmt::join(sizes, "x")), {});
}

void read_simple(CfgNetwork& network, Operation operation, Tensor input) {
    const CfgSection& section = network.section();
    int64_t hidden = section.integer("hidden", 1);
    Tensor in = network.add_learned("input", operation(section, hidden), input, "logistic");
    Tensor self = network.add_learned("self", operation(section, hidden), in, "logistic");
    Tensor state = network.add("state", "add", {in, self});
    network.add_learned("", operation(section, section.integer("output", 1)), state, "logistic");
}

// The gates of a GRU or LSTM: a layer of the input and one of the state, added.
struct Gates {
    CfgNetwork& network;
    Operation operation;
    Tensor input;

    Tensor learned(std::string_view part, Tensor from) {
        const CfgSection& section = network.section();
        return network.add_learned(part, operation(section, section.integer("output", 1)), from, "linear");
    }

    Tensor add(std::string_view name, std::string_view activation, Tensor state, Tensor cell = no_tensor) {
        std::vector<Tensor> terms = {learned(fmt::format("w{}", name), state),
                                     learned(fmt::format("u{}", name), input)};
        if (cell != no_tensor) terms.push_back(learned(fmt::format("v{}", name), cell));
        return network.add(name, fmt::format("add activation={}", activation), terms);
    }
};

Tensor add_cell(CfgNetwork& network, Tensor forget, Tensor in, Tensor candidate, Tensor before) {
    Tensor kept = network.add("kept", "multiply", {forget, before});
    Tensor fresh = network.add("new", "multiply", {in, candidate});
    return network.add("cell", "add", {kept, fresh});
}

// The gates of a convolutional LSTM with `bottleneck`: one layer reads the state together with the input.
Tensor add_bottleneck_gate(Gates& gates, std::string_view name, std::string_view activation, Tensor state) {
    return gates.network.add(name, fmt::format("add activation={}", activation),
                             {state, gates.learned(fmt::format("u{}", name), gates.input)});
}

}  // namespace

void read_connected(CfgNetwork& network) {
    const CfgSection& section = network.section();
    network.add_learned("", fmt::format("dense {}", section.integer("output", 1)), network.flat(network.last()),
                        "logistic");
}

void read_rnn(CfgNetwork& network) { read_simple(network, connected, network.flat(network.last())); }

void read_convolutional_rnn(CfgNetwork& network) { read_simple(network, convolutional, network.last()); }

void read_gru(CfgNetwork& network) {
    Gates gates{network, connected, network.flat(network.last())};
    Tensor state = add_state(network, "state", {1}, network.section().integer("output", 1));
    Tensor update = gates.add("z", "sigmoid", state);
    Tensor reset = gates.add("r", "sigmoid", state);
    Tensor forgotten = network.add("forgotten", "multiply", {reset, state});
    Tensor candidate = gates.add("h", "tanh", forgotten);
    Tensor fresh = network.add("new", "multiply", {update, candidate});
    network.add("", "add", {state, fresh});
}

void read_lstm(CfgNetwork& network) {
    Gates gates{network, connected, network.flat(network.last())};
    int64_t outputs = network.section().integer("output", 1);
    Tensor state = add_state(network, "state", {1}, outputs);
    Tensor before = add_state(network, "cell_before", {1}, outputs);
    Tensor forget = gates.add("f", "sigmoid", state);
    Tensor in = gates.add("i", "sigmoid", state);
    Tensor candidate = gates.add("g", "tanh", state);
    Tensor out = gates.add("o", "sigmoid", state);
    network.add("", "multiply", {out, add_cell(network, forget, in, candidate, before)});
}

void read_convolutional_lstm(CfgNetwork& network) {
    const CfgSection& section = network.section();
    Gates gates{network, convolutional, network.last()};
    int64_t outputs = section.integer("output", 1);
    std::vector<int64_t> sizes = network.sizes(network.last());
    bool peephole = section.flag("peephole"), bottleneck = section.flag("bottleneck");
    Tensor state = add_state(network, "state", sizes, bottleneck ? 2 * outputs : outputs);
    Tensor cell = peephole ? add_state(network, "cell_before", sizes, outputs) : no_tensor;
    if (bottleneck) state = gates.learned("wf", state);
    auto add = [&](std::string_view name, std::string_view activation, Tensor peek) {
        return bottleneck ? add_bottleneck_gate(gates, name, activation, state)
                          : gates.add(name, activation, state, peek);
    };
    if (peephole && bottleneck) {
        for (std::string_view name : {"vf", "vi", "vo"}) gates.learned(name, cell);
    }
    Tensor forget = add("f", "sigmoid", cell);
    Tensor in = add("i", "sigmoid", cell);
    Tensor candidate = add("g", "tanh", no_tensor);
    Tensor out = add("o", "sigmoid", cell);
    Tensor before = add_state(network, "kept_before", network.sizes(out), outputs);
    network.add("", "multiply", {out, add_cell(network, forget, in, candidate, before)});
}

}  // namespace nnshape::darknet
