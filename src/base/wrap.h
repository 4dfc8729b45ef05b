#pragma once

#include <string>
#include <string_view>
#include <vector>

// A paragraph broken into lines.
namespace nnshape {

/// The words of a paragraph in lines of at most `width` columns; a word that is wider has a line of its own.
std::vector<std::string> wrapped(std::string_view paragraph, int width);

}  // namespace nnshape
