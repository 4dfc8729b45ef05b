#pragma once

#include <string>
#include <string_view>

// Text for Markdown.
namespace nnshape {

/// Escapes the characters that would end a cell or begin markup. Names of users (`@name`), numbers of issues (`#1`) and
/// addresses become plain text, not links.
std::string escaped_markdown(std::string_view text);

}  // namespace nnshape
