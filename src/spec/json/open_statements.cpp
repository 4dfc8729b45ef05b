#include "spec/json/open_statements.h"

#include <cstddef>

namespace nnshape {
namespace {

// Moves the elements from `first` on to the end of a pool.
Range move_to(std::vector<Argument>& pool, std::vector<Argument>& from, size_t first) {
    Range range{static_cast<uint32_t>(pool.size()), static_cast<uint32_t>(from.size() - first)};
    pool.insert(pool.end(), from.begin() + static_cast<std::ptrdiff_t>(first), from.end());
    from.resize(first);
    return range;
}

}  // namespace

void OpenStatements::begin(Statement::Kind kind, Span span) {
    open_.push_back({static_cast<uint32_t>(spec_.statements.size()), arguments_.size(), expected_.size(), {}});
    spec_.statements.push_back({.span = span, .kind = kind});
}

Argument OpenStatements::take_argument(std::optional<std::string_view> key) {
    for (size_t index = open_.back().first_argument; index < arguments_.size(); ++index) {
        if (key && spec_.text(arguments_[index].key) != *key) continue;
        Argument found = arguments_[index];
        arguments_.erase(arguments_.begin() + static_cast<std::ptrdiff_t>(index));
        return found;
    }
    return {};
}

void OpenStatements::end(uint32_t end_of_span) {
    Open open = open_.back();
    open_.pop_back();
    Statement& statement = spec_.statements[open.index];
    statement.span.end = end_of_span;
    statement.arguments = move_to(spec_.arguments, arguments_, open.first_argument);
    statement.expected = move_to(spec_.expected, expected_, open.first_expected);
    statement.end = static_cast<uint32_t>(spec_.statements.size());
}

void OpenStatements::abandon() {
    while (!open_.empty()) {
        statement().broken = true;
        end(statement().span.end);
    }
}

}  // namespace nnshape
