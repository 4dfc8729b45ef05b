#pragma once

#include <optional>
#include <string>

#include "network/literal.h"

// What is wrong with a literal that is not a value of its parameter, and how to write it.
namespace nnshape {

/// The sizes of `(3, 224, 224)` or `Nx3x224x224`, joined by `x`; empty if the text is neither.
std::string sizes_in(std::string_view text);

class LiteralAdvice {
  public:
    LiteralAdvice(const Literals& literals, const Param& param) : literals_(literals), param_(param) {}

    /// The literal in backticks: a number as its value, a string of JSON with its quotes.
    std::string quoted(const Literal& literal) const;

    /// A literal of a form that the parameter does not accept. The mistakes that people make with any parameter come
    /// first: commas, `3*3`.
    Fault<Span> wrong_kind(const Literal& literal) const;

    /// A calculated size that is written `3*3`: it is more likely to mean `3x3` than 9. Nothing for another literal.
    std::optional<Fault<Span>> product(const Literal& literal) const;

  private:
    Fault<Span> no_whole_number(const Literal& literal) const;
    std::string commas_help(const Literal& literal) const;
    std::string sizes_help(const Literal& literal) const;

    Literals literals_;
    const Param& param_;
};

}  // namespace nnshape
