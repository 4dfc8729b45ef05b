#pragma once

#include <span>

#include "network/network.h"
#include "rewrite/document.h"

// What is the same in a document whether its layers are expanded or not.
namespace nnshape {

/// A document without inputs, layers and outputs: what the spec says of the whole network.
Document document_head(const Network& network);

/// What is expected of a layer or of the network, the shape first and under `output`.
std::vector<Item> figure_items(const Spec& spec, std::span<const Argument> written);
std::vector<Item> figure_items(const Spec& spec, const Statement& statement);

}  // namespace nnshape
