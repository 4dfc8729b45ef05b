#include "import/python/literals.h"

#include <charconv>
#include <cstdlib>

#include "base/unicode.h"
#include "import/python/tokens.h"

namespace nnshape::python {
namespace {

constexpr std::string_view prefix_letters = "rRbBuUfFtT";

int base_of(std::string_view digits) {
    if (digits.size() < 2 || digits[0] != '0') return 10;
    switch (digits[1]) {
        case 'x':
        case 'X': return 16;
        case 'o':
        case 'O': return 8;
        case 'b':
        case 'B': return 2;
        default: return 10;
    }
}

void append_utf8(std::string& out, uint32_t point) {
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xc0 | (point >> 6));
        out += static_cast<char>(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
        out += static_cast<char>(0xe0 | (point >> 12));
        out += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (point & 0x3f));
    } else if (point < 0x110000) {
        out += static_cast<char>(0xf0 | (point >> 18));
        out += static_cast<char>(0x80 | ((point >> 12) & 0x3f));
        out += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (point & 0x3f));
    }
}

struct Escape {
    char letter, meaning;
};
constexpr Escape escapes[] = {{'n', '\n'}, {'t', '\t'}, {'r', '\r'}, {'\\', '\\'}, {'\'', '\''}, {'"', '"'},
                              {'a', '\a'}, {'b', '\b'}, {'f', '\f'}, {'v', '\v'},  {'0', '\0'}};

// The digits of `\x41`, `\u00e9` or `\U0001f600`; 0 for any other letter.
size_t hex_digits(char letter) { return letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0; }

// Where the value of an interpolation ends, which begins at `at`: at its `!`, `:`, `=` or brace.
size_t value_end(std::string_view content, size_t at) {
    int depth = 0;
    for (; at < content.size(); ++at) {
        char letter = content[at];
        if (letter == '\'' || letter == '"') {
            size_t close = content.find(letter, at + 1);
            if (close == std::string_view::npos) break;
            at = close;
        } else if (letter == '(' || letter == '[' || letter == '{') {
            ++depth;
        } else if (depth == 0 && letter == '}') {
            return at;
        } else if (letter == ')' || letter == ']' || letter == '}') {
            --depth;
        } else if (depth == 0 && letter == ':') {
            return at;
        } else if (depth == 0 && letter == '!' && at + 1 < content.size() && content[at + 1] != '=') {
            return at;
        }
    }
    return std::string_view::npos;
}

[[noreturn]] void fail(std::string message, size_t at) {
    throw SyntaxFault{std::move(message), {}, {static_cast<uint32_t>(at), static_cast<uint32_t>(at) + 1}};
}

// Reads the interpolation whose brace is before `at`; returns where it ends.
size_t take_value(std::string_view content, size_t at, std::vector<FormatPart>& parts) {
    size_t end = value_end(content, at);
    if (end == std::string_view::npos) fail("f-string: expecting '}'", at - 1);
    FormatPart part{.offset = static_cast<uint32_t>(at), .is_value = true};
    std::string_view code = content.substr(at, end - at);
    size_t last = code.find_last_not_of(" \t\n");
    if (last == std::string_view::npos) fail("f-string: empty expression not allowed", at - 1);
    bool shows = code[last] == '=' && last > 0 && std::string_view("=!<>").find(code[last - 1]) == code.npos;
    part.shows_code = shows;
    part.text = code.substr(0, shows ? last : code.size());
    if (content[end] == '!') {
        if (end + 1 >= content.size()) fail("f-string: expecting '}'", end);
        part.conversion = content[end + 1];
        end += 2;
    }
    if (end < content.size() && content[end] == ':') {
        size_t begin = ++end;
        for (int depth = 0; end < content.size() && (depth > 0 || content[end] != '}'); ++end) {
            depth += content[end] == '{' ? 1 : content[end] == '}' ? -1 : 0;
        }
        part.format = content.substr(begin, end - begin);
        part.format_offset = static_cast<uint32_t>(begin);
    }
    if (end >= content.size() || content[end] != '}') fail("f-string: expecting '}'", at - 1);
    parts.push_back(std::move(part));
    return end + 1;
}

}  // namespace

void read_number(std::string_view text, Expr& expr) {
    std::string digits;
    for (char letter : text) {
        if (letter != '_') digits += letter;
    }
    int base = base_of(digits);
    const char *begin = digits.data() + (base == 10 ? 0 : 2), *end = digits.data() + digits.size();
    auto [stop, error] = std::from_chars(begin, end, expr.integer, base);
    expr.kind = ExprKind::integer;
    if (stop == end && error == std::errc()) return;
    expr.kind = ExprKind::real;
    expr.integer = 0;
    bool imaginary = digits.back() == 'j' || digits.back() == 'J';
    if (imaginary) digits.pop_back();
    char* rest = nullptr;
    expr.real = std::strtod(digits.c_str(), &rest);
    bool whole_integer = base != 10 && stop == end;  // of more than 64 bits
    if ((*rest != '\0' || digits.empty()) && !whole_integer) {
        throw SyntaxFault{"invalid decimal literal", {}, expr.span};
    }
}

QuotedText unquoted(std::string_view token) {
    QuotedText result;
    size_t quote = token.find_first_not_of(prefix_letters);
    for (char letter : token.substr(0, quote)) {
        result.raw = result.raw || letter == 'r' || letter == 'R';
        result.format = result.format || letter == 'f' || letter == 'F' || letter == 't' || letter == 'T';
    }
    bool triple = token.size() >= quote + 6 && token.substr(quote, 3) == std::string(3, token[quote]);
    size_t marks = triple ? 3 : 1;
    result.offset = static_cast<uint32_t>(quote + marks);
    result.content = token.substr(quote + marks, token.size() - quote - 2 * marks);
    return result;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\' || at + 1 >= text.size()) {
            out += text[at];
            continue;
        }
        char letter = text[++at];
        if (letter == '\n') continue;
        size_t digits = hex_digits(letter);
        uint32_t point = 0;
        const char* first = text.data() + at + 1;
        bool is_hex = digits > 0 && at + digits < text.size() &&
                      std::from_chars(first, first + digits, point, 16).ptr == first + digits;
        if (is_hex) {
            append_utf8(out, point);
            at += digits;
            continue;
        }
        bool known = false;
        for (const Escape& escape : escapes) {
            if (escape.letter != letter) continue;
            out += escape.meaning;
            known = true;
        }
        if (!known) {
            out += '\\';
            out += letter;
        }
    }
    return out;
}

std::vector<FormatPart> format_parts(std::string_view content, bool raw) {
    std::vector<FormatPart> parts;
    std::string literal;
    auto flush = [&] {
        if (!literal.empty()) parts.push_back({.text = raw ? literal : unescaped(literal)});
        literal.clear();
    };
    for (size_t at = 0; at < content.size();) {
        char letter = content[at];
        bool doubled = at + 1 < content.size() && content[at + 1] == letter;
        if ((letter == '{' || letter == '}') && doubled) {
            literal += letter;
            at += 2;
        } else if (letter == '{') {
            flush();
            at = take_value(content, at + 1, parts);
        } else if (letter == '}') {
            fail("f-string: single '}' is not allowed", at);
        } else {
            literal += letter;
            ++at;
        }
    }
    flush();
    return parts;
}

}  // namespace nnshape::python
