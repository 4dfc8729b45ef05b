#pragma once

#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/inference.h"

// Places the windows of a layer on every spatial axis of its input, and explains why one does not fit.
namespace nnshape {

/// The output of a window that slides over the spatial axes of the input. It has `channels` channels.
std::optional<LayerFault> slide(const Args& args, const Shape& input, int64_t channels, const WindowParams& params,
                                Inference& result);

/// The same for the window of a transposed convolution.
std::optional<LayerFault> slide_transposed(const Args& args, const Shape& input, int64_t channels,
                                           const WindowParams& params, Inference& result);

/// The same for a pooling window. Padding must be smaller than the effective kernel on each side, because a window with
/// nothing but padding has no value.
std::optional<LayerFault> slide_pool(const Args& args, const Shape& input, const WindowParams& params,
                                     Inference& result);

/// The formulas for the output sizes of a layer with windows.
ShapeFormulas window_formulas(const Args& args, Inputs inputs, const Inference& inference);

/// A convolution in common terms: "5x5, 32 filters, stride 2".
std::string filter_words(const Window& window, int64_t filters);

/// The product of the kernel's sizes along the spatial axes of the input.
template <class Number>
Number kernel_elements(const Args& args, int kernel, const Shape& input) {
    std::array<int64_t, window_rank> sizes{};
    for (int axis = 0; axis < input.rank; ++axis) sizes[axis] = args.size(kernel, axis);
    return product_of<Number>(std::span(sizes).first(static_cast<size_t>(input.rank)));
}

}  // namespace nnshape
