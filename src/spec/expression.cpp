#include "spec/expression.h"

#include <fmt/format.h>
#include <optional>

#include "base/checked.h"
#include "base/text.h"
#include "base/unicode.h"
#include "spec/dialect.h"
#include "spec/expression_cursor.h"

namespace nnshape {
namespace {

constexpr int deepest = 64;

// Recursive descent over one expression; its depth is bounded by `deepest`.
class Evaluator {
  public:
    Evaluator(const Spec& spec, const Literal& literal, const Environment& environment)
        : cursor_(spec.text(literal)), span_(literal.span), dialect_(dialect_of(spec)), environment_(environment) {}

    Result<Literal, ExpressionFault> run() {
        if (auto alone = name_alone()) return *alone;
        if (fault_) return *fault_;
        Checked value = sum();
        if (!fault_ && !cursor_.at_end()) {
            fail(cursor_.at(), cursor_.at() + 1, fmt::format("`{}` is not allowed here", printable(cursor_.rest())));
        }
        if (!fault_ && value.overflowed()) fail(0, cursor_.size(), "the value overflows a 64-bit integer");
        if (fault_) return *fault_;
        return Literal{.form = Literal::Form::integer, .span = span_, .number = value.value()};
    }

  private:
    using Name = ExpressionCursor::Name;

    // A `$name` alone may have any value.
    std::optional<Literal> name_alone() {
        auto name = take_name();
        if (!name || !cursor_.at_end()) {
            cursor_.go_to_begin();
            return std::nullopt;
        }
        const Literal* value = look_up(*name);
        if (!value) return std::nullopt;
        return *value;
    }

    std::optional<Name> take_name() {
        auto name = cursor_.take_name();
        if (!name || name->valid) return name;
        fail(name->begin, name->end, "a name is missing after `$`", "write `$width` or `${width}`");
        return std::nullopt;
    }

    const Literal* look_up(const Name& name) {
        if (const Binding* found = environment_.find(name.text)) {
            if (found->known) return &found->value;
            fail(name.begin, name.end, {});
            return nullptr;
        }
        std::string near = did_you_mean(name.text, environment_.names());
        fail(name.begin, name.end,
             fmt::format("`${}` is neither a parameter of a definition here nor a `let`", name.text),
             near.empty() ? fmt::format("for example {} at top level", dialect_.let(name.text)) : near);
        return nullptr;
    }

    Checked sum() {
        Checked value = product();
        while (!fault_) {
            cursor_.skip_blanks();
            if (cursor_.take("+")) {
                value += product();
            } else if (cursor_.take("-")) {
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
            cursor_.skip_blanks();
            size_t begin = cursor_.at();
            if (cursor_.take("*")) {
                value *= factor();
            } else if (cursor_.take("//")) {
                value = divided(value, factor(), begin, true);
            } else if (cursor_.take("/")) {
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
            fail(begin, cursor_.at(), "a division by 0");
            return value;
        }
        if (b == -1) return Checked(0) - value;
        if (a % b != 0 && !down) {
            fail(begin, cursor_.at(), fmt::format("{} / {} leaves a remainder of {}", a, b, a % b), "`//` rounds down");
            return value;
        }
        bool one_less = a % b != 0 && (a < 0) != (b < 0);
        return a / b - (one_less ? 1 : 0);
    }

    Checked factor() {
        cursor_.skip_blanks();
        if (cursor_.take("-")) return Checked(0) - nested([&] { return factor(); });
        if (cursor_.take("(")) {
            Checked value = nested([&] { return sum(); });
            cursor_.skip_blanks();
            if (!fault_ && !cursor_.take(")")) fail(cursor_.at(), cursor_.at() + 1, "a closing parenthesis is missing");
            return value;
        }
        if (cursor_.starts("$")) return named();
        return integer();
    }

    template <class Inner>
    Checked nested(Inner inner) {
        if (depth_ == deepest) {
            fail(cursor_.at(), cursor_.at() + 1, fmt::format("nested deeper than {}", deepest));
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
        fail(name->begin, name->end, fmt::format("`${}` is not a whole number here", name->text),
             "only a name alone can have another kind of value");
        return 0;
    }

    Checked integer() {
        size_t begin = cursor_.at();
        ReadInteger number = read_integer(cursor_.take_digits());
        if (number.form == Literal::Form::integer) return number.value;
        if (number.form == Literal::Form::huge) {
            fail(begin, cursor_.at(), "the number does not fit into 64 bits");
        } else {
            fail(begin, cursor_.at(),
                 begin < cursor_.size()
                     ? fmt::format("`{}` is not a number or a name", printable(cursor_.rest_from(begin)))
                     : std::string("a number or a name is missing"),
                 "an expression is whole numbers, names, `+ - * / //` and parentheses");
        }
        return 0;
    }

    // Marks whole letters; all of a text with escapes, whose letters have no places in the source.
    void fail(size_t begin, size_t end, std::string message, std::string help = {}) {
        Span span = span_;
        if (span.end - span.begin == cursor_.size()) {
            auto [first, last] = cursor_.whole_letters(begin, end);
            span = {static_cast<uint32_t>(span_.begin + first), static_cast<uint32_t>(span_.begin + last)};
        }
        fault_ = ExpressionFault{span, std::move(message), std::move(help)};
    }

    ExpressionCursor cursor_;
    Span span_;
    const Dialect& dialect_;
    const Environment& environment_;
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

std::vector<std::string_view> Environment::names() const {
    std::vector<std::string_view> names;
    for (auto bindings : {parameters, lets}) {
        for (const Binding& binding : bindings) names.push_back(binding.name);
    }
    return names;
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
