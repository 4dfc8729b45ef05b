#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Numbers as text, and texts as numbers, as Python writes them.
namespace nnshape::python {

/// A real number as repr() writes it: "0.1", "1e+16", "inf".
std::string number_text(double number);

/// A finite number with a number of digits behind the point ('f'), in scientific notation ('e'), or the shorter one
/// with a number of significant digits ('g').
std::string real_text(double number, char type, int precision);

/// The number rounded to a number of decimal digits, which may be negative, as round() does.
double rounded_to_digits(double number, int64_t digits);

/// The number that a text is, as int(text, base) and float(text) read it; nothing if it is none. The base is 0 or 2 to
/// 36. An integer of more than 64 bits is nothing as well.
std::optional<int64_t> integer_of(std::string_view text, int base);
std::optional<double> real_of(std::string_view text);

/// An integer that is not negative, in a base of 2 to 16.
std::string digits_of(uint64_t number, unsigned base);

/// Without white space on both sides.
std::string_view trimmed(std::string_view text);

}  // namespace nnshape::python
