#pragma once

#include "import/python/interpreter.h"

// Tensors as values of Python: their attributes, items and operators.
namespace nnshape::python {

std::optional<Value> tensor_attribute(Interpreter& interpreter, TensorValue& tensor, std::string_view name);
void set_tensor_attribute(Interpreter& interpreter, TensorValue& tensor, std::string_view name, Value value);

/// `tensor[index]`: integers, slices, None, `...`, lists, and tensors of integers.
Value tensor_item(Interpreter& interpreter, TensorValue& tensor, Value index, Spot spot);
void set_tensor_item(Interpreter& interpreter, TensorValue& tensor, Value index, Value value, Spot spot);

/// The tensors along the first axis.
std::vector<Value> tensor_items(Interpreter& interpreter, TensorValue& tensor, Spot spot);

/// An operator with a tensor on one side.
Value tensor_binary(Interpreter& interpreter, std::string_view sign, Value left, Value right, Spot spot);

/// Two tensors broadcast and merged by a layer type: `add`, `multiply`. One that is constant leaves no row.
Value merged_values(Interpreter& interpreter, std::string_view type, TensorValue& left, TensorValue& right, Spot spot,
                    Dtype dtype = Dtype::real);

/// `left @ right`: a layer `dense` if the right one is a parameter, else `matmul`.
Value matrix_product(Interpreter& interpreter, TensorValue& left, TensorValue& right, Spot spot);

/// The indexes that a slice takes from `count` items.
std::vector<int64_t> slice_indexes(const Slice& slice, int64_t count);

}  // namespace nnshape::python
