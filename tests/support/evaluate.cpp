#include "support/evaluate.h"

#include <stdexcept>

namespace nnshape::test {
namespace {

using Wide = Fraction::Wide;

Fraction lowest(Wide above, Wide below) {
    if (below == 0) throw std::domain_error("division by 0");
    if (below < 0) above = -above, below = -below;
    Wide a = above < 0 ? -above : above, b = below;
    while (b != 0) {
        Wide rest = a % b;
        a = b;
        b = rest;
    }
    if (a == 0) return {0, 1};
    return {above / a, below / a};
}

Fraction floor_of(Fraction number) {
    Wide down = number.above / number.below;
    return {number.above < 0 && number.above % number.below != 0 ? down - 1 : down, 1};
}

Fraction negative(Fraction number) { return {-number.above, number.below}; }

class Calculator {
  public:
    explicit Calculator(std::string_view text) : text_(text) {}

    Fraction all() {
        Fraction result = sum();
        skip();
        if (!text_.empty()) throw std::domain_error("more than a formula");
        return result;
    }

  private:
    void skip() {
        while (!text_.empty() && text_.front() == ' ') text_.remove_prefix(1);
    }

    bool take(std::string_view sign) {
        skip();
        if (!text_.starts_with(sign)) return false;
        text_.remove_prefix(sign.size());
        return true;
    }

    void need(std::string_view sign) {
        if (!take(sign)) throw std::domain_error("something is missing");
    }

    Fraction sum() {
        Fraction total = product();
        while (true) {
            bool plus = take("+"), minus = !plus && (take("−") || take("-"));
            if (!plus && !minus) return total;
            Fraction next = product();
            if (minus) next = negative(next);
            total = lowest(total.above * next.below + next.above * total.below, total.below * next.below);
        }
    }

    Fraction product() {
        Fraction total = factor();
        while (true) {
            bool times = take("·") || take("*");
            if (!times && !take("/")) return total;
            Fraction next = factor();
            total = times ? lowest(total.above * next.above, total.below * next.below)
                          : lowest(total.above * next.below, total.below * next.above);
        }
    }

    Fraction inside(std::string_view close) {
        Fraction result = sum();
        need(close);
        return result;
    }

    Fraction factor() {
        if (take("(")) return inside(")");
        if (take("⌊")) return floor_of(inside("⌋"));
        if (take("⌈")) return negative(floor_of(negative(inside("⌉"))));
        if (take("floor(")) return floor_of(inside(")"));
        if (take("ceil(")) return negative(floor_of(negative(inside(")"))));
        if (take("max(")) {
            Fraction one = inside(","), other = inside(")");
            return one.above * other.below < other.above * one.below ? other : one;
        }
        if (take("−") || take("-")) return negative(factor());
        return number();
    }

    Fraction number() {
        skip();
        Wide above = 0, below = 1;
        bool any = false, behind_point = false;
        for (; !text_.empty(); text_.remove_prefix(1)) {
            char letter = text_.front();
            if (letter == '.' && any && !behind_point) {
                behind_point = true;
                continue;
            }
            bool is_thousand = letter == ',' && any && text_.size() > 1 && text_[1] >= '0' && text_[1] <= '9';
            if (is_thousand) continue;
            if (letter < '0' || letter > '9') break;
            above = above * 10 + (letter - '0');
            if (behind_point) below *= 10;
            any = true;
        }
        take("…");
        if (!any) throw std::domain_error("no number");
        return lowest(above, below);
    }

    std::string_view text_;
};

}  // namespace

std::optional<Fraction> evaluate(std::string_view formula) {
    try {
        return Calculator(formula).all();
    } catch (const std::domain_error&) {
        return std::nullopt;
    }
}

}  // namespace nnshape::test
