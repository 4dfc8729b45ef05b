#include "spec/reworded.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"

namespace nnshape {
namespace {

constexpr size_t longest = 200;  // bytes of a fix

// Where the last value of a statement ends, its closing quote included.
uint32_t end_of_values(const Spec& spec, const Statement& statement) {
    uint32_t end = statement.type.span.end;
    for (uint32_t index = 0; index < statement.arguments.count; ++index) {
        const Literal& value = spec.arguments[statement.arguments.first + index].value;
        end = std::max(end, value.span.end + (value.quoted ? 1 : 0));
    }
    return end;
}

}  // namespace

std::string reworded(const Source& source, Span statement, Span part, std::string_view by) {
    bool inside = statement.begin <= part.begin && part.end <= statement.end;  // or it is the value of a `let`
    if (!inside || statement.end - statement.begin > longest || by.size() > longest) return {};
    std::string text =
        fmt::format("{}{}{}", source.at({statement.begin, part.begin}), by, source.at({part.end, statement.end}));
    std::string out;
    for (std::string_view word : words_of(text)) {
        if (!word.empty()) out += fmt::format("{}{}", out.empty() ? "" : " ", word);
    }
    bool quotable = out.find_first_of("`\t") == std::string::npos && printable(out) == out;
    return quotable && out.find(' ') != std::string::npos ? out : std::string();
}

std::string reworded(const Spec& spec, const Statement& statement, Span part, std::string_view by) {
    if (spec.form != SpecForm::text || statement.is_code || statement.has_block || statement.broken) return {};
    return reworded(spec.source, {statement.type.span.begin, end_of_values(spec, statement)}, part, by);
}

std::string write_or(std::string_view text, std::string_view otherwise) {
    return text.empty() ? std::string(otherwise) : fmt::format("write `{}`", text);
}

}  // namespace nnshape
