#include "import/keras/graph.h"

#include <fmt/format.h>
#include <algorithm>
#include <queue>

#include "base/text.h"
#include "import/sub_listing.h"

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

// The calls of all layers in the order in which they can be written, by the file's order where there is a choice.
struct Step {
    size_t layer, call;
};

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
    Run run{layers_of(model), prefix, frozen};
    size_t count = run.layers.items.size();
    run.offset.assign(count, -1);
    run.recorded.resize(count);
    run.needs_states.resize(count);
    run.keeps_states.resize(count);
    run.outputs.resize(count);
    for (size_t index = 0; index < count; ++index) {
        const JsonValue& layer = run.layers[index];
        std::string name(layer["name"].word());
        run.index.emplace(name.empty() ? name_of_layer(layer) : name, index);
        run.calls.push_back(calls_of(layer["inbound_nodes"]));
        if (run.calls.back().empty() && is_input(layer)) run.calls.back().emplace_back();
        run.outputs[index].resize(run.calls.back().size());
    }
    auto entries = references_in(model["config"]["input_layers"]);
    auto exits = references_in(model["config"]["output_layers"]);
    for (size_t index = 0; index < count; ++index) {
        for (const Call& call : run.calls[index]) {
            for (size_t place = 0; place < call.tensors.size(); ++place) {
                run.note(call.tensors[place], &run.layers[index], place);
            }
        }
    }
    for (const Reference& exit : exits) run.note(exit, nullptr, 0);
    for (int64_t& offset : run.offset) offset = std::max<int64_t>(offset, 0);

    for (size_t place = 0; place < entries.size(); ++place) {
        size_t index = run.find(entries[place].layer);
        if (index == SIZE_MAX || run.outputs[index].empty() || !run.outputs[index][0].empty()) continue;
        const JsonValue& layer = run.layers[index];
        auto sizes = given_sizes(layer);
        Tensor tensor =
            inputs ? (place < inputs->size() ? (*inputs)[place] : no_tensor)
                   : make_input(name_of_layer(layer), sizes.value_or(std::vector<int64_t>{}), sizes.has_value(), layer);
        run.outputs[index][0] = {tensor};
        if (tracer_.failed()) return {};
    }

    std::vector<size_t> first_step(count + 1);
    for (size_t index = 0; index < count; ++index) first_step[index + 1] = first_step[index] + run.calls[index].size();
    std::vector<size_t> waiting(first_step[count]);
    std::vector<std::vector<size_t>> readers(first_step[count]);
    std::vector<Step> steps;
    std::priority_queue<size_t, std::vector<size_t>, std::greater<>> ready;
    for (size_t index = 0; index < count; ++index) {
        for (size_t number = 0; number < run.calls[index].size(); ++number) {
            size_t own = steps.size();
            steps.push_back({index, number});
            for (const Reference& reference : run.calls[index][number].tensors) {
                auto from = run.step_of(reference);
                if (!from) {
                    tracer_.refuse(name_of_layer(run.layers[index]), code::unknown_input,
                                   fmt::format("the layer reads `{}`, which the model does not have", reference.layer),
                                   {}, file_.origin_of(run.layers[index]));
                    return {};
                }
                readers[first_step[from->layer] + from->call].push_back(own);
                ++waiting[own];
            }
            if (waiting[own] == 0) ready.push(own);
        }
    }
    size_t done = 0;
    for (; !ready.empty(); ++done) {
        size_t own = ready.top();
        ready.pop();
        auto [index, number] = steps[own];
        const JsonValue& layer = run.layers[index];
        if (run.outputs[index][number].empty()) {
            std::vector<Tensor> tensors;
            for (const Reference& reference : run.calls[index][number].tensors) {
                tensors.push_back(run.tensor_of(reference));
            }
            bool missing = std::find(tensors.begin(), tensors.end(), no_tensor) != tensors.end();
            std::string name = prefix + name_of_layer(layer);
            if (missing) {
                tracer_.refuse(name, code::unsupported_op, "the layer reads an output that nnshape does not have", {},
                               file_.origin_of(layer));
                return {};
            }
            if (number > 0) name += fmt::format(":{}", number + 1);
            run.outputs[index][number] =
                call_layer(layer, name, &run.calls[index][number], tensors, run.recorded[index], frozen,
                           run.keeps_states[index] && !run.needs_states[index]);
            if (tracer_.failed()) return {};
        }
        for (size_t reader : readers[own]) {
            if (--waiting[reader] == 0) ready.push(reader);
        }
    }
    if (done < steps.size()) {
        tracer_.refuse(name_of_layer(model), code::unknown_input, "the layers of the model read each other in a circle",
                       {}, file_.origin_of(model));
        return {};
    }
    std::vector<Tensor> outputs;
    for (const Reference& exit : exits) outputs.push_back(run.tensor_of(exit));
    return outputs;
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

std::string each_step(Site& site, const JsonValue& inner) {
    auto sizes = site.sizes();
    if (sizes.size() < 2) {
        site.refuse("a TimeDistributed needs steps", {});
        return {};
    }
    ImportOptions options;
    Tracer tracer("keras", site.file.layout, options);
    int64_t steps = sizes[0];
    sizes.erase(sizes.begin());
    Tensor input = tracer.input("step", sizes, {}, {});
    File file = site.file;
    file.stored.clear();
    Graph graph(tracer, file);
    auto outputs = graph.apply(inner, {input}, {}, false);
    if (!tracer.failed()) tracer.outputs(outputs);
    Imported listing = tracer.finish();
    auto totals = listing.remarks.empty() ? totals_of(listing.listing, site.file.layout) : std::nullopt;
    if (!totals) {
        std::string why = listing.remarks.empty() ? std::string() : listing.remarks[0].message;
        site.refuse(
            fmt::format("the layer in the TimeDistributed cannot be calculated{}{}", why.empty() ? "" : ": ", why));
        return {};
    }
    auto output = totals->output;
    output.insert(output.begin(), steps);
    int64_t macs = product_of({steps, totals->macs});
    if (macs < 0) {
        site.refuse("the number of MACs overflows a 64-bit integer");
        return {};
    }
    return fmt::format("custom {} weights={} biases={} buffers={} macs={}", joined(output), totals->weights,
                       totals->biases, totals->buffers, macs);
}

}  // namespace nnshape::keras_format
