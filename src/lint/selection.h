#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

// Which diagnostics count, and how much: the choices of the one who checks, beside those that stand in the spec.
namespace nnshape {

struct Selection {
    std::vector<const Code*> allow;                     ///< left out
    std::vector<const Code*> warn;                      ///< warnings
    std::vector<const Code*> deny;                      ///< errors
    std::optional<Severity> fail_on = Severity::error;  ///< nothing fails where absent
    bool notes = false;                                 ///< show notes though nothing fails on them

    /// Drops what is left out and the notes that are not asked for, and weighs the others anew. An error that leaves
    /// nothing to calculate stays one.
    void apply(Diagnostics& diagnostics) const;

    /// Whether one of them is at or above `fail_on`.
    bool fails(const Diagnostics& diagnostics) const;
};

/// Whether a choice may change the severity of a code: of any warning and note, and of what is compared.
bool is_selectable(const Code& code);

}  // namespace nnshape
