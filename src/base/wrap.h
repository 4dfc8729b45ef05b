#pragma once

#include <string>
#include <string_view>
#include <vector>

// Breaks a paragraph into lines.
namespace nnshape {

/// The lines of a paragraph, each of at most `width` columns. A wider word has a line of its own.
std::vector<std::string> wrapped(std::string_view paragraph, int width);

}  // namespace nnshape
