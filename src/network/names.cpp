#include "network/names.h"

#include <algorithm>

#include "base/unicode.h"

namespace nnshape {

namespace {

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
}

}  // namespace

std::optional<uint32_t> Names::add(std::string_view name, Named named) {
    if (!is_ascii(name)) {
        auto [alike, unlike] = by_look_.emplace(decomposed(name), named.node);
        if (!unlike) return alike->second;
    }
    auto [number, is_new] = nodes_.add(name, named.node * 2 + (named.automatic ? 1 : 0));
    return is_new ? std::nullopt : std::optional(number / 2);
}

std::optional<uint32_t> Names::find_alike(std::string_view name) const {
    auto found = is_ascii(name) ? by_look_.end() : by_look_.find(decomposed(name));
    return found == by_look_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Named> Names::find_exactly(std::string_view name) const {
    const uint32_t* number = nodes_.find(name);
    return number ? std::optional(Named{*number / 2, *number % 2 == 1}) : std::nullopt;
}

std::optional<Named> Names::find(std::string_view name, Turns turns) const {
    while (!turns.empty()) {
        if (auto named = find_exactly(std::string(name) + turns)) return named;
        turns.resize(turns.rfind('_'));
    }
    return find_exactly(name);
}

std::vector<std::string_view> Names::all() const {
    auto names = nodes_.words();
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace nnshape
