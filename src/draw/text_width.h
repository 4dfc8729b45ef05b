#pragma once

#include <string>
#include <string_view>
#include <vector>

// How wide a text is in a picture. Nothing is known of the fonts of the reader, so every width is that of a wide one,
// DejaVu Sans: in Helvetica, Arial and their like the same text is narrower.
namespace nnshape {

/// A text's size and weight.
struct Lettering {
    int size = 11;  ///< of the letters, in pixels
    bool bold = false;
};

/// An upper bound of the width of a text, in whole pixels, if its characters are in the table or common letters.
int text_width(std::string_view text, Lettering lettering);

/// The words of a text in lines that are at most `width` pixels wide. A wider word has a line of its own; one that is
/// wider by a third is broken before a `=`, `/`, `_`, `.` or `-` if it has one.
std::vector<std::string> lines_within(std::string_view text, int width, Lettering lettering);

/// The text, or if it is wider than `width` its beginning and an ellipsis.
std::string cut_to(std::string_view text, int width, Lettering lettering);

}  // namespace nnshape
