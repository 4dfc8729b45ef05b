#include "fixes/fix.h"

#include <algorithm>
#include <optional>
#include <regex>

#include "base/text.h"

namespace nnshape::test {
namespace {

const std::regex& regex_of(const char* pattern) {
    static std::vector<std::pair<std::string, std::regex>> known;
    for (const auto& [text, regex] : known) {
        if (text == pattern) return regex;
    }
    known.reserve(64);
    return known.emplace_back(pattern, std::regex(pattern)).second;
}

bool is_blank(char letter) { return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n'; }

std::string trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return std::string(text);
}

// Whether a single word that follows this text is a fix.
bool announces_fix(std::string_view before) {
    std::string text = trimmed(before.substr(before.size() - std::min<size_t>(before.size(), 40)));
    return std::regex_search(text, regex_of("(:|\\b(write|mean|or|use|add)[:,]?)$"));
}

// The part of a line, [begin, end), that is the statement around an offset.
Span statement_around(std::string_view text, Span at) {
    size_t line_begin = at.begin == 0 ? 0 : text.rfind('\n', at.begin - 1) + 1;
    size_t line_end = std::min(text.find('\n', at.begin), text.size());
    size_t before = text.substr(line_begin, at.begin - line_begin).find_last_of(";{}");
    size_t begin = before == std::string_view::npos ? line_begin : line_begin + before + 1;
    size_t end = at.begin;
    for (; end < line_end; ++end) {
        bool ends = std::string_view(";{}").find(text[end]) != std::string_view::npos ||
                    text.substr(end).starts_with("->") || text.substr(end).starts_with("→") ||
                    (is_blank(text[end]) && end + 1 < line_end && text[end + 1] == '#');
        if (ends) break;
    }
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

const char* const directive = "^(\\S+:\\s+)?(network|layout|dtype|input|outputs|let|expect|limit)\\b";

std::string word_of_directive(const std::string& line) {
    std::smatch match;
    std::string text = trimmed(line);
    return std::regex_search(text, match, regex_of(directive)) ? match[2].str() : std::string();
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines(1);
    for (char letter : text) {
        if (letter == '\n') lines.emplace_back();
        if (letter != '\n') lines.back() += letter;
    }
    return lines;
}

std::string put_in_directives(const std::string& text, const std::string& piece) {
    auto lines = lines_of(text);
    std::string rest = piece;
    std::replace(rest.begin(), rest.end(), ';', '\n');
    for (const std::string& part : lines_of(rest)) {
        std::string word = word_of_directive(part);
        auto old = std::find_if(lines.begin(), lines.end(), [&](const std::string& line) {
            return word != "let" && !word.empty() && word_of_directive(line) == word;
        });
        old == lines.end() ? static_cast<void>(lines.insert(lines.begin(), trimmed(part)))
                           : static_cast<void>(*old = trimmed(part));
    }
    std::string out;
    for (const std::string& line : lines) out += (&line == &lines[0] ? "" : "\n") + line;
    return out;
}

std::string with_setting(const std::string& statement, const std::string& word) {
    size_t equals = word.find('=');
    std::string key = word.substr(0, equals) + "=";
    for (size_t at = 0; equals != std::string::npos && at < statement.size(); ++at) {
        bool begins = (at == 0 || is_blank(statement[at - 1])) && statement.compare(at, key.size(), key) == 0;
        if (!begins) continue;
        size_t end = at;
        while (end < statement.size() && !is_blank(statement[end])) ++end;
        return statement.substr(0, at) + word + statement.substr(end);
    }
    size_t end = statement.find_last_not_of(" \t\r");
    return statement.substr(0, end + 1) + " " + word + " ";
}

std::string put_into_statement(const std::string& text, Span at, const std::string& piece) {
    Span span = statement_around(text, at);
    std::string statement = text.substr(span.begin, span.end - span.begin);
    bool settings = std::regex_match(piece, regex_of("(\\S+=\\S*|no-\\w+)(\\s+(\\S+=\\S*|no-\\w+|\\w+))*"));
    if (settings) {
        for (std::string_view word : words_of(piece)) statement = with_setting(statement, std::string(word));
    } else if (piece.find_first_of(" \t(") == std::string::npos) {
        span = at;
        statement = piece;
    } else {
        std::smatch label;
        std::regex_search(statement, label, regex_of("^\\s*(\\S+:\\s+)?"));
        bool has_label = std::regex_search(piece, regex_of("^\\S+:\\s"));
        statement = (has_label ? "" : label.str()) + piece + " ";
    }
    return text.substr(0, span.begin) + statement + text.substr(span.end);
}

size_t after_string(std::string_view text, size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
    return std::min(at + 1, text.size());
}

// The innermost object around an offset; all of the text if there is none.
Span object_around(std::string_view text, size_t offset) {
    Span best{0, static_cast<uint32_t>(text.size())};
    std::vector<size_t> open;
    for (size_t at = 0; at < text.size();) {
        if (text[at] == '{') open.push_back(at);
        if (text[at] == '}' && !open.empty()) {
            bool around = open.back() <= offset && offset <= at;
            if (around) return {static_cast<uint32_t>(open.back()), static_cast<uint32_t>(at + 1)};
            open.pop_back();
        }
        at = text[at] == '"' ? after_string(text, at) : at + 1;
    }
    return best;
}

// The value of a key of an object, as a span of the text.
std::optional<Span> value_at(std::string_view text, Span object, std::string_view key) {
    int depth = 0;
    for (size_t at = object.begin; at < object.end;) {
        if (depth == 1 && text.substr(at).starts_with(key)) {
            size_t colon = text.find_first_not_of(" \n", at + key.size());
            if (colon < object.end && text[colon] == ':') {
                size_t begin = text.find_first_not_of(" \n", colon + 1), end = begin;
                for (int inner = 0; end < object.end; end = text[end] == '"' ? after_string(text, end) : end + 1) {
                    if (inner == 0 && (text[end] == ',' || text[end] == '}')) break;
                    inner += text[end] == '{' || text[end] == '[' ? 1 : text[end] == '}' || text[end] == ']' ? -1 : 0;
                }
                return Span{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
            }
        }
        depth += text[at] == '{' || text[at] == '[' ? 1 : text[at] == '}' || text[at] == ']' ? -1 : 0;
        at = text[at] == '"' ? after_string(text, at) : at + 1;
    }
    return std::nullopt;
}

std::string put_into_json(const std::string& text, Span at, const std::string& piece) {
    auto replaced = [&](Span span, const std::string& by) {
        return text.substr(0, span.begin) + by + text.substr(span.end);
    };
    if (piece.starts_with('{')) return replaced(object_around(text, at.begin), piece);
    std::smatch key;
    if (!std::regex_search(piece, key, regex_of("^(\"\\w+\"): "))) {
        bool quoted = piece.starts_with('[') && at.begin > 0 && text[at.begin - 1] == '"';
        return replaced(quoted ? Span{at.begin - 1, at.end + 1} : at, piece);
    }
    bool of_spec = contains_word("\"name\" \"layout\" \"dtype\" \"input\" \"let\" \"outputs\" \"limit\"", key[1].str());
    Span object = object_around(text, of_spec ? text.find('{') : at.begin);
    if (auto value = value_at(text, object, key[1].str())) return replaced(*value, piece.substr(key.length()));
    bool is_empty = text.find_first_not_of(" \n", object.begin + 1) + 1 == object.end;
    return replaced({object.begin + 1, object.begin + 1}, piece + (is_empty ? "" : ", "));
}

}  // namespace

std::vector<Fix> fixes_of(std::string_view help) {
    std::vector<Fix> fixes;
    size_t last = 0;
    for (size_t begin = help.find('`'); begin != std::string_view::npos; begin = help.find('`', begin)) {
        size_t end = help.find('`', begin + 1);
        if (end == std::string_view::npos) break;
        std::string piece(help.substr(begin + 1, end - begin - 1));
        bool joined = !fixes.empty() && trimmed(help.substr(last, begin - last)) == "and";
        bool is_fix =
            joined || piece.find_first_of(" \t\n=;(") != std::string::npos || announces_fix(help.substr(0, begin));
        if (is_fix && !joined) fixes.emplace_back();
        if (is_fix) fixes.back().push_back(piece);
        if (is_fix) last = end + 1;
        begin = end + 1;
    }
    return fixes;
}

std::vector<std::string> shapes_of(std::string_view help, size_t rank) {
    std::string plain;
    bool quoted = false;
    for (char letter : help) {
        if (letter == '`') quoted = !quoted;
        if (!quoted && letter != '`') plain += letter;
    }
    std::vector<std::string> shapes;
    const std::regex& shape = regex_of("\\d+(x\\d+)+");
    for (std::sregex_iterator at(plain.begin(), plain.end(), shape), end; at != end; ++at) {
        std::string text = at->str();
        if (std::count(text.begin(), text.end(), 'x') + 1 == static_cast<long>(rank)) shapes.push_back(text);
    }
    return shapes;
}

std::string put_in(std::string text, SpecForm form, Span at, const Fix& fix) {
    for (const std::string& piece : fix) {
        bool is_directive = form == SpecForm::text && !word_of_directive(piece).empty();
        if (is_directive) {
            text = put_in_directives(text, piece);
        } else {
            text = form == SpecForm::text ? put_into_statement(text, at, piece) : put_into_json(text, at, piece);
        }
    }
    return text;
}

}  // namespace nnshape::test
