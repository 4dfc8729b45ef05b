#pragma once

#include <string>
#include <vector>

#include "import/onnx/model.h"
#include "import/product.h"
#include "import/traced.h"

// What a tensor's name stands for while a graph is read.
namespace nnshape::onnx {

/// A tensor whose numbers the network depends on and not its input: a weight, a shape, a scale.
struct Stored {
    Dims dims;
    Type type = Type::undefined;
    std::vector<Number> numbers;  ///< if `known`
    bool known = false;
    bool generated = false;               ///< made by an operator: not stored, so not learned
    std::vector<std::string_view> roots;  ///< the stored tensors that it is made of

    bool is_one() const { return product_of(dims) == 1; }
};

struct Value {
    enum class Kind { missing, traced, stored, unknown };

    Kind kind = Kind::missing;
    Traced traced;
    Stored stored;
    std::string why;  ///< of `unknown`: what could not be worked out

    static Value of(Traced traced) { return {Kind::traced, std::move(traced), {}, {}}; }
    static Value of(Stored stored) { return {Kind::stored, {}, std::move(stored), {}}; }
    static Value unknown(std::string why) { return {Kind::unknown, {}, {}, std::move(why)}; }

    bool is_traced() const { return kind == Kind::traced; }
    bool is_stored() const { return kind == Kind::stored; }
    bool is_known() const { return is_stored() && stored.known; }
    const Dims& dims() const { return is_traced() ? traced.dims : stored.dims; }
};

/// Numbers that are not stored in the file.
Stored known_numbers(Dims dims, std::vector<Number> numbers, Type type = Type::int64);

/// The numbers as integers. Those that are none are cut.
std::vector<int64_t> integers_of(const Stored& stored);

}  // namespace nnshape::onnx
