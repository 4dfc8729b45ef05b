#pragma once

#include <optional>

#include "layers/args.h"
#include "layers/fault.h"
#include "layers/shape.h"
#include "layers/window.h"

// Calculates a layer's output from its values and its inputs.
namespace nnshape {

struct LayerKind;

/// The output shape of a layer and its window, which has rank 0 if no window slides.
struct Inference {
    Shape output = {};
    Window window = {};
};

/// Fills in the output and the window of a layer, or returns why it has none. Does the checks of every type (the number
/// of inputs, their ranks, the length of lists), then calls the type's own `infer`. After a fault, only the fault's
/// `words` may use the result.
std::optional<LayerFault> infer(const LayerKind& kind, int rank_suffix, const Args& args, Inputs inputs,
                                Inference& result);

}  // namespace nnshape
