#pragma once

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

// Functions for tables whose entries have a name.
namespace nnshape {

/// The entry of this name, or null.
template <class Entry>
const Entry* find_named(std::span<const Entry> entries, std::string_view name) {
    auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.name == name; });
    return found == entries.end() ? nullptr : &*found;
}

template <class Entry>
std::vector<std::string_view> entry_names(std::span<const Entry> entries) {
    std::vector<std::string_view> names;
    for (const Entry& entry : entries) names.push_back(entry.name);
    return names;
}

}  // namespace nnshape
