#include "spec/expression.h"

#include <fmt/format.h>
#include <algorithm>
#include <optional>

#include "base/checked.h"
#include "base/text.h"
#include "base/unicode.h"
#include "spec/dialect.h"

namespace nnshape {
namespace {

constexpr int deepest = 64;

bool is_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// Recursive descent over one expression; its depth is bounded by `deepest`.
class Evaluator {
  public:
    Evaluator(const Spec& spec, const Literal& literal, const Environment& environment)
        : text_(spec.text(literal)), span_(literal.span), dialect_(dialect_of(spec)), environment_(environment) {}

    Result<Literal, ExpressionFault> run() {
        if (auto alone = name_alone()) return *alone;
        if (fault_) return *fault_;
        Checked value = sum();
        if (!fault_ && at_ < text_.size()) fail(at_, at_ + 1, fmt::format("`{}` is not allowed here", rest(at_)));
        if (!fault_ && value.overflowed()) fail(0, text_.size(), "the value overflows a 64-bit integer");
        if (fault_) return *fault_;
        return Literal{.form = Literal::Form::integer, .span = span_, .number = value.value()};
    }

  private:
    // A `$name` alone may have any value.
    std::optional<Literal> name_alone() {
        auto name = take_name();
        if (!name || at_ < text_.size()) {
            at_ = 0;
            return std::nullopt;
        }
        const Literal* value = look_up(*name);
        if (!value) return std::nullopt;
        return *value;
    }

    // `$name` or `${name}`; nothing if neither begins here.
    std::optional<std::string_view> take_name() {
        if (!starts("$")) return std::nullopt;
        size_t begin = at_ + 1;
        bool braces = begin < text_.size() && text_[begin] == '{';
        if (braces) ++begin;
        size_t end = begin;
        while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) ++end;
        bool closed = !braces || (end < text_.size() && text_[end] == '}');
        std::string_view name = text_.substr(begin, end - begin);
        if (!closed || !is_name(name)) {
            fail(at_, end + 1, "a name is missing after `$`", "write `$width` or `${width}`");
            return std::nullopt;
        }
        name_begin_ = at_;
        at_ = end + (braces ? 1 : 0);
        return name;
    }

    const Literal* look_up(std::string_view name) {
        if (const Binding* found = environment_.find(name)) {
            if (found->known) return &found->value;
            fail(name_begin_, at_, {});
            return nullptr;
        }
        std::vector<std::string_view> names;
        for (const Binding& binding : environment_.parameters) names.push_back(binding.name);
        for (const Binding& binding : environment_.lets) names.push_back(binding.name);
        std::string near = did_you_mean(name, names);
        fail(name_begin_, at_, fmt::format("`${}` is neither a parameter of a definition here nor a `let`", name),
             near.empty() ? fmt::format("for example {} at top level", dialect_.let(name)) : near);
        return nullptr;
    }

    Checked sum() {
        Checked value = product();
        while (!fault_) {
            skip_blanks();
            if (take("+")) {
                value += product();
            } else if (take("-")) {
                value = value - product();
            } else {
                break;
            }
        }
        return value;
    }

    Checked product() {
        Checked value = factor();
        while (!fault_) {
            skip_blanks();
            size_t begin = at_;
            if (take("*")) {
                value *= factor();
            } else if (take("//")) {
                value = divided(value, factor(), begin, true);
            } else if (take("/")) {
                value = divided(value, factor(), begin, false);
            } else {
                break;
            }
        }
        return value;
    }

    Checked divided(Checked value, Checked by, size_t begin, bool down) {
        if (fault_ || value.overflowed()) return value;
        if (by.overflowed()) return by;
        int64_t a = value.value(), b = by.value();
        if (b == 0) {
            fail(begin, at_, "a division by 0");
            return value;
        }
        if (b == -1) return Checked(0) - value;
        if (a % b != 0 && !down) {
            fail(begin, at_, fmt::format("{} / {} leaves a remainder of {}", a, b, a % b), "`//` rounds down");
            return value;
        }
        bool one_less = a % b != 0 && (a < 0) != (b < 0);
        return a / b - (one_less ? 1 : 0);
    }

    Checked factor() {
        skip_blanks();
        if (take("-")) return Checked(0) - nested([&] { return factor(); });
        if (take("(")) {
            Checked value = nested([&] { return sum(); });
            skip_blanks();
            if (!fault_ && !take(")")) fail(at_, at_ + 1, "a closing parenthesis is missing");
            return value;
        }
        if (starts("$")) return named();
        return integer();
    }

    template <class Inner>
    Checked nested(Inner inner) {
        if (depth_ == deepest) {
            fail(at_, at_ + 1, fmt::format("nested deeper than {}", deepest));
            return 0;
        }
        ++depth_;
        Checked value = inner();
        --depth_;
        return value;
    }

    Checked named() {
        auto name = take_name();
        const Literal* value = name ? look_up(*name) : nullptr;
        if (!value) return 0;
        if (value->form == Literal::Form::integer) return value->number;
        fail(name_begin_, at_, fmt::format("`${}` is not a whole number here", *name),
             "only a name alone can have another kind of value");
        return 0;
    }

    Checked integer() {
        size_t begin = at_;
        while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '_')) ++at_;
        ReadInteger number = read_integer(text_.substr(begin, at_ - begin));
        if (number.form == Literal::Form::integer) return number.value;
        if (number.form == Literal::Form::huge) {
            fail(begin, at_, "the number does not fit into 64 bits");
        } else {
            fail(begin, at_,
                 begin < text_.size() ? fmt::format("`{}` is not a number or a name", rest(begin))
                                      : std::string("a number or a name is missing"),
                 "an expression is whole numbers, names, `+ - * / //` and parentheses");
        }
        return 0;
    }

    std::string rest(size_t begin) const { return printable(text_.substr(begin)); }
    bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }

    bool take(std::string_view what) {
        if (!starts(what)) return false;
        at_ += what.size();
        return true;
    }

    // The lexer allows blanks only in parentheses.
    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    }

    // Marks whole letters, at least one; the last letter if something is missing after it.
    void fail(size_t begin, size_t end, std::string message, std::string help = {}) {
        Span span = span_;
        if (span.end - span.begin == text_.size()) {  // the letters of a text with escapes have no places in the source
            begin = std::min(begin, text_.size() - 1);
            end = std::min(std::max(end, begin + 1), text_.size());
            while (end < text_.size() && (text_[end] & 0xC0) == 0x80) ++end;
            span = {static_cast<uint32_t>(span_.begin + begin), static_cast<uint32_t>(span_.begin + end)};
        }
        fault_ = ExpressionFault{span, std::move(message), std::move(help)};
    }

    std::string_view text_;
    Span span_;
    const Dialect& dialect_;
    const Environment& environment_;
    size_t at_ = 0;
    size_t name_begin_ = 0;
    int depth_ = 0;
    std::optional<ExpressionFault> fault_;
};

bool has_items(const Literal& literal) {
    return literal.form == Literal::Form::list || literal.form == Literal::Form::commas ||
           literal.form == Literal::Form::pair;
}

}  // namespace

const Binding* Environment::find(std::string_view name) const {
    for (auto bindings : {parameters, lets}) {
        for (const Binding& binding : bindings) {
            if (binding.name == name) return &binding;
        }
    }
    return nullptr;
}

Binding bind_name(Spec& spec, std::string_view name, Literal value) {
    using enum Literal::Form;
    bool is_text = value.form != integer && value.form != boolean && value.form != nothing;
    if (is_text && value.decoded == Text::as_written) {
        spec.decoded.emplace_back(spec.text(value));
        value.decoded = static_cast<uint32_t>(spec.decoded.size() - 1);
    }
    return {name, value};
}

bool is_name(std::string_view text) {
    return !text.empty() && is_letter(text[0]) &&
           std::all_of(text.begin(), text.end(), [](char letter) { return is_letter(letter) || is_digit(letter); });
}

bool holds(const Spec& spec, const Literal& literal, Literal::Form form) {
    if (literal.form == form) return true;
    if (!has_items(literal)) return false;
    for (uint32_t index = 0; index < literal.items.count; ++index) {
        if (holds(spec, spec.items[literal.items.first + index], form)) return true;
    }
    return false;
}

bool holds_expression(const Spec& spec, const Literal& literal) {
    return holds(spec, literal, Literal::Form::expression);
}

Result<Literal, ExpressionFault> evaluate(Spec& spec, const Literal& literal, const Environment& environment) {
    if (literal.form == Literal::Form::expression) {
        auto value = Evaluator(spec, literal, environment).run();
        if (value) value->span = literal.span;  // a mistake in the value is shown at the expression
        return value;
    }
    if (!holds_expression(spec, literal)) return literal;
    std::vector<Literal> items;
    for (uint32_t index = 0; index < literal.items.count; ++index) {
        Literal item = spec.items[literal.items.first + index];
        auto value = evaluate(spec, item, environment);
        if (!value) return value;
        items.push_back(*value);
    }
    Literal evaluated = literal;
    evaluated.items = {static_cast<uint32_t>(spec.items.size()), static_cast<uint32_t>(items.size())};
    spec.items.insert(spec.items.end(), items.begin(), items.end());
    return evaluated;
}

}  // namespace nnshape
