#include "base/wrap.h"

#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"

namespace nnshape {
namespace {

bool is_operator(std::string_view word) { return word == "+" || word == "−" || word == "/" || word == "="; }

}  // namespace

std::vector<std::string> wrapped(std::string_view paragraph, int width) {
    if (!paragraph.empty() && display_width(paragraph) <= width) return {std::string(paragraph)};
    std::vector<std::string> lines;
    for (std::string_view word : words_of(paragraph)) {
        bool fits = !lines.empty() && display_width(lines.back()) + 1 + display_width(word) <= width;
        if (fits) {
            lines.back().append(" ").append(word);
        } else {
            lines.emplace_back(word);
        }
    }
    return lines;
}

std::vector<std::string> wrapped_formula(std::string_view formula, int width) {
    if (display_width(formula) <= width) return {std::string(formula)};
    std::vector<std::string> lines;
    std::string piece;
    auto place = [&] {
        bool fits = !lines.empty() && display_width(lines.back()) + 1 + display_width(piece) <= width;
        fits ? void(lines.back() += " " + piece) : lines.push_back(piece);
        piece.clear();
    };
    bool joined = false;
    for (std::string_view word : words_of(formula)) {
        if (!piece.empty() && !joined) place();
        piece += piece.empty() ? std::string(word) : fmt::format(" {}", word);
        joined = is_operator(word);
    }
    place();
    return lines;
}

}  // namespace nnshape
