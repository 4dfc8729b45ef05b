#pragma once

#include <string_view>
#include <vector>

#include "base/fault.h"
#include "base/result.h"
#include "network/network.h"
#include "spec/expression.h"

// The turns of a `repeat`.
namespace nnshape {

struct RepeatTurns {
    int64_t count = 0;
    std::string_view variable = {};    ///< of a repeat with values; else empty
    std::vector<Literal> values = {};  ///< of the variable, one for each turn

    /// The names of a turn from 1, inside the turn `outer`.
    TurnBindings names_of(int64_t turn, const TurnBindings* outer) const;
};

/// The turns of a repeat that could be read. The fault is a follow-on error, or says why it has none.
Result<RepeatTurns, Fault<Span>> repeat_turns_of(Network& network, const Environment& environment,
                                                 const Statement& repeat);

/// Whether something inside the statement number `repeat` may use the names of its turns. If not, all turns are the
/// same.
bool uses_turns(const Spec& spec, uint32_t repeat);

}  // namespace nnshape
