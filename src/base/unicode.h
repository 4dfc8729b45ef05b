#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Unicode: valid UTF-8, code points, display width, and canonical equality.
namespace nnshape {

/// A decoded code point and its length in bytes; `bytes` is 0 if the text is not UTF-8.
struct CodePoint {
    uint32_t value = 0;
    uint32_t bytes = 0;
};

/// The first code point of a text, which must not be empty. Overlong forms, surrogates and values beyond U+10FFFF are
/// not UTF-8.
CodePoint decode(std::string_view text);

void append_utf8(std::string& text, uint32_t code_point);

/// The offset of the first byte that is not UTF-8, or npos.
size_t find_invalid_utf8(std::string_view text);

/// The number of code points in a text. Each byte that is not UTF-8 counts as one.
uint64_t code_points(std::string_view text);

/// The number of columns that a text has on a terminal: 2 for a wide character or emoji, 0 for a mark and for a code
/// point after a joiner.
int display_width(std::string_view text);

/// Whether a code point is a space (also no-break or ideographic) or a tab. A line ending is not blank.
bool is_blank(uint32_t code_point);

/// Whether a code point must not be printed as it is: control characters, line separators, and marks that change the
/// direction of writing.
bool is_unprintable(uint32_t code_point);

/// The text with unprintable code points, and bytes that are not UTF-8, written as \n, \t, \u{202e} or \x{ff}.
std::string printable(std::string_view text);

/// The canonical decomposition (NFD): names that differ only in how their letters are composed become equal.
std::string decomposed(std::string_view text);

}  // namespace nnshape
