#include "lint/selection.h"

#include <algorithm>

namespace nnshape {
namespace {

bool holds(const std::vector<const Code*>& codes, const Code* code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace

void Selection::apply(Diagnostics& diagnostics) const {
    for (Diagnostic& diagnostic : diagnostics) {
        if (holds(warn, diagnostic.code)) diagnostic.weight = Severity::warning;
        if (holds(deny, diagnostic.code)) diagnostic.weight = Severity::error;
    }
    bool shows_notes = notes || fail_on == Severity::note;
    std::erase_if(diagnostics, [&](const Diagnostic& diagnostic) {
        bool hidden = diagnostic.severity() == Severity::note && !shows_notes;
        return hidden || holds(allow, diagnostic.code);
    });
}

bool Selection::fails(const Diagnostics& diagnostics) const {
    return fail_on && std::any_of(diagnostics.begin(), diagnostics.end(),
                                  [&](const Diagnostic& diagnostic) { return diagnostic.severity() >= *fail_on; });
}

bool is_selectable(const Code& code) {
    return code.severity != Severity::error || &code == &code::expectation_failed || &code == &code::limit_exceeded;
}

}  // namespace nnshape
