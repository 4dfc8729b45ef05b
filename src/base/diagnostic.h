#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

// One type for every error, warning and note there is.
namespace nnshape {

enum class Severity : uint8_t { note, warning, error };

std::string_view name_of(Severity severity);

/// A kind of diagnostic: the name it is printed and allowed under, its severity, and when it arises.
struct Code {
    std::string_view name;
    Severity severity;
    std::string_view when;
};

/// The errors. A warning or note is defined by the rule that reports it; lint/codes.h lists all.
namespace code {
#define CODE(identifier, name, severity, when) inline constexpr Code identifier{name, Severity::severity, when};
#include "base/codes.def"
#undef CODE
}  // namespace code

/// What was found (`message`) and the way out (`help`), at a span of the spec's source.
struct Diagnostic {
    const Code* code;
    std::string message;
    std::string help;
    Span span;
    std::string layer = {};               ///< the layer's name, where it is about one
    std::vector<Span> used_from = {};     ///< where the definition is called that the span lies in
    size_t instance = 0;                  ///< which expansion of its statement it is about
    std::optional<Severity> weight = {};  ///< where it is not its code's

    Severity severity() const { return weight.value_or(code->severity); }
};

using Diagnostics = std::vector<Diagnostic>;

bool has_error(const Diagnostics& diagnostics);

/// One diagnostic for a mistake in a statement that is expanded more than once, with all the places it was used from.
void merge_instances(Diagnostics& diagnostics);

/// By place, and by order of arrival where places are the same.
void sort_by_place(Diagnostics& diagnostics);

}  // namespace nnshape
