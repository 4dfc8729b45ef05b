#pragma once

#include <cstdint>
#include <vector>

#include "network/network.h"

// The nodes of a network in the blocks that its spec has them in: calls of definitions, and turns of repeats.
namespace nnshape {

struct Piece;
using Chain = std::vector<Piece>;

/// A layer, a call or a repeat. Merges are layers that follow what is inside their braces.
struct Piece {
    enum class Kind : uint8_t { layer, call, repeat };

    Kind kind = Kind::layer;
    uint32_t statement = 0;          ///< in the spec's statements
    uint32_t first = 0, end = 0;     ///< its nodes, of which the last is its output
    uint32_t definition = 0;         ///< of a call: in the spec's definitions
    std::vector<Chain> inside = {};  ///< the chain of a call, or one for each turn of a repeat

    uint32_t output() const { return end - 1; }
};

/// The layers of a network whose layers are all calculated. Blocks without a layer are left out. Of two repeats of
/// which one has nothing else inside, the inner one has all turns.
Chain outline_of(const Network& network);

}  // namespace nnshape
