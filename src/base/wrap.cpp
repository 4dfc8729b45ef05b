#include "base/wrap.h"

#include "base/text.h"
#include "base/unicode.h"

namespace nnshape {

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

}  // namespace nnshape
