#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "frameworks/framework.h"
#include "layers/args.h"
#include "layers/shape.h"
#include "layers/window.h"

// From a layer to the constructor of a framework: `translate` backwards, by the same tables.
namespace nnshape {

/// An argument as Python has it: `kernel_size=(1, 7)`.
struct WrittenArgument {
    std::string_view key;
    std::string text;
    int param = -1;            ///< of the layer type, whose value it is; -1: of none
    bool is_channels = false;  ///< it is the number of the input's channels
    bool is_standard = false;  ///< it is the framework's default
    bool is_required = false;
};

struct WrittenCall {
    std::string name;
    std::vector<WrittenArgument> arguments;
    bool has_activation = false;  ///< an argument says the layer's activation
};

/// A calculated layer. `window` has rank 0 if it has none.
struct LayerToWrite {
    const LayerKind& kind;
    const LayerKind* activation;  ///< after the layer, or null
    const Args& args;
    Inputs inputs;
    const Shape& output;
    const Window& window;
    std::span<const std::string_view> apart = {};  ///< parameters that the caller expresses in another way
    bool pads_apart = false;                       ///< the caller writes the padding as a layer before this one
};

/// Whether the zeros at both edges of some axis differ in number, which PyTorch's layers cannot express.
bool is_uneven(const Window& window);

/// The value of a parameter in Python; empty if it has none.
std::string python_value(const Args& args, int param, const Shape& input, Layout layout);

/// One number for all axes if they have the same, else a tuple. There is at least one.
std::string python_sizes(std::span<const int64_t> sizes);

/// The constructor of the layer, with every argument of its class that has a value. The fault says what the framework
/// does not have: "a layer `tokens`", "`ceil` of AveragePooling2D".
Result<WrittenCall, std::string> write_call(const Framework& framework, const LayerToWrite& layer);

}  // namespace nnshape
