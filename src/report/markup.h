#pragma once

#include <string>
#include <string_view>

// Text in Markdown.
namespace nnshape {

/// The text as Markdown shows it: what would end a cell or begin markup is escaped.
std::string escaped_markdown(std::string_view text);

}  // namespace nnshape
