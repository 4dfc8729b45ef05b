#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Writes JSON, value after value, into the caller's buffer: indented for people, or compact for batch.
namespace nnshape {

class JsonWriter {
  public:
    enum class Style : uint8_t { indented, compact };

    JsonWriter(std::string& out, Style style) : out_(out), style_(style) {}

    JsonWriter& open_object() { return open('{'); }
    JsonWriter& close_object() { return close('}'); }
    JsonWriter& open_array() { return open('['); }
    JsonWriter& close_array() { return close(']'); }

    /// An array that stays on one line, such as a shape.
    JsonWriter& open_row() { return open_line('['); }
    JsonWriter& close_row() { return close_line(']'); }

    /// An object that stays on one line, such as a layer of a spec.
    JsonWriter& open_row_object() { return open_line('{'); }
    JsonWriter& close_row_object() { return close_line('}'); }

    JsonWriter& key(std::string_view name);
    JsonWriter& value(int64_t number);
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(bool truth) { return raw(truth ? "true" : "false"); }
    JsonWriter& null() { return raw("null"); }

    /// A value that is JSON already, without blanks around it.
    JsonWriter& raw(std::string_view json);

  private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    JsonWriter& open_line(char bracket);
    JsonWriter& close_line(char bracket);
    bool is_empty() const { return out_.back() == '{' || out_.back() == '['; }
    void separate();
    void break_line();

    std::string& out_;  // its last character decides what separates the next value
    Style style_;
    int depth_ = 0;  // open brackets
    int rows_ = 0;   // those of them that are rows
};

/// Appends the text as a JSON string with its quotes. Escapes control characters, line separators and marks that change
/// the direction of writing; replaces bytes that are not UTF-8 with U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace nnshape
