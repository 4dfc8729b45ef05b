#include "network/names.h"

#include <algorithm>

#include "base/unicode.h"

namespace nnshape {

namespace {

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
}

}  // namespace

std::optional<uint32_t> Names::add(std::string name, Named named) {
    if (!is_ascii(name)) {
        auto [alike, unlike] = by_look_.emplace(decomposed(name), named.node);
        if (!unlike) return alike->second;
    }
    auto [place, added] = nodes_.emplace(std::move(name), named);
    return added ? std::nullopt : std::optional(place->second.node);
}

std::optional<uint32_t> Names::find_alike(std::string_view name) const {
    auto found = is_ascii(name) ? by_look_.end() : by_look_.find(decomposed(name));
    return found == by_look_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Named> Names::find(std::string_view name, Turns turns) const {
    while (true) {
        auto found = nodes_.find(std::string(name) + turns);
        if (found != nodes_.end()) return found->second;
        if (turns.empty()) return std::nullopt;
        turns.resize(turns.rfind('_'));
    }
}

std::vector<std::string_view> Names::all() const {
    std::vector<std::string_view> names;
    for (const auto& [name, named] : nodes_) names.push_back(name);
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace nnshape
