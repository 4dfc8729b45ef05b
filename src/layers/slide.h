#pragma once

#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/inference.h"

// From a layer's arguments to its windows on every axis, and the words for what does not fit.
namespace nnshape {

/// The output of a window that slides over the input's spatial axes and makes `channels`.
std::optional<Fault> slide(const Args& args, const Shape& input, int64_t channels, const WindowParams& params,
                           Inference& result);

/// Likewise of a transposed convolution's window.
std::optional<Fault> slide_transposed(const Args& args, const Shape& input, int64_t channels,
                                      const WindowParams& params, Inference& result);

/// Refuses padding that a pooling window could fill on its own: before or after of at least the effective kernel.
std::optional<Fault> slide_pool(const Args& args, const Shape& input, const WindowParams& params, Inference& result);

/// How the windows of a layer come to the sizes of its output.
ShapeFormulas window_formulas(const Args& args, Inputs inputs, const Inference& inference);

/// A convolution in the field's words: "5x5, 32 filters, stride 2".
std::string filter_words(const Window& window, int64_t filters);

/// The product of the kernel's sizes over the input's spatial axes.
template <class Number>
Number kernel_elements(const Args& args, int kernel, const Shape& input) {
    std::array<int64_t, max_rank> sizes{};
    for (int axis = 0; axis < input.rank; ++axis) sizes[axis] = args.size(kernel, axis);
    return product_of<Number>(std::span(sizes).first(static_cast<size_t>(input.rank)));
}

}  // namespace nnshape
