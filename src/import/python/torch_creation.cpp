// Functions of torch that make tensors, and what says which machine the code runs on.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "import/product.h"
#include "import/python/natives.h"
#include "import/python/torch_arguments.h"

namespace nnshape::python {
namespace {

constexpr int64_t most_numbers = 65536;

Dtype dtype_of(const Arguments& arguments, Dtype standard) {
    const Argument* given = arguments.named("dtype");
    auto* library = given ? as<Library>(given->value) : nullptr;
    if (!library) return standard;
    if (library->name.find("bool") != std::string::npos) return Dtype::boolean;
    bool whole = library->name.find("int") != std::string::npos || library->name.find("long") != std::string::npos;
    return whole ? Dtype::integer : Dtype::real;
}

Value filled(Interpreter& interpreter, Dims dims, Dtype dtype) {
    for (int64_t size : dims) {
        if (size < 0) interpreter.raise("RuntimeError", fmt::format("a tensor cannot have the size {}", size));
    }
    return constant(interpreter, std::move(dims), dtype);
}

Value sized(Interpreter& interpreter, Arguments& arguments) {
    return filled(interpreter, sizes_given(interpreter, arguments, 0), dtype_of(arguments, Dtype::real));
}

Value full(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "full", {"size", "fill_value", "**"});
    Dtype standard = bound[1].tag == Tag::boolean ? Dtype::boolean
                     : bound[1].is_integer()      ? Dtype::integer
                                                  : Dtype::real;
    return filled(interpreter, sizes_in(interpreter, bound[0], bound.spot(0)), dtype_of(arguments, standard));
}

// randint(low, high, size), randint(high, size)
Value random_integers(Interpreter& interpreter, Arguments& arguments) {
    const Argument* size = arguments.named("size");
    for (size_t at = 0; !size && at < arguments.items.size(); ++at) {
        const Value& value = arguments.items[at].value;
        if (as<Tuple>(value) || as<List>(value)) size = &arguments.items[at];
    }
    if (!size) interpreter.raise("TypeError", "randint() is missing its size", arguments.spot);
    return filled(interpreter, sizes_in(interpreter, size->value, size->spot), dtype_of(arguments, Dtype::integer));
}

Value square(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "eye", {"n", "m?", "**"});
    return filled(interpreter, {bound.integer(0), bound.has(1) ? bound.integer(1) : bound.integer(0)}, Dtype::real);
}

TensorValue* with_numbers(Interpreter& interpreter, std::vector<double> numbers, Dtype dtype) {
    Value value = constant(interpreter, {static_cast<int64_t>(numbers.size())}, dtype);
    auto* tensor = as<TensorValue>(value);
    tensor->numbers = std::move(numbers);
    tensor->is_known = true;
    return tensor;
}

Value arange(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "arange", {"start?", "end?", "step?", "**"});
    double first = bound.has(1) ? bound.real(0) : 0, last = bound.has(1) ? bound.real(1) : bound.real(0);
    double step = bound.real(2, 1);
    if (step == 0) interpreter.raise("RuntimeError", "step must be nonzero", arguments.spot);
    double count = std::ceil((last - first) / step);
    bool is_real = bound[0].tag == Tag::real || bound[1].tag == Tag::real || bound[2].tag == Tag::real;
    Dtype dtype = dtype_of(arguments, is_real ? Dtype::real : Dtype::integer);
    if (!(count >= 0)) count = 0;
    if (!(count <= 9e15)) interpreter.raise("RuntimeError", "arange() is too long", arguments.spot);
    if (count > static_cast<double>(most_numbers)) return filled(interpreter, {static_cast<int64_t>(count)}, dtype);
    std::vector<double> numbers;
    for (double at = 0; at < count; ++at) numbers.push_back(first + at * step);
    return Value::of(with_numbers(interpreter, std::move(numbers), dtype));
}

Value linspace(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "linspace", {"start", "end", "steps?", "**"});
    double first = bound.real(0), last = bound.real(1);
    int64_t count = bound.integer(2, 100);
    if (count < 0 || count > most_numbers) return filled(interpreter, {count}, Dtype::real);
    std::vector<double> numbers;
    for (int64_t at = 0; at < count; ++at) {
        double part = count > 1 ? static_cast<double>(at) / static_cast<double>(count - 1) : 0;
        numbers.push_back(first + (last - first) * part);
    }
    return Value::of(with_numbers(interpreter, std::move(numbers), Dtype::real));
}

// The dims and numbers of nested lists.
bool collect(const Value& value, size_t depth, Dims& dims, std::vector<double>& numbers, Dtype& dtype) {
    if (value.is_number()) {
        if (value.tag == Tag::real) dtype = Dtype::real;
        if (value.tag == Tag::boolean && numbers.empty()) dtype = Dtype::boolean;
        numbers.push_back(value.as_real());
        return depth == dims.size() && numbers.size() <= static_cast<size_t>(most_numbers);
    }
    const std::vector<Value>* items = nullptr;
    if (auto* list = as<List>(value)) items = &list->items;
    if (auto* tuple = as<Tuple>(value)) items = &tuple->items;
    if (!items || depth > 16) return false;
    if (depth == dims.size()) {
        if (!numbers.empty()) return false;
        dims.push_back(static_cast<int64_t>(items->size()));
    }
    if (dims[depth] != static_cast<int64_t>(items->size())) return false;
    return std::all_of(items->begin(), items->end(),
                       [&](const Value& item) { return collect(item, depth + 1, dims, numbers, dtype); });
}

Value tensor(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "tensor", {"data", "**"});
    if (as<TensorValue>(bound[0])) return bound[0];
    Dims dims;
    std::vector<double> numbers;
    Dtype dtype = Dtype::integer;
    if (!collect(bound[0], 0, dims, numbers, dtype)) return interpreter.unknown("the data of a tensor");
    Value result = constant(interpreter, dims, dtype_of(arguments, dtype));
    auto* made = as<TensorValue>(result);
    made->numbers = std::move(numbers);
    made->is_known = true;
    return result;
}

// Tensor(2, 3) is of these sizes, Tensor([1, 2]) of this data.
Value tensor_class(Interpreter& interpreter, Arguments& arguments) {
    bool has_data = arguments.items.size() == 1 && !arguments.items[0].value.is_integer();
    return has_data ? tensor(interpreter, arguments) : sized(interpreter, arguments);
}

Value like(Interpreter& interpreter, Arguments& arguments) {
    TensorValue& input = tensor_of(interpreter, arguments.items.at(0).value, arguments.spot);
    return constant(interpreter, input.dims, dtype_of(arguments, input.dtype));
}

// x.new_zeros(2, 3)
Value new_sized(Interpreter& interpreter, Arguments& arguments) {
    return filled(interpreter, sizes_given(interpreter, arguments, 1), dtype_of(arguments, Dtype::real));
}

Value new_full(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "new_full", {"self", "size", "fill_value", "**"});
    return filled(interpreter, sizes_in(interpreter, bound[1], bound.spot(1)), dtype_of(arguments, Dtype::real));
}

Value meshgrid(Interpreter& interpreter, Arguments& arguments) {
    std::vector<Value> axes;
    for (const Argument& argument : arguments.items) {
        if (!argument.name.empty()) continue;
        if (as<TensorValue>(argument.value)) {
            axes.push_back(argument.value);
        } else {
            for (const Value& item : to_items(interpreter, argument.value)) axes.push_back(item);
        }
    }
    Dims dims;
    for (const Value& axis : axes) dims.push_back(product_of(tensor_of(interpreter, axis, arguments.spot).dims));
    const Argument* indexing = arguments.named("indexing");
    bool turns =
        indexing && as<String>(indexing->value) && as<String>(indexing->value)->text == "xy" && dims.size() > 1;
    if (turns) std::swap(dims[0], dims[1]);
    std::vector<Value> grids;
    for (size_t at = 0; at < axes.size(); ++at) grids.push_back(constant(interpreter, dims, Dtype::integer));
    return interpreter.tuple(std::move(grids));
}

Value outer(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "outer", {"input", "vec2?", "other?", "**"});
    TensorValue& one = tensor_of(interpreter, bound[0], bound.spot(0));
    TensorValue& other = tensor_of(interpreter, bound.has(1) ? bound[1] : bound[2], bound.spot(1));
    return constant(interpreter, {product_of(one.dims), product_of(other.dims)});
}

Value no(Interpreter&, Arguments&) { return Value::boolean(false); }
Value yes(Interpreter&, Arguments&) { return Value::boolean(true); }
Value nothing(Interpreter&, Arguments&) { return Value::none(); }
Value zero(Interpreter&, Arguments&) { return Value::number(int64_t{0}); }

// A decorator, or a function that returns what it is given.
Value itself(Interpreter& interpreter, Arguments& arguments) {
    if (!arguments.items.empty() && !arguments.items[0].value.is_none() && arguments.items[0].name.empty()) {
        const Value& value = arguments.items[0].value;
        bool usable = value.tag == Tag::object && !as<String>(value) && !as<Dict>(value) && !as<Library>(value);
        if (usable) return value;
    }
    return interpreter.native("itself", itself);
}

Value diff(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "diff", {"input", "n?", "dim?", "**"});
    TensorValue& input = tensor_of(interpreter, bound[0], bound.spot(0));
    if (input.dims.size() != 1 || bound.integer(1, 1) != 1) return interpreter.unknown("`torch.diff` of several axes");
    Value result = constant(interpreter, {std::max<int64_t>(0, input.dims[0] - 1)}, input.dtype);
    auto* made = as<TensorValue>(result);
    for (size_t at = 1; at < input.numbers.size(); ++at)
        made->numbers.push_back(input.numbers[at] - input.numbers[at - 1]);
    made->is_known = input.is_known;
    return result;
}

Value broadcast_shapes(Interpreter& interpreter, Arguments& arguments) {
    Dims dims;
    for (const Argument& argument : arguments.items) {
        auto both = broadcast(dims, sizes_in(interpreter, argument.value, argument.spot));
        if (!both) interpreter.raise("RuntimeError", "the shapes cannot be broadcast", arguments.spot);
        dims = *both;
    }
    std::vector<Value> sizes;
    for (int64_t size : dims) sizes.push_back(Value::number(size));
    return interpreter.tuple(std::move(sizes));
}

constexpr NativeEntry table[] = {
    {"torch.zeros", known<sized>},
    {"torch.ones", known<sized>},
    {"torch.empty", known<sized>},
    {"torch.rand", known<sized>},
    {"torch.randn", known<sized>},
    {"torch.normal", known<sized>},
    {"torch.full", known<full>},
    {"torch.randint", known<random_integers>},
    {"torch.randperm", known<arange>},
    {"torch.eye", known<square>},
    {"torch.arange", known<arange>},
    {"torch.range", known<arange>},
    {"torch.linspace", known<linspace>},
    {"torch.tensor", known<tensor>},
    {"torch.as_tensor", known<tensor>},
    {"torch.from_numpy", known<tensor>},
    {"torch.Tensor", known<tensor_class>},
    {"torch.zeros_like", known<like>},
    {"torch.ones_like", known<like>},
    {"torch.empty_like", known<like>},
    {"torch.full_like", known<like>},
    {"torch.rand_like", known<like>},
    {"torch.randn_like", known<like>},
    {"torch.bernoulli", known<like>},
    {"torch.Tensor.new_zeros", known<new_sized>},
    {"torch.Tensor.new_ones", known<new_sized>},
    {"torch.Tensor.new_empty", known<new_sized>},
    {"torch.Tensor.new", known<new_sized>},
    {"torch.Tensor.new_full", known<new_full>},
    {"torch.Tensor.new_tensor", known<like>},
    {"torch.diff", known<diff>},
    {"torch.meshgrid", known<meshgrid>},
    {"torch.outer", known<outer>},
    {"torch.ger", known<outer>},
    {"torch.broadcast_shapes", known<broadcast_shapes>},
    {"torch.is_tensor",
     [](Interpreter&, Arguments& arguments) {
         return Value::boolean(!arguments.items.empty() && as<TensorValue>(arguments.items[0].value));
     }},
    {"torch.is_floating_point", yes},
    {"torch.jit.is_scripting", no},
    {"torch.jit.is_tracing", no},
    {"torch.jit.script", itself},
    {"torch.jit.ignore", itself},
    {"torch.jit.export", itself},
    {"torch.jit.unused", itself},
    {"torch.jit.script_if_tracing", itself},
    {"torch.jit.annotate", [](Interpreter&, Arguments& arguments) { return arguments.items.at(1).value; }},
    {"torch.compile", itself},
    {"torch.no_grad", itself},
    {"torch.inference_mode", itself},
    {"torch.cuda.is_available", no},
    {"torch.cuda.device_count", zero},
    {"torch.backends.mps.is_available", no},
    {"torch.is_grad_enabled", yes},
    {"torch.manual_seed", nothing},
    {"torch.cuda.manual_seed", nothing},
    {"torch.cuda.manual_seed_all", nothing},
    {"torch.set_grad_enabled", nothing},
    {"torch._assert", nothing},
    {"torch._C._log_api_usage_once", nothing},
    {"torch.utils.checkpoint.checkpoint",
     [](Interpreter& interpreter, Arguments& arguments) {
         Value function = arguments.items.at(0).value;
         Arguments inner{.items = {arguments.items.begin() + 1, arguments.items.end()}, .spot = arguments.spot};
         std::erase_if(inner.items, [](const Argument& one) {
             return one.name == "use_reentrant" || one.name == "preserve_rng_state";
         });
         return interpreter.call(function, inner);
     }},
};

}  // namespace

std::span<const NativeEntry> torch_creation() { return table; }

}  // namespace nnshape::python
