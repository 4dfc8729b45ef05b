#include "spec/json_reader.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/unicode.h"
#include "spec/json_builder.h"

namespace nnshape {
namespace {

struct Fault {
    uint32_t at;  // where the parser stood
    std::string what;
};

// nlohmann's events, handed on.
class Events {
  public:
    Events(JsonBuilder& builder) : builder_(builder) {}

    bool null() { return builder_.null(); }
    bool boolean(bool value) { return builder_.boolean(value); }
    bool number_integer(int64_t) { return builder_.number(); }
    bool number_unsigned(uint64_t) { return builder_.number(); }
    bool number_float(double, const std::string&) { return builder_.number(); }
    bool string(std::string& value) { return builder_.string(value); }
    bool binary(nlohmann::json::binary_t&) { return false; }
    bool start_object(size_t) { return builder_.start_object(); }
    bool key(std::string& value) { return builder_.key(value); }
    bool end_object() { return builder_.end_object(); }
    bool start_array(size_t) { return builder_.start_array(); }
    bool end_array() { return builder_.end_array(); }
    bool parse_error(size_t position, const std::string&, const nlohmann::json::exception& error) {
        fault_ = {static_cast<uint32_t>(position), error.what()};
        failed_ = true;
        return false;
    }

    bool failed() const { return failed_; }
    const Fault& fault() const { return fault_; }

  private:
    JsonBuilder& builder_;
    Fault fault_{};
    bool failed_ = false;
};

struct Advice {
    std::string_view found;
    std::string_view message;
    std::string_view help;
};

// What stands where a JSON token should begin, and what its writer should know.
constexpr Advice advices[] = {
    {"//", "JSON has no comments", "remove it, or write the spec in the text form"},
    {"/*", "JSON has no comments", "remove it, or write the spec in the text form"},
    {"#", "JSON has no comments", "remove it, or write the spec in the text form"},
    {"'", "a string in single quotes", "JSON's strings are in double quotes"},
    {"NaN", "NaN is no JSON number", ""},
    {"-NaN", "NaN is no JSON number", ""},
    {"Infinity", "Infinity is no JSON number", ""},
    {"-Infinity", "Infinity is no JSON number", ""},
    {"nan", "NaN is no JSON number", ""},
    {"inf", "Infinity is no JSON number", ""},
    {"True", "`True` is no JSON value", "JSON writes `true`"},
    {"False", "`False` is no JSON value", "JSON writes `false`"},
    {"None", "`None` is no JSON value", "JSON writes `null`"},
    {"+", "a number with a plus sign", "leave the sign out"},
    {".", "a number without digits before its point", "write `0.5`, say"},
};

char last_character_before(std::string_view text, uint32_t offset) {
    auto found = text.substr(0, offset).find_last_not_of(" \t\r\n");
    return found == std::string_view::npos ? '\0' : text[found];
}

bool is_one_of(char letter, std::string_view letters) {
    return letter != '\0' && letters.find(letter) != std::string_view::npos;
}

// The word or the sign at a place, for quoting it.
Span token_at(std::string_view text, uint32_t begin) {
    size_t end = begin;
    while (end < text.size() && !is_one_of(text[end], " \t\r\n,:{}[]\"")) ++end;
    if (end == begin) end += std::max(1u, decode(text.substr(begin)).bytes);
    return {begin, static_cast<uint32_t>(std::min(end, text.size()))};
}

Diagnostic unfinished(const Source& source, const JsonBuilder& builder) {
    auto end = static_cast<uint32_t>(source.text.size());
    auto open = place_of(source, builder.innermost());
    return {&code::syntax,
            "the text ends too early",
            fmt::format("the `{}` of line {}, column {} is not closed", source.text[builder.innermost()], open.line,
                        open.column),
            {end, end}};
}

// A string that is not one: nlohmann's position is behind the character that it refused.
Diagnostic broken_string(const Source& source, const Fault& fault) {
    uint32_t at = fault.at == 0 ? 0 : fault.at - 1;
    Span span{at, std::min(fault.at, static_cast<uint32_t>(source.text.size()))};
    if (at < source.text.size() && source.text[at] == '\n') {
        return {&code::syntax, "a line ends inside a string", "close the quote, or write `\\n`", span};
    }
    if (fault.what.find("surrogate") != std::string::npos) {
        return {&code::syntax, "half a surrogate pair in a string", "write both halves, or the character itself", span};
    }
    if (fault.what.find("control character") != std::string::npos) {
        return {&code::syntax, "a control character inside a string", "write it as `\\u0009`, say", span};
    }
    return {&code::syntax, "an escape that JSON does not have", R"(those are \" \\ \/ \b \f \n \r \t and \u0000)",
            span};
}

Diagnostic syntax_error(const Source& source, const JsonBuilder& builder, const Fault& fault) {
    std::string_view text = source.text;
    uint32_t begin = builder.next_token();
    if (begin == text.size()) return unfinished(source, builder);
    if (text[begin] == '"' && fault.what.find("invalid string") != std::string::npos) {
        return fault.at > text.size() ? unfinished(source, builder) : broken_string(source, fault);
    }
    for (const Advice& advice : advices) {
        if (!text.substr(begin).starts_with(advice.found)) continue;
        auto end = static_cast<uint32_t>(begin + advice.found.size());
        return {&code::syntax, std::string(advice.message), std::string(advice.help), {begin, end}};
    }
    char before = last_character_before(text, begin);
    Span token = token_at(text, begin);
    std::string found = printable(source.at(token));
    if (is_one_of(text[begin], "}]") && before == ',') {
        auto comma = static_cast<uint32_t>(text.substr(0, begin).rfind(','));
        return {&code::syntax, fmt::format("a comma before `{}`", found), "remove the comma", {comma, comma + 1}};
    }
    if (is_one_of(before, ",:[{") || before == '\0') {
        return {&code::syntax, fmt::format("`{}` cannot stand here", found),
                before == '{' || (before == ',' && text[builder.innermost()] == '{')
                    ? "a key in double quotes belongs here"
                    : "a value belongs here",
                token};
    }
    return {&code::syntax, fmt::format("`{}` cannot stand here", found),
            fmt::format("is a `,`, a `:` or a closing bracket missing before it?"), token};
}

}  // namespace

void read_json(Spec& spec, Diagnostics& diagnostics) {
    spec.form = SpecForm::json;
    JsonBuilder builder(spec, diagnostics);
    Events events(builder);
    std::string_view text = spec.source.text;
    nlohmann::json::sax_parse(text.data(), text.data() + text.size(), &events);
    if (events.failed()) diagnostics.push_back(syntax_error(spec.source, builder, events.fault()));
}

}  // namespace nnshape
