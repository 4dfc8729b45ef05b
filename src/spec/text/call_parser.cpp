#include "spec/text/call_parser.h"

#include <fmt/format.h>
#include <algorithm>
#include <optional>

#include "base/unicode.h"
#include "spec/spec.h"

namespace nnshape {
namespace {

using Form = CallValue::Form;

constexpr int deepest = 64;
constexpr std::string_view blanks = " \t\r\n\\";

bool is_letter(char letter) {
    return letter == '_' || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}
bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

Span span_of(size_t begin, size_t end) { return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}; }

// One past the string or the comment that begins at `at`; `at` where neither does.
size_t skip_opaque(std::string_view text, size_t at) {
    char first = text[at];
    if (first == '#') return std::min(text.find('\n', at), text.size());
    if (first != '\'' && first != '"') return at;
    for (size_t end = at + 1; end < text.size() && text[end] != '\n'; ++end) {
        if (text[end] == '\\') {
            ++end;
        } else if (text[end] == first) {
            return end + 1;
        }
    }
    return text.size();
}

class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<CallValue, Fault<Span>> call(size_t at) {
        CallValue value = call_at(at, 0);
        if (fault_) return *fault_;
        return value;
    }

    Result<CallValue, Fault<Span>> value(Span span) {
        CallValue value = value_of(span, 0);
        if (fault_) return *fault_;
        return value;
    }

  private:
    void fail(Span span, std::string message, std::string help = {}) {
        if (!fault_) fault_ = Fault<Span>{span, std::move(message), std::move(help)};
    }

    std::string_view at(Span span) const { return text_.substr(span.begin, span.end - span.begin); }

    // Without the blanks and comments at both ends.
    Span trimmed(Span span) const {
        size_t begin = span.begin, end = span.begin;
        bool started = false;
        for (size_t at = span.begin; at < span.end;) {
            bool blank = blanks.find(text_[at]) != std::string_view::npos, comment = text_[at] == '#';
            size_t next = std::max(skip_opaque(text_, at), at + 1);
            if (!blank && !comment) {
                if (!std::exchange(started, true)) begin = at;
                end = std::min<size_t>(next, span.end);
            }
            at = next;
        }
        return started ? span_of(begin, end) : span_of(span.end, span.end);
    }

    // The parts between commas outside brackets; an empty last part is left out.
    std::vector<Span> parts(Span span) const {
        std::vector<Span> parts;
        size_t begin = span.begin;
        for (size_t at = span.begin; at < span.end;) {
            bool opens = std::string_view("([{").find(text_[at]) != std::string_view::npos;
            size_t closing = opens ? closing_bracket(text_, at) : std::string_view::npos;
            if (text_[at] == ',') {
                parts.push_back(span_of(begin, at));
                begin = at + 1;
            }
            at = closing < span.end ? closing + 1 : std::max(skip_opaque(text_, at), at + 1);
        }
        Span last = trimmed(span_of(begin, span.end));
        if (last.begin != last.end) parts.push_back(last);
        return parts;
    }

    CallValue call_at(size_t begin, int depth) {
        size_t open = begin + dotted_name_length(text_.substr(begin));
        size_t close = closing_bracket(text_, open);
        CallValue call{.form = Form::call, .span = span_of(begin, close + 1)};
        call.text = text_.substr(begin, open - begin);
        for (Span part : parts(span_of(open + 1, close))) call.arguments.push_back(argument(part, depth + 1));
        return call;
    }

    CallArgument argument(Span part, int depth) {
        Span all = trimmed(part);
        size_t length = dotted_name_length(at(all));
        size_t equals = all.begin + length;
        while (length > 0 && equals < all.end && blanks.find(text_[equals]) != std::string_view::npos) ++equals;
        bool named = length > 0 && equals < all.end && text_[equals] == '=' && text_.substr(equals, 2) != "==";
        CallArgument argument;
        if (named) argument.key = text_.substr(all.begin, length);
        argument.key_span = named ? span_of(all.begin, all.begin + length) : all;
        argument.value = value_of(named ? span_of(equals + 1, all.end) : all, depth);
        return argument;
    }

    CallValue value_of(Span written, int depth) {
        Span span = trimmed(written);
        std::string_view text = at(span);
        if (text.empty()) {
            fail(span, "a value is missing");
            return {};
        }
        if (depth > deepest) {
            fail(span, fmt::format("nested deeper than {}", deepest));
            return {};
        }
        if (skip_opaque(text_, span.begin) == span.end && text.size() > 1 && text.back() == text.front()) {
            return {.form = Form::word, .span = span, .text = std::string(text.substr(1, text.size() - 2))};
        }
        bool bracketed = text[0] == '(' || text[0] == '[';
        if (bracketed && closing_bracket(text_, span.begin) + 1 == span.end) return sequence(span, depth);
        if (text == "None") return {.span = span};
        if (text == "True" || text == "False") return {.form = Form::boolean, .span = span, .number = text == "True"};
        ReadInteger integer = read_integer(text);
        if (integer.form == Literal::Form::integer) {
            return {.form = Form::integer, .span = span, .number = integer.value};
        }
        if (integer.form == Literal::Form::huge || is_decimal(text)) {
            return {.form = Form::number, .span = span, .text = std::string(text)};
        }
        size_t open = span.begin + dotted_name_length(text);
        bool is_call = open > span.begin && open < span.end && text_[open] == '(';
        if (is_call && closing_bracket(text_, open) + 1 == span.end) return call_at(span.begin, depth);
        return {.form = Form::expression, .span = span, .text = std::string(text)};
    }

    // A tuple, a list, or a value in parentheses.
    CallValue sequence(Span span, int depth) {
        Span inside = span_of(span.begin + 1, span.end - 1);
        auto items = parts(inside);
        bool is_tuple =
            items.size() != 1 || at(inside).find(',', items[0].end - inside.begin) != std::string_view::npos;
        if (text_[span.begin] == '(' && !is_tuple) return value_of(inside, depth + 1);
        CallValue list{.form = Form::list, .span = span};
        for (Span item : items) list.items.push_back(value_of(item, depth + 1));
        return list;
    }

    std::string_view text_;
    std::optional<Fault<Span>> fault_;
};

}  // namespace

size_t dotted_name_length(std::string_view text) {
    size_t end = 0;
    for (bool begins = true; end < text.size(); ++end) {
        char letter = text[end];
        bool is_part = is_letter(letter) || (!begins && (is_digit(letter) || letter == '.'));
        if (!is_part) break;
        begins = letter == '.';
    }
    return end > 0 && text[end - 1] == '.' ? 0 : end;
}

size_t closing_bracket(std::string_view text, size_t open) {
    std::string expected;
    for (size_t at = open; at < text.size();) {
        char letter = text[at];
        if (letter == '(') expected += ')';
        if (letter == '[') expected += ']';
        if (letter == '{') expected += '}';
        if (letter == ')' || letter == ']' || letter == '}') {
            if (expected.empty() || expected.back() != letter) return std::string_view::npos;
            expected.pop_back();
            if (expected.empty()) return at;
        }
        at = std::max(skip_opaque(text, at), at + 1);
    }
    return std::string_view::npos;
}

Result<CallValue, Fault<Span>> parse_call(std::string_view text, size_t at) { return Parser(text).call(at); }

Result<CallValue, Fault<Span>> parse_value(std::string_view text, Span span) { return Parser(text).value(span); }

}  // namespace nnshape
