#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/checked.h"

// A formula with numbers in place of its variables. It knows its value, and can be written for people, in LaTeX or for
// a program.
namespace nnshape {

enum class Notation : uint8_t {
    text,     ///< ⌊(28 + 2·0 − 5) / 2⌋ + 1
    latex,    ///< \left\lfloor\frac{28 + 2\cdot 0 - 5}{2}\right\rfloor + 1
    machine,  ///< floor((28 + 2*0 - 5) / 2) + 1
};

class Formula {
  public:
    enum class Form : uint8_t { number, sum, product, quotient, floor, ceiling, maximum };

    Formula(int64_t number = 0) : numerator_(number) {}

    /// numerator/denominator as one decimal number: 15/10 is 1.5. The denominator must be a power of ten.
    static Formula decimal(int64_t numerator, int64_t denominator);

    /// The product of the factors. Without factors it is 1, and a product with another formula is written without
    /// that 1.
    static Formula product(std::vector<Formula> factors);

    static Formula quotient(Formula dividend, Formula divisor);

    /// The formula rounded to a whole number; unchanged if its value is whole already.
    static Formula rounded_down(Formula formula) { return rounded(std::move(formula), Form::floor); }
    static Formula rounded_up(Formula formula) { return rounded(std::move(formula), Form::ceiling); }

    /// max(formula, 0); unchanged if its value is not negative.
    static Formula not_below_zero(Formula formula);

    friend Formula operator+(Formula a, Formula b) { return added(std::move(a), std::move(b), false); }
    friend Formula operator-(Formula a, Formula b) { return added(std::move(a), std::move(b), true); }
    friend Formula operator*(Formula a, Formula b);
    Formula& operator*=(Formula other) { return *this = std::move(*this) * std::move(other); }

    /// The value, which must be whole. Overflowed if any step overflows a 64-bit integer.
    Checked value() const { return numerator_; }

    Form form() const { return form_; }
    bool is_number() const { return form_ == Form::number; }
    const std::vector<Formula>& parts() const { return parts_; }

    std::string written(Notation notation) const;

    /// The formula with the value of each rounded quotient in place of the quotient, such as ⌊11.5⌋ + 1; empty if
    /// nothing is rounded.
    std::string worked_out(Notation notation) const;

  private:
    friend class FormulaWriter;

    static Formula added(Formula a, Formula b, bool subtracted);
    static Formula rounded(Formula formula, Form form);
    bool rounds() const;

    Form form_ = Form::number;
    bool subtracted_ = false;  // in the sum that it is a part of
    Checked numerator_;
    int64_t denominator_ = 1;  // 1 except inside a floor or a ceiling
    std::vector<Formula> parts_;
};

/// The result of a formula: 14,469,120 as text, 14{,}469{,}120 in LaTeX, 14469120 for a program.
std::string result_text(int64_t number, Notation notation);

}  // namespace nnshape
