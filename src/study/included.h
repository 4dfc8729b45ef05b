#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

// The networks that come with the program: the files of specs/models and specs/, compiled in.
namespace nnshape {

struct IncludedSpec {
    std::string_view name;  ///< the file's, without its extension
    std::string_view text;  ///< in the text form
};

/// All of them, by name. Of two files of one name, only that of specs/models.
std::span<const IncludedSpec> included_specs();

/// The spec of this name, or null.
const IncludedSpec* find_included(std::string_view name);

/// NAME of an operand `@NAME`; nothing if the operand is a path.
inline std::optional<std::string_view> included_name(std::string_view operand) {
    return operand.starts_with('@') ? std::optional(operand.substr(1)) : std::nullopt;
}

/// The first sentence of the spec's first comment.
std::string summary_of(const IncludedSpec& spec);

}  // namespace nnshape
