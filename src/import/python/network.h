#pragma once

#include <string>
#include <string_view>

#include "import/python/interpreter.h"
#include "import/tensor_operations.h"

// Places the layers of operations on tensors in the listing.
namespace nnshape::python {

/// The line and column of a place, in the first file. A place in another file is the call in the first that led there.
Origin origin_of(const Interpreter& interpreter, Spot spot);

/// A tensor as an input of layers of the current listing. A parameter becomes a layer `parameter`, what is known or
/// generated a `constant`.
Traced traced_of(Interpreter& interpreter, TensorValue& tensor);

/// The same for one that is merged with `target`: it is written as that is.
Traced traced_like(Interpreter& interpreter, TensorValue& tensor, const Traced& target);

/// Whether a tensor is neither a result of a layer in the current listing nor a parameter.
bool is_constant(const Interpreter& interpreter, const TensorValue& tensor);

/// The tensor that an argument is. Raises a TypeError, and for an unknown value an error that says what it depends on.
TensorValue& tensor_of(Interpreter& interpreter, const Value& value, Spot spot, std::string_view what = "the input");

/// The result of a layer.
Value made(Interpreter& interpreter, const Traced& traced, Dtype dtype = Dtype::real);

/// A tensor that no layer makes.
Value constant(Interpreter& interpreter, Dims dims, Dtype dtype = Dtype::real);

/// The name of a row: the path of the module whose forward runs, and the operation.
std::string row_name(const Interpreter& interpreter, std::string_view operation);

/// Sets the site of the placer.
void place_at(Interpreter& interpreter, std::string name, Spot spot);

/// Turns what the placer throws into an error of Python at `spot`.
[[noreturn]] void raise_placing(Interpreter& interpreter, Spot spot);

/// Places the layers of an operation: calls `make(placer)`, which returns their result.
template <class Make>
Traced placed(Interpreter& interpreter, std::string_view operation, Spot spot, Make make) {
    place_at(interpreter, row_name(interpreter, operation), spot);
    try {
        return make(*interpreter.placer);
    } catch (const Misfit&) {
        raise_placing(interpreter, spot);
    } catch (const Stopped&) {
        raise_placing(interpreter, spot);
    }
}

/// The number of the listing of constants, which nobody sees.
inline constexpr int64_t constants_listing = -2;

/// While it lives, layers go to the listing of constants.
class ConstantsGuard {
  public:
    explicit ConstantsGuard(Interpreter& interpreter);
    ~ConstantsGuard();
    ConstantsGuard(const ConstantsGuard&) = delete;
    ConstantsGuard& operator=(const ConstantsGuard&) = delete;

  private:
    Interpreter& interpreter_;
    Placer* placer_;
    int64_t listing_;
};

/// The result of an operation on tensors: a layer, or dims alone where all of them are constants. `make` gets the
/// placer and the tensors as they are traced.
template <class Make>
Value operate(Interpreter& interpreter, std::string_view operation, Spot spot, const std::vector<TensorValue*>& inputs,
              Dtype dtype, Make make) {
    bool fixed = true;
    for (const TensorValue* input : inputs) fixed = fixed && is_constant(interpreter, *input);
    auto run = [&](Placer& placer) {
        std::vector<Traced> traced;
        for (TensorValue* input : inputs) traced.push_back(traced_of(interpreter, *input));
        place_at(interpreter, row_name(interpreter, operation), spot);
        return make(placer, traced);
    };
    if (!fixed) return made(interpreter, placed(interpreter, operation, spot, run), dtype);
    ConstantsGuard guard(interpreter);
    Traced result = placed(interpreter, operation, spot, run);
    return constant(interpreter, result.dims, dtype);
}

/// Marks that the listing counts a parameter.
void count_storage(Interpreter& interpreter, Storage& storage, Tensor layer);

/// The layer of the current listing that counts a parameter; `no_tensor` if none does.
Tensor layer_of(const Interpreter& interpreter, const Storage& storage);

/// "3x64x64"
std::string dims_text(const Dims& dims);

}  // namespace nnshape::python
