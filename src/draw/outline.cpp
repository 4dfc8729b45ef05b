#include "draw/outline.h"

#include <algorithm>

namespace nnshape {
namespace {

constexpr size_t longest_turn = 200;  // items
constexpr int most_trials = 4;        // lengths of a turn that are tried at each item

bool has_label(const Statement* statement) { return statement && !statement->label.empty(); }

bool are_same_values(const Network& network, const Node& one, const Node& other) {
    if (one.args == other.args) return true;
    Args left = network.args_of(one), right = network.args_of(other);
    for (size_t param = 0; param < left.params().size(); ++param) {
        const Arg &a = left.values()[param], &b = right.values()[param];
        if (a.form != b.form || a.count != b.count) return false;
        auto numbers = [&](const Arg& arg) { return network.numbers.begin() + arg.first; };
        if (!std::equal(numbers(a), numbers(a) + a.count, numbers(b))) return false;
    }
    return true;
}

}  // namespace

Outline::Outline(const Network& network, Likeness likeness, bool blocks)
    : network_(network), likeness_(likeness), blocks_(blocks), tree_(network), last_reader_(network.nodes.size()) {
    for (uint32_t node = 0; node < network.nodes.size(); ++node) {
        for (uint32_t read : network.operands_of(network.nodes[node])) last_reader_[read] = node;
    }
    for (uint32_t output : network.outputs) last_reader_[output] = UINT32_MAX;
}

std::vector<OutlineItem> Outline::plain_items(const Call* call) const {
    std::vector<OutlineItem> items;
    for (const LayerOrCall& item : tree_.items_in(call)) {
        uint32_t first = item.call ? item.call->first : item.node;
        items.push_back({.first = first, .end = item.call ? item.call->end : first + 1, .call = item.call});
        if (blocks_ && !item.call) join_block(items);
    }
    return items;
}

// If the last item is a merge with braces, joins it with the items whose statements are inside.
void Outline::join_block(std::vector<OutlineItem>& items) const {
    const Statement* merge = network_.nodes[items.back().first].statement;
    if (!merge || !merge->has_block) return;
    const Statement* end = network_.spec->statements.data() + merge->end;
    auto is_inside = [&](const OutlineItem& item) {
        const Statement* statement = item.call ? item.call->statement : network_.nodes[item.end - 1].statement;
        return statement > merge && statement < end;
    };
    uint32_t last = items.back().end;
    items.pop_back();
    uint32_t first = last - 1;
    for (; !items.empty() && is_inside(items.back()); items.pop_back()) first = items.back().first;
    items.push_back({.first = first, .end = last, .is_block = first + 1 < last});
}

std::vector<OutlineItem> Outline::items_in(const Call* call) const {
    return with_runs(plain_items(call), longest_turn);
}

std::vector<OutlineItem> Outline::items_of_turn(const Call* call, const OutlineItem& run) const {
    auto items = plain_items(call);
    uint32_t end = run.first + run.turn_nodes();
    std::erase_if(items, [&](const OutlineItem& item) { return item.first < run.first || item.first >= end; });
    return with_runs(std::move(items), run.length - 1);
}

std::vector<OutlineItem> Outline::with_runs(std::vector<OutlineItem> items, size_t longest) const {
    std::vector<OutlineItem> result;
    for (size_t at = 0; at < items.size();) {
        OutlineItem run = longest == 0 ? OutlineItem() : run_at(items, at, longest);
        if (run.is_run()) {
            result.push_back(run);
            at += static_cast<size_t>(run.turns) * run.length;
        } else {
            result.push_back(items[at++]);
        }
    }
    return result;
}

// The run that begins at an item and has the most items; without turns if there is none.
OutlineItem Outline::run_at(const std::vector<OutlineItem>& items, size_t at, size_t longest) const {
    OutlineItem best;
    size_t covered = 0;
    int trials = 0;
    size_t most = std::min(longest, (items.size() - at) / 2);
    for (size_t length = 1; length <= most && trials < most_trials; ++length) {
        if (!is_same_item(items[at], items[at + length])) continue;
        ++trials;
        uint32_t turns = turns_of(items, at, length);
        if (turns < 2 || turns * length <= covered) continue;
        covered = turns * length;
        best = {.first = items[at].first,
                .end = items[at + covered - 1].end,
                .call = length == 1 ? items[at].call : nullptr,
                .turns = turns,
                .length = static_cast<uint32_t>(length),
                .is_block = length == 1 && items[at].is_block};
    }
    return best;
}

// How often the items [at, at + length) follow each other.
uint32_t Outline::turns_of(const std::vector<OutlineItem>& items, size_t at, size_t length) const {
    uint32_t start = items[at].first, nodes = items[at + length].first - start, turns = 1;
    for (size_t next = at + length; next + length <= items.size(); next += length) {
        bool same = items[next + length - 1].end == start + (turns + 1) * nodes;
        for (size_t index = 0; same && index < length; ++index) {
            same = is_same_item(items[next + index - length], items[next + index]);
        }
        uint32_t before = start + (turns - 1) * nodes, first = before + nodes;
        if (!same || is_read_after(before, first, first + nodes) || !is_same_turn(start, turns, nodes)) break;
        ++turns;
    }
    return turns;
}

bool Outline::is_same_item(const OutlineItem& one, const OutlineItem& other) const {
    if (one.end - one.first != other.end - other.first || !one.call != !other.call) return false;
    if (!one.call) return is_same_layer(one.first, other.first);
    const Statement *left = one.call->statement, *right = other.call->statement;
    bool unlabelled = left == right || (!has_label(left) && !has_label(right) && left && right);
    return likeness_ == Likeness::structural || unlabelled;
}

// Whether a turn of a run, from the second on, is the same as the one before it.
bool Outline::is_same_turn(uint32_t start, uint32_t turn, uint32_t nodes) const {
    uint32_t first = start + turn * nodes, entry = UINT32_MAX;
    auto is_same_read = [&](uint32_t before, uint32_t now) {
        if (now == before + nodes || (now == before && now < start)) return true;
        // The first turn may read what is not right before it; the others read the end of the turn before them.
        bool enters = turn == 1 && before < start && now + 1 == first && (entry == UINT32_MAX || entry == before);
        if (enters) entry = before;
        return enters;
    };
    for (uint32_t node = first; node < first + nodes; ++node) {
        if (!is_same_layer(node - nodes, node)) return false;
        auto before = network_.reads_of(network_.nodes[node - nodes]), now = network_.reads_of(network_.nodes[node]);
        if (!std::equal(before.begin(), before.end(), now.begin(), now.end(), is_same_read)) return false;
        uint32_t shared = network_.nodes[node - nodes].shares, share = network_.nodes[node].shares;
        if (share != shared && share != shared + nodes) return false;
    }
    return true;
}

bool Outline::is_same_layer(uint32_t one, uint32_t other) const {
    const Node &a = network_.nodes[one], &b = network_.nodes[other];
    bool same = a.kind && a.kind == b.kind && a.activation == b.activation && a.experts == b.experts &&
                a.frozen == b.frozen && a.folded == b.folded && a.state == b.state && a.output == b.output;
    bool unlabelled = !has_label(a.statement) && !has_label(b.statement);
    bool alike = likeness_ == Likeness::structural || a.statement == b.statement || unlabelled;
    return same && alike && are_same_values(network_, a, b);
}

// Whether one of the nodes [first, end) is read by `later` or a node after it: such a turn is the last of its run.
bool Outline::is_read_after(uint32_t first, uint32_t end, uint32_t later) const {
    return std::any_of(last_reader_.begin() + first, last_reader_.begin() + end,
                       [&](uint32_t reader) { return reader >= later; });
}

}  // namespace nnshape
