#pragma once

#include "layers/layer_kind.h"

// From a layer's arguments to its windows on every axis, and the words for what does not fit.
namespace nnshape {

/// The output of a window that slides over the input's spatial axes and makes `channels`.
Inferred slide(const Args& args, const Shape& input, int64_t channels, const WindowParams& params);

/// Likewise of a transposed convolution's window.
Inferred slide_transposed(const Args& args, const Shape& input, int64_t channels, const WindowParams& params);

/// Refuses padding that a pooling window could fill on its own: before or after of at least the effective kernel.
Inferred slide_pool(const Args& args, const Shape& input, const WindowParams& params);

/// The product of the kernel's sizes over the input's spatial axes.
Checked kernel_elements(const Args& args, int kernel, const Shape& input);

}  // namespace nnshape
