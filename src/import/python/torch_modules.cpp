// The methods of torch.nn.Module.
#include <fmt/format.h>

#include "import/python/arguments.h"
#include "import/python/evaluation.h"
#include "import/python/layers.h"
#include "import/python/modules.h"
#include "import/python/natives.h"

namespace nnshape::python {
namespace {

Instance& module_of(Interpreter& interpreter, const Arguments& arguments) {
    auto* instance = arguments.items.empty() ? nullptr : as<Instance>(arguments.items[0].value);
    if (!instance || !instance->module) interpreter.raise("TypeError", "this needs a module", arguments.spot);
    return *instance;
}

Value itself(Interpreter&, Arguments& arguments) { return arguments.items.at(0).value; }

Value init(Interpreter& interpreter, Arguments& arguments) {
    module_of(interpreter, arguments).module->is_initialised = true;
    return Value::none();
}

Value iterator(Interpreter& interpreter, std::vector<Value> items) {
    return Value::of(interpreter.make<Iterator>(std::move(items)));
}

Value pair(Interpreter& interpreter, const std::string& name, Value value) {
    return interpreter.tuple({interpreter.string(name), value});
}

Value modules(Interpreter& interpreter, Arguments& arguments) {
    std::vector<Value> all;
    for (const auto& [path, module] : modules_of(module_of(interpreter, arguments))) all.push_back(Value::of(module));
    return iterator(interpreter, std::move(all));
}

Value named_modules(Interpreter& interpreter, Arguments& arguments) {
    std::vector<Value> all;
    for (const auto& [path, module] : modules_of(module_of(interpreter, arguments))) {
        all.push_back(pair(interpreter, path, Value::of(module)));
    }
    return iterator(interpreter, std::move(all));
}

Value children(Interpreter& interpreter, Arguments& arguments) {
    std::vector<Value> all;
    for (const auto& [name, child] : children_of(module_of(interpreter, arguments))) all.push_back(Value::of(child));
    return iterator(interpreter, std::move(all));
}

Value named_children(Interpreter& interpreter, Arguments& arguments) {
    std::vector<Value> all;
    for (const auto& [name, child] : children_of(module_of(interpreter, arguments))) {
        all.push_back(pair(interpreter, name, Value::of(child)));
    }
    return iterator(interpreter, std::move(all));
}

// All parameters or buffers below a module, each once.
std::vector<std::pair<std::string, TensorValue*>> tensors_below(Instance& module, bool buffers) {
    std::vector<std::pair<std::string, TensorValue*>> all;
    std::vector<const void*> seen;
    for (const auto& [path, inner] : modules_of(module)) {
        for (const auto& [name, tensor] : buffers ? buffers_of(*inner) : parameters_of(*inner)) {
            const void* identity = tensor->storage ? static_cast<const void*>(tensor->storage) : tensor;
            if (std::find(seen.begin(), seen.end(), identity) != seen.end()) continue;
            seen.push_back(identity);
            all.emplace_back(path.empty() ? name : path + "." + name, tensor);
        }
    }
    return all;
}

template <bool buffers, bool named>
Value tensors(Interpreter& interpreter, Arguments& arguments) {
    std::vector<Value> all;
    for (const auto& [name, tensor] : tensors_below(module_of(interpreter, arguments), buffers)) {
        Value value = Value::of(tensor);
        all.push_back(named ? pair(interpreter, name, value) : value);
    }
    return iterator(interpreter, std::move(all));
}

Value state_dict(Interpreter& interpreter, Arguments& arguments) {
    Dict* dict = interpreter.make<Dict>();
    for (bool buffers : {false, true}) {
        for (const auto& [name, tensor] : tensors_below(module_of(interpreter, arguments), buffers)) {
            dict->set(interpreter.string(name), Value::of(tensor));
        }
    }
    return Value::of(dict);
}

Value apply(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "apply", {"self", "fn"});
    auto all = modules_of(module_of(interpreter, arguments));
    for (size_t index = all.size(); index > 0; --index) interpreter.call(bound[1], {Value::of(all[index - 1].second)});
    return arguments.items[0].value;
}

Value add_module(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "add_module", {"self", "name", "module"});
    interpreter.set_attribute(bound[0], to_text(interpreter, bound[1]), bound[2]);
    return Value::none();
}

Value register_buffer(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "register_buffer", {"self", "name", "tensor", "persistent?"});
    Instance& module = module_of(interpreter, arguments);
    const std::string& name = to_text(interpreter, bound[1]);
    module.attributes.set(name, bound[2]);
    module.module->buffers.push_back(name);
    auto* tensor = as<TensorValue>(bound[2]);
    if (tensor && !tensor->storage) {
        tensor->storage = interpreter.storage(tensor->dims);
        tensor->storage->is_buffer = true;
    }
    return Value::none();
}

Value register_parameter(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "register_parameter", {"self", "name", "param"});
    interpreter.set_attribute(bound[0], to_text(interpreter, bound[1]), bound[2]);
    return Value::none();
}

Value requires_grad(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "requires_grad_", {"self", "requires_grad?"});
    bool trainable = bound.truth(1, true);
    for (const auto& [name, tensor] : tensors_below(module_of(interpreter, arguments), false)) {
        tensor->storage->trainable = trainable;
    }
    return bound[0];
}

Value train(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "train", {"self", "mode?"});
    (void)bound;
    return arguments.items[0].value;
}

Value get_submodule(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "get_submodule", {"self", "target"});
    Value at = bound[0];
    std::string_view rest = bound.text(1);
    while (!rest.empty()) {
        size_t dot = std::min(rest.find('.'), rest.size());
        at = interpreter.attribute(at, rest.substr(0, dot), arguments.spot);
        rest.remove_prefix(std::min(dot + 1, rest.size()));
    }
    return at;
}

Value nothing(Interpreter&, Arguments&) { return Value::none(); }

Value call(Interpreter& interpreter, Arguments& arguments) {
    Instance& module = module_of(interpreter, arguments);
    arguments.items.erase(arguments.items.begin());
    return call_module(interpreter, module, arguments);
}

// nn.Parameter(torch.zeros(1, 1, dim)): a parameter of the tensor's dims.
Value parameter(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "Parameter", {"data?", "requires_grad?"});
    if (as<Unknown>(bound[0])) return bound[0];
    auto* data = as<TensorValue>(bound[0]);
    Dims dims = data ? data->dims : Dims{0};
    TensorValue* tensor = interpreter.make<TensorValue>(dims);
    tensor->storage = interpreter.storage(std::move(dims));
    tensor->storage->trainable = bound.truth(1, true);
    return Value::of(tensor);
}

constexpr NativeEntry table[] = {
    {"torch.nn.Module.__init__", init},
    {"torch.nn.Module.__call__", call},
    {"torch.nn.Module._initialize_weights", nothing},
    {"torch.nn.Module.modules", modules},
    {"torch.nn.Module.named_modules", named_modules},
    {"torch.nn.Module.children", children},
    {"torch.nn.Module.named_children", named_children},
    {"torch.nn.Module.parameters", tensors<false, false>},
    {"torch.nn.Module.named_parameters", tensors<false, true>},
    {"torch.nn.Module.buffers", tensors<true, false>},
    {"torch.nn.Module.named_buffers", tensors<true, true>},
    {"torch.nn.Module.state_dict", state_dict},
    {"torch.nn.Module.load_state_dict", nothing},
    {"torch.nn.Module.apply", apply},
    {"torch.nn.Module.add_module", add_module},
    {"torch.nn.Module.register_module", add_module},
    {"torch.nn.Module.register_buffer", register_buffer},
    {"torch.nn.Module.register_parameter", register_parameter},
    {"torch.nn.Module.register_forward_hook", nothing},
    {"torch.nn.Module.register_forward_pre_hook", nothing},
    {"torch.nn.Module._register_load_state_dict_pre_hook", nothing},
    {"torch.nn.Module.requires_grad_", requires_grad},
    {"torch.nn.Module.train", train},
    {"torch.nn.Module.eval", itself},
    {"torch.nn.Module.cuda", itself},
    {"torch.nn.Module.cpu", itself},
    {"torch.nn.Module.to", itself},
    {"torch.nn.Module.float", itself},
    {"torch.nn.Module.half", itself},
    {"torch.nn.Module.double", itself},
    {"torch.nn.Module.bfloat16", itself},
    {"torch.nn.Module.zero_grad", nothing},
    {"torch.nn.Module.reset_parameters", nothing},
    {"torch.nn.Module._reset_parameters", nothing},
    {"torch.nn.Module.get_submodule", get_submodule},
    {"torch.nn.Parameter", parameter},
};

}  // namespace

std::span<const NativeEntry> torch_modules() { return table; }

}  // namespace nnshape::python
