#include "base/diagnostic.h"

#include <algorithm>
#include <map>

namespace nnshape {

std::string_view name_of(Severity severity) {
    constexpr std::string_view names[] = {"note", "warning", "error"};
    return names[static_cast<int>(severity)];
}

std::span<const Code* const> all_codes() {
    static constexpr const Code* codes[] = {
#define CODE(identifier, name, severity, when) &code::identifier,
#include "base/codes.def"
#undef CODE
    };
    return codes;
}

const Code* find_code(std::string_view name) {
    auto codes = all_codes();
    auto found = std::find_if(codes.begin(), codes.end(), [&](const Code* code) { return code->name == name; });
    return found == codes.end() ? nullptr : *found;
}

bool has_error(const Diagnostics& diagnostics) {
    return std::any_of(diagnostics.begin(), diagnostics.end(),
                       [](const Diagnostic& diagnostic) { return diagnostic.severity() == Severity::error; });
}

void merge_instances(Diagnostics& diagnostics) {
    std::map<std::pair<const Code*, uint32_t>, size_t> first;  // by code and place
    Diagnostics merged;
    for (Diagnostic& diagnostic : diagnostics) {
        auto [entry, added] = first.emplace(std::pair{diagnostic.code, diagnostic.span.begin}, merged.size());
        bool again = !added && merged[entry->second].instance != diagnostic.instance;
        if (!again) {
            merged.push_back(std::move(diagnostic));
            continue;
        }
        auto& uses = merged[entry->second].used_from;
        for (Span use : diagnostic.used_from) {
            if (std::find(uses.begin(), uses.end(), use) == uses.end()) uses.push_back(use);
        }
    }
    diagnostics = std::move(merged);
}

void sort_by_place(Diagnostics& diagnostics) {
    std::stable_sort(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.span.begin < b.span.begin; });
}

}  // namespace nnshape
