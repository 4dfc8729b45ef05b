#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "network/network.h"
#include "spec/expression.h"

// From a statement's literals to a layer's checked values.
namespace nnshape {

/// What a statement says that concerns wiring and not its kind's own parameters; resolved by `build`.
struct Wiring {
    std::optional<Literal> from = {};
    std::optional<Literal> share = {};
};

/// Puts the checked values of the node's statement into the network, and what any layer takes into the node.
/// Reports every argument that is unknown, given twice or of no use, and sets the node broken then.
Wiring bind(Spec& spec, const Environment& environment, Network& network, uint32_t node, Diagnostics& diagnostics);

/// The names that a literal lists: `a,b` in text, a string or an array of strings in JSON.
std::vector<Literal> names_in(const Spec& spec, const Literal& literal);

/// Reports a name that `allow` gives and no diagnostic has.
bool check_code(const Spec& spec, const Literal& name, Diagnostics& diagnostics);

}  // namespace nnshape
