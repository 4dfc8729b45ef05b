#include "draw/text_width.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/unicode.h"

namespace nnshape {
namespace {

using Advances = std::array<int, 95>;  // of the characters from the blank to the tilde, in thousandths of the size

// From the tables `hmtx` of DejaVuSans.ttf and DejaVuSans-Bold.ttf, version 2.37, rounded up.
constexpr Advances regular = {318,  401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337,
                              637,  637, 637, 637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 531,
                              1000, 685, 687, 699, 771, 632, 576, 775, 752, 295, 295, 656, 558, 863, 749, 788,
                              604,  788, 695, 635, 611, 732, 685, 989, 686, 611, 686, 391, 337, 391, 838, 500,
                              500,  613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612,
                              635,  635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838};
constexpr Advances bold = {349,  457, 521, 838, 696, 1002, 873, 307,  458, 458, 523, 838, 380, 416,  380, 366,
                           696,  696, 696, 696, 696, 696,  696, 696,  696, 696, 400, 400, 838, 838,  838, 581,
                           1000, 774, 763, 734, 831, 684,  684, 821,  837, 373, 373, 775, 638, 996,  837, 851,
                           733,  851, 771, 721, 683, 813,  774, 1104, 771, 725, 726, 458, 366, 458,  838, 500,
                           500,  675, 716, 593, 716, 679,  436, 716,  712, 343, 343, 666, 343, 1042, 712, 688,
                           716,  716, 494, 596, 479, 712,  652, 924,  646, 652, 583, 712, 366, 712,  838};

constexpr int other_letter = 850, sign = 1000, wide_letter = 1300;  // Greek, Cyrillic; dashes, arrows; Han, emoji

int advance_of(std::string_view letter, uint32_t value, bool is_bold) {
    if (value >= ' ' && value <= '~') return (is_bold ? bold : regular)[value - ' '];
    int columns = display_width(letter);
    if (columns == 1 && value >= 0x2010 && value <= 0x2BFF) return sign;
    return columns == 0 ? 0 : columns == 1 ? other_letter + (is_bold ? 100 : 0) : wide_letter;
}

int64_t thousandths(std::string_view text, bool is_bold) {
    int64_t sum = 0;
    for (size_t at = 0; at < text.size();) {
        CodePoint point = decode(text.substr(at));
        size_t bytes = std::max(1u, point.bytes);
        sum += advance_of(text.substr(at, bytes), point.value, is_bold);
        at += bytes;
    }
    return sum;
}

// Where a word may be broken: before one of these characters.
size_t find_break(std::string_view word, size_t from) {
    size_t at = word.find_first_of("=/_.-", from);
    return at == std::string_view::npos ? word.size() : at;
}

// The pieces of a word that is much too wide: as few as its breaks allow.
std::vector<std::string> pieces_of(std::string_view word, int width, Lettering lettering) {
    std::vector<std::string> pieces;
    while (text_width(word, lettering) > width * 4 / 3) {
        size_t end = find_break(word, 1);
        for (size_t next = end; next < word.size(); next = find_break(word, next + 1)) {
            if (text_width(word.substr(0, next), lettering) > width) break;
            end = next;
        }
        if (end == word.size()) break;
        pieces.emplace_back(word.substr(0, end));
        word.remove_prefix(end);
    }
    pieces.emplace_back(word);
    return pieces;
}

}  // namespace

int text_width(std::string_view text, Lettering lettering) {
    constexpr int64_t widest = 1'000'000;
    return static_cast<int>(std::min(widest, (thousandths(text, lettering.bold) * lettering.size + 999) / 1000));
}

std::vector<std::string> lines_within(std::string_view text, int width, Lettering lettering) {
    std::vector<std::string> lines;
    for (std::string_view word : words_of(text)) {
        bool first = true;
        for (std::string& piece : pieces_of(word, width, lettering)) {
            std::string longer = lines.empty() ? piece : lines.back() + " " + piece;
            bool fits = first && !lines.empty() && text_width(longer, lettering) <= width;
            fits ? void(lines.back() = std::move(longer)) : lines.push_back(std::move(piece));
            first = false;
        }
    }
    return lines;
}

std::string cut_to(std::string_view text, int width, Lettering lettering) {
    if (text_width(text, lettering) <= width) return std::string(text);
    int64_t left = static_cast<int64_t>(width - text_width("…", lettering)) * 1000 / lettering.size;
    size_t end = 0;
    for (size_t at = 0; at < text.size();) {
        CodePoint point = decode(text.substr(at));
        size_t bytes = std::max(1u, point.bytes);
        int advance = advance_of(text.substr(at, bytes), point.value, lettering.bold);
        if (advance > left) break;
        left -= advance;
        at += bytes;
        end = at;
    }
    return std::string(text.substr(0, end)) + "…";
}

}  // namespace nnshape
