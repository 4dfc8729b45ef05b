#pragma once

#include <cstdint>
#include <vector>

#include "import/tracer.h"

// A tensor of a file, and how the listing writes it.
namespace nnshape {

/// The sizes of a tensor's axes, in the file's order.
using Dims = std::vector<int64_t>;

/// A tensor that a layer makes. It has the file's dims; the listing writes some of its axes, in an order of its own:
/// after a transpose the same layer is seen in another order.
struct Traced {
    Tensor tensor = no_tensor;
    Dims dims;
    int batch = -1;  ///< the axis that is the batch; the listing does not write it
    std::vector<int>
        order;  ///< by written axis: the axis of `dims`. Axes that are missing have size 1 or are the batch
};

}  // namespace nnshape
