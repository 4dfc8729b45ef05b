#include "export/uses.h"

#include <algorithm>

namespace nnshape {
namespace {

uint32_t first_of(const Chain& chain) { return chain.front().first; }
uint32_t end_of(const Chain& chain) { return chain.back().end; }

bool is_inside(const Piece& piece, uint32_t node) { return node >= piece.first && node < piece.end; }

}  // namespace

BlockUses::BlockUses(const Network& network) : network_(network), last_reader_(network.nodes.size()) {
    for (uint32_t node = 0; node < network.nodes.size(); ++node) {
        if (network.nodes[node].shares != nothing_shared) sharing_.push_back(node);
        for (uint32_t read : network.reads_of(network.nodes[node])) last_reader_[read] = node;
    }
    for (uint32_t output : network.outputs) last_reader_[output] = UINT32_MAX;
    chain_ = outline_of(network);
    splice(chain_);
    collect(chain_);
}

BlockKey BlockUses::key_of(const Piece& piece) const {
    return piece.kind == Piece::Kind::call ? network_.spec->definitions[piece.definition].statement : piece.statement;
}

const Piece* BlockUses::shared_by(const Piece& call) const {
    auto found = shared_.find(&call);
    return found == shared_.end() ? nullptr : found->second;
}

bool BlockUses::is_shared(const Piece& call) const {
    return std::any_of(shared_.begin(), shared_.end(), [&](const auto& one) { return one.second == &call; });
}

void BlockUses::splice(Chain& chain) {
    for (size_t index = 0; index < chain.size();) {
        if (chain[index].kind == Piece::Kind::layer || !must_splice(chain, chain[index])) {
            for (Chain& inner : chain[index].inside) splice(inner);
            ++index;
            continue;
        }
        std::vector<Chain> inside = std::move(chain[index].inside);
        chain.erase(chain.begin() + static_cast<std::ptrdiff_t>(index));
        auto at = chain.begin() + static_cast<std::ptrdiff_t>(index);
        for (auto inner = inside.rbegin(); inner != inside.rend(); ++inner) {
            at = chain.insert(at, std::make_move_iterator(inner->begin()), std::make_move_iterator(inner->end()));
        }
    }
}

bool BlockUses::must_splice(const Chain& chain, const Piece& piece) const {
    if (is_read_behind(piece.first, piece.end) || shares_behind(chain, piece)) return true;
    return piece.kind == Piece::Kind::repeat && !turns_follow(piece);
}

// Whether a node other than the last one is needed after the block.
bool BlockUses::is_read_behind(uint32_t first, uint32_t end) const {
    return std::any_of(last_reader_.begin() + first, last_reader_.begin() + (end - 1),
                       [&](uint32_t reader) { return reader >= end; });
}

// Whether a layer shares parameters with one on the other side of the block's edge, except a call of the same
// definition as a whole.
bool BlockUses::shares_behind(const Chain& chain, const Piece& piece) const {
    for (uint32_t node : sharing_) {
        uint32_t other = network_.nodes[node].shares;
        if (is_inside(piece, node) == is_inside(piece, other)) continue;
        uint32_t outer = is_inside(piece, node) ? other : node;
        bool is_twin = std::any_of(chain.begin(), chain.end(), [&](const Piece& twin) {
            return is_inside(twin, outer) && twin.kind == Piece::Kind::call && piece.kind == Piece::Kind::call &&
                   twin.definition == piece.definition && twin.end - twin.first == piece.end - piece.first;
        });
        if (!is_twin) return true;
    }
    return false;
}

std::vector<uint32_t> BlockUses::read_outside(uint32_t first, uint32_t end) const {
    std::vector<uint32_t> nodes;
    for (uint32_t node = first; node < end; ++node) {
        for (uint32_t read : network_.operands_of(network_.nodes[node])) {
            bool is_new = read < first && std::find(nodes.begin(), nodes.end(), read) == nodes.end();
            if (is_new) nodes.push_back(read);
        }
    }
    return nodes;
}

// Each turn reads the last node of the turn before it, and otherwise the same nodes as the others.
bool BlockUses::turns_follow(const Piece& repeat) const {
    std::vector<uint32_t> common;
    for (size_t turn = repeat.inside.size(); turn-- > 0;) {
        const Chain& chain = repeat.inside[turn];
        if (chain.empty() || is_read_behind(first_of(chain), end_of(chain))) return false;
        std::vector<uint32_t> reads = read_outside(first_of(chain), end_of(chain));
        if (turn == 0) {
            for (uint32_t one : common) std::erase(reads, one);
            return reads.size() == 1;
        }
        uint32_t before = end_of(repeat.inside[turn - 1]) - 1;
        if (std::erase(reads, before) == 0) return false;
        std::sort(reads.begin(), reads.end());
        if (turn + 1 == repeat.inside.size()) common = reads;
        if (reads != common) return false;
    }
    return false;
}

void BlockUses::collect(const Chain& chain) {
    for (const Piece& piece : chain) {
        if (piece.kind == Piece::Kind::layer) continue;
        for (const Chain& inner : piece.inside) collect(inner);
        auto& uses = uses_[key_of(piece)];
        std::vector<uint32_t> common;
        for (size_t turn = 0; turn < piece.inside.size(); ++turn) {
            bool is_call = piece.kind == Piece::Kind::call;
            const Chain& inner = piece.inside[turn];
            BlockUse use{&inner, &piece, is_call ? piece.first : first_of(inner), is_call ? piece.end : end_of(inner)};
            use.inputs = read_outside(use.first, use.end);
            if (!is_call && turn > 0) std::erase(use.inputs, use.first - 1);
            if (!is_call) std::sort(use.inputs.begin(), use.inputs.end());
            if (!is_call && turn > 0) use.inputs.insert(use.inputs.begin(), use.first - 1);
            of_piece_[&piece].push_back(uses.size());
            uses.push_back(std::move(use));
        }
        if (piece.kind == Piece::Kind::repeat) {
            // What the first turn reads and the others do not is what comes before the repeat.
            auto& inputs = uses[of_piece_[&piece][0]].inputs;
            const auto& others = uses[of_piece_[&piece][1]].inputs;
            auto start = std::find_if(inputs.begin(), inputs.end(), [&](uint32_t one) {
                return std::find(others.begin(), others.end(), one) == others.end();
            });
            std::rotate(inputs.begin(), start, start + 1);
        }
        bool shares = false;
        for (uint32_t node = piece.first; node < piece.end && !shares; ++node) {
            uint32_t other = network_.nodes[node].shares;
            if (other == nothing_shared || is_inside(piece, other)) continue;
            for (const Piece& twin : chain) {
                if (is_inside(twin, other)) shared_[&piece] = &twin;
            }
            shares = true;
        }
    }
}

}  // namespace nnshape
