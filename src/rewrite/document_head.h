#pragma once

#include <span>

#include "network/network.h"
#include "rewrite/document.h"

// The parts of a document that are the same for expanded and unexpanded layers.
namespace nnshape {

/// A document with everything that is about the whole network, but without inputs, layers and outputs.
Document document_head(const Network& network);

/// The expectations of a layer or of the network. A shape is the first item, with the key `output`.
std::vector<Item> figure_items(const Spec& spec, std::span<const Argument> written);
std::vector<Item> figure_items(const Spec& spec, const Statement& statement);

}  // namespace nnshape
