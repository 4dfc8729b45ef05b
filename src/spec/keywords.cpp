#include "spec/keywords.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "base/unicode.h"

namespace nnshape {

bool is_name(std::string_view text) {
    auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
    auto is_letter = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
    };
    return !text.empty() && !is_digit(text[0]) &&
           std::all_of(text.begin(), text.end(), [&](char letter) { return is_letter(letter) || is_digit(letter); });
}

bool is_plain_name(std::string_view text) {
    constexpr uint32_t arrow = 0x2192;
    for (size_t at = 0; at < text.size();) {
        CodePoint point = decode(text.substr(at));
        bool letter =
            is_name(text.substr(at, 1)) || std::string_view("0123456789_-./").find(text[at]) != std::string_view::npos;
        bool script =
            point.value >= 0x80 && point.value != arrow && !is_blank(point.value) && !is_unprintable(point.value);
        if (!letter && !script) return false;
        at += std::max(1u, point.bytes);
    }
    return !text.empty();
}

bool is_definition_name(std::string_view name) {
    return is_plain_name(name) && name.find_first_of("./") == std::string_view::npos;
}

bool is_reserved_parameter(std::string_view name) {
    constexpr std::string_view reserved[] = {"name",  "inputs", "from",       "expect", "allow", "in",    "freeze",
                                             "share", "type",   "activation", "paths",  "times", "layers"};
    return std::find(std::begin(reserved), std::end(reserved), name) != std::end(reserved);
}

bool is_directive(std::string_view word) {
    constexpr std::string_view directives[] = {"network", "layout", "dtype", "input", "outputs",
                                               "let",     "expect", "limit", "allow"};
    return std::find(std::begin(directives), std::end(directives), folded(word)) != std::end(directives);
}

bool is_statement_word(std::string_view word) {
    constexpr std::string_view blocks[] = {"define", "repeat", "path", "freeze", "experts"};
    return is_directive(word) || std::find(std::begin(blocks), std::end(blocks), folded(word)) != std::end(blocks);
}

}  // namespace nnshape
