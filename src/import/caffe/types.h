#pragma once

#include "import/caffe/net.h"

// The functions that types.def lists, one for each kind of layer.
namespace nnshape::caffe {

#define PLAIN(name, operation)
#define TYPE(name, function) void function(CaffeNet& net);
#include "import/caffe/types.def"
#undef TYPE
#undef PLAIN

}  // namespace nnshape::caffe
