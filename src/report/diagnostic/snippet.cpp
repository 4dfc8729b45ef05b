#include "report/snippet.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "report/report.h"

namespace nnshape {
namespace {

constexpr std::string_view indent = "    ";
constexpr uint32_t widest = 100;  // the most bytes of a line that are quoted: a JSON spec may be one line of megabytes

std::string_view color_of(Severity severity) {
    constexpr std::string_view colors[] = {"\033[1;36m", "\033[1;35m", "\033[1;31m"};
    return colors[static_cast<int>(severity)];
}

std::string paint(std::string_view text, std::string_view color, bool on) {
    return on ? fmt::format("{}{}\033[0m", color, text) : std::string(text);
}

// Replaces a tab by one blank, so that the caret is in the right column, and escapes unprintable characters.
std::string shown(std::string_view text) {
    std::string plain(text);
    std::replace(plain.begin(), plain.end(), '\t', ' ');
    return printable(plain);
}

// Moves an offset that is inside a code point back to the beginning of that code point.
uint32_t whole(std::string_view text, uint32_t offset) {
    for (uint32_t back = 0; back <= std::min(offset, uint32_t{3}); ++back) {
        if ((static_cast<unsigned char>(text[offset - back]) & 0xC0) != 0x80) return offset - back;
    }
    return offset;
}

// The line around an offset; of a long line, a part that is a little longer than the quote.
Span line_near(std::string_view text, uint32_t offset) {
    constexpr uint32_t reach = widest + 4;
    uint32_t first = offset - std::min(offset, reach);
    Span line = line_around(text.substr(first, offset - first + reach), offset - first);
    return {first + line.begin, first + line.end};
}

// The part of a long line that is quoted; it contains the token.
Span window_of(std::string_view text, Span line, Span token) {
    if (line.end - line.begin <= widest) return line;
    uint32_t begin = token.begin - line.begin > widest / 2 ? whole(text, token.begin - widest / 2) : line.begin;
    uint32_t end = line.end - begin > widest ? whole(text, begin + widest) : line.end;
    return {begin, end};
}

}  // namespace

std::string message_of(const Diagnostic& diagnostic) {
    return diagnostic.help.empty() ? diagnostic.message : fmt::format("{}; {}", diagnostic.message, diagnostic.help);
}

void append_snippet(std::string& out, const Source& source, Place place, const Diagnostic& diagnostic, bool color) {
    bool from_file = place.is_quoted() && place.origin->span.end <= source.original.size();
    std::string_view text = from_file ? source.original : source.text;
    Span span = from_file ? place.origin->span : diagnostic.span;
    bool has_line = from_file || source.original.empty();  // a listing is not quoted where its file could be
    std::string_view severity = name_of(diagnostic.severity());
    fmt::format_to(std::back_inserter(out), "{}: {} {} [{}]\n", to_text(source, place),
                   paint(fmt::format("{}:", severity), color_of(diagnostic.severity()), color), message_of(diagnostic),
                   diagnostic.code->name);
    if (!has_line) return;
    Span line = line_near(text, span.begin);
    Span quoted = window_of(text, line, span);
    while (quoted.begin < span.begin && is_blank(decode(text.substr(quoted.begin)).value)) {
        quoted.begin += decode(text.substr(quoted.begin)).bytes;
    }
    if (quoted.begin == quoted.end) return;
    std::string_view before = text.substr(quoted.begin, span.begin - quoted.begin);
    uint32_t token_end = std::min(span.end, quoted.end);
    std::string_view token = text.substr(span.begin, std::max(token_end, span.begin) - span.begin);
    bool cut_front = quoted.begin > line.begin && window_of(text, line, span).begin != line.begin;
    bool cut_back = quoted.end < line.end;
    std::string_view dots = "…";
    int left = display_width(shown(before)) + (cut_front ? 1 : 0);
    int width = std::max(1, display_width(shown(token)));
    std::string caret(static_cast<size_t>(width), '~');
    caret[0] = '^';
    fmt::format_to(std::back_inserter(out), "{}{}{}{}\n{}{:{}}{}\n", indent, cut_front ? dots : "",
                   shown(text.substr(quoted.begin, quoted.end - quoted.begin)), cut_back ? dots : "", indent, "", left,
                   paint(caret, color_of(diagnostic.severity()), color));
}

std::string uses_of(const Source& source, const std::vector<Span>& uses) {
    constexpr size_t most = 5;
    std::string places;
    for (size_t index = 0; index < std::min(most, uses.size()); ++index) {
        places += index == 0 ? "used from " : ", ";
        places += to_text(source, place_of(source, uses[index].begin));
    }
    if (uses.size() > most)
        places += fmt::format(" and {} more", with_commas(static_cast<int64_t>(uses.size() - most)));
    return places;
}

void append_diagnostics(std::string& out, const Source& source, const Diagnostics& diagnostics, bool color) {
    PlaceCursor places(source);
    for (const Diagnostic& diagnostic : diagnostics) {
        append_snippet(out, source, places.at(diagnostic.span.begin), diagnostic, color);
        std::string uses = uses_of(source, diagnostic.used_from);
        if (!uses.empty()) out += fmt::format("{}{}\n", indent, uses);
    }
}

void write_diagnostics(const Study& study, const ReportOptions& options, std::string& out) {
    Diagnostics shown = study.diagnostics;
    std::erase_if(
        shown, [&](const Diagnostic& diagnostic) { return diagnostic.severity() == Severity::note && !options.notes; });
    append_diagnostics(out, study.spec.source, shown, options.color);
}

}  // namespace nnshape
