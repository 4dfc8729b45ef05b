#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.h"
#include "base/result.h"
#include "frameworks/call.h"
#include "frameworks/framework.h"

// From a framework's constructor to a layer type and its parameters.
namespace nnshape {

/// A parameter of the layer type, and its value with the place of what it comes from.
struct TranslatedArgument {
    std::string param;
    CallValue value;
    bool is_shape = false;  ///< the sizes are in the framework's order
};

/// What a constructor is in our words: a layer type with values for its parameters.
struct Translation {
    const Framework* framework = nullptr;
    std::string type;
    std::vector<TranslatedArgument> arguments;
    std::optional<CallValue> output;       ///< the shape that must come out, in the framework's order
    std::optional<CallValue> data_format;  ///< the value of an argument that says the layout
};

/// Translates the constructor that `call` names by the class `found`, without its module. Faults: an argument that is
/// missing, unknown, given twice or one too many, a value that no parameter expresses, and a class that is not a layer.
Result<Translation, Fault<Span>> translate(const FoundClass& found, std::string_view name, const CallValue& call);

}  // namespace nnshape
