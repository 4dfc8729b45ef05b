#pragma once

#include <optional>
#include <string_view>

// A calculator of its own for the formulas that the program prints: it shares nothing with what made them.
namespace nnshape::test {

/// A fraction in lowest terms.
struct Fraction {
    __extension__ using Wide = __int128;
    Wide above = 0, below = 1;

    friend bool operator==(const Fraction&, const Fraction&) = default;
};

/// What a formula comes to, in either notation: + − · / ⌊⌋ ⌈⌉ or + - * / floor() ceil(), decimals, max(,) and
/// parentheses; `…` ends a decimal that was cut. Nothing where the text is no formula.
std::optional<Fraction> evaluate(std::string_view formula);

}  // namespace nnshape::test
