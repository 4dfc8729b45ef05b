#include <algorithm>

#include "draw/blocks.h"
#include "draw/u_shape.h"

// Draws a U: the way down on the left, the lowest row in the middle, the way up on the right.
namespace nnshape {
namespace {

constexpr int cell_text_width = 88, gap = 18, row_gap = 26, lane_height = 24, least_middle = 90, tallest = 72;

// The cells of an arm or of the lowest row in one row of the picture.
struct UCell {
    BlockCell cell;
    Point axis = {};
};

enum class Arm : uint8_t { down, bottom, up };

class UDrawing {
  public:
    UDrawing(const UShape& shape, const Plan& plan, const Network& network, Drawing& drawing)
        : shape_(shape), plan_(plan), network_(network), drawing_(drawing) {}

    int draw() {
        make_cells();
        int width = place_columns();
        place_rows();
        for (const UCell& one : cells_) draw_cell(one.cell, plan_.boxes[one.cell.box], one.axis, drawing_);
        for (size_t at = 1; at < cells_.size(); ++at) draw_step(at - 1, at);
        for (const USkip& skip : shape_.skips) draw_skip(skip);
        return width;
    }

  private:
    void make_cells() {
        CuboidScale scale{.height = tallest};
        for (uint32_t box : shape_.path) scale.include(shape_of(plan_.boxes[box], network_));
        for (uint32_t box : shape_.path) {
            const PlanBox& one = plan_.boxes[box];
            cells_.push_back({cell_of(one, box, shape_of(one, network_), scale, cell_text_width)});
        }
        first_low_ =
            static_cast<size_t>(std::find(shape_.rows.begin(), shape_.rows.end(), shape_.bottom) - shape_.rows.begin());
        end_low_ = first_low_;
        while (end_low_ < shape_.rows.size() && shape_.rows[end_low_] == shape_.bottom) ++end_low_;
    }

    Arm arm_of(size_t place) const { return place < first_low_ ? Arm::down : place < end_low_ ? Arm::bottom : Arm::up; }

    // The place of a cell in its row and arm.
    size_t column_of(size_t place) const {
        size_t column = 0;
        while (place > column && shape_.rows[place - column - 1] == shape_.rows[place] &&
               arm_of(place - column - 1) == arm_of(place)) {
            ++column;
        }
        return column;
    }

    // The columns of an arm, each as wide as its widest cell. Returns the right edge.
    int place_arm(Arm arm, int left) {
        std::vector<int> widths;
        for (size_t place = 0; place < cells_.size(); ++place) {
            if (arm_of(place) != arm) continue;
            size_t column = column_of(place);
            if (widths.size() <= column) widths.resize(column + 1);
            widths[column] = std::max(widths[column], cells_[place].cell.width());
        }
        std::vector<int> middles;
        for (int width : widths) {
            middles.push_back(left + width / 2);
            left += width + gap;
        }
        for (size_t place = 0; place < cells_.size(); ++place) {
            if (arm_of(place) == arm) cells_[place].axis.x = middles[column_of(place)];
        }
        return left - gap;
    }

    int middle_width() const {
        int width = least_middle;
        for (const USkip& skip : shape_.skips) {
            width = std::max(width, text_width(skip.text, lettering_of(TextStyle::muted)) + 2 * gap);
        }
        return width;
    }

    // Returns the width of the picture.
    int place_columns() {
        int left_end = place_arm(Arm::down, 0);
        int low_width = place_arm(Arm::bottom, 0);
        int up_start = std::max(left_end + middle_width(), low_width + 3 * gap);
        int width = place_arm(Arm::up, up_start) + gap;
        place_arm(Arm::bottom, std::max(gap, (width - low_width) / 2));
        return width;
    }

    void place_rows() {
        std::vector<int> above(shape_.bottom + 1), below(shape_.bottom + 1);
        for (size_t place = 0; place < cells_.size(); ++place) {
            uint32_t row = shape_.rows[place];
            above[row] = std::max(above[row], cells_[place].cell.above);
            below[row] = std::max(below[row], cells_[place].cell.below);
        }
        int y = 0;
        for (uint32_t row = 0; row <= shape_.bottom; ++row) {
            bool has_lane = std::any_of(shape_.skips.begin(), shape_.skips.end(),
                                        [&](const USkip& skip) { return shape_.rows[skip.from] == row; });
            tops_.push_back(y);
            y += (has_lane ? lane_height : 0) + above[row];
            for (size_t place = 0; place < cells_.size(); ++place) {
                if (shape_.rows[place] == row) cells_[place].axis.y = y;
            }
            y += below[row] + row_gap;
        }
    }

    // From a cell to the next one: along the row, down to the row below, or up to the row above.
    void draw_step(size_t from, size_t to) {
        const UCell &one = cells_[from], &other = cells_[to];
        DrawnEdge edge{.points = {exit_of(one.cell, one.axis)}, .has_arrow = true};
        if (shape_.rows[from] == shape_.rows[to]) {
            edge.points.push_back(entry_of(other.cell, other.axis));
        } else if (shape_.rows[from] < shape_.rows[to]) {
            int lane = tops_[shape_.rows[to]] - row_gap / 2;
            edge.points = {{one.axis.x, one.axis.y + one.cell.below}};
            add_corner(edge, {one.axis.x, lane});
            add_corner(edge, {other.axis.x, lane});
            edge.points.push_back({other.axis.x, other.axis.y - other.cell.above});
        } else {
            int lane = tops_[shape_.rows[from]] - row_gap / 2, side = one.axis.x + one.cell.right + gap / 2;
            edge.points.push_back({side, one.axis.y});
            add_corner(edge, {side, lane});
            add_corner(edge, {other.axis.x, lane});
            edge.points.push_back({other.axis.x, other.axis.y + other.cell.below});
        }
        drawing_.edges.push_back(std::move(edge));
    }

    static void add_corner(DrawnEdge& edge, Point corner) {
        if (edge.points.back() != corner) edge.points.push_back(corner);
    }

    // A dashed line at the top of the row, from the right of one cell to the top of the other.
    void draw_skip(const USkip& skip) {
        const UCell &one = cells_[skip.from], &other = cells_[skip.to];
        int lane = tops_[shape_.rows[skip.from]] + lane_height - 6, side = one.axis.x + one.cell.right + gap / 2;
        Point start = exit_of(one.cell, one.axis), end{other.axis.x, other.axis.y - other.cell.above};
        drawing_.edges.push_back({.points = {start, {side, start.y}, {side, lane}, {end.x, lane}, end},
                                  .has_arrow = true,
                                  .is_dashed = true});
        if (skip.text.empty()) return;
        drawing_.texts.push_back({skip.text, {(side + end.x) / 2, lane - 5}, Anchor::middle, TextStyle::muted});
    }

    const UShape& shape_;
    const Plan& plan_;
    const Network& network_;
    Drawing& drawing_;
    std::vector<UCell> cells_;            // by place in the path
    size_t first_low_ = 0, end_low_ = 0;  // the places of the lowest row
    std::vector<int> tops_;               // by row
};

}  // namespace

int draw_u(const UShape& shape, const Plan& plan, const Network& network, Drawing& drawing) {
    return UDrawing(shape, plan, network, drawing).draw();
}

}  // namespace nnshape
