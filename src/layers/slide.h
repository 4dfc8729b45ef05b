#pragma once

#include "layers/layer_kind.h"

// From a layer's arguments to its windows on every axis, and the words for what does not fit.
namespace nnshape {

/// Where a kind's params hold a window; -1 where it has none of that name.
struct WindowParams {
    int kernel = -1;
    int stride = -1;
    int padding = -1;
    int dilation = -1;
    int ceil = -1;
    int output_padding = -1;
};

/// The output of a window that slides over the input's spatial axes and makes `channels`.
Inferred slide(const Args& args, const Shape& input, int64_t channels, const WindowParams& params);

/// Likewise of a transposed convolution's window.
Inferred slide_transposed(const Args& args, const Shape& input, int64_t channels, const WindowParams& params);

/// Refuses padding that a pooling window could fill on its own: before or after of at least the effective kernel.
Inferred slide_pool(const Args& args, const Shape& input, const WindowParams& params);

/// The product of the kernel's sizes over the input's spatial axes.
Checked kernel_elements(const Args& args, int kernel, const Shape& input);

}  // namespace nnshape
