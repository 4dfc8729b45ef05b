#include "draw/box_text.h"

#include <fmt/format.h>
#include <algorithm>

namespace nnshape {
namespace {

constexpr int widest_word = 260;

void add_lines(std::vector<StyledLine>& lines, const std::string& text, TextStyle style, int width) {
    for (const std::string& line : lines_within(text, width, lettering_of(style))) {
        lines.push_back({cut_to(line, std::max(width, widest_word), lettering_of(style)), style});
    }
}

}  // namespace

std::vector<StyledLine> lines_of(const PlanBox& box, int width) {
    std::vector<StyledLine> lines;
    add_lines(lines, box.name, TextStyle::name, width);
    if (box.symbol.empty()) add_lines(lines, box.operation, TextStyle::plain, width);
    bool in_one_line = text_width(within_text(box), lettering_of(TextStyle::plain)) <= width;
    if (in_one_line) add_lines(lines, within_text(box), TextStyle::plain, width);
    for (const std::string& one : in_one_line ? std::vector<std::string>() : box.within) {
        add_lines(lines, one, TextStyle::plain, width);
    }
    add_lines(lines, box.params, TextStyle::muted, width);
    if (box.turns > 1) lines.push_back({fmt::format("× {}", box.turns), TextStyle::name});
    return lines;
}

std::string within_text(const PlanBox& box) {
    std::string text;
    for (const std::string& one : box.within) text += (text.empty() ? "" : " · ") + one;
    return text;
}

std::string hint_of(const PlanBox& box) {
    std::string hint = box.name;
    for (const std::string& part : {box.operation, within_text(box), box.params}) {
        if (!part.empty()) hint += (hint.empty() ? "" : ", ") + part;
    }
    if (!box.tensors.empty() && !box.tensors[0].shape.empty()) hint += ", output " + box.tensors[0].shape;
    return hint;
}

std::string title_of(const PlanFrame& frame) {
    std::string title = cut_to(frame.title, widest_word, lettering_of(TextStyle::name));
    if (frame.turns > 1) title += fmt::format("{}× {}", title.empty() ? "" : "  ", frame.turns);
    return title;
}

int width_of(const std::vector<StyledLine>& lines) {
    int width = 0;
    for (const StyledLine& line : lines) width = std::max(width, text_width(line.text, lettering_of(line.style)));
    return width;
}

}  // namespace nnshape
