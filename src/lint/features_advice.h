#pragma once

#include "base/diagnostic.h"
#include "network/network.h"

// Advice for layers that were made for another image size: a dense layer whose `in=` is not what comes out of a
// flatten, a shape after `->` that another input would give.
namespace nnshape {

/// Gives each error about an `in=` or a `->` that follows the size of the network's input a size near the spec's own at
/// which all of them hold. Leaves the help as it is if there is none.
void advise_on_features(const Network& network, Diagnostics& diagnostics);

}  // namespace nnshape
