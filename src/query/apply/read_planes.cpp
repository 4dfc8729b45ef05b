#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "query/apply/plane_builder.h"
#include "spec/decimal.h"

namespace nnshape {
namespace {

constexpr std::string_view blanks = " \t\r\v\f";
constexpr std::string_view line_blanks = " \t\r\v\f\n";
constexpr std::string_view minus_sign = "−";
constexpr int most_levels = 4;

Diagnostic mistake(const Code& code, Span span, std::string message, std::string help) {
    return {&code, std::move(message), std::move(help), span};
}

Diagnostic not_a_number(std::string_view word, Span span) {
    return mistake(code::bad_value, span, fmt::format("`{}` is not a number", printable(word)),
                   "write a number such as 3, -0.5 or 1/9");
}

Diagnostic too_large(std::string_view word, Span span) {
    return mistake(code::overflow, span, fmt::format("`{}` overflows a 64-bit fraction", printable(word)),
                   "write it with fewer digits");
}

Diagnostic nothing_read(Span span) {
    return mistake(code::syntax, span, "there are no numbers", "write a row of numbers on each line");
}

bool is_unsigned_decimal(std::string_view text) {
    size_t exponent = std::min(text.find_first_of("eE"), text.size());
    std::string_view mantissa = text.substr(0, exponent);
    bool has_digit = mantissa.find_first_of("0123456789") != std::string_view::npos;
    if (!has_digit || mantissa.find_first_not_of("0123456789.") != std::string_view::npos) return false;
    if (std::count(mantissa.begin(), mantissa.end(), '.') > 1) return false;
    if (exponent == text.size()) return true;
    std::string_view power = text.substr(exponent + 1);
    if (power.starts_with('+') || power.starts_with('-')) power.remove_prefix(1);
    return !power.empty() && power.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// With a sign in front: a decimal, or two whole numbers with a slash between them, of which the second is not 0.
bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    size_t slash = text.find('/');
    if (slash == std::string_view::npos) return is_unsigned_decimal(text);
    std::string_view divisor = text.substr(slash + 1);
    return is_digits(text.substr(0, slash)) && is_digits(divisor) &&
           divisor.find_first_not_of('0') != std::string_view::npos;
}

// The word as a program writes it, with `-` for a minus sign and without a plus sign.
std::string plain_number(std::string_view word) {
    if (word.starts_with(minus_sign)) return "-" + std::string(word.substr(minus_sign.size()));
    return std::string(word.substr(word.starts_with('+') ? 1 : 0));
}

// Reads one number at a span, or reports what is there instead.
Result<Fraction, Diagnostic> number_at(std::string_view text, Span span) {
    std::string_view word = text.substr(span.begin, span.end - span.begin);
    std::string plain = plain_number(word);
    if (!is_number(plain)) return not_a_number(word, span);
    auto number = read_fraction(plain);
    if (!number || number->overflowed()) return too_large(word, span);
    return *number;
}

Span span_of(size_t begin, size_t end) { return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}; }

// Rows of numbers, a line each.
class RowReader {
  public:
    explicit RowReader(std::string_view text) : text_(text) {}

    Result<PlaneStacks, Diagnostic> read() {
        for (size_t begin = 0; begin < text_.size();) {
            size_t end = std::min(text_.find('\n', begin), text_.size());
            if (auto wrong = line(begin, end)) return *wrong;
            begin = end + 1;
        }
        if (auto wrong = end_plane()) return *wrong;
        if (!builder_.has_numbers()) return nothing_read(span_of(0, text_.size()));
        if (auto wrong = builder_.end_stack({})) return *wrong;
        return builder_.take();
    }

  private:
    std::optional<Diagnostic> line(size_t begin, size_t end) {
        std::string_view whole = text_.substr(begin, end - begin);
        size_t comment = whole.find('#');
        std::string_view content = whole.substr(0, comment);
        bool is_empty = content.find_first_not_of(blanks) == std::string_view::npos;
        if (is_empty) return comment == std::string_view::npos ? end_plane() : std::nullopt;
        if (is_rule(content)) return std::nullopt;
        return row(begin, begin + content.find_last_not_of(blanks) + 1);
    }

    // The line below the head of a Markdown table, or a head without words.
    static bool is_rule(std::string_view line) {
        bool is_drawn = line.find_first_not_of("|-:+ \t\r") == std::string_view::npos;
        return is_drawn && line.find('|') != std::string_view::npos;
    }

    std::optional<Diagnostic> row(size_t begin, size_t end) {
        size_t first = text_.find_first_not_of(" \t\r\v\f", begin);
        Span whole = span_of(first, end);
        size_t after_separator = std::string_view::npos;  // of the last separator, while no number follows it
        for (size_t at = first; at < end;) {
            if (blanks.find(text_[at]) != std::string_view::npos) {
                ++at;
            } else if (text_[at] == ',' || text_[at] == '|') {
                if (after_separator != std::string_view::npos) return gap(span_of(after_separator - 1, at + 1));
                after_separator = ++at;
            } else {
                size_t word_end = std::min(text_.find_first_of(" \t\r\v\f,|", at), end);
                auto number = number_at(text_, span_of(at, word_end));
                if (!number) return number.fault();
                builder_.add(*number, span_of(at, word_end));
                after_separator = std::string_view::npos;
                at = word_end;
            }
        }
        plane_ = in_plane_ ? join(plane_, whole) : whole;
        in_plane_ = true;
        return builder_.end_row(whole);
    }

    static Diagnostic gap(Span span) {
        return mistake(code::syntax, span, "there is no number between two separators", "write 0 for an empty place");
    }

    std::optional<Diagnostic> end_plane() {
        if (!std::exchange(in_plane_, false)) return std::nullopt;
        return builder_.end_plane(plane_);
    }

    std::string_view text_;
    PlaneBuilder builder_;
    Span plane_ = {};
    bool in_plane_ = false;
};

// Lists in lists: the innermost is a row.
class ListReader {
  public:
    explicit ListReader(std::string_view text) : text_(text) {}

    Result<PlaneStacks, Diagnostic> read() {
        levels_ = count_levels();
        skip_blanks();
        if (levels_ > most_levels) {
            return mistake(code::syntax, span_of(at_, at_ + 1), fmt::format("lists are {} deep", levels_),
                           fmt::format("at most {}: kernels, planes, rows and numbers", most_levels));
        }
        if (auto wrong = list(levels_)) return *wrong;
        if (auto wrong = end_missing_levels()) return *wrong;
        skip_blanks();
        if (at_ != text_.size()) {
            return mistake(code::syntax, span_of(at_, at_ + 1), "there is more after the array",
                           "put everything into one array");
        }
        return builder_.take();
    }

  private:
    int count_levels() const {
        int levels = 0;
        for (char letter : text_) {
            if (letter == '[') {
                ++levels;
            } else if (line_blanks.find(letter) == std::string_view::npos) {
                break;
            }
        }
        return levels;
    }

    void skip_blanks() { at_ = std::min(text_.find_first_not_of(line_blanks, at_), text_.size()); }

    // Reads a list with `level` levels, of which the innermost, a row, is level 1.
    std::optional<Diagnostic> list(int level) {
        skip_blanks();
        if (at_ == text_.size() || text_[at_] != '[') return expected("a list `[…]`");
        size_t begin = at_++;
        for (bool first = true;; first = false) {
            skip_blanks();
            if (first && at_ < text_.size() && text_[at_] == ']') {
                return mistake(code::syntax, span_of(begin, at_ + 1), "this list is empty", "write a number into it");
            }
            if (auto wrong = level == 1 ? number() : list(level - 1)) return wrong;
            skip_blanks();
            if (at_ < text_.size() && text_[at_] == ']') break;
            if (at_ == text_.size() || text_[at_] != ',') return expected("`,` or `]`");
            ++at_;
        }
        return end(level, span_of(begin, ++at_));
    }

    std::optional<Diagnostic> number() {
        bool quoted = at_ < text_.size() && text_[at_] == '"';
        size_t begin = at_ + (quoted ? 1 : 0);
        size_t end = std::min(text_.find_first_of(quoted ? "\"\n" : " \t\r\n,[]", begin), text_.size());
        if (begin == end) return expected("a number");
        auto read = number_at(text_, span_of(begin, end));
        if (!read) return read.fault();
        builder_.add(*read, span_of(begin, end));
        at_ = end + (quoted && end < text_.size() ? 1 : 0);
        return std::nullopt;
    }

    std::optional<Diagnostic> end(int level, Span span) {
        if (level == 1) return builder_.end_row(span);
        if (level == 2) return builder_.end_plane(span);
        return level == 3 ? builder_.end_stack(span) : std::nullopt;
    }

    std::optional<Diagnostic> end_missing_levels() {
        std::optional<Diagnostic> wrong;
        for (int level = levels_ + 1; level <= 3 && !wrong; ++level) wrong = end(level, {});
        return wrong;
    }

    Diagnostic expected(std::string_view what) const {
        size_t end = std::min(at_ + 1, text_.size());
        return mistake(code::syntax, span_of(at_, end), fmt::format("{} is expected here", what),
                       "lists have the form [[1, 2], [3, 4]]");
    }

    std::string_view text_;
    size_t at_ = 0;
    int levels_ = 0;
    PlaneBuilder builder_;
};

}  // namespace

Result<PlaneStacks, Diagnostic> read_planes(std::string_view text) {
    size_t first = text.find_first_not_of(line_blanks);
    if (first == std::string_view::npos) return nothing_read(span_of(0, text.size()));
    return text[first] == '[' ? ListReader(text).read() : RowReader(text).read();
}

std::optional<Fraction> read_plane_number(std::string_view text) {
    auto number = number_at(text, span_of(0, text.size()));
    return number ? std::optional(*number) : std::nullopt;
}

}  // namespace nnshape
