#pragma once

#include "layers/find_kind.h"
#include "layers/layer_kind.h"
#include "layers/param_numbers.h"

// The descriptors that layers.def lists, each defined in its family's file.
namespace nnshape::kinds {

#define LAYER(name) extern const LayerKind name;
#include "layers/layers.def"
#undef LAYER

}  // namespace nnshape::kinds
