#pragma once

#include "base/diagnostic.h"
#include "base/result.h"
#include "spec/expression.h"
#include "spec/spec.h"

// The values that a call gives to its definition's parameters.
namespace nnshape {

struct CallValues {
    std::vector<Binding> bindings;  ///< every parameter's, in the definition's order
    bool frozen = false;            ///< `freeze`
};

/// A value without a key is the next of the positionals; any parameter may be given by name; a default may use the
/// parameters before it. Where something is wrong, all of it.
Result<CallValues, Diagnostics> bind_call(Spec& spec, const Environment& environment, const Definition& definition,
                                          const Statement& call);

}  // namespace nnshape
