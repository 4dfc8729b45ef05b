#include "export/outline.h"

#include <algorithm>
#include <string_view>

#include "layers/traits.h"

namespace nnshape {
namespace {

using Kind = Statement::Kind;

// Walks over statements and nodes side by side, as the expansion did.
class OutlineWalker {
  public:
    explicit OutlineWalker(const Network& network)
        : network_(network), spec_(*network.spec), node_(network.input_count) {}

    Chain run() {
        Chain chain;
        walk(0, static_cast<uint32_t>(spec_.statements.size()), 0, chain);
        return chain;
    }

  private:
    bool is_at_end() const { return node_ == network_.nodes.size(); }

    // The statement of this scope that the next node comes from, and the scope that it opens, if it opens one.
    struct Origin {
        const Statement* statement = nullptr;
        uint32_t inner = 0;
    };
    Origin origin(uint32_t scope) const {
        if (is_at_end()) return {};
        Origin found{network_.nodes[node_].statement, network_.nodes[node_].scope};
        for (uint32_t at = network_.nodes[node_].scope; at != scope; at = network_.scopes[at].parent) {
            if (at == UINT32_MAX) return {};
            found = {network_.scopes[at].call, at};
            if (!found.statement) return {};
        }
        return found;
    }

    // Whether the next node is inside the statements [first, end) of this scope.
    bool is_inside(uint32_t first, uint32_t end, uint32_t scope) const {
        const Statement* statement = origin(scope).statement;
        if (!statement) return false;
        auto index = static_cast<uint32_t>(statement - spec_.statements.data());
        return index >= first && index < end;
    }

    void walk(uint32_t first, uint32_t end, uint32_t scope, Chain& chain) {
        for (uint32_t index = first; index < end; index = spec_.statements[index].end) place(index, scope, chain);
    }

    void place(uint32_t index, uint32_t scope, Chain& chain) {
        const Statement& statement = spec_.statements[index];
        if (statement.kind == Kind::define || !is_inside(index, statement.end, scope)) return;
        switch (statement.kind) {
            case Kind::layer: return place_layer(index, scope, chain);
            case Kind::repeat: return place_repeat(index, scope, chain);
            default: return walk(index + 1, statement.end, scope, chain);  // what is inside is in line
        }
    }

    void place_layer(uint32_t index, uint32_t scope, Chain& chain) {
        const Statement& statement = spec_.statements[index];
        Origin from = origin(scope);
        bool is_call = from.statement == &statement && from.inner != scope;
        if (is_call) return place_call(index, from.inner, chain);
        walk(index + 1, statement.end, scope, chain);
        if (!is_inside(index, statement.end, scope)) return;
        chain.push_back({.statement = index, .first = node_, .end = node_ + 1});
        ++node_;
    }

    void place_call(uint32_t index, uint32_t inner, Chain& chain) {
        std::string_view name = spec_.text(spec_.statements[index].type);
        auto found = std::find_if(spec_.definitions.begin(), spec_.definitions.end(),
                                  [&](const Definition& one) { return spec_.text(one.name) == name; });
        auto definition = static_cast<uint32_t>(found - spec_.definitions.begin());
        Piece piece{.kind = Piece::Kind::call, .statement = index, .first = node_, .definition = definition};
        piece.inside.emplace_back();
        walk(found->statement + 1, spec_.statements[found->statement].end, inner, piece.inside[0]);
        piece.end = node_;
        chain.push_back(std::move(piece));
    }

    void place_repeat(uint32_t index, uint32_t scope, Chain& chain) {
        const Statement& repeat = spec_.statements[index];
        Piece piece{.kind = Piece::Kind::repeat, .statement = index, .first = node_};
        while (is_inside(index, repeat.end, scope)) {
            Origin from = origin(scope);
            uint32_t inner = from.statement == &repeat ? from.inner : scope;  // a label opens a scope
            uint32_t before = node_;
            piece.inside.emplace_back();
            walk(index + 1, repeat.end, inner, piece.inside.back());
            if (node_ == before) break;
        }
        piece.end = node_;
        if (piece.inside.size() != 1) return chain.push_back(std::move(piece));
        for (Piece& only : piece.inside[0]) chain.push_back(std::move(only));
    }

    const Network& network_;
    const Spec& spec_;
    uint32_t node_;
};

}  // namespace

Chain outline_of(const Network& network) { return OutlineWalker(network).run(); }

}  // namespace nnshape
