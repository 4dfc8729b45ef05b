// Which input a model gets: what the options give, else what the file says.
#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "import/python/keras_graph.h"
#include "import/python/keras_layers.h"
#include "import/python/layers.h"
#include "import/python/model.h"
#include "import/python/modules.h"

namespace nnshape::python {
Spot spot_of(const Instance& model) {
    const Spot& made = model.module->made;
    return made.is_in_file() ? made : Spot{model.type->package, model.type->span};
}

namespace {

std::vector<std::string> forward_names(Interpreter& interpreter, Instance& model, size_t& required) {
    required = 1;
    auto forward =
        interpreter.find_attribute(Value::of(&model), is_derived(*model.type, "torch.nn.Module") ? "forward" : "call");
    auto* method = forward ? as<Method>(*forward) : nullptr;
    auto* function = method ? as<FunctionValue>(method->function) : nullptr;
    if (!function) return {"input"};
    std::vector<std::string> names;
    required = 0;
    const auto& params = function->code->params;
    for (size_t at = 1; at < params.size(); ++at) {
        bool takes = params[at].kind == ParamDef::Kind::plain || params[at].kind == ParamDef::Kind::positional_only ||
                     params[at].kind == ParamDef::Kind::keyword_only;
        if (!takes) continue;
        if (is_keras(model) && contains_word("training mask", params[at].name)) continue;
        names.push_back(params[at].name);
        if (!params[at].standard) required = names.size();
    }
    if (names.empty()) names = {"input"};
    return names;
}

std::optional<ModelInput> input_from(const Argument& argument, bool is_summary) {
    ModelInput input{.name = argument.name, .sizes = {}, .spot = argument.spot};
    if (auto* tensor = as<TensorValue>(argument.value)) {
        input.dtype = tensor->dtype;
        if (!tensor->dims.empty()) input.sizes.assign(tensor->dims.begin() + 1, tensor->dims.end());
        return input;
    }
    const std::vector<Value>* items = nullptr;
    if (auto* tuple = as<Tuple>(argument.value)) items = &tuple->items;
    if (auto* list = as<List>(argument.value)) items = &list->items;
    if (!is_summary || !items) return std::nullopt;
    for (const Value& item : *items) {
        if (item.tag != Tag::integer) return std::nullopt;
        input.sizes.push_back(item.integer);
    }
    bool has_batch = argument.name == "input_size" ? input.sizes.size() == 4 : input.sizes.size() > 3;
    if (has_batch) input.sizes.erase(input.sizes.begin());
    return input;
}

// What the file calls this model with, or another of its class.
std::vector<ModelInput> inputs_in_file(const Interpreter& interpreter, const Instance& model) {
    for (bool same : {true, false}) {
        for (const ModelCall& call : interpreter.model_calls) {
            auto* called = as<Instance>(call.model);
            bool fits = same ? called == &model : called && called->type == model.type;
            if (!fits) continue;
            std::vector<ModelInput> inputs;
            bool all = true;
            for (const Argument& argument : call.arguments.items) {
                auto input = input_from(argument, call.is_summary);
                if (argument.value.is_none() || (!input && !argument.name.empty())) continue;
                if (input) inputs.push_back(*input);
                all = all && input;
            }
            if (all && !inputs.empty()) return inputs;
        }
    }
    return {};
}

// The input that a shape of the options is for: by its name, by its number from 1, or the next one. It is beyond
// `names` if there is none.
size_t place_of(const InputShape& shape, const std::vector<std::string>& names, size_t next) {
    if (shape.name.empty()) return next;
    auto found = std::find(names.begin(), names.end(), shape.name);
    bool is_number = shape.name.size() < 4 && shape.name.find_first_not_of("0123456789") == std::string::npos;
    if (found == names.end() && is_number) return static_cast<size_t>(std::stoi(shape.name)) - 1;
    return static_cast<size_t>(found - names.begin());
}

// The inputs of a Keras model: what the options give, else what the file says.
std::vector<ModelInput> keras_inputs_of(Interpreter& interpreter, const std::vector<const KerasInputSpec*>& specs,
                                        const ImportOptions& options) {
    std::vector<ModelInput> inputs;
    std::vector<std::string> names;
    for (const KerasInputSpec* spec : specs) {
        inputs.push_back({.name = spec->name, .sizes = spec->sizes, .dtype = spec->dtype, .spot = spec->spot});
        names.push_back(spec->name);
    }
    size_t next = 0;
    for (const InputShape& shape : options.inputs) {
        size_t place = place_of(shape, names, next);
        if (place >= inputs.size()) {
            interpreter.raise(
                code::unknown_input,
                shape.name.empty()
                    ? std::string("`--input` has more shapes than the model has inputs")
                    : fmt::format("`--input` names `{}`, which is not an input of the model", printable(shape.name)),
                fmt::format("its inputs are {}", fmt::join(names, ", ")));
        }
        inputs[place].sizes = shape.sizes;
        inputs[place].spot = {};
        next = place + 1;
    }
    for (const ModelInput& input : inputs) {
        if (std::count(input.sizes.begin(), input.sizes.end(), 0) == 0) continue;
        Dims example = input.sizes;
        for (int64_t& size : example) {
            if (size == 0) size = example.size() > 2 ? 256 : 64;
        }
        interpreter.raise(code::missing_input, fmt::format("the file leaves the size of input `{}` open", input.name),
                          fmt::format("give it with `--input {}{}`", inputs.size() > 1 ? input.name + "=" : "",
                                      fmt::join(example, "x")),
                          input.spot);
    }
    return inputs;
}

// An example of an input, by the first layer that says its channels.
std::string example_for(Instance& model) {
    if (is_keras(model)) {
        auto modules = modules_of(model);
        bool images = std::any_of(modules.begin(), modules.end(),
                                  [](const auto& one) { return one.second->type->library.ends_with("2D"); });
        return images ? "224x224x3" : "64";
    }
    for (const auto& [path, module] : modules_of(model)) {
        FoundClass found = layer_class(*module);
        if (!found.framework) continue;
        auto number = [&](std::string_view name) {
            const Value* value = module->attributes.find(name);
            return value && value->is_integer() ? value->integer : 0;
        };
        if (int64_t channels = number("in_channels")) {
            std::string_view sizes = found.rank == 1 ? "128" : found.rank == 3 ? "16x112x112" : "224x224";
            return fmt::format("{}x{}", channels, sizes);
        }
        if (int64_t features = number("in_features")) return std::to_string(features);
        if (number("num_embeddings")) return "64";
        if (int64_t features = number("input_size")) return fmt::format("32x{}", features);
    }
    return "3x224x224";
}

}  // namespace

std::vector<ModelInput> inputs_of(Interpreter& interpreter, Instance& model, const ImportOptions& options) {
    size_t required = 1;
    auto specs = keras_inputs(interpreter, model);
    if (!specs.empty()) return keras_inputs_of(interpreter, specs, options);
    auto names = forward_names(interpreter, model, required);
    std::vector<ModelInput> inputs;
    if (options.inputs.empty()) {
        inputs = inputs_in_file(interpreter, model);
        for (size_t at = 0; at < inputs.size(); ++at) {
            inputs[at].is_keyword = !inputs[at].name.empty() && inputs[at].name != "input_size";
            if (!inputs[at].is_keyword)
                inputs[at].name = at < names.size() ? names[at] : fmt::format("input_{}", at + 1);
        }
        if (!inputs.empty()) return inputs;
        interpreter.raise(
            code::missing_input, fmt::format("the file does not say what the input of `{}` is", model.type->name),
            fmt::format("give it with `--input {}{}`", required > 1 ? names[0] + "=" : "", example_for(model)),
            spot_of(model));
    }
    std::vector<std::optional<ModelInput>> given(names.size());
    size_t next = 0;
    for (const InputShape& shape : options.inputs) {
        size_t place = place_of(shape, names, next);
        if (place >= given.size() && shape.name.empty()) {
            names.push_back(fmt::format("input_{}", place + 1));
            given.emplace_back();
        }
        if (place >= given.size()) {
            interpreter.raise(code::unknown_input,
                              fmt::format("`--input` names `{}`, which forward does not take", printable(shape.name)),
                              fmt::format("its inputs are {}", fmt::join(names, ", ")));
        }
        given[place] = ModelInput{.name = names[place], .sizes = shape.sizes};
        next = place + 1;
    }
    bool gap = false;
    for (size_t at = 0; at < given.size(); ++at) {
        if (!given[at] && at < required) {
            interpreter.raise(code::missing_input,
                              fmt::format("forward needs `{}`, and no `--input` gives it", names[at]),
                              fmt::format("add `--input {}=...`", names[at]), spot_of(model));
        }
        if (!given[at]) {
            gap = true;
            continue;
        }
        given[at]->is_keyword = gap;
        inputs.push_back(*given[at]);
    }
    return inputs;
}

}  // namespace nnshape::python
