#include "import/python/network.h"

#include <fmt/format.h>
#include <algorithm>

namespace nnshape::python {
namespace {

Traced plain(const Placer& placer, Dims dims) {
    Traced traced{.tensor = no_tensor, .dims = std::move(dims), .batch = -1, .order = {}};
    for (size_t axis = 0; axis < traced.dims.size(); ++axis) traced.order.push_back(static_cast<int>(axis));
    bool turns = placer.layout() == Layout::chw && traced.order.size() > 1;
    if (turns) traced.order = placer.order_with(traced, traced.order.back());
    return traced;
}

// The layer of a parameter or a constant, written as `traced` says.
Traced add_layer(Interpreter& interpreter, TensorValue& tensor, const Traced& traced) {
    Placer& placer = *interpreter.placer;
    bool learned = tensor.storage && !tensor.storage->is_buffer;
    bool is_counted = learned && layer_of(interpreter, *tensor.storage) != no_tensor;
    if (is_counted) learned = false;
    PlacedLayer layer{
        .operation = fmt::format("{} {}", learned ? "parameter" : "constant", dims_text(placer.written_sizes(traced))),
        .inputs = {}};
    if (tensor.storage) layer.name = tensor.storage->path;
    if (layer.name.empty()) layer.name = row_name(interpreter, learned ? "parameter" : "constant");
    layer.frozen = learned && !tensor.storage->trainable;
    std::vector<int> axes = traced.order;
    Traced result = placer.emit(layer, axes, static_cast<int>(traced.dims.size()), -1, 1);
    if (tensor.storage && !is_counted) {
        count_storage(interpreter, *tensor.storage, result.tensor);
        tensor.storage->layer_type.clear();
        tensor.storage->as_layer = result;
    }
    return result;
}

bool has_layer(const Interpreter& interpreter, const TensorValue& tensor) {
    return tensor.storage && layer_of(interpreter, *tensor.storage) != no_tensor &&
           tensor.storage->as_layer.tensor == tensor.storage->layer;
}

}  // namespace

std::string dims_text(const Dims& dims) { return fmt::format("{}", fmt::join(dims, "x")); }

Origin origin_of(const Interpreter& interpreter, Spot spot) {
    const Package* first = interpreter.packages.empty() ? nullptr : &interpreter.packages.front();
    for (const Frame* frame = interpreter.frame(); frame && spot.package != first; frame = frame->caller) {
        spot = {frame->package, frame->span};
    }
    if (spot.package != first || !spot.is_in_file()) return {.line = 1, .column = 1};
    Place place = place_of({.name = {}, .text = first->text}, spot.span.begin);
    return {.line = place.line, .column = place.column, .node = {}, .span = spot.span};
}

void count_storage(Interpreter& interpreter, Storage& storage, Tensor layer) {
    storage.layer = layer;
    storage.listing = interpreter.listing;
}

Tensor layer_of(const Interpreter& interpreter, const Storage& storage) {
    return storage.listing == interpreter.listing ? storage.layer : no_tensor;
}

bool is_constant(const Interpreter& interpreter, const TensorValue& tensor) {
    bool is_learned = tensor.storage && !tensor.storage->is_buffer;
    return tensor.listing != interpreter.listing && !is_learned && !tensor.make;
}

ConstantsGuard::ConstantsGuard(Interpreter& interpreter)
    : interpreter_(interpreter), placer_(interpreter.placer), listing_(interpreter.listing) {
    if (!interpreter.constants) interpreter.constants = std::make_unique<Sheet>(Layout::hwc);
    interpreter.placer = &interpreter.constants->placer;
    interpreter.listing = constants_listing;
}

ConstantsGuard::~ConstantsGuard() {
    interpreter_.placer = placer_;
    interpreter_.listing = listing_;
}

Traced traced_of(Interpreter& interpreter, TensorValue& tensor) {
    if (tensor.listing == interpreter.listing) return tensor.traced;
    if (tensor.make) {
        tensor.traced = tensor.make(interpreter);
        tensor.listing = interpreter.listing;
        return tensor.traced;
    }
    Placer& placer = *interpreter.placer;
    if (has_layer(interpreter, tensor)) {
        Traced there = tensor.storage->as_layer;
        return there.dims == tensor.dims ? there : placer.reshaped(there, tensor.dims);
    }
    Traced result = add_layer(interpreter, tensor, plain(placer, tensor.dims));
    if (tensor.storage) return result;
    tensor.traced = result;
    tensor.listing = interpreter.listing;
    return result;
}

Traced traced_like(Interpreter& interpreter, TensorValue& tensor, const Traced& target) {
    if (tensor.listing == interpreter.listing) return tensor.traced;
    Placer& placer = *interpreter.placer;
    size_t rank = target.dims.size(), own = tensor.dims.size();
    bool fits = own <= rank && !tensor.make && !has_layer(interpreter, tensor);
    if (fits && target.batch >= 0) {
        size_t batch = static_cast<size_t>(target.batch);
        fits = batch + own < rank || tensor.dims[batch + own - rank] == 1;
    }
    if (!fits) return traced_of(interpreter, tensor);
    std::vector<int> written = target.order;
    std::sort(written.begin(), written.end());
    Traced alone{.tensor = no_tensor, .dims = {}, .batch = -1, .order = {}};
    for (int axis : target.order) {
        alone.order.push_back(static_cast<int>(std::find(written.begin(), written.end(), axis) - written.begin()));
    }
    for (int axis : written) {
        auto at = static_cast<size_t>(axis);
        alone.dims.push_back(at + own < rank ? 1 : tensor.dims[at + own - rank]);
    }
    return placer.conformed(add_layer(interpreter, tensor, alone), target);
}

TensorValue& tensor_of(Interpreter& interpreter, const Value& value, Spot spot, std::string_view what) {
    if (auto* tensor = as<TensorValue>(value)) return *tensor;
    if (auto* unknown = as<Unknown>(value)) {
        interpreter.raise(code::python_error, fmt::format("{} depends on {}", what, unknown->why), {}, spot);
    }
    interpreter.raise("TypeError", fmt::format("{} must be a tensor, not {}", what, type_name(value)), spot);
}

Value made(Interpreter& interpreter, const Traced& traced, Dtype dtype) {
    TensorValue* tensor = interpreter.make<TensorValue>(traced.dims);
    tensor->traced = traced;
    tensor->listing = interpreter.listing;
    tensor->dtype = dtype;
    return Value::of(tensor);
}

Value constant(Interpreter& interpreter, Dims dims, Dtype dtype) {
    TensorValue* tensor = interpreter.make<TensorValue>(std::move(dims));
    tensor->dtype = dtype;
    return Value::of(tensor);
}

std::string row_name(const Interpreter& interpreter, std::string_view operation) {
    std::string path;
    bool is_keras = false;
    for (const Instance* module : interpreter.module_stack) {
        if (!module->module->has_path) continue;
        path = module->module->path;
        is_keras = is_derived(*module->type, "keras.layers.Layer");
    }
    if (path.empty() || operation.empty()) return path.empty() ? std::string(operation) : path;
    return fmt::format("{}{}{}", path, is_keras ? "/" : ".", operation);
}

void place_at(Interpreter& interpreter, std::string name, Spot spot) {
    constexpr int steps = 50;  // of the code take as long as a layer
    for (int step = 0; step < steps; ++step) interpreter.count_step();
    interpreter.placer->at({.name = std::move(name), .origin = origin_of(interpreter, spot), .is_reshape = true});
}

void raise_placing(Interpreter& interpreter, Spot spot) {
    try {
        throw;
    } catch (const Misfit& misfit) {
        interpreter.raise(*misfit.code, misfit.message, misfit.help, spot);
    } catch (const Stopped&) {
        Tracer& tracer = interpreter.placer->tracer();
        const TraceFault fault = tracer.fault();
        if (!interpreter.tracing && fault.code) {
            tracer.recover();
            interpreter.raise(*fault.code, fault.message, fault.help, spot);
        }
        Raised raised{.type = "RuntimeError",
                      .message = "a layer cannot be calculated",
                      .code = &code::python_error,
                      .spot = spot};
        raised.is_limit = true;
        raised.is_listed = interpreter.tracing && interpreter.listing >= 0;  // not that of constants
        throw raised;
    }
}

}  // namespace nnshape::python
