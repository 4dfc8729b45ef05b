#include "draw/cell.h"

#include <algorithm>

namespace nnshape {
namespace {

constexpr int line_height = 13, label_gap = 6, circle_radius = 11, least_height = 16;
constexpr int least_width = 8, most_width = 42, vector_width = 9, vector_depth = 4, sequence_depth = 5;

// The binary logarithm in hundredths, rounded down, by squaring; of numbers above 2^31 a coarse one.
int64_t log_hundredths(int64_t number) {
    int64_t whole = 0;
    while (number >> (whole + 1) > 0) ++whole;
    uint64_t mantissa =
        static_cast<uint64_t>(whole > 30 ? number >> (whole - 30) : number << (30 - whole));  // 2^30 is 1
    int64_t bits = 0;
    for (int bit = 0; bit < 8; ++bit) {
        mantissa = (mantissa * mantissa) >> 30;
        bits *= 2;
        if (mantissa >> 31 == 0) continue;
        mantissa >>= 1;
        ++bits;
    }
    return whole * 100 + bits * 100 / 256;
}

// Between `least` and `most`, by the logarithm of the number; 1 is the least and `largest` the most.
int scaled(int64_t number, int64_t largest, int least, int most) {
    int64_t all = log_hundredths(largest);
    return all == 0 ? most : least + static_cast<int>(log_hundredths(number) * (most - least) / all);
}

void set_cuboid(BlockCell& cell, const Shape& shape, const CuboidScale& scale) {
    if (shape.rank == 0) {
        cell.front_width = vector_width;
        cell.front_height = scaled(shape.channels, scale.vector, least_height, scale.height);
        cell.depth = vector_depth;
        return;
    }
    int rows = shape.rank > 1 ? shape.rank - 2 : 0;  // the axis that is drawn as the height
    cell.front_width = scaled(shape.channels, scale.channels, least_width, most_width);
    cell.front_height = scaled(shape.spatial[rows], scale.spatial, least_height, scale.height);
    cell.depth = shape.rank > 1 ? scaled(shape.spatial[rows + 1], scale.spatial, least_height, scale.height) * 3 / 10
                                : sequence_depth;
}

}  // namespace

void CuboidScale::include(const Shape& shape) {
    if (shape.rank == 0) vector = std::max(vector, shape.channels);
    if (shape.rank == 0) return;
    channels = std::max(channels, shape.channels);
    for (int axis = std::max(0, shape.rank - 2); axis < shape.rank; ++axis) {
        spatial = std::max(spatial, shape.spatial[axis]);
    }
}

BlockCell cell_of(const PlanBox& box, uint32_t index, const Shape& shape, const CuboidScale& scale, int text_width) {
    BlockCell cell{.box = index, .is_circle = !box.symbol.empty(), .shape = {}, .lines = {}};
    if (!box.tensors.empty() && !cell.is_circle) cell.shape = box.tensors[0].shape;
    cell.lines = lines_of(box, text_width);
    if (cell.is_circle) {
        cell.front_width = cell.front_height = 2 * circle_radius;
    } else {
        set_cuboid(cell, shape, scale);
    }
    int lettering = std::max(width_of(cell.lines), width_of({{cell.shape, TextStyle::muted}}));
    int width = std::max(lettering, cell.front_width + cell.depth);
    cell.left = cell.right = (width + 1) / 2;
    int label = cell.shape.empty() ? 0 : label_gap + line_height - 3;
    cell.above = cell.front_height / 2 + cell.depth + label;
    cell.below = cell.front_height - cell.front_height / 2 + static_cast<int>(cell.lines.size()) * line_height + 4;
    return cell;
}

void draw_cell(const BlockCell& cell, const PlanBox& box, Point axis, Drawing& drawing) {
    int left = axis.x - (cell.front_width + cell.depth) / 2, top = axis.y - cell.front_height / 2;
    std::vector<Role> accents;
    for (Role role : box.within_roles) {
        if (role == Role::activation || role == Role::normalisation) accents.push_back(role);
    }
    bool is_wide = cell.front_width > 5 * static_cast<int>(accents.size()) + 1;
    drawing.boxes.push_back({.form = cell.is_circle ? DrawnBox::Form::circle : DrawnBox::Form::cuboid,
                             .front = {left, top, cell.front_width, cell.front_height},
                             .depth = cell.depth,
                             .role = box.role,
                             .accents = is_wide ? accents : std::vector<Role>(),
                             .plan_box = cell.box,
                             .hint = hint_of(box)});
    if (cell.is_circle) drawing.texts.push_back({box.symbol, {axis.x, axis.y + 5}, Anchor::middle, TextStyle::symbol});
    if (!cell.shape.empty()) {
        drawing.texts.push_back({cell.shape, {axis.x, top - cell.depth - label_gap}, Anchor::middle, TextStyle::muted});
    }
    int y = top + cell.front_height + line_height + 1;
    for (const StyledLine& line : cell.lines) {
        drawing.texts.push_back({line.text, {axis.x, y}, Anchor::middle, line.style});
        y += line_height;
    }
}

Point entry_of(const BlockCell& cell, Point axis) { return {axis.x - (cell.front_width + cell.depth) / 2 - 1, axis.y}; }

Point exit_of(const BlockCell& cell, Point axis) {
    int left = axis.x - (cell.front_width + cell.depth) / 2;
    return {left + cell.front_width + cell.depth + 1, axis.y};
}

}  // namespace nnshape
