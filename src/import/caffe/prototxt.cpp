#include "import/caffe/prototxt.h"

#include <algorithm>
#include <charconv>

namespace nnshape::caffe {
namespace {

constexpr int deepest = 64;

bool is_word_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '_' || letter == '.' || letter == '-' || letter == '+';
}

class PrototxtReader {
  public:
    explicit PrototxtReader(std::string_view bytes) : bytes_(bytes) {}

    Result<PrototxtField, ImportFault> read() {
        PrototxtField file;
        file.is_message = true;
        read_fields(file, '\0', 0);
        if (fault_) return *fault_;
        return file;
    }

  private:
    void fail(const char* message, size_t begin, size_t end) {
        if (fault_) return;
        fault_ = ImportFault{.message = message,
                             .span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(std::max(begin, end))}};
    }

    void fail(const char* message) { fail(message, at_, std::min(at_ + 1, bytes_.size())); }

    char peek() const { return at_ < bytes_.size() ? bytes_[at_] : '\0'; }
    bool is_at_end() const { return at_ >= bytes_.size(); }

    void skip_blanks() {
        while (!is_at_end()) {
            char letter = peek();
            if (letter == '#') {
                at_ = std::min(bytes_.find('\n', at_), bytes_.size());
            } else if (letter == '\n') {
                ++line_;
                ++at_;
            } else if (letter == ' ' || letter == '\t' || letter == '\r' || letter == '\v' || letter == '\f') {
                ++at_;
            } else {
                return;
            }
        }
    }

    bool take(char letter) {
        skip_blanks();
        if (peek() != letter || is_at_end()) return false;
        ++at_;
        return true;
    }

    std::string_view take_word() {
        skip_blanks();
        size_t begin = at_;
        while (!is_at_end() && is_word_letter(peek())) ++at_;
        return bytes_.substr(begin, at_ - begin);
    }

    // A name, or one in brackets as extensions have.
    std::string_view take_name() {
        skip_blanks();
        if (peek() != '[') return take_word();
        size_t begin = at_;
        at_ = std::min(bytes_.find(']', at_), bytes_.size());
        if (!is_at_end()) ++at_;
        return bytes_.substr(begin, at_ - begin);
    }

    // A string, without its escapes being resolved any further than the letter after the backslash.
    bool take_string(std::string& value) {
        skip_blanks();
        char quote = peek();
        if (is_at_end() || (quote != '"' && quote != '\'')) return false;
        size_t begin = at_++;
        for (; !is_at_end() && peek() != quote && peek() != '\n'; ++at_) {
            if (peek() == '\\' && at_ + 1 < bytes_.size()) ++at_;
            value += peek();
        }
        if (is_at_end() || peek() != quote) {
            fail("this string does not end on its line", begin, at_);
            return false;
        }
        ++at_;
        return true;
    }

    void read_fields(PrototxtField& message, char close, int depth) {
        if (depth > deepest) return fail("messages are nested deeper than 64");
        while (!fault_) {
            skip_blanks();
            if (take(',') || take(';')) continue;
            if (is_at_end()) {
                if (close != '\0') fail("the file ends inside a message; a `}` is missing");
                return;
            }
            if (close != '\0' && take(close)) return;
            read_field(message, depth);
        }
    }

    void read_field(PrototxtField& message, int depth) {
        uint64_t line = line_;
        std::string_view name = take_name();
        if (name.empty()) return fail("the name of a field must be here");
        bool colon = take(':');
        if (take('[')) return read_list(message, name, line, depth);
        if (!read_value(message, name, line, depth) && !fault_) {
            fail(colon ? "the value of the field must be here" : "a `:` or a `{` must follow the name of a field");
        }
    }

    void read_list(PrototxtField& message, std::string_view name, uint64_t line, int depth) {
        while (!fault_ && !take(']')) {
            if (take(',')) continue;
            if (!read_value(message, name, line, depth)) return fail("the list does not end; a `]` is missing");
        }
    }

    // Whether there is a value or a message.
    bool read_value(PrototxtField& message, std::string_view name, uint64_t line, int depth) {
        PrototxtField field;
        field.name = name;
        field.line = line;
        if (take('{') || take('<')) {
            field.is_message = true;
            read_fields(field, bytes_[at_ - 1] == '{' ? '}' : '>', depth + 1);
        } else if (take_string(field.value)) {
            while (!fault_ && take_string(field.value)) {  // strings in a row are one
            }
        } else if (!fault_) {
            field.value = std::string(take_word());
            if (field.value.empty()) return false;
        }
        message.fields.push_back(std::move(field));
        return true;
    }

    std::string_view bytes_;
    size_t at_ = 0;
    uint64_t line_ = 1;
    std::optional<ImportFault> fault_;
};

}  // namespace

const PrototxtField* PrototxtField::find(std::string_view field) const {
    auto found =
        std::find_if(fields.begin(), fields.end(), [&](const PrototxtField& one) { return one.name == field; });
    return found == fields.end() ? nullptr : &*found;
}

std::vector<const PrototxtField*> PrototxtField::all(std::string_view field) const {
    std::vector<const PrototxtField*> found;
    for (const PrototxtField& one : fields) {
        if (one.name == field) found.push_back(&one);
    }
    return found;
}

std::string_view PrototxtField::text(std::string_view field, std::string_view fallback) const {
    const PrototxtField* found = find(field);
    return found && !found->is_message ? std::string_view(found->value) : fallback;
}

std::optional<int64_t> integer_of(std::string_view word) {
    int32_t number = 0;
    if (word.starts_with('+')) word.remove_prefix(1);
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
    return number;
}

Result<PrototxtField, ImportFault> read_prototxt(std::string_view bytes) { return PrototxtReader(bytes).read(); }

}  // namespace nnshape::caffe
