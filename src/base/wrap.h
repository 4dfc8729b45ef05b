#pragma once

#include <string>
#include <string_view>
#include <vector>

// Breaks a paragraph into lines.
namespace nnshape {

/// The lines of a paragraph, each of at most `width` columns. A wider word has a line of its own.
std::vector<std::string> wrapped(std::string_view paragraph, int width);

/// The lines of a formula whose operators have blanks around them, each of at most `width` columns. A line may begin
/// with an operator, but does not end with one.
std::vector<std::string> wrapped_formula(std::string_view formula, int width);

}  // namespace nnshape
