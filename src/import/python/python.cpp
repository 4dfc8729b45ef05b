// Opens Python files: finds the model, evaluates its forward over shapes, and writes the layers that it places.
#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "import/product.h"
#include "import/python/evaluation.h"
#include "import/python/keras_graph.h"
#include "import/python/keras_layers.h"
#include "import/python/layers.h"
#include "import/python/model.h"
#include "import/python/modules.h"
#include "import/python/network.h"
#include "import/python/parser.h"

namespace nnshape::python {
namespace {

bool begins_line(std::string_view text, std::string_view words) {
    size_t at = text.find(words);
    while (at != std::string_view::npos) {
        if (at == 0 || text[at - 1] == '\n') return true;
        at = text.find(words, at + 1);
    }
    return false;
}

bool recognises(std::string_view text) {
    bool is_text = text.find('\0') == std::string_view::npos;
    bool imports = begins_line(text, "import ") || begins_line(text, "from ");
    bool has_model = text.find("torch") != std::string_view::npos || text.find("keras") != std::string_view::npos ||
                     begins_line(text, "class ") || begins_line(text, "def ");
    return is_text && imports && has_model;
}

// Channels first if any layer of the model reads them so.
Layout layout_of(Instance& model, const std::vector<ModelInput>& inputs) {
    if (!is_derived(*model.type, "torch.nn.Module")) return Layout::hwc;
    bool images = std::any_of(inputs.begin(), inputs.end(), [](const ModelInput& one) { return one.sizes.size() > 2; });
    for (const auto& [path, module] : modules_of(model)) {
        FoundClass found = layer_class(*module);
        images = images || (found.framework && found.rank > 0);
    }
    return images ? Layout::chw : Layout::hwc;
}

// Gives each module and parameter its path.
void name_modules(Instance& model) {
    if (is_keras(model)) return;  // its layers get their paths when they are called
    for (const auto& [path, module] : modules_of(model)) {
        module->module->path = path;
        module->module->has_path = true;
        for (bool buffers : {false, true}) {
            for (const auto& [name, tensor] : buffers ? buffers_of(*module) : parameters_of(*module)) {
                if (!tensor->storage || !tensor->storage->path.empty()) continue;
                tensor->storage->path = path.empty() ? name : path + "." + name;
                if (!buffers && children_of(*module).empty())
                    tensor->storage->of_module = parameters_of(*module).size();
            }
        }
    }
}

// What forward returns: tensors in order, and values that are not known.
struct Returned {
    std::vector<TensorValue*> tensors = {};
    std::vector<const Unknown*> unknown = {};
};

void collect(const Value& value, Returned& returned, int depth = 0) {
    if (depth > 8 || returned.tensors.size() > 1000) return;
    auto collect_all = [&](const std::vector<Value>& items) {
        for (const Value& item : items) collect(item, returned, depth + 1);
    };
    if (auto* tensor = as<TensorValue>(value)) returned.tensors.push_back(tensor);
    if (auto* unknown = as<Unknown>(value)) returned.unknown.push_back(unknown);
    if (auto* list = as<List>(value)) collect_all(list->items);
    if (auto* tuple = as<Tuple>(value)) collect_all(tuple->items);
    if (auto* dict = as<Dict>(value)) {
        for (const auto& [key, item] : dict->items) collect(item, returned, depth + 1);
    }
    auto* instance = as<Instance>(value);
    if (instance && !instance->module) {
        for (const auto& [name, item] : instance->attributes.items()) collect(item, returned, depth + 1);
    }
}

void take_outputs(Interpreter& interpreter, Tracer& tracer, const Value& result, Spot spot) {
    Returned returned;
    collect(result, returned);
    std::vector<Tensor> outputs;
    for (TensorValue* tensor : returned.tensors) {
        if (is_constant(interpreter, *tensor)) continue;
        Traced traced = placed(interpreter, "output", spot, [&](Placer& placer) {
            Traced output = traced_of(interpreter, *tensor);
            return placer.in_file_order(interpreter.keras ? regain_batch(placer, output) : output);
        });
        if (std::find(outputs.begin(), outputs.end(), traced.tensor) != outputs.end()) {
            traced.tensor = tracer.layer({.name = "output", .operation = "identity", .inputs = {traced.tensor}});
        }
        outputs.push_back(traced.tensor);
        if (traced.order.empty()) tracer.scalar(traced.tensor);
    }
    if (outputs.empty()) {
        if (!returned.unknown.empty()) {
            interpreter.raise(code::python_error,
                              fmt::format("the result of forward depends on {}", returned.unknown[0]->why), {}, spot);
        }
        interpreter.raise(code::python_error, "forward returns no tensor", {}, spot);
    }
    tracer.outputs(outputs);
    for (const Unknown* unknown : returned.unknown) {
        tracer.comment("an output that is not known", origin_of(interpreter, spot));
        tracer.remark(code::unsupported_op,
                      fmt::format("an output of forward is left out: it depends on {}", unknown->why));
    }
}

// A tensor without elements. One whose elements overflow is an error at its line.
bool is_empty(const Dims& dims) { return std::find(dims.begin(), dims.end(), 0) != dims.end(); }

// Lines for the parameters that no layer counts: PyTorch counts them in the model.
void add_unused(Interpreter& interpreter, Tracer& tracer, Instance& model) {
    int64_t modules = 0;
    Checked all = 0;
    for (const auto& [path, module] : modules_of(model)) {
        bool is_unused = false;
        for (const auto& [name, tensor] : parameters_of(*module)) {
            if (layer_of(interpreter, *tensor->storage) != no_tensor) continue;
            if (is_empty(tensor->storage->dims)) continue;
            int64_t count = product_of(tensor->storage->dims);
            Tensor line = tracer.layer({.name = tensor->storage->path,
                                        .operation = fmt::format("parameter {}", count),
                                        .inputs = {},
                                        .origin = origin_of(interpreter, module->module->made),
                                        .frozen = !tensor->storage->trainable});
            count_storage(interpreter, *tensor->storage, line);
            is_unused = true;
            all += count;
        }
        modules += is_unused;
    }
    if (modules == 0 || all.overflowed()) return;
    tracer.remark(code::unused_module, fmt::format("never used in forward: {}, {} parameters",
                                                   counted(modules, "module"), with_commas(all.value())));
}

// "64x64"; the number of elements for a shape that a spec cannot have.
std::string shape_text(const Dims& dims, int64_t count) {
    return dims.empty() || dims.size() > max_rank + 1 ? std::to_string(count) : dims_text(dims);
}

// Buffers that belong to no layer: masks and indexes.
void add_buffers(Interpreter& interpreter, Tracer& tracer, Instance& model) {
    for (const auto& [path, module] : modules_of(model)) {
        for (const auto& [name, tensor] : buffers_of(*module)) {
            bool is_counted =
                tensor->storage && tensor->storage->listing == interpreter.listing && tensor->storage->is_counted;
            if (is_counted || is_empty(tensor->dims)) continue;
            int64_t count = product_of(tensor->dims);
            if (tensor->storage) tensor->storage->is_counted = true;
            tracer.layer({.name = path.empty() ? name : path + "." + name,
                          .operation = fmt::format("custom {} buffers={}", shape_text(tensor->dims, count), count),
                          .inputs = {},
                          .origin = origin_of(interpreter, module->module->made)});
        }
    }
}

std::vector<InputShape> shapes_of(const std::vector<ModelInput>& inputs) {
    std::vector<InputShape> shapes;
    for (const ModelInput& input : inputs) shapes.push_back({input.name, input.sizes});
    return shapes;
}

// The line of an input, and its tensor with the batch in front.
Value add_input(Interpreter& interpreter, Tracer& tracer, const ModelInput& input) {
    Dims sizes = input.sizes.empty() ? Dims{1} : input.sizes;
    Tensor line = tracer.input(input.name, sizes, "3x224x224", origin_of(interpreter, input.spot));
    if (line == no_tensor) return interpreter.unknown("an input of no size");
    Traced traced{.tensor = line, .dims = {1}, .batch = 0, .order = {}};
    for (int64_t size : input.sizes) {
        traced.order.push_back(static_cast<int>(traced.dims.size()));
        traced.dims.push_back(size);
    }
    return made(interpreter, traced, input.dtype);
}

void trace(Interpreter& interpreter, Tracer& tracer, Instance& model, const std::vector<ModelInput>& inputs) {
    Arguments arguments{.items = {}, .spot = model.module->made};
    for (const ModelInput& input : inputs) {
        arguments.items.push_back({.name = input.is_keyword ? input.name : std::string(),
                                   .value = add_input(interpreter, tracer, input),
                                   .spot = input.spot});
    }
    if (tracer.failed()) return;
    interpreter.tracing = true;
    Value result = call_module(interpreter, model, arguments);
    take_outputs(interpreter, tracer, result, spot_of(model));
    add_unused(interpreter, tracer, model);
    add_buffers(interpreter, tracer, model);
    interpreter.tracing = false;
}

// "in Block.forward, called at line 41"
std::string chain_of(const Interpreter& interpreter, const Raised& raised) {
    std::string text;
    const Package* first = interpreter.packages.empty() ? nullptr : &interpreter.packages.front();
    for (size_t at = 0; at < std::min<size_t>(raised.chain.size(), 4); ++at) {
        const auto& [name, spot] = raised.chain[at];
        text += fmt::format("{}in {}", at == 0 ? "" : ", ", printable(name));
        if (!spot.is_in_file()) continue;
        Place place = place_of({.name = {}, .text = spot.package->text}, spot.span.begin);
        text += fmt::format(", called at {}{}", spot.package == first ? "line " : spot.package->path + ":", place.line);
    }
    return text;
}

void report(const Interpreter& interpreter, Tracer& tracer, const Raised& raised) {
    const Package* first = interpreter.packages.empty() ? nullptr : &interpreter.packages.front();
    Spot spot = raised.spot;
    std::string where;
    for (const auto& [name, call] : raised.chain) {
        if (spot.package == first) break;
        if (spot.package && where.empty() && !spot.package->path.starts_with("nnshape/")) {
            Place place = place_of({.name = {}, .text = spot.package->text}, spot.span.begin);
            where = fmt::format(" (at {}:{}:{})", spot.package->path, place.line, place.column);
        }
        spot = call;
    }
    bool plain = raised.code == nullptr;
    std::string message = plain ? fmt::format("{}: {}", raised.type, raised.message) : raised.message;
    std::string help = raised.help;
    std::string chain = chain_of(interpreter, raised);
    if (!chain.empty()) help += fmt::format("{}{}", help.empty() ? "" : "; ", chain);
    tracer.refuse("the code", plain ? code::python_error : *raised.code, message + where, help,
                  origin_of(interpreter, spot));
}

void report_notes(const Interpreter& interpreter, Tracer& tracer, Instance* model) {
    for (const Note& note : interpreter.notes) {
        tracer.comment("a note", origin_of(interpreter, note.spot));
        tracer.remark(*note.code, note.message, note.help);
    }
    if (!model) return;
    for (const auto& [path, module] : modules_of(*model)) {
        for (const auto& [name, spot] : module->module->hidden) {
            tracer.comment("modules in a list", origin_of(interpreter, spot));
            tracer.remark(code::hidden_modules,
                          fmt::format("the modules in `self.{}` are in no nn.ModuleList, so PyTorch does not see their "
                                      "parameters",
                                      name),
                          fmt::format("write `self.{} = nn.ModuleList(...)`", name));
        }
    }
}

// The sizes that Keras's inputs run with, by their numbers, if the model gets others than the file gives them.
std::vector<Dims> other_sizes(Interpreter& interpreter, const Instance& model, const std::vector<ModelInput>& inputs) {
    std::vector<Dims> sizes;
    auto specs = keras_inputs(interpreter, model);
    for (size_t at = 0; at < std::min(specs.size(), inputs.size()); ++at) {
        if (specs[at]->used == inputs[at].sizes) continue;
        sizes.resize(interpreter.keras->inputs.size());
        sizes[static_cast<size_t>(specs[at] - interpreter.keras->inputs.data())] = inputs[at].sizes;
    }
    return sizes;
}

// One reading of the file. `keras_sizes` as the interpreter has them; the result of another reading with the sizes that
// it asks for is right, if it asks for some.
Result<Imported, ImportFault> read_once(std::string_view text, const ImportOptions& options,
                                        std::vector<Dims>& keras_sizes) {
    Interpreter interpreter(options.beside);
    interpreter.keras_sizes = std::move(keras_sizes);
    keras_sizes.clear();
    interpreter.scratch = std::make_unique<Sheet>(Layout::chw);
    interpreter.placer = &interpreter.scratch->placer;
    interpreter.listing = 0;
    ImportOptions traced_options{.inputs = {}, .batch_size = options.batch_size};
    std::vector<InputShape> shapes;
    std::unique_ptr<Tracer> tracer;
    std::unique_ptr<Placer> placer;
    auto begin = [&](Layout layout) {
        traced_options.inputs = shapes;
        tracer = std::make_unique<Tracer>("python", layout, traced_options);
        tracer->directive("allow unused-layer unused-allow");
    };
    Instance* model = nullptr;
    try {
        Package& package = interpreter.run_file("", "main", text);
        model = &choose_model(interpreter, package, options.entry, options);
        auto inputs = inputs_of(interpreter, *model, options);
        keras_sizes = other_sizes(interpreter, *model, inputs);
        if (!keras_sizes.empty()) return Imported();
        shapes = shapes_of(inputs);
        begin(layout_of(*model, inputs));
        placer = std::make_unique<Placer>(*tracer, tracer->layout());
        interpreter.placer = placer.get();
        interpreter.listing = 1;
        name_modules(*model);
        if (inputs[0].spot.package) {
            Place place = place_of({.name = {}, .text = text}, inputs[0].spot.span.begin);
            tracer->fact("input", fmt::format("from line {}", place.line));
        }
        trace(interpreter, *tracer, *model, inputs);
    } catch (const SyntaxFault& fault) {
        return ImportFault{fault.message, fault.help, fault.span};
    } catch (const Raised& raised) {
        if (!tracer) begin(Layout::chw);
        if (!raised.is_listed) report(interpreter, *tracer, raised);
    }
    report_notes(interpreter, *tracer, model);
    Imported imported = tracer->finish();
    imported.has_set = imported.is_quoted = true;
    return imported;
}

Result<Imported, ImportFault> read(std::string_view text, const ImportOptions& options) {
    std::vector<Dims> keras_sizes;
    auto imported = read_once(text, options, keras_sizes);
    return keras_sizes.empty() ? std::move(imported) : read_once(text, options, keras_sizes);
}

}  // namespace
}  // namespace nnshape::python

namespace nnshape::formats {

extern const Format python;
const Format python{.name = "python",
                    .what = "a Python file with a PyTorch or Keras model",
                    .recognises = nnshape::python::recognises,
                    .read = nnshape::python::read};

}  // namespace nnshape::formats
