// Functions of torch over axes, and products of matrices.
#include <fmt/format.h>
#include <algorithm>

#include "import/product.h"
#include "import/python/natives.h"
#include "import/python/tensor_values.h"
#include "import/python/torch_arguments.h"
#include "import/python/torch_layers.h"

namespace nnshape::python {
namespace {

struct Reduction {
    std::string_view name, by;
};
constexpr Reduction reductions[] = {
    {"mean", "mean"},     {"sum", "sum"},      {"max", "max"},      {"min", "min"},  {"amax", "max"},
    {"amin", "min"},      {"prod", "product"}, {"norm", "norm"},    {"std", "norm"}, {"var", "norm"},
    {"logsumexp", "sum"}, {"argmax", "max"},   {"argmin", "min"},   {"all", "min"},  {"any", "max"},
    {"median", "mean"},   {"nansum", "sum"},   {"nanmean", "mean"},
};

Value reduction(Interpreter& interpreter, Arguments& arguments) {
    std::string_view name = function_name(arguments);
    bool norm = name == "norm";
    // norm(input, p, dim, keepdim), std(input, dim, unbiased, keepdim)
    bool deviates = name == "std" || name == "var";
    Value input, axes, keeps;
    if (norm) {
        Bound bound(interpreter, arguments, name, {"input", "p?", "dim?", "keepdim?", "**"});
        input = bound[0], axes = bound[2], keeps = bound[3];
    } else if (deviates) {
        Bound bound(interpreter, arguments, name,
                    {"input", "dim?", "unbiased?", "keepdim?", "correction?", "axis?", "**"});
        input = bound[0], axes = bound.has(5) ? bound[5] : bound[1], keeps = bound[3];
        if (axes.tag == Tag::boolean) axes = Value::none();
    } else {
        Bound bound(interpreter, arguments, name, {"input", "dim?", "keepdim?", "axis?", "keepdims?", "**"});
        input = bound[0], axes = bound.has(3) ? bound[3] : bound[1], keeps = bound.has(4) ? bound[4] : bound[2];
    }
    TensorValue& tensor = tensor_of(interpreter, input, arguments.spot);
    if (as<TensorValue>(axes)) {  // max(a, b)
        return merged_values(interpreter, name == "min" ? "minimum" : "maximum", tensor, *as<TensorValue>(axes),
                             arguments.spot);
    }
    auto found = std::find_if(std::begin(reductions), std::end(reductions),
                              [&](const Reduction& one) { return one.name == name; });
    std::vector<int> all = axes_of(interpreter, axes, tensor.dims.size(), arguments.spot);
    bool keepdims = !keeps.is_none() && interpreter.find_truth(keeps).value_or(false);
    if (tensor.dims.empty()) return input;
    bool indexes = name == "argmax" || name == "argmin";
    Dtype dtype = indexes ? Dtype::integer : tensor.dtype;
    Value result =
        operate(interpreter, name, arguments.spot, {&tensor}, dtype, [&](Placer& placer, std::vector<Traced>& inputs) {
            return reduced(placer, inputs[0], all, found == std::end(reductions) ? "sum" : found->by, keepdims);
        });
    bool two = (name == "max" || name == "min" || name == "median") && axes.is_integer();
    if (!two) return result;
    Tuple* pair = interpreter.make<Tuple>(std::vector<Value>{result, result});
    pair->names = {"values", "indices"};
    return Value::of(pair);
}

Value top(Interpreter& interpreter, Arguments& arguments) {
    bool sorts = function_name(arguments) == "sort";
    Bound bound(interpreter, arguments, function_name(arguments), {"input", "k?", "dim?", "**"});
    TensorValue& tensor = tensor_of(interpreter, bound[0], bound.spot(0));
    Value result = bound[0];
    if (!sorts) {
        int axis = axis_of(interpreter, bound.integer(2, -1), tensor.dims.size(), bound.spot(2));
        int64_t count = bound.integer(1, 1), size = tensor.dims.at(static_cast<size_t>(axis));
        if (count < 1 || count > size) {
            interpreter.raise("RuntimeError", fmt::format("topk: {} of an axis of {}", count, size), arguments.spot);
        }
        result = operate(interpreter, "topk", arguments.spot, {&tensor}, tensor.dtype,
                         [&](Placer& placer, std::vector<Traced>& inputs) {
                             return part_of(placer, inputs[0], axis, {0, 1, count});
                         });
    }
    Value indices = constant(interpreter, as<TensorValue>(result)->dims, Dtype::integer);
    Tuple* pair = interpreter.make<Tuple>(std::vector<Value>{result, indices});
    pair->names = {"values", "indices"};
    return Value::of(pair);
}

[[noreturn]] void raise_product(Interpreter& interpreter, const TensorValue& left, const TensorValue& right,
                                Spot spot) {
    interpreter.raise(code::shape_mismatch,
                      fmt::format("mat1 and mat2 shapes cannot be multiplied ({} and {})", dims_text(left.dims),
                                  dims_text(right.dims)),
                      "the last axis of the first must be as long as the last but one of the second", spot);
}

Value matmul(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, function_name(arguments), {"input", "other?", "mat2?", "out?"});
    return matrix_product(interpreter, tensor_of(interpreter, bound[0], bound.spot(0)),
                          tensor_of(interpreter, bound.has(1) ? bound[1] : bound[2], bound.spot(1)), arguments.spot);
}

// addmm(bias, a, b), baddbmm(input, a, b)
Value added_product(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, function_name(arguments), {"input", "a", "b", "**"});
    Value product = matrix_product(interpreter, tensor_of(interpreter, bound[1], bound.spot(1)),
                                   tensor_of(interpreter, bound[2], bound.spot(2)), arguments.spot);
    return merged_values(interpreter, "add", *as<TensorValue>(product), tensor_of(interpreter, bound[0], bound.spot(0)),
                         arguments.spot);
}

Value einsum_function(Interpreter& interpreter, Arguments& arguments) {
    std::string equation = to_text(interpreter, arguments.items.at(0).value);
    std::erase(equation, ' ');
    std::vector<TensorValue*> tensors;
    for (size_t at = 1; at < arguments.items.size(); ++at) {
        const Argument& argument = arguments.items[at];
        if (as<List>(argument.value) || as<Tuple>(argument.value)) {
            for (const Value& item : to_items(interpreter, argument.value))
                tensors.push_back(&tensor_of(interpreter, item, argument.spot));
        } else {
            tensors.push_back(&tensor_of(interpreter, argument.value, argument.spot));
        }
    }
    return operate(interpreter, "einsum", arguments.spot, tensors, Dtype::real,
                   [&](Placer& placer, std::vector<Traced>& inputs) { return einsum(placer, equation, inputs); });
}

constexpr NativeEntry table[] = {
    TORCH_BOTH("mean", known<reduction>),
    TORCH_BOTH("sum", known<reduction>),
    TORCH_BOTH("max", known<reduction>),
    TORCH_BOTH("min", known<reduction>),
    TORCH_BOTH("amax", known<reduction>),
    TORCH_BOTH("amin", known<reduction>),
    TORCH_BOTH("prod", known<reduction>),
    TORCH_BOTH("norm", known<reduction>),
    TORCH_BOTH("std", known<reduction>),
    TORCH_BOTH("var", known<reduction>),
    TORCH_BOTH("logsumexp", known<reduction>),
    TORCH_BOTH("argmax", known<reduction>),
    TORCH_BOTH("argmin", known<reduction>),
    TORCH_BOTH("all", known<reduction>),
    TORCH_BOTH("any", known<reduction>),
    TORCH_BOTH("median", known<reduction>),
    TORCH_BOTH("nansum", known<reduction>),
    TORCH_BOTH("topk", known<top>),
    TORCH_BOTH("sort", known<top>),
    TORCH_BOTH("matmul", known<matmul>),
    TORCH_BOTH("bmm", known<matmul>),
    TORCH_BOTH("mm", known<matmul>),
    TORCH_BOTH("mv", known<matmul>),
    TORCH_BOTH("dot", known<matmul>),
    TORCH_BOTH("addmm", known<added_product>),
    TORCH_BOTH("baddbmm", known<added_product>),
    {"torch.einsum", known<einsum_function>},
};

}  // namespace

Value matrix_product(Interpreter& interpreter, TensorValue& left, TensorValue& right, Spot spot) {
    size_t a = left.dims.size(), b = right.dims.size();
    if (a < 1 || b < 1 || left.dims.back() != right.dims[b >= 2 ? b - 2 : 0])
        raise_product(interpreter, left, right, spot);
    if (b == 2) {
        if (auto dense = dense_product(interpreter, left, right, spot)) return *dense;
    }
    return operate(interpreter, "matmul", spot, {&left, &right}, Dtype::real,
                   [&](Placer& placer, std::vector<Traced>& inputs) {
                       Traced result = product(placer, inputs[0], inputs[1]);
                       bool was_batch = inputs[0].batch == 0 && result.dims.size() == 2;
                       return was_batch ? regain_batch(placer, result) : result;
                   });
}

std::span<const NativeEntry> torch_reductions() { return table; }

}  // namespace nnshape::python
