#include "network/literal_advice.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "spec/dialect.h"

namespace nnshape {
namespace {

using Form = Literal::Form;

constexpr std::string_view demands[] = {
    "a whole number",
    "true or false",
    "a word",
    "a number from 0 to 1",
    "a whole number, or one for each spatial axis",
    "a whole number, or one for each spatial axis",
    "a number, or one for each spatial axis",
    "a whole number, one for each spatial axis, or before:after",
    "the sizes of a shape",
    "`channels`, or an axis from 0",
    "every axis of the shape once",
};

// `11*11`, and in JSON "3x3".
bool are_sizes(std::string_view text) {
    constexpr std::string_view signs = "*xX";
    return text.find_first_of(signs) != std::string_view::npos &&
           text.find_first_not_of("0123456789*xX") == std::string_view::npos &&
           signs.find(text.front()) == std::string_view::npos && signs.find(text.back()) == std::string_view::npos;
}

}  // namespace

std::string_view demand(ParamType type) { return demands[static_cast<size_t>(type)]; }

std::string LiteralAdvice::quoted(const Literal& literal) const {
    if (literal.form == Form::integer) return fmt::format("`{}`", literal.number);
    if (literal.form == Form::boolean) return literal.number ? "`true`" : "`false`";
    if (literal.form == Form::nothing) return fmt::format("`{}`", dialect_of(spec_).nothing);
    std::string_view quote = literal.form == Form::word ? dialect_of(spec_).quote : "";
    return fmt::format("`{}{}{}`", quote, printable(spec_.text(literal)), quote);
}

Misfitting LiteralAdvice::wrong_kind(const Literal& literal) const {
    if (std::string help = commas_help(literal); !help.empty()) {
        return {literal.span, fmt::format("{} has commas between values", quoted(literal)), help};
    }
    if (literal.form == Form::word && are_sizes(spec_.text(literal))) {
        return {literal.span, fmt::format("{} is not a size", quoted(literal)), sizes_help(literal)};
    }
    std::string found = literal.form == Form::object ? "an object" : quoted(literal);
    return {literal.span, fmt::format("`{}` needs {}, not {}", param_.name, demand(param_.type), found)};
}

std::string LiteralAdvice::commas_help(const Literal& literal) const {
    if (literal.form != Form::commas) return {};
    if (param_.type == ParamType::rate) return "a decimal has a point, as in `0.5`";
    bool one = param_.type == ParamType::integer || param_.type == ParamType::boolean;
    if (one) return "separate values with blanks; a number has no commas";
    std::string_view text = spec_.text(literal);
    bool sizes =
        text.find_first_not_of("0123456789:,") == std::string_view::npos && text.front() != ',' && text.back() != ',';
    return sizes ? sizes_help(literal) : std::string();
}

// How sizes are written that came with commas, with `*`, or as a string in JSON.
std::string LiteralAdvice::sizes_help(const Literal& literal) const {
    const Dialect& dialect = dialect_of(spec_);
    std::string sizes;
    for (char letter : spec_.text(literal)) {
        bool digit = letter >= '0' && letter <= '9';
        sizes += digit || letter == ':' ? std::string_view(&letter, 1) : dialect.list_between;
    }
    return fmt::format("{}: `{}{}{}`", dialect.sizes_rule, dialect.list_begin, sizes, dialect.list_end);
}

}  // namespace nnshape
