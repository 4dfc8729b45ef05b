#include "network/literal_advice.h"

#include <fmt/format.h>

#include "base/text.h"
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
    "a whole number, or before:after",
    "the sizes of a shape",
    "`channels`, or an axis from 0",
    "`channels`, or axes from 0",
    "every axis of the shape once",
    "the name of a layer",
};

// `11*11`, and in JSON "3x3".
bool are_sizes(std::string_view text) {
    constexpr std::string_view signs = "*xX";
    return text.find_first_of(signs) != std::string_view::npos &&
           text.find_first_not_of("0123456789*xX") == std::string_view::npos &&
           signs.find(text.front()) == std::string_view::npos && signs.find(text.back()) == std::string_view::npos;
}

// `1,000` without its commas; empty if the groups may be sizes.
std::string grouped_number(std::string_view text) {
    size_t comma = text.find(",0");
    bool is_group = comma != std::string_view::npos && text.substr(comma + 1).size() % 4 == 3;
    if (!is_group || text.find_first_not_of("0123456789,") != std::string_view::npos) return {};
    std::string number(text);
    std::erase(number, ',');
    return number;
}

bool takes_sizes(ParamType type) {
    return type == ParamType::sizes || type == ParamType::kept_sizes || type == ParamType::padding ||
           type == ParamType::shape;
}

}  // namespace

std::string sizes_in(std::string_view text) {
    bool tuple = text.size() > 2 && text.front() == '(' && text.back() == ')';
    size_t batch = text.find('x');
    bool has_batch = batch != std::string_view::npos && contains_word("N B None n b ? batch", text.substr(0, batch));
    if (!tuple && !has_batch) return {};
    std::string sizes;
    for (char letter : tuple ? text.substr(1, text.size() - 2) : text.substr(batch + 1)) {
        if (letter != ' ') sizes += letter == ',' ? 'x' : letter;
    }
    if (sizes.ends_with('x')) sizes.pop_back();
    return sizes.find_first_not_of("0123456789x") == std::string::npos ? sizes : std::string();
}

std::string_view demand(ParamType type) { return demands[static_cast<size_t>(type)]; }

std::string LiteralAdvice::quoted(const Literal& literal) const {
    if (literal.form == Form::integer) return fmt::format("`{}`", literal.number);
    if (literal.form == Form::boolean) return literal.number ? "`true`" : "`false`";
    if (literal.form == Form::nothing) return fmt::format("`{}`", dialect_of(literals_.spec()).nothing);
    std::string_view quote = literal.form == Form::word ? dialect_of(literals_.spec()).quote : "";
    return fmt::format("`{}{}{}`", quote, printable(literals_.text(literal)), quote);
}

Fault<Span> LiteralAdvice::wrong_kind(const Literal& literal) const {
    bool is_text = literal.form == Form::word || literal.form == Form::commas;
    std::string_view source = literals_.spec().source.text;  // a value that an option sets is in none
    uint32_t begin = literal.span.begin;
    bool is_in_quotes = begin > 0 && begin <= source.size() && source[begin - 1] == '"';
    if (literal.quoted && is_in_quotes && !dialect_of(literals_.spec()).needs_keys) {
        return {literal.span, fmt::format("`{}` needs {}, not a text in quotes", param_.name, demand(param_.type)),
                "leave the quotes out"};
    }
    bool may_be_sizes = is_text && param_.type != ParamType::integer;
    if (std::string sizes = may_be_sizes ? sizes_in(literals_.text(literal)) : std::string(); !sizes.empty()) {
        return {literal.span, fmt::format("{} is not a size", quoted(literal)),
                fmt::format("sizes are joined by `x`: `{}`", sizes)};
    }
    if (std::string help = commas_help(literal); !help.empty()) {
        return {literal.span, fmt::format("{} has commas between values", quoted(literal)), help};
    }
    bool plain = literal.form == Form::word || literal.form == Form::expression;
    if (plain && are_sizes(literals_.text(literal))) {
        return {literal.span, fmt::format("{} is not a size", quoted(literal)), sizes_help(literal)};
    }
    bool fraction = literal.form == Form::decimal && literal.items.count > 0;
    if (fraction && (param_.type == ParamType::integer || takes_sizes(param_.type))) return no_whole_number(literal);
    std::string found = literal.form == Form::object ? "an object" : quoted(literal);
    return {literal.span, fmt::format("`{}` needs {}, not {}", param_.name, demand(param_.type), found)};
}

// A calculated number, marked at the operator that made it a fraction.
Fault<Span> LiteralAdvice::no_whole_number(const Literal& literal) const {
    Span at{literal.items.first, literal.items.first + literal.items.count};
    bool divides = literals_.spec().source.at(at) == "/";
    return {at, fmt::format("`{}` needs {}, not {}", param_.name, demand(param_.type), quoted(literal)),
            divides ? "`//` rounds down" : "round, floor and ceil make a number whole"};
}

std::optional<Fault<Span>> LiteralAdvice::product(const Literal& literal) const {
    bool calculated = literal.form == Form::integer && literal.items.count > 0;
    if (!calculated || !takes_sizes(param_.type)) return std::nullopt;
    Literal written{.form = Form::word, .span = literal.span};
    if (!are_sizes(literals_.text(written))) return std::nullopt;
    return wrong_kind(written);
}

std::string LiteralAdvice::commas_help(const Literal& literal) const {
    if (literal.form != Form::commas) return {};
    if (param_.type == ParamType::rate) return "a decimal has a point, as in `0.5`";
    bool one = param_.type == ParamType::integer || param_.type == ParamType::boolean;
    if (one) return "separate values with blanks; a number has no commas";
    std::string_view text = literals_.text(literal);
    bool sizes =
        text.find_first_not_of("0123456789:,") == std::string_view::npos && text.front() != ',' && text.back() != ',';
    return sizes ? sizes_help(literal) : std::string();
}

// How sizes are written that came with commas, with `*`, or as a string in JSON.
std::string LiteralAdvice::sizes_help(const Literal& literal) const {
    const Dialect& dialect = dialect_of(literals_.spec());
    std::string sizes;
    if (std::string number = grouped_number(literals_.text(literal)); !number.empty()) {
        return fmt::format("a number has no commas: `{}`", number);
    }
    for (char letter : literals_.text(literal)) {
        bool digit = letter >= '0' && letter <= '9';
        sizes += digit || letter == ':' ? std::string_view(&letter, 1) : dialect.list_between;
    }
    return fmt::format("{}: `{}{}{}`", dialect.sizes_rule, dialect.list_begin, sizes, dialect.list_end);
}

}  // namespace nnshape
