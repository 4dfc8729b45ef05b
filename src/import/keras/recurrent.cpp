#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "import/keras/site.h"

// Recurrent layers and the wrappers: Bidirectional, TimeDistributed, RNN with cells.
namespace nnshape::keras_format {
namespace {

struct Recurrent {
    std::string_view name, type;
    std::string_view cell;
};
constexpr Recurrent types[] = {
    {"SimpleRNN", "rnn", "SimpleRNNCell"},
    {"GRU", "gru", "GRUCell"},
    {"LSTM", "lstm", "LSTMCell"},
};

const Recurrent* find_type(std::string_view name) {
    auto found = std::find_if(std::begin(types), std::end(types),
                              [&](const Recurrent& one) { return one.name == name || one.cell == name; });
    return found == std::end(types) ? nullptr : found;
}

bool is_true(const JsonValue& value, bool standard) {
    return value.kind == JsonValue::Kind::boolean ? value.truth : standard;
}

std::string_view bias_of(const Site& site, const JsonValue& layer, const LayerConfig& config) {
    if (!is_true(config.values["use_bias"], true)) return "none";
    bool cudnn = class_of(layer).starts_with("CuDNN");
    if (cudnn) return "double";
    bool is_gru = find_type(config.class_name)->type == "gru";
    return is_gru && is_true(config.values["reset_after"], site.file.new_gru) ? "double" : "single";
}

// "lstm 64 bias=single"
std::string operation_of(const Site& site, const JsonValue& layer, bool sequences, bool both_ways = false) {
    LayerConfig config = modern(layer);
    std::string text =
        fmt::format("{} {} bias={} return_sequences={}", find_type(config.class_name)->type,
                    config.values["units"].integer().value_or(0), bias_of(site, layer, config), sequences);
    return both_ways ? text + " bidirectional=true" : text;
}

// The steps of a sequence are its first axis.
Tensor over_steps(Site& site, std::string_view part, const std::string& operation, Tensor input) {
    auto write = [&](Tensor one) {
        if (site.keeps_states) site.allow_unused();
        return site.add(part, operation, {one});
    };
    size_t count = site.sizes_of(input).size();
    return count == 2 ? site.with_channels_at(1, input, write) : write(input);
}

// The layer's output and its states, which have the shape of its last output.
std::vector<Tensor> with_states(Site& site, Tensor out, bool sequences, size_t states, const std::string& part) {
    std::vector<Tensor> all{out};
    if (states == 0 || out == no_tensor) return all;
    Tensor last = out;
    if (sequences && !site.keeps_states) {
        last = site.add(part + "state", "select -1 axis=0", {out});
    }
    all.insert(all.end(), states, last);
    return all;
}

size_t states_of(const LayerConfig& config) {
    if (!is_true(config.values["return_state"], false)) return 0;
    bool two = config.class_name == "LSTM" || config.class_name.starts_with("ConvLSTM");
    return two ? 2 : 1;
}

std::vector<Tensor> recurrent(Site& site) {
    bool sequences = site.flag("return_sequences", false);
    JsonValue layer{.kind = JsonValue::Kind::object};
    set_value(layer, "class_name", json_word(site.original_class));
    set_value(layer, "config", site.config.values);
    Tensor out = over_steps(site, {}, operation_of(site, layer, sequences), site.inputs[0]);
    return with_states(site, out, sequences, states_of(site.config), {});
}

std::vector<Tensor> conv_lstm(Site& site) {
    constexpr std::string_view left_out = "return_state activation recurrent_activation data_format";
    auto sizes = site.sizes();
    bool sequences = site.flag("return_sequences", false);
    auto write = [&](Tensor input) { return write_by_table(site, {}, input, left_out); };
    if (sizes.empty()) return {write(site.inputs[0])};
    size_t from = site.channels_by_format(sizes.size(), 1);
    size_t last = sizes.size() - (sequences ? 1 : 2), first = sequences ? 1 : 0;
    Tensor out = site.with_channels_at(from, site.inputs[0], write, from == 1 ? first : last);
    return with_states(site, out, sequences, states_of(site.config), {});
}

// The merge of the two directions.
std::vector<Tensor> merged(Site& site, Tensor forward, Tensor backward, std::string_view mode) {
    if (mode.empty() || mode == "none") return {forward, backward};
    if (mode == "concat") {
        size_t count = site.sizes_of(forward).size();
        bool channels = count == 0 || site.file.channels_at(count) == count - 1;
        return {site.add({}, channels ? "concat" : fmt::format("concat axis={}", count - 1), {forward, backward})};
    }
    std::string_view type = mode == "sum" ? "add" : mode == "mul" ? "multiply" : mode == "ave" ? "average" : "";
    if (type.empty()) return {site.refuse(fmt::format("`merge_mode` of a Bidirectional is not `{}`", mode))};
    return {site.add({}, std::string(type), {forward, backward})};
}

bool has_cells(const JsonValue& layer) { return layer["config"].find("cell") != nullptr; }

// The cells of an RNN, one after the other; the last decides whether the sequence is the output.
std::vector<const JsonValue*> cells_of(const JsonValue& layer) {
    const JsonValue& cell = layer["config"]["cell"];
    std::vector<const JsonValue*> cells;
    if (class_of(cell) != "StackedRNNCells") return {&cell};
    for (const JsonValue& one : cell["config"]["cells"].items) cells.push_back(&one);
    return cells;
}

Tensor run_cells(Site& site, const std::string& part, const JsonValue& layer, Tensor input) {
    auto cells = cells_of(layer);
    bool sequences = is_true(layer["config"]["return_sequences"], false);
    for (size_t index = 0; index < cells.size(); ++index) {
        if (!find_type(class_of(*cells[index]))) {
            return site.unknown(fmt::format("the cell `{}`", class_of(*cells[index])));
        }
        bool last = index + 1 == cells.size();
        std::string name = last ? part : fmt::format("{}cell_{}", part.empty() ? "" : part + "_", index);
        input = over_steps(site, name, operation_of(site, *cells[index], !last || sequences), input);
    }
    return input;
}

std::vector<Tensor> rnn(Site& site) {
    JsonValue layer{.kind = JsonValue::Kind::object};
    set_value(layer, "config", site.config.values);
    Tensor out = run_cells(site, {}, layer, site.inputs[0]);
    size_t states = site.flag("return_state", false) ? 2 * cells_of(layer).size() : 0;
    return with_states(site, out, site.flag("return_sequences", false), states, {});
}

// One direction, as a layer of its own.
Tensor one_way(Site& site, const std::string& part, const JsonValue& layer) {
    LayerConfig config = modern(layer);
    if (has_cells(layer)) return run_cells(site, part, layer, site.inputs[0]);
    if (!find_type(config.class_name)) {
        return site.refuse(fmt::format("a Bidirectional of `{}` is not known", config.class_name));
    }
    bool sequences = is_true(config.values["return_sequences"], false);
    return over_steps(site, part, operation_of(site, layer, sequences), site.inputs[0]);
}

std::vector<Tensor> bidirectional(Site& site) {
    const JsonValue layer = site["layer"];
    LayerConfig config = modern(layer);
    const JsonValue* given_mode = site.config.values.find("merge_mode");
    std::string_view mode = given_mode ? given_mode->word() : "concat";
    bool sequences = is_true(config.values["return_sequences"], false);
    site.frozen = site.frozen || !is_true(config.values["trainable"], true);
    const JsonValue& backward = site["backward_layer"];
    bool has_same_backward = backward.is_null() || modern(backward).values["units"].text == config.values["units"].text;
    bool is_one_row = mode == "concat" && has_same_backward && find_type(config.class_name) && !has_cells(layer);
    size_t states = states_of(config);
    if (is_one_row && (states == 0 || site.keeps_states)) {
        Tensor out = over_steps(site, {}, operation_of(site, layer, sequences, true), site.inputs[0]);
        std::vector<Tensor> outputs{out};
        outputs.insert(outputs.end(), 2 * states, out);
        return outputs;
    }
    Tensor ahead = one_way(site, "forward", layer);
    if (ahead == no_tensor) return {ahead};
    Tensor back = one_way(site, "backward", backward.is_object() ? backward : layer);
    if (back == no_tensor) return {back};
    auto outputs = merged(site, ahead, back, mode);
    for (auto [out, part] : {std::pair(ahead, "forward_"), std::pair(back, "backward_")}) {
        auto all = with_states(site, out, sequences, states, part);
        outputs.insert(outputs.end(), all.begin() + 1, all.end());
    }
    return outputs;
}

// Whether a layer treats each position alone, so that steps are positions.
bool is_positional(const LayerConfig& config) {
    constexpr std::string_view names =
        "Dense Activation Dropout ReLU LeakyReLU ELU Softmax ThresholdedReLU Identity AlphaDropout GaussianDropout "
        "GaussianNoise Masking ActivityRegularization Rescaling";
    if (contains_word(names, config.class_name)) return true;
    bool is_norm = config.class_name == "BatchNormalization" || config.class_name == "LayerNormalization";
    const JsonValue& axis = config.values["axis"];
    const JsonValue& only = axis.is_array() && axis.items.size() == 1 ? axis[size_t{0}] : axis;
    return is_norm && only.integer().value_or(-1) == -1 && !axis.is_array();
}

std::vector<Tensor> time_distributed(Site& site) {
    const JsonValue inner = site["layer"];
    LayerConfig config = modern(inner);
    site.frozen = site.frozen || !is_true(config.values["trainable"], true);
    if (is_positional(config)) {
        site.config = std::move(config);
        return write_layer(site);
    }
    std::string operation = each_step(site, inner);
    if (operation.empty()) return {no_tensor};
    return {site.own(operation)};
}

// The normalised layer, and the vector that the wrapper stores for it.
std::vector<Tensor> spectral_norm(Site& site) {
    const JsonValue inner = site["layer"];
    site.config = modern(inner);
    auto outputs = write_layer(site);
    if (outputs.empty() || outputs[0] == no_tensor) return outputs;
    auto sizes = site.sizes_of(outputs[0]);
    if (sizes.empty()) return outputs;
    int64_t channels = sizes[site.channels_by_format(sizes.size())];
    return {site.add("vector_u", fmt::format("custom {} buffers={}", joined(sizes), channels), {outputs[0]})};
}

constexpr HandledClass classes[] = {
    {"SimpleRNN", recurrent},
    {"GRU", recurrent},
    {"LSTM", recurrent},
    {"RNN", rnn},
    {"ConvLSTM2D", conv_lstm},
    {"Bidirectional", bidirectional},
    {"TimeDistributed", time_distributed},
    {"SpectralNormalization", spectral_norm},
};

}  // namespace

std::span<const HandledClass> recurrent_classes() { return classes; }

}  // namespace nnshape::keras_format
