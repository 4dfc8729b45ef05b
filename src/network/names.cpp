#include "network/names.h"

#include <algorithm>

namespace nnshape {

std::optional<uint32_t> Names::add(std::string name, uint32_t node) {
    auto [place, added] = nodes_.emplace(std::move(name), node);
    return added ? std::nullopt : std::optional(place->second);
}

std::optional<uint32_t> Names::find(std::string_view name, Turns turns) const {
    while (true) {
        auto found = nodes_.find(std::string(name) + turns);
        if (found != nodes_.end()) return found->second;
        if (turns.empty()) return std::nullopt;
        turns.resize(turns.rfind('_'));
    }
}

std::vector<std::string_view> Names::all() const {
    std::vector<std::string_view> names;
    for (const auto& [name, node] : nodes_) names.push_back(name);
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace nnshape
