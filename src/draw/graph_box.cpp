#include "draw/graph_box.h"

#include <algorithm>

#include "draw/box_text.h"

namespace nnshape {
namespace {

constexpr int line_height = 14, box_padding = 10, label_height = 15, label_gap = 5, radius = 11, widest_box = 210;
constexpr int least_width = 64;

int label_width(const PlanTensor& tensor) { return text_width(tensor.shape, lettering_of(TextStyle::muted)); }

// The tensors that leave the box, the output of its last layer first: that is in the middle, and the others are on
// its right.
std::vector<const PlanTensor*> ports_of(const PlanBox& box) {
    std::vector<const PlanTensor*> ports;
    for (const PlanTensor& tensor : box.tensors) ports.push_back(&tensor);
    std::stable_sort(ports.begin(), ports.end(),
                     [](const PlanTensor* one, const PlanTensor* other) { return one->node > other->node; });
    return ports;
}

// The width of a box with several tensors, each with its label on its right.
int ports_width(const PlanBox& box) {
    int last = 0;
    for (const PlanTensor* tensor : ports_of(box)) last += label_width(*tensor) + 4 * label_gap;
    return box.tensors.size() > 1 ? 2 * last : 0;
}

void place_ports(const PlanBox& box, PlacedItem& placed) {
    int x = 0;
    for (const PlanTensor* tensor : ports_of(box)) {
        placed.out[tensor->node] = x;
        x += label_width(*tensor) + 4 * label_gap;
    }
}

void add_ports(const PlanBox& box, PlacedItem& placed, Drawing& drawing) {
    place_ports(box, placed);
    int bottom = placed.item.height;
    for (const PlanTensor& tensor : box.tensors) {
        if (tensor.shape.empty()) continue;
        int x = placed.out[tensor.node] + label_gap;
        drawing.texts.push_back({tensor.shape, {x, bottom + 12}, Anchor::start, TextStyle::muted});
        placed.item.right = std::max(placed.item.right, x + label_width(tensor) + 2);
        placed.item.height = bottom + label_height;
    }
}

PlacedItem draw_rectangle(const PlanBox& box, Drawing& drawing) {
    auto lines = lines_of(box, widest_box);
    int width = std::max({least_width, width_of(lines) + 2 * box_padding, ports_width(box)});
    width += width % 2;
    int height = static_cast<int>(lines.size()) * line_height + box_padding;
    drawing.boxes.push_back({.front = {-width / 2, 0, width, height},
                             .role = box.role,
                             .is_folded = box.is_folded,
                             .accents = {},
                             .hint = hint_of(box)});
    int y = box_padding / 2 + 11;
    for (StyledLine& line : lines) {
        drawing.texts.push_back({std::move(line.text), {0, y}, Anchor::middle, line.style});
        y += line_height;
    }
    return {.item = {.left = width / 2, .right = width / 2, .height = height}, .first = {}, .end = {}, .start = height};
}

// A merge: a circle with its symbol, and beside it what is written into it.
PlacedItem draw_circle(const PlanBox& box, Drawing& drawing) {
    auto lines = lines_of(box, widest_box);
    drawing.boxes.push_back({.form = DrawnBox::Form::circle,
                             .front = {-radius, 0, 2 * radius, 2 * radius},
                             .role = box.role,
                             .accents = {},
                             .hint = hint_of(box)});
    drawing.texts.push_back({box.symbol, {0, radius + 5}, Anchor::middle, TextStyle::symbol});
    int y = radius + 4;
    int right = lines.empty() ? radius : radius + 6 + width_of(lines);
    for (StyledLine& line : lines) {
        drawing.texts.push_back({std::move(line.text), {radius + 6, y}, Anchor::start, line.style});
        y += line_height;
    }
    int height = std::max(2 * radius, y - line_height + 4);
    return {.item = {.left = radius, .right = right, .height = height}, .first = {}, .end = {}, .start = 2 * radius};
}

}  // namespace

PlacedItem draw_graph_box(const PlanBox& box, uint32_t number, Drawing& drawing) {
    DrawingMark mark = mark_of(drawing);
    PlacedItem placed = box.symbol.empty() ? draw_rectangle(box, drawing) : draw_circle(box, drawing);
    drawing.boxes.back().plan_box = number;
    add_ports(box, placed, drawing);
    placed.first = mark;
    placed.end = mark_of(drawing);
    return placed;
}

}  // namespace nnshape
