#include "base/diagnostic.h"

#include <algorithm>

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

void sort_by_place(Diagnostics& diagnostics) {
    std::stable_sort(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.span.begin < b.span.begin; });
}

}  // namespace nnshape
