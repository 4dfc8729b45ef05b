#include "import/keras/graph.h"

#include <fmt/format.h>
#include <algorithm>
#include <queue>

#include "base/text.h"

namespace nnshape::keras_format {
namespace {

const JsonValue& layers_of(const JsonValue& model) {
    const JsonValue& config = model["config"];
    return config.is_array() ? config : config["layers"];
}

bool is_sequential(const JsonValue& model) {
    return class_of(model) == "Sequential" || !model["config"].find("output_layers");
}

bool is_input(const JsonValue& layer) { return class_of(layer) == "InputLayer"; }

std::string name_of_layer(const JsonValue& layer) {
    for (const JsonValue* from : {&layer["config"], &layer}) {
        if (!(*from)["name"].word().empty()) return std::string((*from)["name"].word());
    }
    return std::string(class_of(layer));
}

// The sizes of an input that a layer's configuration gives, without the batch.
std::optional<std::vector<int64_t>> given_sizes(const JsonValue& layer) {
    LayerConfig config = modern(layer);
    for (std::string_view key : {"batch_shape", "batch_input_shape"}) {
        if (config.values[key].is_array()) return sizes_in(config.values[key]);
    }
    const JsonValue& shape = config.values["input_shape"];
    if (shape.is_array()) {
        std::vector<int64_t> sizes;
        for (const JsonValue& size : shape.items) sizes.push_back(size.integer().value_or(0));
        return sizes;
    }
    if (layer["build_config"]["input_shape"].is_array()) return sizes_in(layer["build_config"]["input_shape"]);
    return std::nullopt;
}

// The first layer of Keras 1 may give its channels, and its steps.
std::optional<std::vector<int64_t>> given_channels(const JsonValue& layer) {
    LayerConfig config = modern(layer);
    auto channels = config.values["input_dim"].integer(), steps = config.values["input_length"].integer();
    if (config.class_name == "Embedding") {
        return steps ? std::optional(std::vector<int64_t>{*steps}) : std::vector<int64_t>{0};
    }
    if (!channels) return std::nullopt;
    bool vector = contains_word("Dense MaxoutDense Highway Dropout Activation", config.class_name) &&
                  class_of(layer) != "TimeDistributedDense";
    if (vector) return std::vector<int64_t>{*channels};
    return std::vector<int64_t>{steps.value_or(0), *channels};
}

// What the first layer of a Sequential receives, in models inside it too.
std::optional<std::vector<int64_t>> first_sizes(const JsonValue& layer, int depth = 0) {
    if (depth > 32) return std::nullopt;
    if (is_model(layer)) {
        const JsonValue& inside = layers_of(layer);
        for (const JsonValue& one : inside.items) {
            if (auto sizes = first_sizes(one, depth + 1)) return sizes;
            if (is_sequential(layer)) break;
        }
        for (std::string_view key : {"build_input_shape", "batch_input_shape"}) {
            if (layer["config"][key].is_array()) return sizes_in(layer["config"][key]);
        }
        if (layer["build_config"]["input_shape"].is_array()) return sizes_in(layer["build_config"]["input_shape"]);
        return std::nullopt;
    }
    if (auto sizes = given_sizes(layer)) return sizes;
    if (auto sizes = given_channels(layer)) return sizes;
    const JsonValue& inner = layer["config"]["layer"];
    if (inner.is_object() && class_of(layer) == "Bidirectional") return first_sizes(inner, depth + 1);
    return std::nullopt;
}

// A size to give for an input, by what is known of it: "224x224x3".
std::string example_for(std::vector<int64_t> sizes) {
    if (sizes.empty()) return "224x224x3";
    bool image = sizes.size() >= 3;
    for (int64_t& size : sizes) {
        if (size < 1) size = image ? 224 : 100;
    }
    return joined(sizes);
}

bool is_recurrent(const JsonValue& layer) {
    return contains_word("LSTM GRU SimpleRNN RNN CuDNNLSTM CuDNNGRU Bidirectional ConvLSTM2D", class_of(layer));
}

}  // namespace

bool is_model(const JsonValue& layer) {
    const JsonValue& config = layer["config"];
    bool has_layers = layer.find("class_name") && (config["layers"].is_array() || config.is_array());
    return has_layers && class_of(layer) != "Merge";
}

// A Functional model while it runs.
struct Graph::Run {
    const JsonValue& layers;
    std::string prefix;
    bool frozen;
    std::unordered_map<std::string, size_t> index = {};          // of a layer, by its name
    std::vector<std::vector<Call>> calls = {};                   // of each layer
    std::vector<int64_t> offset = {};                            // of the numbers of its calls in references
    std::vector<std::vector<int64_t>> recorded = {};             // the shape of its first output
    std::vector<bool> needs_states = {};                         // a tensor that is not its first is read
    std::vector<bool> keeps_states = {};                         // its states begin other layers
    std::vector<std::vector<std::vector<Tensor>>> outputs = {};  // by layer and call

    std::vector<size_t> first_step = {};  // of each layer, among all calls

    void prepare(const std::vector<Reference>& exits) {
        size_t count = layers.items.size();
        offset.assign(count, -1);
        recorded.resize(count);
        needs_states.resize(count);
        keeps_states.resize(count);
        outputs.resize(count);
        for (size_t at = 0; at < count; ++at) {
            const JsonValue& layer = layers[at];
            std::string name(layer["name"].word());
            index.emplace(name.empty() ? name_of_layer(layer) : name, at);
            calls.push_back(calls_of(layer["inbound_nodes"]));
            if (calls.back().empty() && is_input(layer)) calls.back().emplace_back();
            outputs[at].resize(calls.back().size());
        }
        for (size_t at = 0; at < count; ++at) {
            for (const Call& call : calls[at]) {
                for (size_t place = 0; place < call.tensors.size(); ++place) {
                    note(call.tensors[place], &layers[at], place);
                }
            }
        }
        for (const Reference& exit : exits) note(exit, nullptr, 0);
        for (int64_t& least : offset) least = std::max<int64_t>(least, 0);
    }

    // All calls, in the file's order.
    std::vector<Step> steps() {
        std::vector<Step> all;
        for (size_t layer = 0; layer < calls.size(); ++layer) {
            first_step.push_back(all.size());
            for (size_t call = 0; call < calls[layer].size(); ++call) all.push_back({layer, call});
        }
        return all;
    }

    size_t find(const std::string& name) const {
        auto found = index.find(name);
        return found == index.end() ? SIZE_MAX : found->second;
    }

    // The call that a reference means; nothing if there is none.
    std::optional<Step> step_of(const Reference& reference) const {
        size_t layer = find(reference.layer);
        if (layer == SIZE_MAX) return std::nullopt;
        int64_t call = reference.node - offset[layer];
        if (call < 0 || static_cast<size_t>(call) >= outputs[layer].size()) return std::nullopt;
        return Step{layer, static_cast<size_t>(call)};
    }

    Tensor tensor_of(const Reference& reference) const {
        auto step = step_of(reference);
        if (!step) return no_tensor;
        const auto& tensors = outputs[step->layer][step->call];
        auto place = static_cast<size_t>(std::max<int64_t>(reference.tensor, 0));
        return place < tensors.size() ? tensors[place] : no_tensor;
    }

    void note(const Reference& reference, const JsonValue* reader, size_t place) {
        size_t layer = find(reference.layer);
        if (layer == SIZE_MAX) return;
        bool unseen = offset[layer] < 0;
        offset[layer] = unseen ? reference.node : std::min(offset[layer], reference.node);
        if (reference.tensor == 0 && recorded[layer].empty()) recorded[layer] = reference.sizes;
        if (reference.tensor == 0) return;
        bool begins = reader && is_recurrent(*reader) && place > 0;
        if (begins) keeps_states[layer] = true;
        if (!begins) needs_states[layer] = true;
    }
};

Tensor Graph::make_input(const std::string& name, const std::vector<int64_t>& sizes, bool known,
                         const JsonValue& layer) {
    bool scalar = known && sizes.empty();
    return tracer_.input(name, scalar ? std::vector<int64_t>{1} : sizes, example_for(sizes), file_.origin_of(layer));
}

Tensor Graph::input_of_sequential(const JsonValue& model) {
    const JsonValue& layers = layers_of(model);
    const JsonValue& first = layers[size_t{0}];
    auto sizes = first_sizes(first);
    if (!sizes) sizes = first_sizes(model);
    std::string name = is_input(first) ? name_of_layer(first) : name_of_layer(first) + "_input";
    return make_input(name, sizes.value_or(std::vector<int64_t>{}), sizes.has_value(), first);
}

std::vector<Tensor> Graph::merged_models(const JsonValue& merge, const std::string& prefix, bool frozen) {
    std::vector<Tensor> inputs;
    for (const JsonValue& model : merge["config"]["layers"].items) {
        if (tracer_.failed()) break;
        auto outputs = is_model(model) ? run_model(model, nullptr, prefix, frozen) : std::vector<Tensor>{};
        inputs.insert(inputs.end(), outputs.begin(), outputs.end());
    }
    return inputs;
}

std::vector<Tensor> Graph::run_sequential(const JsonValue& model, const std::vector<Tensor>* inputs,
                                          const std::string& prefix, bool frozen) {
    const JsonValue& layers = layers_of(model);
    std::vector<Tensor> tensors = inputs ? *inputs : std::vector<Tensor>{};
    bool is_merge = class_of(layers[size_t{0}]) == "Merge";
    if (!inputs && !is_merge) tensors = {input_of_sequential(model)};
    for (const JsonValue& layer : layers.items) {
        if (tracer_.failed()) return tensors;
        if (is_input(layer)) continue;
        if (tensors.empty() && is_merge) tensors = merged_models(layer, prefix, frozen);
        std::vector<int64_t> recorded;
        const JsonValue* next = &layer + 1;
        if (next < layers.items.data() + layers.items.size()) {
            recorded = sizes_in((*next)["build_config"]["input_shape"]);
            if (std::count(recorded.begin(), recorded.end(), 0) > 0) recorded.clear();
        }
        tensors = call_layer(layer, prefix + name_of_layer(layer), nullptr, tensors, recorded, frozen, false);
    }
    return tensors;
}

std::vector<Tensor> Graph::run_model(const JsonValue& model, const std::vector<Tensor>* inputs,
                                     const std::string& prefix, bool frozen) {
    const JsonValue& trainable = model["config"]["trainable"];
    frozen = frozen || (trainable.kind == JsonValue::Kind::boolean && !trainable.truth);
    if (is_sequential(model)) return run_sequential(model, inputs, prefix, frozen);
    auto entries = references_in(model["config"]["input_layers"]);
    auto exits = references_in(model["config"]["output_layers"]);
    Run run{layers_of(model), prefix, frozen};
    run.prepare(exits);
    if (!bind_inputs(run, entries, inputs) || !run_steps(run, model)) return {};
    std::vector<Tensor> outputs;
    for (const Reference& exit : exits) outputs.push_back(run.tensor_of(exit));
    return outputs;
}

// The inputs of the model, in its order.
bool Graph::bind_inputs(Run& run, const std::vector<Reference>& entries, const std::vector<Tensor>* inputs) {
    for (size_t place = 0; place < entries.size(); ++place) {
        size_t index = run.find(entries[place].layer);
        if (index == SIZE_MAX || run.outputs[index].empty() || !run.outputs[index][0].empty()) continue;
        const JsonValue& layer = run.layers[index];
        auto sizes = given_sizes(layer);
        Tensor tensor = no_tensor;
        if (!inputs) {
            tensor = make_input(name_of_layer(layer), sizes.value_or(std::vector<int64_t>{}), sizes.has_value(), layer);
        } else if (place < inputs->size()) {
            tensor = (*inputs)[place];
        }
        run.outputs[index][0] = {tensor};
        if (tracer_.failed()) return false;
    }
    return true;
}

// Calls each layer when its inputs are there, in the file's order where there is a choice.
bool Graph::run_steps(Run& run, const JsonValue& model) {
    std::vector<Step> steps = run.steps();
    std::vector<size_t> waiting(steps.size());
    std::vector<std::vector<size_t>> readers(steps.size());
    std::priority_queue<size_t, std::vector<size_t>, std::greater<>> ready;
    for (size_t own = 0; own < steps.size(); ++own) {
        for (const Reference& reference : run.calls[steps[own].layer][steps[own].call].tensors) {
            auto from = run.step_of(reference);
            if (!from) {
                const JsonValue& layer = run.layers[steps[own].layer];
                refuse(layer, fmt::format("the layer reads `{}`, which the model does not have", reference.layer));
                return false;
            }
            readers[run.first_step[from->layer] + from->call].push_back(own);
            ++waiting[own];
        }
        if (waiting[own] == 0) ready.push(own);
    }
    size_t done = 0;
    for (; !ready.empty(); ++done) {
        size_t own = ready.top();
        ready.pop();
        if (!run_step(run, steps[own])) return false;
        for (size_t reader : readers[own]) {
            if (--waiting[reader] == 0) ready.push(reader);
        }
    }
    if (done == steps.size()) return true;
    refuse(model, "the layers of the model read each other in a circle");
    return false;
}

bool Graph::run_step(Run& run, Step step) {
    auto& outputs = run.outputs[step.layer][step.call];
    if (!outputs.empty()) return true;
    const JsonValue& layer = run.layers[step.layer];
    const Call& call = run.calls[step.layer][step.call];
    std::vector<Tensor> tensors;
    for (const Reference& reference : call.tensors) tensors.push_back(run.tensor_of(reference));
    if (std::find(tensors.begin(), tensors.end(), no_tensor) != tensors.end()) {
        refuse(layer, "the layer reads an output that nnshape does not have");
        return false;
    }
    std::string name = run.prefix + name_of_layer(layer);
    if (step.call > 0) name += fmt::format(":{}", step.call + 1);
    outputs = call_layer(layer, name, &call, tensors, run.recorded[step.layer], run.frozen,
                         run.keeps_states[step.layer] && !run.needs_states[step.layer]);
    return !tracer_.failed();
}

void Graph::refuse(const JsonValue& layer, std::string message) {
    tracer_.refuse(name_of_layer(layer), code::unknown_input, std::move(message), {}, file_.origin_of(layer));
}

std::vector<Tensor> Graph::call_layer(const JsonValue& layer, const std::string& name, const Call* call,
                                      const std::vector<Tensor>& inputs, const std::vector<int64_t>& recorded,
                                      bool frozen, bool keeps_states) {
    const JsonValue& trainable = layer["config"]["trainable"];
    frozen = frozen || (trainable.kind == JsonValue::Kind::boolean && !trainable.truth);
    if (is_model(layer)) return run_model(layer, &inputs, name + "/", frozen);
    auto [rows, is_first] = rows_.try_emplace(&layer);
    Site site(tracer_, file_);
    site.config = modern(layer);
    site.original_class = class_of(layer);
    site.name = name;
    site.stored_name = name_of_layer(layer);
    site.inputs = inputs;
    site.call = call;
    site.recorded = recorded;
    site.rows = &rows->second;
    site.is_first = is_first;
    site.frozen = frozen;
    site.keeps_states = keeps_states;
    site.origin = file_.origin_of(layer);
    if (inputs.empty()) return {site.refuse("the layer has no input")};
    std::string_view kind = site.config.class_name;
    if (kind == "TFOpLambda" || kind == "SlicingOpLambda" || kind == "ClassMethod") {
        return write_function(site, layer["config"]["function"].word());
    }
    bool is_op = layer["module"].word().find(".ops") != std::string_view::npos;
    return is_op ? write_function(site, kind) : write_layer(site);
}

std::vector<Tensor> Graph::apply(const JsonValue& layer, const std::vector<Tensor>& inputs, const std::string& prefix,
                                 bool frozen) {
    return call_layer(layer, prefix + name_of_layer(layer), nullptr, inputs, {}, frozen, false);
}

void Graph::run(const JsonValue& model) {
    auto outputs = run_model(model, nullptr, {}, false);
    if (tracer_.failed()) return;
    for (size_t index = 0; index < outputs.size(); ++index) {
        bool again = std::find(outputs.begin(), outputs.begin() + static_cast<std::ptrdiff_t>(index), outputs[index]) !=
                     outputs.begin() + static_cast<std::ptrdiff_t>(index);
        if (!again || outputs[index] == no_tensor) continue;
        TracedLayer copy{.name = tracer_.name(outputs[index]), .operation = "identity", .inputs = {outputs[index]}};
        outputs[index] = tracer_.layer(copy);
    }
    tracer_.outputs(outputs);
}

}  // namespace nnshape::keras_format
