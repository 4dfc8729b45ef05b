#pragma once

#include "network/network.h"

// The paths in the names of an imported network as calls, so that reports fold them: `--depth 1` shows
// `layer1/conv1` and `layer1/conv2` as `layer1`.
namespace nnshape {

/// Adds a call, without a statement, for each run of layers whose names begin with the same path. Parts of a path are
/// separated by `/` or `.`.
void group_by_path(Network& network);

}  // namespace nnshape
