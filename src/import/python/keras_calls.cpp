// Calls of Keras's layers and models.
#include <fmt/format.h>
#include <algorithm>

#include "import/python/evaluation.h"
#include "import/python/keras_graph.h"
#include "import/python/keras_layers.h"
#include "import/python/modules.h"
#include "import/python/network.h"

namespace nnshape::python {
namespace {

class StackGuard {
  public:
    StackGuard(Interpreter& interpreter, Instance& layer) : interpreter_(interpreter) {
        interpreter.module_stack.push_back(&layer);
    }
    ~StackGuard() { interpreter_.module_stack.pop_back(); }
    StackGuard(const StackGuard&) = delete;
    StackGuard& operator=(const StackGuard&) = delete;

  private:
    Interpreter& interpreter_;
};

// "encoder/block0/dense": the names of the layers whose calls run, without the model itself.
void set_path(Interpreter& interpreter, Instance& layer) {
    std::string path;
    bool is_root = interpreter.module_stack.empty();
    if (!is_root) {
        const Instance& around = *interpreter.module_stack.back();
        if (around.module->has_path) path = around.module->path;
        const Value* name = layer.attributes.find("name");
        path += fmt::format("{}{}", path.empty() ? "" : "/", name ? str(*name) : layer.type->name);
    }
    layer.module->path = path;
    layer.module->has_path = true;
}

// The shape that `build` gets: None is the batch.
Value shape_of(Interpreter& interpreter, const Value& input) {
    if (auto* tensor = as<TensorValue>(input)) {
        std::vector<Value> sizes;
        for (size_t at = 0; at < tensor->dims.size(); ++at) {
            sizes.push_back(at == 0 ? Value::none() : Value::number(tensor->dims[at]));
        }
        return interpreter.tuple(std::move(sizes));
    }
    std::vector<Value> shapes;
    if (auto* list = as<List>(input)) {
        for (const Value& item : list->items) shapes.push_back(shape_of(interpreter, item));
    }
    if (auto* tuple = as<Tuple>(input)) {
        for (const Value& item : tuple->items) shapes.push_back(shape_of(interpreter, item));
    }
    return interpreter.list(std::move(shapes));
}

// Calls the `build` that the file's class defines, once.
void build(Interpreter& interpreter, Instance& layer, const Arguments& arguments) {
    bool is_built = layer.attributes.find("_was_built") != nullptr;
    if (is_built || arguments.items.empty()) return;
    layer.attributes.set("_was_built", Value::boolean(true));
    auto method = find_in_class(interpreter, *layer.type, "build");
    if (!method || !as<FunctionValue>(*method)) return;
    interpreter.call(bound(interpreter, *method, Value::of(&layer), *layer.type),
                     {shape_of(interpreter, arguments.items[0].value)});
}

// `call` gets `training=True` if it has the parameter.
void add_training(const FunctionValue& function, Arguments& arguments) {
    const auto& params = function.code->params;
    auto param = std::find_if(params.begin(), params.end(), [](const ParamDef& one) { return one.name == "training"; });
    if (param == params.end()) return;
    auto place = static_cast<size_t>(param - params.begin());
    for (Argument& argument : arguments.items) {
        if (argument.name != "training") continue;
        if (argument.value.is_none()) argument.value = Value::boolean(true);
        return;
    }
    if (arguments.positional() + 1 > place) return;  // `self` is not among them
    arguments.items.push_back({.name = "training", .value = Value::boolean(true), .spot = {}});
}

// `mask` without a default is None.
void add_mask(const FunctionValue& function, Arguments& arguments) {
    const auto& params = function.code->params;
    for (size_t place = 2; place < params.size(); ++place) {
        bool needs = params[place].name == "mask" && !params[place].standard && arguments.positional() + 1 <= place &&
                     !arguments.named("mask");
        if (needs) arguments.items.push_back({.name = "mask", .value = Value::none(), .spot = {}});
    }
}

Value run(Interpreter& interpreter, Instance& layer, Arguments& arguments) {
    KerasState& state = keras_of(interpreter);
    set_path(interpreter, layer);
    StackGuard stack(interpreter, layer);
    KerasCallGuard guard(state);
    build(interpreter, layer, arguments);
    layer.module->is_called = layer.module->is_called || interpreter.tracing;
    auto method = find_in_class(interpreter, *layer.type, "call");
    if (!method) {
        interpreter.raise("NotImplementedError",
                          fmt::format("`{}` has no method `call`, so it has no output", layer.type->name),
                          arguments.spot);
    }
    if (auto* function = as<FunctionValue>(*method)) {
        add_training(*function, arguments);
        add_mask(*function, arguments);
    }
    return interpreter.call(bound(interpreter, *method, Value::of(&layer), *layer.type), arguments);
}

// A tensor of data as the input of a layer that is called on it: its first axis is the batch.
Value as_batch(Interpreter& interpreter, const Value& value) {
    auto* tensor = as<TensorValue>(value);
    bool is_data = tensor && !tensor->storage && tensor->dims.size() > 1 && is_constant(interpreter, *tensor);
    if (!is_data) return value;
    Dims sizes(tensor->dims.begin() + 1, tensor->dims.end());
    if (*std::min_element(sizes.begin(), sizes.end()) < 1) return value;
    Tensor line = interpreter.placer->tracer().input("data", sizes, "", {});
    Traced traced{.tensor = line, .dims = {1}, .batch = 0, .order = {}};
    for (int64_t size : sizes) {
        traced.order.push_back(static_cast<int>(traced.dims.size()));
        traced.dims.push_back(size);
    }
    return made(interpreter, traced, tensor->dtype);
}

}  // namespace

Value call_keras(Interpreter& interpreter, Instance& layer, Arguments& arguments) {
    KerasState& state = keras_of(interpreter);
    bool is_outer = !interpreter.tracing && state.depth == 0;
    if (is_outer && is_keras_model(layer)) {
        interpreter.model_calls.push_back({.model = Value::of(&layer), .arguments = arguments});
    }
    if (is_outer) {
        for (Argument& argument : arguments.items) argument.value = as_batch(interpreter, argument.value);
    }
    Instance* called = &layer;
    return recorded(interpreter, arguments, called,
                    [called](Interpreter& inner, Arguments& given) { return run(inner, *called, given); });
}

}  // namespace nnshape::python
