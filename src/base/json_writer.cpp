#include "base/json_writer.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <charconv>

#include "base/unicode.h"

namespace nnshape {

void JsonWriter::break_line() {
    if (style_ == Style::compact || rows_ > 0) return;
    out_ += '\n';
    out_.append(static_cast<size_t>(depth_) * 2, ' ');
}

// Writes what separates the next value, key or bracket from the one before.
void JsonWriter::separate() {
    bool keyed = depth_ > 0 && (out_.back() == ':' || out_.back() == ' ');
    if (depth_ == 0 || keyed) return;
    if (!is_empty()) out_ += rows_ > 0 && style_ == Style::indented ? ", " : ",";
    break_line();
}

JsonWriter& JsonWriter::open(char bracket) {
    separate();
    out_ += bracket;
    ++depth_;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    --depth_;
    if (!is_empty()) break_line();
    out_ += bracket;
    return *this;
}

JsonWriter& JsonWriter::open_line(char bracket) {
    open(bracket);
    ++rows_;
    return *this;
}

JsonWriter& JsonWriter::close_line(char bracket) {
    close(bracket);
    --rows_;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_ += style_ == Style::compact ? ":" : ": ";
    return *this;
}

JsonWriter& JsonWriter::value(int64_t number) {
    separate();
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out_.append(digits, end);
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
    separate();
    append_json_string(out_, text);
    return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
}

namespace {

// For each byte, whether a JSON string can contain it without an escape; false for all bytes beyond ASCII.
constexpr auto plain_bytes = [] {
    std::array<bool, 256> plain{};
    for (unsigned char letter = ' '; letter <= '~'; ++letter) plain[letter] = letter != '"' && letter != '\\';
    return plain;
}();

bool is_plain(char letter) { return plain_bytes[static_cast<unsigned char>(letter)]; }

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    size_t plain = static_cast<size_t>(std::find_if_not(text.begin(), text.end(), is_plain) - text.begin());
    out += text.substr(0, plain);
    for (size_t at = plain; at < text.size();) {
        CodePoint point = decode(text.substr(at));
        if (point.bytes == 0) {
            append_utf8(out, 0xFFFD);
        } else if (point.value == '"' || point.value == '\\') {
            out += {'\\', static_cast<char>(point.value)};
        } else if (point.value == '\n') {
            out += "\\n";
        } else if (point.value == '\t') {
            out += "\\t";
        } else if (is_unprintable(point.value)) {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", point.value);
        } else {
            out += text.substr(at, point.bytes);
        }
        at += std::max(1u, point.bytes);
    }
    out += '"';
}

}  // namespace nnshape
