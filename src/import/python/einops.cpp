// The functions and layers of einops.
#include <fmt/format.h>
#include <algorithm>

#include "import/product.h"
#include "import/python/einops_pattern.h"
#include "import/python/modules.h"
#include "import/python/natives.h"
#include "import/python/tensor_values.h"
#include "import/python/torch_arguments.h"

namespace nnshape::python {
namespace {

using Sizes = std::map<std::string, int64_t>;

// The sizes that a call gives by name.
Sizes sizes_named(Interpreter& interpreter, const Arguments& arguments) {
    Sizes sizes;
    for (const Argument& argument : arguments.items) {
        bool is_size = !argument.name.empty() && argument.name != "reduction" && argument.name != "pattern" &&
                       argument.name != "tensor";
        if (is_size) sizes[argument.name] = to_integer(interpreter, argument.value, argument.spot);
    }
    return sizes;
}

[[noreturn]] void raise_pattern(Interpreter& interpreter, const PatternFault& fault, std::string_view pattern,
                                const Dims& dims, Spot spot) {
    interpreter.raise(
        code::shape_mismatch,
        fmt::format("the pattern \"{}\" does not fit the tensor {}: {}", pattern, dims_text(dims), fault.message), {},
        spot);
}

Traced rearranged_by(Placer& placer, Traced traced, const Rearrangement& plan, std::string_view by) {
    if (traced.dims != plan.parts) traced = placer.reshaped(traced, plan.parts);
    if (!plan.reduced.empty()) {
        bool is_unit = std::all_of(plan.reduced.begin(), plan.reduced.end(),
                                   [&](int axis) { return plan.parts[static_cast<size_t>(axis)] == 1; });
        traced = is_unit ? squeezed(placer, traced, plan.reduced) : reduced(placer, traced, plan.reduced, by, false);
    }
    if (!std::is_sorted(plan.order.begin(), plan.order.end())) traced = placer.turned(traced, plan.order);
    if (!plan.added.empty()) {
        traced = unsqueezed(placer, traced, plan.added);
        if (traced.dims != plan.separate) traced = expanded(placer, traced, plan.separate);
    }
    if (traced.dims != plan.result) traced = placer.reshaped(traced, plan.result);
    bool may_regain = traced.batch < 0 && plan.result.size() > 2 && plan.result[0] == 1;
    return may_regain ? regain_batch(placer, traced) : traced;
}

Value apply(Interpreter& interpreter, TensorValue& tensor, std::string_view pattern, const Sizes& sizes, PatternUse use,
            std::string_view by, Spot spot) {
    try {
        Rearrangement plan = rearrangement_of(pattern, tensor.dims, sizes, use);
        if (plan.result == tensor.dims && plan.parts == tensor.dims && plan.reduced.empty() && plan.added.empty() &&
            std::is_sorted(plan.order.begin(), plan.order.end())) {
            return Value::of(&tensor);
        }
        constexpr std::string_view names[] = {"rearrange", "reduce", "repeat"};
        return operate(
            interpreter, names[static_cast<size_t>(use)], spot, {&tensor}, tensor.dtype,
            [&](Placer& placer, std::vector<Traced>& inputs) { return rearranged_by(placer, inputs[0], plan, by); });
    } catch (const PatternFault& fault) {
        raise_pattern(interpreter, fault, pattern, tensor.dims, spot);
    }
}

// The tensor, or several of one shape as one with a new first axis.
TensorValue& input_of(Interpreter& interpreter, const Value& value, Spot spot) {
    bool are_several = as<List>(value) || as<Tuple>(value);
    if (!are_several) return tensor_of(interpreter, value, spot);
    Arguments arguments{.items = {{.name = {}, .value = value, .spot = spot}}, .spot = spot};
    return tensor_of(interpreter, interpreter.call(interpreter.library("torch.stack"), arguments), spot);
}

std::string_view reduction_word(Interpreter& interpreter, const Value& value, Spot spot) {
    auto* text = as<String>(value);
    if (!text) return "mean";  // a function of the user's
    if (text->text == "prod") return "product";
    for (std::string_view word : {"mean", "sum", "max", "min"}) {
        if (text->text == word) return word;
    }
    if (text->text == "any") return "max";
    if (text->text == "all") return "min";
    interpreter.raise("EinopsError", fmt::format("Unknown reduction {}", text->text), spot);
}

template <PatternUse use>
Value function(Interpreter& interpreter, Arguments& arguments) {
    Bound bound = use == PatternUse::reduce
                      ? Bound(interpreter, arguments, "reduce", {"tensor", "pattern", "reduction", "**"})
                      : Bound(interpreter, arguments, use == PatternUse::repeat ? "repeat" : "rearrange",
                              {"tensor", "pattern", "**"});
    TensorValue& tensor = input_of(interpreter, bound[0], bound.spot(0));
    std::string_view by = use == PatternUse::reduce ? reduction_word(interpreter, bound[2], bound.spot(2)) : "sum";
    return apply(interpreter, tensor, to_text(interpreter, bound[1]), sizes_named(interpreter, arguments), use, by,
                 arguments.spot);
}

Value init_layer(Interpreter& interpreter, Arguments& arguments) {
    auto* module = as<Instance>(arguments.items.at(0).value);
    if (!module || !module->module) return Value::none();
    module->module->is_initialised = true;
    Dict* sizes = interpreter.make<Dict>();
    constexpr std::string_view names[] = {"pattern", "reduction"};
    for (size_t at = 1; at < arguments.items.size(); ++at) {
        const Argument& argument = arguments.items[at];
        bool by_place = argument.name.empty() && at - 1 < std::size(names);
        std::string name = by_place ? std::string(names[at - 1]) : argument.name;
        if (name == "pattern" || name == "reduction") {
            module->attributes.set(name, argument.value);
        } else {
            sizes->set(interpreter.string(name), argument.value);
        }
    }
    module->attributes.set("axes_lengths", Value::of(sizes));
    return Value::none();
}

Value forward_layer_of(Interpreter& interpreter, Arguments& arguments) {
    auto* module = as<Instance>(arguments.items.at(0).value);
    const Value* pattern = module ? module->attributes.find("pattern") : nullptr;
    const Value* given = module ? module->attributes.find("axes_lengths") : nullptr;
    const Value* reduction = module ? module->attributes.find("reduction") : nullptr;
    if (!pattern || arguments.items.size() < 2)
        interpreter.raise("TypeError", "forward() needs a tensor", arguments.spot);
    Sizes sizes;
    if (auto* dict = given ? as<Dict>(*given) : nullptr) {
        for (const auto& [name, value] : dict->items) sizes[str(name)] = to_integer(interpreter, value, arguments.spot);
    }
    Spot spot = module->module->made.package ? module->module->made : arguments.spot;
    TensorValue& tensor = input_of(interpreter, arguments.items[1].value, arguments.spot);
    return apply(interpreter, tensor, to_text(interpreter, *pattern), sizes,
                 reduction ? PatternUse::reduce : PatternUse::rearrange,
                 reduction ? reduction_word(interpreter, *reduction, spot) : "sum", spot);
}

// einsum(a, b, 'b i d, b j d -> b i j'): the names become letters.
Value einsum_of(Interpreter& interpreter, Arguments& arguments) {
    Arguments inner{.items = {}, .spot = arguments.spot};
    std::string pattern;
    for (const Argument& argument : arguments.items) {
        if (auto* text = as<String>(argument.value)) {
            pattern = text->text;
        } else {
            inner.items.push_back(argument);
        }
    }
    std::map<std::string, char> letters;
    std::string equation, name;
    auto end_name = [&] {
        if (name.empty()) return;
        bool is_rest = name == "...";
        if (!is_rest && letters.count(name) == 0) {
            auto count = static_cast<char>(letters.size());
            letters[name] = static_cast<char>(count < 26 ? 'a' + count : 'A' + count - 26);
        }
        equation += is_rest ? name : std::string(1, letters[name]);
        name.clear();
    };
    for (char letter : pattern + " ") {
        bool ends = letter == ' ' || letter == ',' || letter == '-' || letter == '>';
        if (ends) end_name();
        if (!ends) name += letter;
        if (ends && letter != ' ') equation += letter;
    }
    inner.items.insert(inner.items.begin(), {.name = {}, .value = interpreter.string(equation), .spot = {}});
    return interpreter.call(interpreter.library("torch.einsum"), inner);
}

Value parse_shape(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "parse_shape", {"x", "pattern"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    Dict* dict = interpreter.make<Dict>();
    size_t axis = 0;
    for (const auto& group : read_side(to_text(interpreter, bound[1]))) {
        bool is_named = !group.empty() && group[0] != "_" && axis < tensor.dims.size();
        if (is_named) dict->set(interpreter.string(group[0]), Value::number(tensor.dims[axis]));
        ++axis;
    }
    return Value::of(dict);
}

// The number of axes before and behind the `*` of a pattern.
std::pair<size_t, size_t> star_of(Interpreter& interpreter, const std::string& pattern, Spot spot) {
    PatternSide side = read_side(pattern);
    auto star = std::find(side.begin(), side.end(), std::vector<std::string>{"*"});
    if (star == side.end()) interpreter.raise("EinopsError", "no *-axis in the pattern", spot);
    return {static_cast<size_t>(star - side.begin()), static_cast<size_t>(side.end() - star) - 1};
}

Value reshaped_to(Interpreter& interpreter, TensorValue& tensor, const Dims& dims, Spot spot) {
    std::vector<Value> sizes;
    for (int64_t size : dims) sizes.push_back(Value::number(size));
    Arguments arguments{.items = {{.name = {}, .value = Value::of(&tensor), .spot = spot},
                                  {.name = {}, .value = interpreter.tuple(std::move(sizes)), .spot = spot}},
                        .spot = spot};
    return interpreter.call(interpreter.library("torch.reshape"), arguments);
}

// pack([a, b], 'b * d'): the tensors with what `*` is as one axis, one after the other, and these sizes of each.
Value pack(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "pack", {"tensors", "pattern"});
    auto [before, behind] = star_of(interpreter, to_text(interpreter, bound[1]), arguments.spot);
    std::vector<Value> flat, shapes;
    for (const Value& item : to_items(interpreter, bound[0], bound.spot(0))) {
        TensorValue& tensor = tensor_of(interpreter, item, bound.spot(0));
        if (tensor.dims.size() < before + behind)
            interpreter.raise("EinopsError", "a tensor has too few axes for the pattern", arguments.spot);
        Dims dims(tensor.dims.begin(), tensor.dims.begin() + static_cast<ptrdiff_t>(before));
        std::span<const int64_t> packed = std::span(tensor.dims).subspan(before, tensor.dims.size() - before - behind);
        std::vector<Value> sizes;
        for (int64_t size : packed) sizes.push_back(Value::number(size));
        shapes.push_back(interpreter.tuple(std::move(sizes)));
        dims.push_back(product_of(packed));
        dims.insert(dims.end(), tensor.dims.end() - static_cast<ptrdiff_t>(behind), tensor.dims.end());
        flat.push_back(reshaped_to(interpreter, tensor, dims, arguments.spot));
    }
    Arguments joined{.items = {{.name = {}, .value = interpreter.list(std::move(flat)), .spot = bound.spot(0)},
                               {.name = {}, .value = Value::number(static_cast<int64_t>(before)), .spot = {}}},
                     .spot = arguments.spot};
    return interpreter.tuple(
        {interpreter.call(interpreter.library("torch.cat"), joined), interpreter.list(std::move(shapes))});
}

Value unpack(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "unpack", {"tensor", "packed_shapes", "pattern"});
    auto [before, behind] = star_of(interpreter, to_text(interpreter, bound[2]), arguments.spot);
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    if (tensor.dims.size() != before + behind + 1)
        interpreter.raise("EinopsError", "the tensor has other axes than the pattern", arguments.spot);
    std::vector<Value> parts;
    int64_t first = 0;
    for (const Value& shape : to_items(interpreter, bound[1], bound.spot(1))) {
        Dims sizes = sizes_in(interpreter, shape, bound.spot(1));
        bool is_open = std::find(sizes.begin(), sizes.end(), -1) != sizes.end();
        int64_t count = is_open ? tensor.dims[before] - first : product_of(sizes);
        std::vector<Value> index(before, Value::of(interpreter.make<Slice>(Value(), Value(), Value())));
        index.push_back(
            Value::of(interpreter.make<Slice>(Value::number(first), Value::number(first + count), Value())));
        Value part = tensor_item(interpreter, tensor, interpreter.tuple(std::move(index)), arguments.spot);
        first += count;
        Dims dims(tensor.dims.begin(), tensor.dims.begin() + static_cast<ptrdiff_t>(before));
        dims.insert(dims.end(), sizes.begin(), sizes.end());
        dims.insert(dims.end(), tensor.dims.end() - static_cast<ptrdiff_t>(behind), tensor.dims.end());
        parts.push_back(reshaped_to(interpreter, tensor_of(interpreter, part, arguments.spot), dims, arguments.spot));
    }
    return interpreter.list(std::move(parts));
}

// Reports a pattern that cannot be read.
template <NativeCode code>
Value patterned(Interpreter& interpreter, Arguments& arguments) {
    try {
        return known<code>(interpreter, arguments);
    } catch (const PatternFault& fault) {
        interpreter.raise("EinopsError", fault.message, arguments.spot);
    }
}

constexpr NativeEntry table[] = {
    {"einops.rearrange", known<function<PatternUse::rearrange>>},
    {"einops.reduce", known<function<PatternUse::reduce>>},
    {"einops.repeat", known<function<PatternUse::repeat>>},
    {"einops.einsum", patterned<einsum_of>},
    {"einops.parse_shape", patterned<parse_shape>},
    {"einops.pack", patterned<pack>},
    {"einops.unpack", patterned<unpack>},
    {"einops.layers.Rearrange.__init__", init_layer},
    {"einops.layers.Rearrange.forward", known<forward_layer_of>},
    {"einops.layers.Reduce.__init__", init_layer},
    {"einops.layers.Reduce.forward", known<forward_layer_of>},
};

}  // namespace

std::span<const NativeEntry> einops_functions() { return table; }

}  // namespace nnshape::python
