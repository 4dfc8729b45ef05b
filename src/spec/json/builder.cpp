#include "spec/json/builder.h"

#include <fmt/format.h>
#include <algorithm>
#include <iterator>

#include "base/unicode.h"

namespace nnshape {
namespace {

// Brackets; each of 64 nested blocks may have three.
constexpr size_t deepest = 256;

// More keys than any object has a meaning for: one of the first is unknown, or given twice.
constexpr size_t most_keys = 256;

}  // namespace

// An escape is longer than the text that it means.
Text JsonBuilder::text_of(Span token, std::string_view decoded) {
    if (decoded.size() == token.end - token.begin) return {token};
    spec_.decoded.emplace_back(decoded);
    return {token, static_cast<uint32_t>(spec_.decoded.size() - 1)};
}

bool JsonBuilder::key(Span token, std::string_view decoded) {
    Frame& frame = frames_.back();
    frame.key = text_of(token, decoded);
    position_ = token.end + 1;
    after_ = After::key;
    if (frame.part == Part::skipped) return true;
    std::string_view name = spec_.text(frame.key);
    auto first = keys_.begin() + static_cast<ptrdiff_t>(frame.first_key);
    frame.repeated = std::find(first, keys_.end(), name) != keys_.end();
    if (frame.repeated) {
        document_.fail(frame.key.span, fmt::format("`{}` is given twice", printable(name)), "remove one of the two",
                       code::duplicate_key);
        return true;
    }
    if (keys_.size() - frame.first_key < most_keys) keys_.push_back(name);
    frame.repeated = document_.refuse_second_block({frame.part, frame.key});
    return true;
}

bool JsonBuilder::half_value(Span token) {
    position_ = token.end;
    after_ = After::value;
    last_scalar_ = token;
    return true;
}

bool JsonBuilder::scalar(Span token, Literal::Form form, int64_t number) {
    half_value(token);
    value({.form = form, .span = token, .number = number});
    return true;
}

bool JsonBuilder::number(Span token) {
    ReadInteger integer = read_integer(spec_.source.at(token));
    bool whole = integer.form != Literal::Form::word;
    return scalar(token, whole ? integer.form : Literal::Form::decimal, integer.value);
}

bool JsonBuilder::string(Span token, std::string_view decoded) {
    position_ = token.end + 1;
    after_ = After::value;
    last_scalar_ = {};
    bool expression = document_.takes_expression(place()) && decoded.find('$') != std::string_view::npos;
    size_t colon = decoded.find(':');
    if (expression && colon != std::string_view::npos) {
        value(pair(token, decoded, colon));
        return true;
    }
    value({.form = expression ? Literal::Form::expression : Literal::Form::word,
           .quoted = true,
           .span = token,
           .decoded = text_of(token, decoded).decoded});
    return true;
}

// "$before:1": a pair for every axis, of which a side is an expression.
Literal JsonBuilder::pair(Span token, std::string_view decoded, size_t colon) {
    auto side = [&](size_t begin, size_t end) {
        std::string_view text = decoded.substr(begin, end - begin);
        ReadInteger number = read_integer(text);
        bool whole = number.form != Literal::Form::word;
        bool escaped = decoded.size() != token.end - token.begin;  // its letters have no places in the source
        Span span = escaped
                        ? token
                        : Span{static_cast<uint32_t>(token.begin + begin), static_cast<uint32_t>(token.begin + end)};
        return Literal{.form = whole ? number.form : Literal::Form::expression,
                       .span = span,
                       .number = number.value,
                       .decoded = text_of(span, text).decoded};
    };
    Literal sides[] = {side(0, colon), side(colon + 1, decoded.size())};
    auto first = static_cast<uint32_t>(spec_.items.size());
    spec_.items.insert(spec_.items.end(), std::begin(sides), std::end(sides));
    return {.form = Literal::Form::pair, .quoted = true, .span = token, .items = {first, 2}};
}

void JsonBuilder::value(const Literal& literal) {
    if (is_passed_over()) return;
    if (around() == Part::list) return open_items_.push_back(literal);
    document_.value(place(), literal);
}

bool JsonBuilder::open(Span span, bool object) {
    position_ = span.end;
    after_ = After::opening;
    if (frames_.size() == deepest) {
        document_.fail(span, fmt::format("nested deeper than {}", deepest), {}, code::too_large);
        return false;
    }
    Part parent = around();
    std::string_view key = frames_.empty() ? "" : spec_.text(frames_.back().key);
    Part part = is_passed_over() ? Part::skipped : part_of_child(parent, key, object);
    // A value of the wrong kind is passed on as an object or an array, and reported where it is used.
    bool wanted = part != Part::skipped || parent == Part::skipped ||
                  ((parent == Part::document || parent == Part::changes) && key == "id");
    if (!wanted) value({.form = object ? Literal::Form::object : Literal::Form::list, .span = span});
    if (!frames_.empty()) document_.begin(place(), part, span);
    frames_.push_back({part, span, keys_.size(), open_items_.size(), {}});
    return true;
}

bool JsonBuilder::close(Span token) {
    Frame frame = frames_.back();
    frame.span.end = position_ = token.end;
    after_ = After::value;
    last_scalar_ = {};
    frames_.pop_back();
    keys_.resize(frame.first_key);
    frame.part == Part::list ? end_list(frame) : document_.end(place(), frame.part, frame.span);
    return true;
}

void JsonBuilder::end_list(const Frame& frame) {
    Range items{static_cast<uint32_t>(spec_.items.size()),
                static_cast<uint32_t>(open_items_.size() - frame.first_item)};
    spec_.items.insert(spec_.items.end(), open_items_.begin() + static_cast<ptrdiff_t>(frame.first_item),
                       open_items_.end());
    open_items_.resize(frame.first_item);
    value({.form = Literal::Form::list, .span = frame.span, .items = items});
}

}  // namespace nnshape
