#pragma once

#include "layers/find_kind.h"
#include "layers/layer_kind.h"
#include "layers/param_numbers.h"

// The descriptors of all layer types in layers.def. Each is defined in a file of layers/types/.
namespace nnshape::kinds {

#define LAYER(name) extern const LayerKind name;
#include "layers/layers.def"
#undef LAYER

}  // namespace nnshape::kinds
