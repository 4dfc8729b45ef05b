#pragma once

#include <string>

#include "network/network.h"

// A layer as one would write it in the text form.
namespace nnshape {

/// The node's type, values and parameters: what a text spec says, with single blanks; of a JSON spec its like, the
/// required values first and without their names.
std::string operation_of(const Network& network, const Node& node);

/// A call of a definition as it is written.
std::string operation_of(const Network& network, const Statement& call);

}  // namespace nnshape
