#pragma once

#include <fmt/format.h>
#include <string_view>

#include "import/python/arguments.h"

namespace nnshape::python {

/// The object whose method is called, which is the first argument.
template <class Type>
Type& self_of(Interpreter& interpreter, const Bound& bound, std::string_view type) {
    need_known(interpreter, bound[0]);
    auto* self = as<Type>(content_of(bound[0]));
    if (!self) {
        interpreter.raise(
            "TypeError", fmt::format("a method of '{}' needs a '{}' object, not '{}'", type, type, type_name(bound[0])),
            bound.spot(0));
    }
    return *self;
}

}  // namespace nnshape::python
