#include "import/python/layers.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "import/product.h"
#include "import/python/evaluation.h"
#include "import/python/forward.h"
#include "import/python/modules.h"

namespace nnshape::python {
namespace {

const Framework& torch_table() {
    static const Framework& torch = *find_module("torch.nn");
    return torch;
}

// PyTorch's defaults that code reads as attributes, as sizes for each axis.
struct PerAxis {
    std::string_view name;
    int64_t value;
};
constexpr PerAxis per_axis[] = {{"stride", 1}, {"padding", 0}, {"dilation", 1}, {"output_padding", 0}};

struct Standard {
    std::string_view name;
    double value;
    bool is_flag, is_real;
};
constexpr Standard standards[] = {
    {"groups", 1, false, false},
    {"affine", 1, true, false},
    {"track_running_stats", 1, true, false},
    {"eps", 1e-5, false, true},
    {"momentum", 0.1, false, true},
    {"p", 0.5, false, true},
    {"inplace", 0, true, false},
    {"num_layers", 1, false, false},
    {"bidirectional", 0, true, false},
    {"batch_first", 0, true, false},
    {"ceil_mode", 0, true, false},
    {"return_indices", 0, true, false},
    {"elementwise_affine", 1, true, false},
    {"proj_size", 0, false, false},
    {"negative_slope", 0.01, false, true},
    {"training", 1, true, false},
    {"dropout", 0, false, true},
};

bool has_windows(std::string_view class_name) {
    return class_name.find("Conv") != std::string_view::npos || class_name.find("Pool") != std::string_view::npos;
}

// Classes of the table without arguments there.
struct PlainArguments {
    std::string_view name, arguments;
};
constexpr PlainArguments plain_arguments[] = {
    {"RNNCell", "input_size hidden_size bias nonlinearity"},
    {"GRUCell", "input_size hidden_size bias"},
    {"LSTMCell", "input_size hidden_size bias"},
    {"EmbeddingBag", "max_norm norm_type scale_grad_by_freq mode sparse _weight include_last_offset padding_idx"},
    {"LazyLinear", "out_features bias"},
    {"LazyConv{}d", "out_channels kernel_size stride padding dilation groups bias padding_mode"},
    {"CrossEntropyLoss", "weight size_average ignore_index reduce reduction label_smoothing"},
    {"MSELoss", "size_average reduce reduction"},
    {"NLLLoss", "weight size_average ignore_index reduce reduction"},
    {"BCELoss", "weight size_average reduce reduction"},
    {"BCEWithLogitsLoss", "weight size_average reduce reduction pos_weight"},
    {"L1Loss", "size_average reduce reduction"},
};

std::vector<std::string_view> argument_names_of(const FoundClass& found) {
    std::vector<std::string_view> names;
    for (const FrameworkArg& argument : found.described->arguments) names.push_back(argument.name);
    for (const PlainArguments& plain : plain_arguments) {
        if (plain.name != found.described->name) continue;
        for (std::string_view rest = plain.arguments; !rest.empty();) {
            size_t blank = std::min(rest.find(' '), rest.size());
            names.push_back(rest.substr(0, blank));
            rest.remove_prefix(std::min(blank + 1, rest.size()));
        }
    }
    return names;
}

// Arguments that are accepted beside those of the table.
bool is_accepted(const FoundClass& found, std::string_view name) {
    return contains_word(found.framework->ignored, name) || found.described->arguments.empty();
}

// The sizes of windows are tuples, as PyTorch keeps them.
Value kept(Interpreter& interpreter, const FoundClass& found, std::string_view name, Value value) {
    bool is_window = has_windows(found.described->name) && found.rank > 0 &&
                     contains_word("kernel_size stride padding dilation output_padding", name);
    bool is_pool = found.described->name.find("Pool") != std::string_view::npos;
    if (is_window && as<List>(value)) return interpreter.tuple(as<List>(value)->items);
    if (is_window && !is_pool && value.is_integer()) {
        return interpreter.tuple(std::vector<Value>(static_cast<size_t>(found.rank), value));
    }
    if (name == "normalized_shape") {
        if (value.is_integer()) return interpreter.tuple({value});
        if (auto* list = as<List>(value)) return interpreter.tuple(list->items);
    }
    return value;
}

bool is_required(const FoundClass& found, std::string_view name) {
    for (const FrameworkArg& argument : found.described->arguments) {
        if (argument.name == name) return argument.required;
    }
    return false;
}

// A size must be a number that is known and at least 1, for the layer's parameters depend on it.
void check_size(Interpreter& interpreter, std::string_view class_name, std::string_view name,
                const Argument& argument) {
    if (auto* unknown = as<Unknown>(argument.value)) {
        interpreter.raise(code::python_error, fmt::format("`{}` of {} depends on {}", name, class_name, unknown->why),
                          "give the value with `--set` or in the name after the colon", argument.spot);
    }
    constexpr std::string_view sizes =
        "in_channels out_channels in_features out_features num_features num_embeddings embedding_dim input_size "
        "hidden_size embed_dim num_heads num_groups num_channels in1_features in2_features";
    if (!contains_word(sizes, name)) return;
    if (argument.value.tag == Tag::integer && argument.value.integer >= 0) return;
    interpreter.raise("TypeError",
                      fmt::format("`{}` of {} must be an integer, not {}", name, class_name, repr(argument.value)),
                      argument.spot);
}

}  // namespace

int64_t number_of(Interpreter& interpreter, Instance& module, std::string_view name, int64_t standard) {
    auto value = interpreter.find_attribute(Value::of(&module), name);
    return value && value->is_integer() ? value->integer : standard;
}

bool flag_of(Interpreter& interpreter, Instance& module, std::string_view name, bool standard) {
    auto value = interpreter.find_attribute(Value::of(&module), name);
    if (!value || value->is_none()) return value ? false : standard;
    return interpreter.find_truth(*value).value_or(standard);
}

std::optional<Dims> sizes_of(const Value& value, size_t count) {
    if (value.is_integer()) return Dims(count, value.integer);
    const std::vector<Value>* items = nullptr;
    if (auto* tuple = as<Tuple>(value)) items = &tuple->items;
    if (auto* list = as<List>(value)) items = &list->items;
    if (!items || (items->size() != count && items->size() != 1)) return std::nullopt;
    Dims sizes;
    for (size_t at = 0; at < count; ++at) {
        const Value& item = (*items)[items->size() == 1 ? 0 : at];
        if (!item.is_integer()) return std::nullopt;
        sizes.push_back(item.integer);
    }
    return sizes;
}

FoundClass layer_class(const ClassType& type) {
    if (!type.library.starts_with("torch.nn.")) return {};
    auto found = find_classes(type.name, &torch_table());
    return found.empty() || type.library.size() != 9 + type.name.size() ? FoundClass() : found[0];
}

FoundClass layer_class(const Instance& module) {
    for (const ClassType* type : module.type->order) {
        if (FoundClass found = layer_class(*type); found.framework) return found;
    }
    return {};
}

void add_parameter(Interpreter& interpreter, Instance& module, const std::string& name, Dims dims) {
    TensorValue* tensor = interpreter.make<TensorValue>(dims);
    tensor->storage = interpreter.storage(std::move(dims));
    module.attributes.set(name, Value::of(tensor));
}

void add_buffer(Interpreter& interpreter, Instance& module, const std::string& name, Dims dims) {
    TensorValue* tensor = interpreter.make<TensorValue>(dims);
    tensor->storage = interpreter.storage(std::move(dims));
    tensor->storage->is_buffer = true;
    module.attributes.set(name, Value::of(tensor));
    module.module->buffers.push_back(name);
}

Value init_layer(Interpreter& interpreter, Arguments& arguments) {
    auto* module = as<Instance>(arguments.items.at(0).value);
    auto* type = as<ClassType>(arguments.callee->bound.at(0));
    if (!module || !module->module) return Value::none();
    FoundClass found = layer_class(*type);
    module->module->is_initialised = true;
    auto names = argument_names_of(found);
    size_t place = 0;
    for (size_t at = 1; at < arguments.items.size(); ++at) {
        const Argument& argument = arguments.items[at];
        std::string_view name = argument.name;
        if (name.empty()) {
            if (place >= names.size()) {
                interpreter.raise("TypeError",
                                  fmt::format("{}.__init__() takes at most {} arguments", type->name, names.size()),
                                  arguments.spot);
            }
            name = names[place++];
        } else if (std::find(names.begin(), names.end(), name) == names.end()) {
            if (is_accepted(found, name)) continue;
            Raised raised{
                .type = "TypeError",
                .message = fmt::format("{}.__init__() got an unexpected keyword argument '{}'", type->name, name),
                .help = did_you_mean(name, names),
                .spot = argument.spot};
            throw raised;
        }
        check_size(interpreter, type->name, name, argument);
        module->attributes.set(name, kept(interpreter, found, name, argument.value));
        module->module->argument_spots.emplace_back(std::string(name), argument.spot);
    }
    for (std::string_view name : names) {
        if (!is_required(found, name) || module->attributes.find(name)) continue;
        interpreter.raise("TypeError", fmt::format("{}.__init__() missing required argument: '{}'", type->name, name),
                          arguments.spot);
    }
    add_layer_parameters(interpreter, *module, type->name);
    return Value::none();
}

std::optional<Value> layer_attribute(Interpreter& interpreter, ClassType& type, std::string_view name) {
    FoundClass found = layer_class(type);
    if (!found.framework) return std::nullopt;
    bool has_native = find_native(fmt::format("{}.{}", type.library, name)) != nullptr;
    if (has_native) return std::nullopt;
    if (name == "__init__" || name == "forward") {
        Value function =
            interpreter.native(std::string(name), name == "forward" ? forward_layer : init_layer, {Value::of(&type)});
        type.attributes.set(name, function);
        return function;
    }
    auto names = argument_names_of(found);
    if (std::find(names.begin(), names.end(), name) == names.end()) return std::nullopt;
    for (const PerAxis& standard : per_axis) {
        if (standard.name != name || found.rank < 1 || !has_windows(type.name)) continue;
        return interpreter.tuple(std::vector<Value>(static_cast<size_t>(found.rank), Value::number(standard.value)));
    }
    for (const Standard& standard : standards) {
        if (standard.name != name) continue;
        if (standard.is_flag) return Value::boolean(standard.value != 0);
        if (standard.is_real) return Value::number(standard.value);
        return Value::number(static_cast<int64_t>(standard.value));
    }
    if (name == "padding_mode") return interpreter.string("zeros");
    return name == "bias" ? std::nullopt : std::optional(Value::none());
}

}  // namespace nnshape::python
