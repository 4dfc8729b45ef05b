#pragma once

#include <string>

#include "network/network.h"

// A layer as it is written in the text form.
namespace nnshape {

/// The node's type, values and parameters. From a text spec: as written, with single blanks. From JSON or code: the
/// same in the text form, with the required values first and without their names. If a call around the layer shares,
/// the layer whose parameters it uses follows. Inside `experts` the number of those that work and of all follows.
std::string operation_of(const Network& network, const Node& node);

/// The same without what a picture draws, its inputs and its activation, and without expressions whose value is the
/// default.
std::string drawn_operation_of(const Network& network, const Node& node);

/// A call of a definition without its inputs.
std::string drawn_operation_of(const Network& network, const Statement& call);

/// A call of a definition as it is written.
std::string operation_of(const Network& network, const Statement& call);

}  // namespace nnshape
