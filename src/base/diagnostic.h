#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

// The one type for every error, warning and note.
namespace nnshape {

enum class Severity : uint8_t { note, warning, error };

std::string_view name_of(Severity severity);

/// A kind of diagnostic. `name` is printed and used in `allow`; `when` describes the mistake.
struct Code {
    std::string_view name;
    Severity severity;
    std::string_view when;
};

/// The errors. Each warning and note is defined by the rule that reports it; lint/codes.h lists all codes.
namespace code {
#define CODE(identifier, name, severity, when) inline constexpr Code identifier{name, Severity::severity, when};
#include "base/codes.def"
#undef CODE
}  // namespace code

/// What was found (`message`) and how to fix it (`help`), at a span of the spec's source.
struct Diagnostic {
    const Code* code;
    std::string message;
    std::string help;
    Span span;
    std::string layer = {};               ///< the layer's name, or empty if it is not about a layer
    std::vector<Span> used_from = {};     ///< the calls of the definition that contains the span
    size_t instance = 0;                  ///< different for each expansion of its statement
    std::optional<Severity> weight = {};  ///< a severity that replaces the code's

    Severity severity() const { return weight.value_or(code->severity); }
};

using Diagnostics = std::vector<Diagnostic>;

bool has_error(const Diagnostics& diagnostics);

/// Merges the diagnostics of a statement that is expanded more than once: one for each mistake, with all the places
/// that use the statement.
void merge_instances(Diagnostics& diagnostics);

/// Sorts by place. Diagnostics at the same place keep their order.
void sort_by_place(Diagnostics& diagnostics);

}  // namespace nnshape
