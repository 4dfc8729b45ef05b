#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

// Which diagnostics are shown, and with which severity: the options of the command, in addition to those in the spec.
namespace nnshape {

struct Selection {
    std::vector<const Code*> allow;                     ///< left out
    std::vector<const Code*> warn;                      ///< warnings
    std::vector<const Code*> deny;                      ///< errors
    std::optional<Severity> fail_on = Severity::error;  ///< nothing fails if absent
    bool notes = false;                                 ///< show notes even if nothing fails on them

    /// Removes what is left out and the notes that are not wanted, and sets the severity of the others. An error that
    /// prevents the calculation stays an error.
    void apply(Diagnostics& diagnostics) const;

    /// Whether one of them is at or above `fail_on`.
    bool fails(const Diagnostics& diagnostics) const;
};

/// Whether an option may change a code's severity: true for warnings, notes, expectations and limits.
bool is_selectable(const Code& code);

}  // namespace nnshape
