#pragma once

#include <optional>

#include "layers/args.h"
#include "layers/fault.h"
#include "layers/shape.h"
#include "layers/window.h"

// From a layer's values and inputs to its output.
namespace nnshape {

struct LayerKind;

/// The output shape of a layer and its window, which has rank 0 if no window slides.
struct Inference {
    Shape output = {};
    Window window = {};
};

/// Fills in the output and the window of a layer, or returns why there is none. Checks what holds for every type (the
/// number of inputs, their ranks, the length of lists), then asks the type's own `infer`. After a fault the result
/// holds what is needed to put the fault into words, and nothing else.
std::optional<Fault> infer(const LayerKind& kind, int rank_suffix, const Args& args, Inputs inputs, Inference& result);

}  // namespace nnshape
