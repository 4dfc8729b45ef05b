#pragma once

#include <cstdint>
#include <vector>

#include "report/table/fold.h"

// The layers of a network as a person would tell them: layers, calls of definitions, and runs of the same thing several
// times.
namespace nnshape {

/// What two turns of a run must have in common, besides their types, values, wiring and output shapes.
enum class Likeness : uint8_t {
    written,     ///< the same statement, or statements without a label
    structural,  ///< nothing
};

/// A layer, a call, or `turns` times the same items one after another.
struct OutlineItem {
    uint32_t first = 0, end = 0;  ///< its nodes, of all turns
    const Call* call = nullptr;
    uint32_t turns = 1;
    uint32_t length = 1;    ///< of a run: the number of items of one turn
    bool is_block = false;  ///< a merge with the paths in its braces; its last node is the merge

    bool is_run() const { return turns > 1; }
    uint32_t turn_nodes() const { return (end - first) / turns; }
};

/// Finds the items of a network and their runs.
class Outline {
  public:
    /// With `blocks`, a merge and the paths in its braces are one item.
    Outline(const Network& network, Likeness likeness, bool blocks = false);

    /// The items of a call, or of the network if it is null. Runs are one item.
    std::vector<OutlineItem> items_in(const Call* call) const;

    /// The items of the first turn of a run that `items_in(call)` returned. They may be runs again.
    std::vector<OutlineItem> items_of_turn(const Call* call, const OutlineItem& run) const;

  private:
    std::vector<OutlineItem> plain_items(const Call* call) const;
    void join_block(std::vector<OutlineItem>& items) const;
    std::vector<OutlineItem> with_runs(std::vector<OutlineItem> items, size_t longest) const;
    OutlineItem run_at(const std::vector<OutlineItem>& items, size_t at, size_t longest) const;
    uint32_t turns_of(const std::vector<OutlineItem>& items, size_t at, size_t length) const;
    bool is_same_turn(uint32_t start, uint32_t turn, uint32_t nodes) const;
    bool is_same_layer(uint32_t one, uint32_t other) const;
    bool is_same_item(const OutlineItem& one, const OutlineItem& other) const;
    bool is_read_after(uint32_t first, uint32_t end, uint32_t later) const;

    const Network& network_;
    Likeness likeness_;
    bool blocks_;
    CallTree tree_;
    std::vector<uint32_t> last_reader_;  // by node; UINT32_MAX for an output of the network
};

}  // namespace nnshape
