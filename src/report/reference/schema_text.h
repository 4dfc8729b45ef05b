#pragma once

#include <string>
#include <string_view>
#include <vector>

// Pieces of a JSON Schema as text.
namespace nnshape {

using Names = std::vector<std::string_view>;

/// The text as a JSON string.
std::string quoted(std::string_view text);

/// `{"enum": [...]}`
std::string enum_of(const Names& names);

/// A reference to a definition of the same schema.
std::string reference(std::string_view name);

std::string any_of(const std::vector<std::string>& schemas);

/// An array of `least` to `most` items.
std::string list_of(std::string_view item, int least, int most);

}  // namespace nnshape
