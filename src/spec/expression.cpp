#include "spec/expression.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "spec/arithmetic.h"
#include "spec/expression_cursor.h"
#include "spec/keywords.h"

namespace nnshape {
namespace {

constexpr int deepest = 64;
constexpr size_t most_items = 10'000;

bool has_items(const Literal& literal) {
    return literal.form == Literal::Form::list || literal.form == Literal::Form::commas ||
           literal.form == Literal::Form::pair;
}

// Why a value is too large, or nothing. Lists share the items of the values that they name, so a few lines can describe
// a list that takes hours to visit.
class ValueBound {
  public:
    explicit ValueBound(const Literals& literals) : literals_(literals) {}

    std::string excess_of(const Literal& value) {
        visit(value, 0);
        return excess_;
    }

  private:
    void visit(const Literal& value, int depth) {
        if (!has_items(value) || !excess_.empty()) return;
        items_ += value.items.count;
        if (items_ > most_items) excess_ = fmt::format("the value has more than {} items", with_commas(most_items));
        if (depth == deepest) excess_ = fmt::format("the value is nested deeper than {}", deepest);
        for (const Literal& item : literals_.items(value)) visit(item, depth + 1);
    }

    Literals literals_;
    size_t items_ = 0;
    std::string excess_;
};

}  // namespace

const Binding* Environment::find(std::string_view name) const {
    for (const TurnBindings* one = turn; one; one = one->outer) {
        if (one->variable.name == name) return &one->variable;
        if (one->number.name == name) return &one->number;
    }
    for (auto bindings : {parameters, lets}) {
        for (const Binding& binding : bindings) {
            if (binding.name == name) return &binding;
        }
    }
    return nullptr;
}

std::vector<std::string_view> Environment::names() const {
    std::vector<std::string_view> names;
    for (const TurnBindings* one = turn; one; one = one->outer) {
        if (!one->variable.name.empty()) names.push_back(one->variable.name);
    }
    if (turn) names.push_back(turn_name);
    for (auto bindings : {parameters, lets}) {
        for (const Binding& binding : bindings) names.push_back(binding.name);
    }
    return names;
}

Binding bind_name(const Spec& spec, Values& values, std::string_view name, Literal value) {
    using enum Literal::Form;
    bool is_text = value.form != integer && value.form != boolean && value.form != nothing;
    if (is_text && value.decoded == Text::as_written) {
        values.decoded.emplace_back(spec.text(value));
        value.decoded = static_cast<uint32_t>(spec.decoded.size() + values.decoded.size() - 1);
    }
    return {name, value};
}

bool holds(const Literals& literals, const Literal& literal, Literal::Form form) {
    if (literal.form == form) return true;
    if (!has_items(literal)) return false;
    auto items = literals.items(literal);
    return std::any_of(items.begin(), items.end(), [&](const Literal& item) { return holds(literals, item, form); });
}

bool mentions(const Spec& spec, const Literal& literal, std::string_view name) {
    if (literal.form == Literal::Form::expression) {
        std::string_view text = spec.text(literal);
        for (size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
            auto found = ExpressionCursor(text.substr(at)).take_name();
            if (found && found->text == name) return true;
        }
        return false;
    }
    if (!has_items(literal)) return false;
    auto items = Literals(spec).items(literal);
    return std::any_of(items.begin(), items.end(), [&](const Literal& item) { return mentions(spec, item, name); });
}

bool holds_expression(const Literals& literals, const Literal& literal) {
    return holds(literals, literal, Literal::Form::expression);
}

Result<Literal, Fault<Span>> evaluate(const Spec& spec, Values& values, const Literal& literal,
                                      const Environment& environment) {
    if (literal.form == Literal::Form::expression) {
        auto value = evaluate_expression(spec, values, literal, environment);
        if (value) value->span = literal.span;  // a mistake in the value is shown at the expression
        return value;
    }
    if (!holds_expression(spec, literal)) return literal;
    std::vector<Literal> items;
    for (const Literal& item : Literals(spec).items(literal)) {
        auto value = evaluate(spec, values, item, environment);
        if (!value) return value;
        items.push_back(*value);
    }
    Literal evaluated = literal;
    evaluated.items.first = static_cast<uint32_t>(spec.items.size() + values.items.size());
    values.items.insert(values.items.end(), items.begin(), items.end());
    std::string excess = ValueBound({spec, values}).excess_of(evaluated);
    if (!excess.empty()) return Fault<Span>{literal.span, std::move(excess), {}};
    return evaluated;
}

}  // namespace nnshape
