#include "spec/text/definition_reader.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "spec/keywords.h"
#include "spec/text/word.h"

namespace nnshape {
namespace {

constexpr std::string_view blanks = " \t";

// The span without blanks at its ends.
Span trimmed(const Spec& spec, Span span) {
    std::string_view text = spec.source.at(span);
    size_t begin = std::min(text.find_first_not_of(blanks), text.size());
    size_t end = text.find_last_not_of(blanks) + 1;  // npos + 1 is 0
    return {static_cast<uint32_t>(span.begin + begin), static_cast<uint32_t>(span.begin + std::max(begin, end))};
}

std::vector<Span> parts_of(const Spec& spec, Span span) {
    std::vector<Span> parts = split_at_commas(spec.source.at(span), span);
    for (Span& part : parts) part = trimmed(spec, part);
    return parts;
}

bool read_parameter(Spec& spec, StatementReader& head, Span part) {
    std::string_view text = spec.source.at(part);
    auto equals = static_cast<uint32_t>(std::min(text.find('='), text.size()));
    Span name = trimmed(spec, {part.begin, part.begin + equals});
    if (!is_name(spec.source.at(name))) {
        head.fail(name, fmt::format("`{}` is not a valid name for a parameter", printable(spec.source.at(name))),
                  "use letters, digits and `_`, and do not begin with a digit");
        return false;
    }
    if (is_reserved_parameter(spec.source.at(name))) {
        head.fail(name, fmt::format("`{}` is a key of every layer", spec.source.at(name)), "choose another name",
                  code::bad_value);
        return false;
    }
    Parameter parameter{{name}, {}};
    if (equals < text.size()) {
        Span value = trimmed(spec, {part.begin + equals + 1, part.end});
        if (value.begin == value.end) {
            head.fail(name, fmt::format("`{}` has no default after its `=`", spec.source.at(name)));
            return false;
        }
        Lexer lexer(spec.source.at(value));
        Token token = lexer.next();
        uint32_t end = value.begin + lexer.position();
        if (lexer.next().kind != Token::Kind::end) {
            head.fail(trimmed(spec, {end, value.end}), "a default is one value", "separate parameters with commas");
            return false;
        }
        token.span = {value.begin + token.span.begin, value.begin + token.span.end};
        parameter.standard = literal_of(spec, token);
    }
    spec.parameters.push_back(parameter);
    return true;
}

}  // namespace

void read_definition(Spec& spec, StatementReader& head, uint32_t statement) {
    Definition definition{.name = {}, .statement = statement};
    definition.parameters.first = static_cast<uint32_t>(spec.parameters.size());
    Span whole = head.span();
    if (head.done()) return head.fail(whole, "`define` has no name", "for example `define block`");
    whole.begin = head.peek().span.begin;
    while (!head.done()) head.take();
    std::string_view text = spec.source.at(whole);
    auto open = static_cast<uint32_t>(std::min(text.find('('), text.size()));
    definition.name = {trimmed(spec, {whole.begin, whole.begin + open})};
    std::string_view name = spec.text(definition.name);
    // A definition with a mistake is added too, so that its calls are not reported.
    spec.definitions.push_back(definition);
    if (!is_definition_name(name)) {
        return head.fail(definition.name.span,
                         fmt::format("`{}` is not a valid name for a definition", printable(name)),
                         "use letters, digits, `_` and `-`");
    }
    if (open < text.size()) {
        if (!text.ends_with(')')) return head.fail(whole, "the parentheses are not closed");
        Span inside = trimmed(spec, {whole.begin + open + 1, whole.end - 1});
        for (Span part : inside.begin == inside.end ? std::vector<Span>{} : parts_of(spec, inside)) {
            if (!read_parameter(spec, head, part)) return;
            auto first = spec.parameters.begin() + definition.parameters.first;
            bool twice = std::any_of(first, spec.parameters.end() - 1, [&](const Parameter& other) {
                return spec.text(other.name) == spec.text(spec.parameters.back().name);
            });
            if (twice) return head.fail(part, "a parameter of that name exists already", {}, code::duplicate_name);
        }
    }
    spec.definitions.back().parameters.count =
        static_cast<uint32_t>(spec.parameters.size()) - definition.parameters.first;
}

}  // namespace nnshape
