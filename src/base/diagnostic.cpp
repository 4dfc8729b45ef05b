#include "base/diagnostic.h"

#include <algorithm>
#include <map>
#include <set>

namespace nnshape {

std::string_view name_of(Severity severity) {
    constexpr std::string_view names[] = {"note", "warning", "error"};
    return names[static_cast<int>(severity)];
}

bool has_error(const Diagnostics& diagnostics) {
    return std::any_of(diagnostics.begin(), diagnostics.end(),
                       [](const Diagnostic& diagnostic) { return diagnostic.severity() == Severity::error; });
}

void merge_instances(Diagnostics& diagnostics) {
    if (diagnostics.size() < 2) return;
    std::map<std::pair<const Code*, uint32_t>, size_t> first;  // by code and place
    std::set<std::pair<size_t, uint32_t>> used;                // by number among the merged and place
    Diagnostics merged;
    for (Diagnostic& diagnostic : diagnostics) {
        auto [entry, added] = first.emplace(std::pair{diagnostic.code, diagnostic.span.begin}, merged.size());
        size_t number = entry->second;
        bool again = !added && merged[number].instance != diagnostic.instance;
        if (again) {
            for (Span use : diagnostic.used_from) {
                if (used.emplace(number, use.begin).second) merged[number].used_from.push_back(use);
            }
            continue;
        }
        for (Span use : diagnostic.used_from) used.emplace(merged.size(), use.begin);
        merged.push_back(std::move(diagnostic));
    }
    diagnostics = std::move(merged);
}

void sort_by_place(Diagnostics& diagnostics) {
    std::stable_sort(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.span.begin < b.span.begin; });
}

}  // namespace nnshape
