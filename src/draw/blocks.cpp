#include "draw/blocks.h"

#include <fmt/format.h>
#include <algorithm>

namespace nnshape {
namespace {

constexpr int page_width = 730, text_width_of_cell = 76, gap = 18, row_gap = 30, frame_padding = 8, frame_title = 18;

// Cells that stay in one row: one alone, or those in a frame.
struct Group {
    std::vector<BlockCell> cells;
    uint32_t frame = no_frame;
    int least_width = 0;  // of its title

    int width() const {
        int width = frame == no_frame ? 0 : 2 * frame_padding;
        for (const BlockCell& cell : cells) width += cell.width() + gap;
        return std::max(width - gap, least_width);
    }
};

class BlockRows {
  public:
    BlockRows(const Plan& plan, const Network& network, Drawing& drawing)
        : plan_(plan), network_(network), drawing_(drawing) {}

    void draw() {
        make_groups();
        auto rows = rows_of(narrowest_width());
        for (const auto& row : rows) widest_ = std::max(widest_, width_of(row));
        int y = 0;
        for (const auto& row : rows) y = draw_row(row, y) + row_gap;
    }

  private:
    using GroupRow = std::vector<const Group*>;

    void make_groups() {
        CuboidScale scale;
        for (const PlanBox& box : plan_.boxes) scale.include(shape_of(box, network_));
        for (uint32_t index = 0; index < plan_.boxes.size(); ++index) {
            const PlanBox& box = plan_.boxes[index];
            uint32_t frame = drawn_frame(box.frame);
            if (groups_.empty() || frame == no_frame || groups_.back().frame != frame) {
                groups_.push_back({.cells = {}, .frame = frame, .least_width = title_width(frame)});
            }
            BlockCell cell = cell_of(box, index, shape_of(box, network_), scale, text_width_of_cell);
            groups_.back().cells.push_back(std::move(cell));
        }
    }

    // The one frame that is drawn around a box: that of a run, otherwise the outermost.
    uint32_t drawn_frame(uint32_t frame) const {
        while (frame != no_frame && plan_.frames[frame].turns == 1 && plan_.frames[frame].around != no_frame) {
            frame = plan_.frames[frame].around;
        }
        return frame;
    }

    int title_width(uint32_t frame) const {
        if (frame == no_frame) return 0;
        return text_width(title_of(plan_.frames[frame]), lettering_of(TextStyle::name)) + 2 * frame_padding;
    }

    static int width_of(const GroupRow& row) {
        int width = -gap;
        for (const Group* group : row) width += group->width() + gap;
        return width;
    }

    std::vector<GroupRow> rows_of(int most) const {
        std::vector<GroupRow> rows;
        for (const Group& group : groups_) {
            if (rows.empty() || width_of(rows.back()) + gap + group.width() > most) rows.emplace_back();
            rows.back().push_back(&group);
        }
        return rows;
    }

    // The least width with which there are no more rows than at the width of a page: so the rows are equally full.
    int narrowest_width() const {
        size_t rows = rows_of(page_width).size();
        int least = 1, most = page_width;
        while (least < most) {
            int middle = (least + most) / 2;
            rows_of(middle).size() <= rows ? void(most = middle) : void(least = middle + 1);
        }
        return most;
    }

    // Draws a row below `top`, and the line from the row before. Returns its lower edge.
    int draw_row(const GroupRow& row, int top) {
        int above = 0, below = 0;
        bool has_frame = false;
        for (const Group* group : row) {
            has_frame = has_frame || group->frame != no_frame;
            for (const BlockCell& cell : group->cells) {
                above = std::max(above, cell.above);
                below = std::max(below, cell.below);
            }
        }
        int axis = top + above + (has_frame ? frame_title : 0);
        int bottom = axis + below + (has_frame ? frame_padding : 0);
        int x = 0;
        for (const Group* group : row) {
            int start = x;
            if (group->frame != no_frame) x += frame_padding;
            for (const BlockCell& cell : group->cells) {
                draw_cell_at(cell, {x + cell.left, axis}, top);
                x += cell.width() + gap;
            }
            x = start + group->width() + gap;
            if (group->frame != no_frame) draw_frame(*group, {start, top, group->width(), bottom - top});
        }
        return bottom;
    }

    void draw_frame(const Group& group, const Rectangle& area) {
        drawing_.frames.push_back({area});
        std::string title = title_of(plan_.frames[group.frame]);
        if (title.empty()) return;
        drawing_.texts.push_back({title, {area.x + 6, area.y + 13}, Anchor::start, TextStyle::name});
    }

    void draw_cell_at(const BlockCell& cell, Point axis, int row_top) {
        draw_cell(cell, plan_.boxes[cell.box], axis, drawing_);
        Point entry = entry_of(cell, axis);
        if (has_last_) {
            DrawnEdge edge{.points = {last_}, .has_arrow = true};
            if (last_.y != entry.y) {  // around the end of the row, and back to the left
                int right = widest_ + gap, turn = row_top - row_gap / 2;
                for (Point point :
                     {Point{right, last_.y}, Point{right, turn}, Point{-gap, turn}, Point{-gap, entry.y}}) {
                    edge.points.push_back(point);
                }
            }
            edge.points.push_back(entry);
            drawing_.edges.push_back(std::move(edge));
        }
        last_ = exit_of(cell, axis);
        has_last_ = true;
    }

    const Plan& plan_;
    const Network& network_;
    Drawing& drawing_;
    std::vector<Group> groups_;
    int widest_ = 0;
    Point last_;
    bool has_last_ = false;
};

}  // namespace

const Shape& shape_of(const PlanBox& box, const Network& network) {
    return network.nodes[box.tensors.empty() ? box.end - 1 : box.tensors[0].node].output;
}

void draw_blocks(const Plan& plan, const Network& network, Drawing& drawing) {
    BlockRows(plan, network, drawing).draw();
}

}  // namespace nnshape
