#pragma once

#include <string>

#include "base/diagnostic.h"
#include "base/result.h"
#include "network/network.h"

// A network as source code of a framework.
namespace nnshape {

/// The code of a network whose layers are all calculated, in Python for PyTorch. The problem is a layer that PyTorch
/// does not have.
Result<std::string, Diagnostic> pytorch_code(const Network& network);

/// The same for Keras, in its functional style.
Result<std::string, Diagnostic> keras_code(const Network& network);

}  // namespace nnshape
