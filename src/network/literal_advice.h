#pragma once

#include <string>

#include "network/literal.h"

// What is wrong with a literal that is not a value of its parameter, and how to write it.
namespace nnshape {

class LiteralAdvice {
  public:
    LiteralAdvice(const Spec& spec, const Param& param) : spec_(spec), param_(param) {}

    /// The literal in backticks: a number as its value, a string of JSON with its quotes.
    std::string quoted(const Literal& literal) const;

    /// A literal of a form that the parameter does not accept. The mistakes that people make with any parameter come
    /// first: commas, `3*3`.
    Misfitting wrong_kind(const Literal& literal) const;

  private:
    std::string commas_help(const Literal& literal) const;
    std::string sizes_help(const Literal& literal) const;

    const Spec& spec_;
    const Param& param_;
};

}  // namespace nnshape
