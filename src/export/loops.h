#pragma once

#include <vector>

#include "export/code.h"

// The turns of a repeat as a loop.
namespace nnshape {

/// The constructors of all turns, which have one signature, as one that is repeated. What differs are the variables of
/// the loop. `count` is the number of the turns.
CodeConstruct loop_of(std::vector<std::vector<CodeConstruct>>& turns, CodeSlot count);

}  // namespace nnshape
