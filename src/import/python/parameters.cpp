#include "import/python/parameters.h"

#include <algorithm>

#include "base/text.h"
#include "import/python/modules.h"

namespace nnshape::python {
namespace {

// The names of parameters begin so in the layers of torch.nn.
constexpr std::string_view beginnings[] = {"weight", "bias", "in_proj_", "q_proj_", "k_proj_", "v_proj_"};

bool is_layers(std::string_view name) {
    bool is_factor = name == "weight_g";  // of weight_norm
    return !is_factor && std::any_of(std::begin(beginnings), std::end(beginnings),
                                     [&](std::string_view beginning) { return name.starts_with(beginning); });
}

// A layer shares those of one of its type; a dense layer also the table of an embedding.
bool can_share(std::string_view type, std::string_view earlier) {
    return type == earlier || (type == "dense without bias" && earlier == "embedding");
}

}  // namespace

Held find_holding(const Interpreter& interpreter, std::span<TensorValue* const> parameters, std::string_view type) {
    Held held;
    for (const TensorValue* tensor : parameters) {
        const Storage* storage = tensor->storage;
        bool is_calculated = !storage || storage->is_buffer || storage->dims != tensor->dims;
        if (is_calculated) return {Holding::apart};
        Tensor layer = layer_of(interpreter, *storage);
        bool differs = tensor != parameters.front() && layer != held.layer;
        if (differs) return {Holding::apart};
        held.layer = layer;
        if (layer == no_tensor) continue;
        bool is_whole = storage->beside == parameters.size() && can_share(type, storage->layer_type);
        if (!is_whole) return {Holding::apart};
        held.how = Holding::shared;
    }
    return held;
}

void hold(Interpreter& interpreter, std::span<TensorValue* const> parameters, std::span<TensorValue* const> buffers,
          std::string_view type, Tensor layer) {
    for (TensorValue* tensor : parameters) {
        count_storage(interpreter, *tensor->storage, layer);
        tensor->storage->layer_type = type;
        tensor->storage->beside = parameters.size();
    }
    for (TensorValue* tensor : buffers) {
        if (!tensor->storage) continue;
        count_storage(interpreter, *tensor->storage, layer);
        tensor->storage->is_counted = interpreter.tracing;
    }
}

bool are_frozen(std::span<TensorValue* const> parameters) {
    return !parameters.empty() && std::none_of(parameters.begin(), parameters.end(), [](const TensorValue* one) {
        return one->storage && one->storage->trainable;
    });
}

std::vector<TensorValue*> layer_parameters(const Instance& module) {
    std::vector<TensorValue*> parameters;
    for (const auto& [name, tensor] : parameters_of(module)) {
        if (is_layers(name)) parameters.push_back(tensor);
    }
    for (const auto& [name, child] : children_of(module)) {
        if (name != "out_proj") continue;  // of MultiheadAttention
        for (const auto& [inner, tensor] : parameters_of(*child)) parameters.push_back(tensor);
    }
    return parameters;
}

std::vector<TensorValue*> layer_buffers(const Instance& module) {
    std::vector<TensorValue*> buffers;
    for (const auto& [name, tensor] : buffers_of(module)) {
        if (name == "running_mean" || name == "running_var") buffers.push_back(tensor);
    }
    return buffers;
}

std::string row_of_parameters(const Interpreter& interpreter, std::span<TensorValue* const> parameters,
                              std::string_view operation) {
    const Instance* running = nullptr;
    for (const Instance* module : interpreter.module_stack) {
        if (module->module->has_path) running = module;
    }
    if (!running || parameters.empty()) return row_name(interpreter, operation);
    auto own = parameters_of(*running);
    bool has_all =
        !own.empty() && children_of(*running).empty() && std::all_of(own.begin(), own.end(), [&](const auto& one) {
            return std::any_of(parameters.begin(), parameters.end(),
                               [&](const TensorValue* tensor) { return tensor->storage == one.second->storage; });
        });
    return row_name(interpreter, has_all && !running->module->path.empty() ? std::string_view() : operation);
}

}  // namespace nnshape::python
