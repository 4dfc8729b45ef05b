#pragma once

#include <string>

#include "frameworks/translate.h"

// A framework's layer, translated to our words, as the text form writes it.
namespace nnshape {

/// "conv2d filters=64 kernel=3x3". Empty if a value cannot be written, such as an expression. What is the default of a
/// convolution is left out.
std::string operation_text(const Translation& translation);

/// "3x3", "0:1x0:1", "same"; empty if the value cannot be written.
std::string value_text(const CallValue& value);

}  // namespace nnshape
