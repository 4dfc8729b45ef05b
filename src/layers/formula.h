#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/checked.h"

// A formula with its numbers put in. It knows its value, and is written as on a board, in LaTeX or for a program.
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

    /// numerator/denominator as one decimal number: 15/10 is 1.5. The denominator is a power of ten.
    static Formula decimal(int64_t numerator, int64_t denominator);

    /// The factors' product, written without a 1 where there are none: times another, it leaves that as it is.
    static Formula product(std::vector<Formula> factors);

    static Formula quotient(Formula dividend, Formula divisor);

    /// Rounded to a whole number; what is whole already stays as it is.
    static Formula rounded_down(Formula formula) { return rounded(std::move(formula), Form::floor); }
    static Formula rounded_up(Formula formula) { return rounded(std::move(formula), Form::ceiling); }

    /// The larger of a formula and 0; what is not negative stays as it is.
    static Formula not_below_zero(Formula formula);

    friend Formula operator+(Formula a, Formula b) { return added(std::move(a), std::move(b), false); }
    friend Formula operator-(Formula a, Formula b) { return added(std::move(a), std::move(b), true); }
    friend Formula operator*(Formula a, Formula b);
    Formula& operator*=(Formula other) { return *this = std::move(*this) * std::move(other); }

    /// The whole number that it comes to, or overflowed where a step of it leaves 64 bits.
    Checked value() const { return numerator_; }

    Form form() const { return form_; }
    bool is_number() const { return form_ == Form::number; }
    const std::vector<Formula>& parts() const { return parts_; }

    std::string written(Notation notation) const;

    /// The same with each quotient that is rounded worked out, as in ⌊11.5⌋ + 1; empty where none is.
    std::string worked_out(Notation notation) const;

  private:
    friend class FormulaWriter;

    static Formula added(Formula a, Formula b, bool subtracted);
    static Formula rounded(Formula formula, Form form);
    bool rounds() const;

    Form form_ = Form::number;
    bool subtracted_ = false;  // as a part of a sum
    Checked numerator_;
    int64_t denominator_ = 1;  // other than 1 only below a floor or a ceiling
    std::vector<Formula> parts_;
};

/// A number as a formula's result: 14,469,120 as text, 14{,}469{,}120 in LaTeX.
std::string result_text(int64_t number, Notation notation);

}  // namespace nnshape
