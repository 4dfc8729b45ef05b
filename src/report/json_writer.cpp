#include "report/json_writer.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

#include "base/unicode.h"

namespace nnshape {

void JsonWriter::break_line() {
    if (row_ > 0) return;
    if (style_ == Style::compact) return;
    out_ += '\n';
    out_.append(static_cast<size_t>(depth_) * 2, ' ');
}

// What stands before a value or a key: a comma behind the last one, and a new line.
void JsonWriter::separate() {
    if (keyed_) {
        keyed_ = false;
        return;
    }
    if (!first_) out_ += ',';
    if (!first_ && row_ > 0 && style_ == Style::indented) out_ += ' ';
    if (depth_ > 0) break_line();
    first_ = false;
}

JsonWriter& JsonWriter::open(char bracket) {
    separate();
    out_ += bracket;
    ++depth_;
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    --depth_;
    if (!first_) break_line();
    out_ += bracket;
    first_ = false;
    return *this;
}

JsonWriter& JsonWriter::open_row() {
    separate();
    out_ += '[';
    ++row_;
    ++depth_;
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::close_row() {
    --depth_;
    --row_;
    out_ += ']';
    first_ = false;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_ += style_ == Style::compact ? ":" : ": ";
    keyed_ = true;
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

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    for (size_t at = 0; at < text.size();) {
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
