#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "network/network.h"
#include "spec/expression.h"

// Converts the literals of a statement to the checked values of a layer.
namespace nnshape {

/// The arguments of a statement that name other layers. `wiring` finds these layers.
struct Wiring {
    std::optional<Literal> from = {};
    std::optional<Literal> share = {};
    std::optional<Literal> like = {};  ///< the layer whose size it gets
};

/// Adds the checked values of the node's statement to the network, and sets the node's common parameters. Reports every
/// argument that is unknown, given twice or not accepted, and then marks the node as broken.
Wiring bind(const Environment& environment, Network& network, uint32_t node, Diagnostics& diagnostics);

/// The names that a literal lists: `a,b` in text, a string or an array of strings in JSON.
std::vector<Literal> names_in(const Literals& literals, const Literal& literal);

/// Reports a name in `allow` that is not the code of a diagnostic.
void check_code(const Network& network, const Literal& name, Diagnostics& diagnostics);

}  // namespace nnshape
