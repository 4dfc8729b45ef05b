#include "spec/arithmetic.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <optional>

#include "base/text.h"
#include "base/unicode.h"
#include "spec/amount.h"
#include "spec/decimal.h"
#include "spec/expression_cursor.h"
#include "spec/keywords.h"

namespace nnshape {
namespace {

constexpr int deepest = 64;
constexpr std::string_view rule =
    "an expression is numbers, names, + - * / // % **, parentheses and functions such as `max`";

Fraction round_half_up(Fraction number) { return (number + Fraction(1, 2)).floor(); }

Fraction rounded(Fraction number) {
    return number < 0 ? Fraction(0) - round_half_up(Fraction(0) - number) : round_half_up(number);
}

// The nearest multiple of `unit`, but one that is not below nine tenths of the number: the MobileNets' rule.
Fraction multiple(Fraction number, Fraction unit) {
    Fraction nearest = round_half_up(number / unit) * unit;
    return nearest < number * Fraction(9, 10) ? nearest + unit : nearest;
}

struct Function {
    std::string_view name;
    size_t arguments;
    Fraction (*apply)(Fraction, Fraction);  // the second argument of a function of one is 0
};

const Function functions[] = {
    {"round", 1, [](Fraction a, Fraction) { return rounded(a); }},
    {"floor", 1, [](Fraction a, Fraction) { return a.floor(); }},
    {"ceil", 1, [](Fraction a, Fraction) { return Fraction(0) - (Fraction(0) - a).floor(); }},
    {"min", 2, [](Fraction a, Fraction b) { return b < a ? b : a; }},
    {"max", 2, [](Fraction a, Fraction b) { return a < b ? b : a; }},
    {"multiple", 2, multiple},
};

const Function* find_function(std::string_view name) {
    auto found = std::find_if(std::begin(functions), std::end(functions),
                              [&](const Function& function) { return function.name == name; });
    return found == std::end(functions) ? nullptr : found;
}

// Recursive descent over one expression; its depth is bounded by `deepest`.
class Evaluator {
  public:
    Evaluator(const Spec& spec, Values& values, const Literal& literal, const Environment& environment)
        : spec_(spec), values_(values), cursor_(spec.text(literal)), span_(literal.span), environment_(environment) {}

    Result<Literal, Fault<Span>> run() {
        if (auto alone = name_alone()) return *alone;
        if (fault_) return *fault_;
        Fraction value = sum();
        if (!fault_ && !cursor_.at_end()) {
            fail(cursor_.at(), cursor_.at() + 1, fmt::format("`{}` is not allowed here", printable(cursor_.rest())));
        }
        if (fault_) return *fault_;
        return literal_of(value);
    }

  private:
    using Name = ExpressionCursor::Name;

    Literal literal_of(Fraction value) {
        Literal literal{.form = Literal::Form::integer, .span = span_, .number = value.numerator()};
        Span at = place(blamed_begin_, blamed_end_);
        literal.items = {at.begin, at.end - at.begin};
        if (value.is_whole()) return literal;
        literal.form = Literal::Form::decimal;
        values_.decoded.push_back(fraction_text(value));
        literal.decoded = static_cast<uint32_t>(spec_.decoded.size() + values_.decoded.size() - 1);
        return literal;
    }

    // A `$name` alone may have any value.
    std::optional<Literal> name_alone() {
        auto name = take_name();
        if (!name || !cursor_.at_end()) {
            cursor_.go_to_begin();
            return std::nullopt;
        }
        const Literal* found = look_up(*name);
        if (!found) return std::nullopt;
        Literal value = *found;
        bool number = value.form == Literal::Form::integer || value.form == Literal::Form::decimal;
        if (number) value.items = {};  // the operator to blame is where the name is declared
        return value;
    }

    std::optional<Name> take_name() {
        auto name = cursor_.take_name();
        if (!name || name->valid) return name;
        fail(name->begin, name->end, "a name is missing after `$`", "a name follows it, as in $width");
        return std::nullopt;
    }

    const Literal* look_up(const Name& name) {
        if (const Binding* found = environment_.find(name.text)) {
            if (found->known) return &found->value;
            fail(name.begin, name.end, {});
            return nullptr;
        }
        if (name.text == turn_name || name.text == in_name) {
            bool turn = name.text == turn_name;
            fail(name.begin, name.end, turn ? "`$turn` is outside a `repeat`" : "`$in` is outside a definition",
                 turn ? "it is the number of the turn; a definition takes it as a parameter"
                      : "it is the channels of what the definition is applied to");
            return nullptr;
        }
        std::string_view near = nearest(name.text, environment_.names());
        bool in_braces = name.end - name.begin > name.text.size() + 1;
        fail(name.begin, name.end,
             fmt::format("`${}` is neither a parameter of a definition here nor a `let`", name.text),
             near.empty() ? "declare it with a `let` at top level"
             : in_braces  ? fmt::format("did you mean `${{{}}}`?", near)
                          : fmt::format("did you mean `${}`?", near));
        return nullptr;
    }

    // A number that the sign or function at [begin, begin + length) made, which is to blame if the number is not one
    // that is allowed. If the number was not whole before, the operator before is to blame.
    Fraction made(Fraction value, size_t begin, size_t length) {
        if (fault_) return value;
        if (value.overflowed()) fail(begin, begin + length, "the value overflows a 64-bit integer");
        if (!value.is_whole() && !is_whole_) return value;
        is_whole_ = value.is_whole();
        blamed_begin_ = begin;
        blamed_end_ = begin + length;
        return value;
    }

    // Takes the first of these signs that is here; empty if none is.
    std::string_view take_one_of(std::initializer_list<std::string_view> signs) {
        cursor_.skip_blanks();
        for (std::string_view sign : signs) {
            if (cursor_.take(sign)) return sign;
        }
        return {};
    }

    Fraction sum() {
        Fraction value = product();
        while (!fault_) {
            std::string_view sign = take_one_of({"+", "-"});
            if (sign.empty()) break;
            size_t begin = cursor_.at() - 1;
            Fraction other = product();
            value = made(sign == "+" ? value + other : value - other, begin, 1);
        }
        return value;
    }

    Fraction product() {
        Fraction value = factor();
        while (!fault_) {
            std::string_view sign = take_one_of({"*", "//", "/", "%"});
            if (sign.empty()) break;
            size_t begin = cursor_.at() - sign.size();
            Fraction other = factor();
            if (sign != "*") refuse_zero(other, begin, sign.size());
            if (fault_) break;
            if (sign == "*") {
                value = made(value * other, begin, 1);
                continue;
            }
            Fraction quotient = value / other;
            Fraction down = sign == "/" ? quotient : quotient.floor();
            value = made(sign == "%" ? value - down * other : down, begin, sign.size());
        }
        return value;
    }

    void refuse_zero(Fraction divisor, size_t begin, size_t length) {
        if (!fault_ && divisor.numerator() == 0) fail(begin, begin + length, "a division by 0");
    }

    Fraction factor() {
        if (take_one_of({"-"}).empty()) return power();
        size_t begin = cursor_.at() - 1;
        return made(Fraction(0) - nested([&] { return factor(); }), begin, 1);
    }

    Fraction power() {
        Fraction base = primary();
        if (fault_ || take_one_of({"**"}).empty()) return base;
        size_t begin = cursor_.at() - 2;
        Fraction exponent = nested([&] { return factor(); });
        if (!fault_ && !exponent.is_whole()) {
            fail(begin, begin + 2, fmt::format("the power {} is not whole", fraction_text(exponent)));
        }
        if (exponent < 0) refuse_zero(base, begin, 2);
        return fault_ ? base : made(base.power(exponent.numerator()), begin, 2);
    }

    Fraction primary() {
        if (!take_one_of({"$(", "("}).empty()) {
            Fraction value = nested([&] { return sum(); });
            close();
            return value;
        }
        if (cursor_.starts("$")) return named();
        size_t begin = cursor_.at();
        std::string_view letters = cursor_.take_letters();
        const Function* function = find_function(letters);
        if (function && cursor_.take("(")) return call(*function, begin);
        if (letters.empty()) return number();
        fail(begin, cursor_.at(), fmt::format("`{}` is not a number or a name", letters),
             environment_.find(letters) ? fmt::format("write `${}`", letters) : std::string(rule));
        return 0;
    }

    Fraction call(const Function& function, size_t begin) {
        std::array<Fraction, 2> arguments{0, 0};
        size_t count = 0;
        do {
            Fraction one = nested([&] { return sum(); });
            if (count < arguments.size()) arguments[count] = one;
            ++count;
        } while (!fault_ && !take_one_of({","}).empty());
        close();
        if (!fault_ && count != function.arguments) {
            fail(begin, cursor_.at(),
                 fmt::format("`{}` takes {}, not {}", function.name,
                             counted(static_cast<int64_t>(function.arguments), "number"), count));
        }
        if (!fault_ && function.apply == multiple && !(Fraction(0) < arguments[1])) {
            fail(begin, cursor_.at(), "`multiple` needs a unit above 0");
        }
        return fault_ ? Fraction(0) : made(function.apply(arguments[0], arguments[1]), begin, function.name.size());
    }

    void close() {
        if (!fault_ && take_one_of({")"}).empty()) {
            fail(cursor_.at(), cursor_.at() + 1, "a closing parenthesis is missing");
        }
    }

    template <class Inner>
    Fraction nested(Inner inner) {
        if (depth_ == deepest) {
            fail(cursor_.at(), cursor_.at() + 1, fmt::format("nested deeper than {}", deepest));
            return 0;
        }
        ++depth_;
        Fraction value = inner();
        --depth_;
        return value;
    }

    Fraction named() {
        auto name = take_name();
        const Literal* value = name ? look_up(*name) : nullptr;
        if (!value) return 0;
        if (value->form == Literal::Form::integer) return value->number;
        auto fraction =
            value->form == Literal::Form::decimal ? read_fraction(Literals(spec_, values_).text(*value)) : std::nullopt;
        if (fraction) return *fraction;
        fail(name->begin, name->end, fmt::format("`${}` is not a number here", name->text),
             "only a name alone can have another kind of value");
        return 0;
    }

    Fraction number() {
        size_t begin = cursor_.at();
        std::string_view text = cursor_.take_number();
        ReadInteger integer = read_integer(text);
        bool decimal = integer.form == Literal::Form::word && is_decimal(text);
        auto value = decimal ? read_fraction(text) : std::optional<Fraction>(integer.value);
        if (integer.form == Literal::Form::huge || !value) {
            fail(begin, cursor_.at(), "the number does not fit into a 64-bit integer");
        } else if (integer.form == Literal::Form::word && !decimal) {
            fail(begin, cursor_.at(),
                 begin < cursor_.size()
                     ? fmt::format("`{}` is not a number or a name", printable(cursor_.rest_from(begin)))
                     : std::string("a number or a name is missing"),
                 std::string(rule));
        }
        return fault_ ? Fraction(0) : with_suffix(*value, begin);
    }

    Fraction with_suffix(Fraction value, size_t begin) {
        std::string_view suffix = cursor_.take_letters();
        int64_t factor = suffix_factor(suffix);
        if (factor != 0) return made(value * factor, begin, cursor_.at() - begin);
        if (!suffix.empty()) {
            fail(begin, cursor_.at(),
                 fmt::format("`{}` is not a number", cursor_.rest_from(begin).substr(0, cursor_.at() - begin)),
                 "a suffix is k, M, G, T, Ki, Mi, Gi or Ti");
        }
        return value;
    }

    // The bytes of the source, whole letters; all of a text with escapes, whose letters have no places there.
    Span place(size_t begin, size_t end) const {
        if (span_.end - span_.begin != cursor_.size()) return span_;
        auto [first, last] = cursor_.whole_letters(begin, end);
        return {static_cast<uint32_t>(span_.begin + first), static_cast<uint32_t>(span_.begin + last)};
    }

    void fail(size_t begin, size_t end, std::string message, std::string help = {}) {
        fault_ = Fault<Span>{place(begin, end), std::move(message), std::move(help)};
    }

    const Spec& spec_;
    Values& values_;
    ExpressionCursor cursor_;
    Span span_;
    const Environment& environment_;
    int depth_ = 0;
    size_t blamed_begin_ = 0, blamed_end_ = 0;
    bool is_whole_ = true;  // the last number that was calculated
    std::optional<Fault<Span>> fault_;
};

}  // namespace

Result<Literal, Fault<Span>> evaluate_expression(const Spec& spec, Values& values, const Literal& literal,
                                                 const Environment& environment) {
    return Evaluator(spec, values, literal, environment).run();
}

size_t function_length(std::string_view text) {
    for (const Function& function : functions) {
        if (text.starts_with(function.name) && text.substr(function.name.size()).starts_with('(')) {
            return function.name.size();
        }
    }
    return 0;
}

bool is_arithmetic(std::string_view text) {
    constexpr std::string_view number_starts = "0123456789.", signs = "+*/%";
    if (text.empty() || signs.find(text[0]) != std::string_view::npos) return false;
    int open = 0;
    bool calculates = false, has_number = false, has_function = false;
    ExpressionCursor cursor(text);
    while (!cursor.at_end()) {
        char letter = cursor.rest()[0];
        size_t begin = cursor.at();
        if (number_starts.find(letter) != std::string_view::npos) {
            cursor.take_number();
            std::string_view suffix = cursor.take_letters();
            if (!suffix.empty() && suffix_factor(suffix) == 0) return false;
            calculates = calculates || !suffix.empty();
            has_number = true;
        } else if (size_t length = function_length(cursor.rest()); length > 0) {
            cursor.take(cursor.rest().substr(0, length));
            has_function = true;
        } else if (cursor.take("(")) {
            ++open;
            calculates = true;
        } else if (cursor.take(")")) {
            if (--open < 0) return false;
        } else if (cursor.take("-")) {
            calculates = calculates || begin > 0;
        } else if (signs.find(letter) != std::string_view::npos) {
            cursor.take(std::string_view(&letter, 1));
            calculates = true;
        } else {
            bool inside = letter == ',' ? has_function : letter == ' ' || letter == '\t';
            if (!inside || open == 0) return false;
            cursor.take(std::string_view(&letter, 1));
        }
    }
    return calculates && has_number;
}

}  // namespace nnshape
