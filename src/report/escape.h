#pragma once

#include <string>
#include <string_view>

// Any text as a piece of Markdown.
namespace nnshape {

/// What would end a table's cell or begin markup is escaped.
std::string markdown_escaped(std::string_view text);

}  // namespace nnshape
