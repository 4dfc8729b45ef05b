#pragma once

#include <map>
#include <vector>

#include "export/outline.h"

// How the blocks of an outline are used: what each reads from outside, and which of them can be code of their own.
namespace nnshape {

/// A call, or one turn of a repeat.
struct BlockUse {
    const Chain* chain = nullptr;
    const Piece* piece = nullptr;  ///< the call, or the repeat
    uint32_t first = 0, end = 0;
    std::vector<uint32_t> inputs = {};  ///< nodes outside; of a turn, first what the turn before it gives
};

/// A definition or a repeat, by the number of its statement.
using BlockKey = uint32_t;

class BlockUses {
  public:
    /// Puts what is inside a block in its place where a node inside is needed outside, or where the turns of a repeat
    /// do not follow each other. Then collects all uses.
    explicit BlockUses(const Network& network);

    const Chain& chain() const { return chain_; }
    const std::vector<BlockUse>& uses_of(BlockKey key) const { return uses_.at(key); }
    BlockKey key_of(const Piece& piece) const;
    /// The uses of one piece: one, or one for each turn.
    std::vector<size_t> uses_of(const Piece& piece) const { return of_piece_.at(&piece); }
    /// The call of the same chain whose parameters a call uses; null if it has its own.
    const Piece* shared_by(const Piece& call) const;
    /// Whether another call uses its parameters.
    bool is_shared(const Piece& call) const;

  private:
    void splice(Chain& chain);
    bool must_splice(const Chain& chain, const Piece& piece) const;
    bool turns_follow(const Piece& repeat) const;
    bool is_read_behind(uint32_t first, uint32_t end) const;
    bool shares_behind(const Chain& chain, const Piece& piece) const;
    void collect(const Chain& chain);
    std::vector<uint32_t> read_outside(uint32_t first, uint32_t end) const;

    const Network& network_;
    std::vector<uint32_t> last_reader_;  // of each node; UINT32_MAX for an output of the network
    std::vector<uint32_t> sharing_;      // the nodes that use the parameters of others
    Chain chain_;
    std::map<BlockKey, std::vector<BlockUse>> uses_;
    std::map<const Piece*, std::vector<size_t>> of_piece_;
    std::map<const Piece*, const Piece*> shared_;
};

}  // namespace nnshape
