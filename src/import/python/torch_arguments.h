#pragma once

#include <vector>

#include "import/python/arguments.h"
#include "import/python/network.h"

// What the functions of torch share: the axes and sizes in their arguments.
namespace nnshape::python {

/// An axis that may be negative, of `rank`. Raises an IndexError as PyTorch words it.
int axis_of(Interpreter& interpreter, int64_t axis, size_t rank, Spot spot);

/// Axes that are one integer or several, ascending; all of them if the value is None.
std::vector<int> axes_of(Interpreter& interpreter, const Value& value, size_t rank, Spot spot);

/// The sizes of `view(2, 3)` and `view((2, 3))`: the arguments from `first` on. Throws NotKnown if one is unknown.
Dims sizes_given(Interpreter& interpreter, const Arguments& arguments, size_t first);

/// The sizes that a value is: an integer, a tuple, a list.
Dims sizes_in(Interpreter& interpreter, const Value& value, Spot spot);

/// The tensor that is the first argument, `input` or `self`. Raises a TypeError if there is none.
TensorValue& input_of(Interpreter& interpreter, const Arguments& arguments);

/// The last part of the name that a function was called by, without the `_` of one that works in place.
std::string_view function_name(const Arguments& arguments);

/// The result of a function that is constant if its inputs are: `make()` places it.
template <class Make>
Value fixed_or_placed(Interpreter& interpreter, const std::vector<TensorValue*>& inputs, Make make) {
    bool is_fixed = interpreter.listing != constants_listing;
    for (const TensorValue* input : inputs) is_fixed = is_fixed && is_constant(interpreter, *input);
    if (!is_fixed) return make();
    ConstantsGuard guard(interpreter);
    Value result = make();
    return constant(interpreter, as<TensorValue>(result)->dims);
}

/// Entries of a table for a function that is also a tensor's method.
#define TORCH_BOTH(name, function) \
    {"torch." name, function}, { "torch.Tensor." name, function }

}  // namespace nnshape::python
