#pragma once

#include "import/ncnn/graph.h"

// The functions that types.def lists, one for each kind of layer.
namespace nnshape::ncnn {

#define PLAIN(name, operation)
#define TYPE(name, function) void function(ParamGraph& graph);
#include "import/ncnn/types.def"
#undef TYPE
#undef PLAIN

}  // namespace nnshape::ncnn
