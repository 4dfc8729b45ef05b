#include "import/json.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

#include "base/unicode.h"

namespace nnshape {
namespace {

using Kind = JsonValue::Kind;

constexpr int deepest = 64;
constexpr size_t most_values = 2'000'000;

struct Word {
    std::string_view text;
    Kind kind;
    bool truth;
};
constexpr Word words[] = {
    {"null", Kind::null, false},  {"true", Kind::boolean, true},     {"false", Kind::boolean, false},
    {"NaN", Kind::number, false}, {"Infinity", Kind::number, false}, {"-Infinity", Kind::number, false},
};

class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<JsonValue, ImportFault> run() {
        JsonValue value;
        skip_blanks();
        read(value, 0);
        skip_blanks();
        if (!fault_ && at_ < text_.size()) fail("something follows the JSON value");
        if (fault_) return *fault_;
        return value;
    }

  private:
    void fail(std::string message) {
        auto at = static_cast<uint32_t>(std::min(at_, text_.size()));
        auto end = static_cast<uint32_t>(std::min<size_t>(at + 1, text_.size()));
        if (!fault_) fault_ = ImportFault{std::move(message), {}, {at, end}};
    }

    void skip_blanks() {
        while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
    }

    bool take(char letter) {
        skip_blanks();
        bool found = at_ < text_.size() && text_[at_] == letter;
        at_ += found;
        return found;
    }

    void read(JsonValue& value, int depth) {
        value.at = static_cast<uint32_t>(at_);
        if (at_ >= text_.size()) return fail("the text ends inside a value");
        if (depth > deepest) return fail(fmt::format("nested deeper than {}", deepest));
        if (++count_ > most_values) return fail("the text has too many values");
        switch (text_[at_]) {
            case '{': return read_items(value, Kind::object, '}', depth);
            case '[': return read_items(value, Kind::array, ']', depth);
            case '"': value.kind = Kind::string; return read_string(value.text);
            default: return read_word(value);
        }
    }

    void read_items(JsonValue& value, Kind kind, char close, int depth) {
        value.kind = kind;
        ++at_;
        if (take(close)) return;
        while (!fault_) {
            if (kind == Kind::object && !read_key(value)) return;
            skip_blanks();
            value.items.emplace_back();
            read(value.items.back(), depth + 1);
            if (fault_ || take(close)) return;
            if (!take(',')) fail(fmt::format("`,` or `{}` is missing", close));
        }
    }

    bool read_key(JsonValue& value) {
        skip_blanks();
        if (at_ >= text_.size() || text_[at_] != '"') {
            fail("a key is missing");
            return false;
        }
        value.keys.emplace_back();
        read_string(value.keys.back());
        if (!fault_ && !take(':')) fail("`:` is missing after a key");
        return !fault_;
    }

    void read_string(std::string& out) {
        for (++at_; at_ < text_.size(); ++at_) {
            char letter = text_[at_];
            if (letter == '"') {
                ++at_;
                return;
            }
            if (static_cast<unsigned char>(letter) < ' ') return fail("a control character in a string");
            letter == '\\' ? read_escape(out) : out.push_back(letter);
            if (fault_) return;
        }
        fail("the text ends inside a string");
    }

    // Leaves `at_` on the last byte of the escape.
    void read_escape(std::string& out) {
        constexpr std::string_view letters = "\"\\/bfnrt", values = "\"\\/\b\f\n\r\t";
        if (++at_ >= text_.size()) return;
        if (size_t index = letters.find(text_[at_]); index != std::string_view::npos) {
            out.push_back(values[index]);
        } else if (text_[at_] == 'u') {
            auto unit = hexadecimal();
            bool is_high = unit && *unit >= 0xD800 && *unit < 0xDC00;
            if (is_high && text_.substr(at_ + 1, 2) == "\\u") {
                at_ += 2;
                auto low = hexadecimal();
                if (low) unit = 0x10000 + ((*unit - 0xD800) << 10) + ((*low - 0xDC00) & 0x3FF);
            }
            if (!unit) return fail("a wrong escape in a string");
            append_utf8(out, *unit >= 0xD800 && *unit < 0xE000 ? 0xFFFD : *unit);
        } else {
            fail("a wrong escape in a string");
        }
    }

    // The four digits after `\u`.
    std::optional<uint32_t> hexadecimal() {
        uint32_t number = 0;
        std::string_view digits = text_.substr(std::min(at_ + 1, text_.size()), 4);
        auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
        if (error != std::errc() || digits.size() < 4 || end != digits.data() + 4) return std::nullopt;
        at_ += 4;
        return number;
    }

    void read_word(JsonValue& value) {
        for (const Word& word : words) {
            if (!text_.substr(at_).starts_with(word.text)) continue;
            value.kind = word.kind;
            value.truth = word.truth;
            if (word.kind == Kind::number) value.text = word.text;
            at_ += word.text.size();
            return;
        }
        size_t end = std::min(text_.find_first_not_of("+-.0123456789eE", at_), text_.size());
        std::string_view number = text_.substr(at_, end - at_);
        if (number.find_first_of("0123456789") == std::string_view::npos) return fail("a JSON value is missing");
        value.kind = Kind::number;
        value.text = number;
        at_ = end;
    }

    std::string_view text_;
    size_t at_ = 0;
    size_t count_ = 0;
    std::optional<ImportFault> fault_;
};

const JsonValue nothing;

}  // namespace

const JsonValue* JsonValue::find(std::string_view key) const {
    auto found = std::find(keys.begin(), keys.end(), key);
    return found == keys.end() ? nullptr : &items[static_cast<size_t>(found - keys.begin())];
}

const JsonValue& JsonValue::operator[](std::string_view key) const {
    const JsonValue* found = find(key);
    return found ? *found : nothing;
}

const JsonValue& JsonValue::operator[](size_t index) const {
    return is_array() && index < items.size() ? items[index] : nothing;
}

std::optional<int64_t> JsonValue::integer() const {
    if (kind != Kind::number) return std::nullopt;
    std::string_view digits = text;
    if (size_t point = digits.find('.'); point != std::string_view::npos) {
        if (digits.find_first_not_of('0', point + 1) != std::string_view::npos) return std::nullopt;
        digits = digits.substr(0, point);
    }
    int64_t number = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    bool whole = error == std::errc() && end == digits.data() + digits.size();
    return whole ? std::optional(number) : std::nullopt;
}

Result<JsonValue, ImportFault> parse_json(std::string_view text) { return Parser(text).run(); }

JsonEnd end_of_json_object(std::string_view text, size_t begin) {
    int depth = 0;
    bool quoted = false;
    for (size_t at = begin; at < text.size(); ++at) {
        char letter = text[at];
        auto byte = static_cast<unsigned char>(letter);
        if (byte < ' ' && letter != '\t' && letter != '\n' && letter != '\r') return {at};
        if (quoted) {
            if (letter == '\\') ++at;
            if (letter == '"') quoted = false;
        } else if (letter == '"') {
            quoted = true;
        } else if (letter == '{' || letter == '[') {
            ++depth;
        } else if (letter == '}' || letter == ']') {
            if (--depth == 0) return {at + 1, true};
        }
    }
    return {text.size()};
}

}  // namespace nnshape
