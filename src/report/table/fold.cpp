#include "report/table/fold.h"

#include <algorithm>

namespace nnshape {

CallTree::CallTree(const Network& network) : network_(network) {
    for (const Call& call : network.calls) {
        if (call.first == call.end) continue;
        uint32_t level = scope_level(call.scope);
        if (by_level_.size() <= level) by_level_.resize(level + 1);
        by_level_[level].push_back(&call);
    }
}

// The number of calls around a scope.
uint32_t CallTree::scope_level(uint32_t scope) const {
    uint32_t level = 0;
    for (; network_.scopes[scope].call; scope = network_.scopes[scope].parent) ++level;
    return level;
}

std::vector<LayerOrCall> CallTree::items_in(const Call* call) const {
    uint32_t level = call ? scope_level(call->scope) + 1 : 0;
    uint32_t node = call ? call->first : network_.input_count;
    uint32_t end = call ? call->end : static_cast<uint32_t>(network_.nodes.size());
    static const std::vector<const Call*> none;
    const auto& calls = level < by_level_.size() ? by_level_[level] : none;
    auto next = std::lower_bound(calls.begin(), calls.end(), node,
                                 [](const Call* one, uint32_t first) { return one->first < first; });
    std::vector<LayerOrCall> items;
    while (node < end) {
        bool inner = next != calls.end() && (*next)->first == node;
        items.push_back(inner ? LayerOrCall{(*next)->output, *next} : LayerOrCall{node});
        node = inner ? (*next++)->end : node + 1;
    }
    return items;
}

void CallTree::fold(const Call* call, int64_t depth, std::vector<LayerOrCall>& items) const {
    for (const LayerOrCall& item : items_in(call)) {
        if (item.call && depth > 1) {
            fold(item.call, depth - 1, items);
        } else {
            items.push_back(item);
        }
    }
}

std::vector<LayerOrCall> CallTree::folded(int64_t depth) const {
    std::vector<LayerOrCall> items;
    fold(nullptr, depth, items);
    return items;
}

}  // namespace nnshape
