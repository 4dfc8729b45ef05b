#include "layers/formula.h"

#include <algorithm>

#include "base/text.h"

namespace nnshape {
namespace {

__extension__ using Wide = __int128;

constexpr int fewest_places = 2, most_places = 20;

struct Signs {
    std::string_view plus, minus, times, over;
    std::string_view open, close, open_floor, close_floor, open_ceiling, close_ceiling, open_maximum, close_maximum;
    std::string_view and_so_on;
};

constexpr Signs signs[] = {
    {" + ", " − ", "·", " / ", "(", ")", "⌊", "⌋", "⌈", "⌉", "max(", ")", "…"},
    {" + ", " - ", "\\cdot ", "", "\\left(", "\\right)", "\\left\\lfloor ", "\\right\\rfloor", "\\left\\lceil ",
     "\\right\\rceil", "\\max\\left(", "\\right)", "\\ldots"},
    {" + ", " - ", "*", " / ", "(", ")", "floor(", ")", "ceil(", ")", "max(", ")", ""},
};

Checked overflow() { return Checked(INT64_MAX) + 1; }

}  // namespace

// Writes a formula, with parentheses where precedence needs them.
class FormulaWriter {
  public:
    FormulaWriter(Notation notation, bool works_out)
        : notation_(notation), signs_(signs[static_cast<size_t>(notation)]), works_out_(works_out) {}

    std::string take() { return std::move(out_); }

    void write(const Formula& formula) {
        switch (formula.form_) {
            case Formula::Form::number: return number(formula);
            case Formula::Form::sum: return sum(formula);
            case Formula::Form::product: return product(formula);
            case Formula::Form::quotient: return quotient(formula, signs_.over);
            case Formula::Form::floor: return rounded(formula, signs_.open_floor, signs_.close_floor);
            case Formula::Form::ceiling: return rounded(formula, signs_.open_ceiling, signs_.close_ceiling);
            case Formula::Form::maximum: return maximum(formula);
        }
    }

  private:
    // A decimal fraction. One that does not end is cut after `places` digits, or later if all of these are zeros.
    void number(const Formula& formula, int places = most_places) {
        Wide numerator = formula.numerator_.value(), denominator = formula.denominator_;
        if (numerator < 0) out_ += notation_ == Notation::text ? "−" : "-";
        if (numerator < 0) numerator = -numerator;
        out_ += whole_text(static_cast<uint64_t>(numerator / denominator));
        Wide rest = numerator % denominator;
        if (rest == 0) return;
        out_ += '.';
        bool telling = false;
        for (int place = 0; rest != 0 && (place < places || !telling); ++place) {
            auto digit = static_cast<char>(rest * 10 / denominator);
            out_ += static_cast<char>('0' + digit);
            telling = telling || digit != 0;
            rest = rest * 10 % denominator;
        }
        if (rest != 0) out_ += signs_.and_so_on;
    }

    // With commas, except for a program.
    std::string whole_text(uint64_t number) const {
        std::string digits = std::to_string(number), text;
        if (notation_ == Notation::machine) return digits;
        for (size_t index = 0; index < digits.size(); ++index) {
            bool is_thousand = index > 0 && (digits.size() - index) % 3 == 0;
            if (is_thousand) text += notation_ == Notation::text ? "," : "{,}";
            text += digits[index];
        }
        return text;
    }

    void sum(const Formula& formula) {
        for (const Formula& part : formula.parts_) {
            bool first = &part == formula.parts_.data();
            if (!first) out_ += part.subtracted_ ? signs_.minus : signs_.plus;
            enclose(part, part.form_ == Formula::Form::sum || (!first && is_negative(part)));
        }
    }

    void product(const Formula& formula) {
        if (formula.parts_.empty()) out_ += '1';
        for (const Formula& part : formula.parts_) {
            if (&part != formula.parts_.data()) out_ += signs_.times;
            bool is_quotient = part.form_ == Formula::Form::quotient;
            bool enclosed = part.form_ == Formula::Form::sum || is_negative(part);
            bool tight = is_quotient && notation_ != Notation::latex;
            if (!tight) {
                enclose(part, enclosed);
                continue;
            }
            out_ += signs_.open;
            bool plain = part.parts_[0].is_number() && part.parts_[1].is_number();
            quotient(part, plain ? "/" : signs_.over);
            out_ += signs_.close;
        }
    }

    void quotient(const Formula& formula, std::string_view over) {
        const Formula &dividend = formula.parts_[0], &divisor = formula.parts_[1];
        if (notation_ == Notation::latex) {
            out_ += "\\frac{";
            write(dividend);
            out_ += "}{";
            write(divisor);
            out_ += "}";
            return;
        }
        enclose(dividend, dividend.form_ == Formula::Form::sum || dividend.form_ == Formula::Form::quotient);
        out_ += over;
        enclose(divisor, !divisor.is_number());
    }

    void rounded(const Formula& formula, std::string_view open, std::string_view close) {
        out_ += open;
        const Formula& inner = formula.parts_[0];
        works_out_ ? number(inner, fewest_places) : write(inner);
        out_ += close;
    }

    void maximum(const Formula& formula) {
        out_ += signs_.open_maximum;
        write(formula.parts_[0]);
        out_ += ", 0";
        out_ += signs_.close_maximum;
    }

    void enclose(const Formula& formula, bool enclosed) {
        if (enclosed) out_ += signs_.open;
        write(formula);
        if (enclosed) out_ += signs_.close;
    }

    static bool is_negative(const Formula& formula) { return formula.is_number() && formula.numerator_.value() < 0; }

    Notation notation_;
    const Signs& signs_;
    bool works_out_;
    std::string out_;
};

Formula Formula::decimal(int64_t numerator, int64_t denominator) {
    Formula formula(numerator);
    formula.denominator_ = denominator;
    if (numerator % denominator == 0) formula = Formula(numerator / denominator);
    return formula;
}

Formula Formula::product(std::vector<Formula> factors) {
    Formula formula(1);
    formula.form_ = Form::product;
    for (Formula& factor : factors) formula *= std::move(factor);
    return formula;
}

Formula operator*(Formula a, Formula b) {
    if (a.form_ != Formula::Form::product) {
        Formula single = a;
        a.form_ = Formula::Form::product;
        a.parts_.assign(1, std::move(single));
    }
    if (b.form_ == Formula::Form::product) {
        a.parts_.insert(a.parts_.end(), b.parts_.begin(), b.parts_.end());
    } else {
        a.parts_.push_back(b);
    }
    a.subtracted_ = false;
    a.numerator_ *= b.numerator_;
    Checked denominator = Checked(a.denominator_) * b.denominator_;
    if (denominator.overflowed()) a.numerator_ = overflow();
    a.denominator_ = denominator.overflowed() ? 1 : denominator.value();
    if (!a.numerator_.overflowed() && a.numerator_.value() % a.denominator_ == 0) {
        a.numerator_ = a.numerator_.value() / a.denominator_;
        a.denominator_ = 1;
    }
    if (a.parts_.size() != 1) return a;
    Formula only = std::move(a.parts_[0]);
    only.subtracted_ = false;
    return only;
}

Formula Formula::quotient(Formula dividend, Formula divisor) {
    Formula formula;
    formula.form_ = Form::quotient;
    Checked above = dividend.numerator_, below = divisor.numerator_;
    bool unknown = above.overflowed() || below.overflowed() || below.value() == 0;
    if (unknown) {
        formula.numerator_ = overflow();
    } else if (above.value() % below.value() == 0) {
        formula.numerator_ = above.value() / below.value();
    } else {
        formula.numerator_ = above;
        formula.denominator_ = below.value();
    }
    formula.parts_.push_back(std::move(dividend));
    formula.parts_.push_back(std::move(divisor));
    return formula;
}

Formula Formula::rounded(Formula formula, Form form) {
    if (formula.denominator_ == 1) return formula;
    int64_t above = formula.numerator_.value(), below = formula.denominator_;
    int64_t down = above / below - (above < 0 ? 1 : 0);  // there is a remainder, so this rounds down
    Formula whole(form == Form::floor ? down : down + 1);
    whole.form_ = form;
    whole.numerator_ = formula.numerator_.overflowed() ? overflow() : whole.numerator_;
    whole.parts_.push_back(std::move(formula));
    return whole;
}

Formula Formula::not_below_zero(Formula formula) {
    if (formula.numerator_.overflowed() || formula.numerator_.value() >= 0) return formula;
    Formula largest;
    largest.form_ = Form::maximum;
    largest.parts_.push_back(std::move(formula));
    return largest;
}

Formula Formula::added(Formula a, Formula b, bool subtracted) {
    if (a.form_ != Form::sum) {
        Formula single = a;
        single.subtracted_ = false;
        a.form_ = Form::sum;
        a.parts_.assign(1, std::move(single));
    }
    a.numerator_ = subtracted ? a.numerator_ - b.numerator_ : a.numerator_ + b.numerator_;
    if (b.form_ == Form::sum && !subtracted) {
        a.parts_.insert(a.parts_.end(), b.parts_.begin(), b.parts_.end());
        return a;
    }
    b.subtracted_ = subtracted;
    a.parts_.push_back(std::move(b));
    return a;
}

bool Formula::rounds() const {
    bool here = form_ == Form::floor || form_ == Form::ceiling;
    return here || std::any_of(parts_.begin(), parts_.end(), [](const Formula& part) { return part.rounds(); });
}

std::string Formula::written(Notation notation) const {
    FormulaWriter writer(notation, false);
    writer.write(*this);
    return writer.take();
}

std::string Formula::worked_out(Notation notation) const {
    if (!rounds()) return {};
    FormulaWriter writer(notation, true);
    writer.write(*this);
    return writer.take();
}

std::string result_text(int64_t number, Notation notation) {
    if (notation == Notation::machine) return std::to_string(number);
    std::string text = with_commas(number), out;
    if (number < 0 && notation == Notation::text) text.replace(0, 1, "−");
    if (notation == Notation::text) return text;
    for (char letter : text) out += letter == ',' ? std::string("{,}") : std::string(1, letter);
    return out;
}

}  // namespace nnshape
