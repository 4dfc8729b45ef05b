#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "base/result.h"
#include "network/network.h"
#include "spec/expression.h"
#include "spec/spec.h"

// The values that a call gives to its definition's parameters.
namespace nnshape {

struct CallValues {
    std::vector<Binding> bindings;      ///< one for each parameter, in the definition's order
    bool frozen = false;                ///< `freeze`
    std::optional<Literal> share = {};  ///< the name of the call whose parameters it uses
};

/// Binds a call's arguments. `channels` is `$in`, or null if the definition does not use it; it is the first binding. A
/// value without a key is for the next of the positionals; any parameter may be given by name; a default may use the
/// parameters before it. Returns all mistakes if there is one.
Result<CallValues, Diagnostics> bind_call(Network& network, const Environment& environment,
                                          const Definition& definition, const Statement& call, const Binding* channels);

}  // namespace nnshape
