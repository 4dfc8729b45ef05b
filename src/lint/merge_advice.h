#pragma once

#include "base/diagnostic.h"
#include "network/network.h"

// What to say of a merge whose inputs are not of one size: where the sizes parted, and which input sizes meet.
namespace nnshape {

/// Adds to each error of a merge along a spatial axis where its inputs' sizes parted, and the nearest sizes of the
/// network's input for which they meet; leaves it as it is where none near by does.
void advise_on_merges(const Network& network, Diagnostics& diagnostics);

}  // namespace nnshape
