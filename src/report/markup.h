#pragma once

#include <string>
#include <string_view>

// Text for Markdown.
namespace nnshape {

/// Escapes the characters that would end a cell or begin markup.
std::string escaped_markdown(std::string_view text);

}  // namespace nnshape
