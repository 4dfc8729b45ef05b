#include "draw/layered.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "draw/box_text.h"
#include "draw/graph_box.h"
#include "draw/ranked.h"

namespace nnshape {
namespace {

constexpr int frame_padding = 12, frame_title = 18, page_width = 768, part_gap = 24;

// The boxes and frames directly in a frame, and the tensors that pass its border.
struct Level {
    std::vector<uint32_t> entries, exits;  // by node
    std::vector<uint32_t> first_boxes;     // of each child
    std::vector<PlacedItem> children;
};

size_t level_of(uint32_t frame) { return frame == no_frame ? 0 : frame + 1; }

uint32_t child_of(const Level& level, uint32_t box) {
    auto after = std::upper_bound(level.first_boxes.begin(), level.first_boxes.end(), box);
    return static_cast<uint32_t>(after - level.first_boxes.begin() - 1);
}

// The frames around a box, the innermost first, and last the picture itself.
std::vector<uint32_t> frames_around(const Plan& plan, uint32_t box) {
    std::vector<uint32_t> frames;
    for (uint32_t at = plan.boxes[box].frame; at != no_frame; at = plan.frames[at].around) frames.push_back(at);
    frames.push_back(no_frame);
    return frames;
}

// The edges that are drawn in each level: an edge is in every frame that it passes, from the one of each of its ends to
// the one around both.
std::vector<std::vector<const PlanEdge*>> edges_by_level(const Plan& plan) {
    std::vector<std::vector<const PlanEdge*>> edges(plan.frames.size() + 1);
    for (const PlanEdge& edge : plan.edges) {
        auto from = frames_around(plan, edge.from), to = frames_around(plan, edge.to);
        while (from.size() > 1 && to.size() > 1 && from[from.size() - 2] == to[to.size() - 2]) {
            from.pop_back();
            to.pop_back();
        }
        to.pop_back();
        for (uint32_t frame : from) edges[level_of(frame)].push_back(&edge);
        for (uint32_t frame : to) edges[level_of(frame)].push_back(&edge);
    }
    return edges;
}

// The inside of a frame's border: everything in it, and above it its title, on the left of what comes in.
Rectangle area_of(const Level& level, const Ranking& ranking, const std::string& title) {
    int left = INT32_MAX, right = INT32_MIN, first_port = INT32_MAX;
    auto widen = [&](int from, int to) {
        left = std::min(left, from);
        right = std::max(right, to);
    };
    for (size_t item = 0; item < ranking.x.size(); ++item) {
        bool is_child = item >= level.entries.size() && item < level.entries.size() + level.children.size();
        RankedItem size = is_child ? level.children[item - level.entries.size()].item : RankedItem();
        widen(ranking.x[item] - size.left, ranking.x[item] + size.right);
        if (item < level.entries.size()) first_port = std::min(first_port, ranking.x[item]);
    }
    for (const auto& lanes : ranking.lanes) {
        for (int lane : lanes) widen(lane, lane);
    }
    left -= frame_padding;
    right += frame_padding;
    int title_width = text_width(title, lettering_of(TextStyle::name)) + 16;
    if (first_port != INT32_MAX) left = std::min(left, first_port - title_width);
    right = std::max(right, left + title_width);
    int top = title.empty() ? -frame_padding : -frame_title;
    return {left, top, right - left, ranking.ranks.back().bottom + frame_padding - top};
}

// Draws boxes and frames around the origin.
class LayeredDrawing {
  public:
    LayeredDrawing(const Plan& plan, Drawing& drawing)
        : plan_(plan), drawing_(drawing), edges_in_(edges_by_level(plan)), part_of_(parts_of(plan)) {}

    // Draws what is connected, one part beside the other, in rows of at most the width of a page.
    bool draw() {
        int x = 0, y = 0, row_height = 0;
        for (uint32_t part = 0; part < part_of_.size(); ++part) {
            if (part_of_[part] != part) continue;
            DrawingMark mark = mark_of(drawing_);
            part_ = part;
            draw_level(no_frame);
            if (is_too_large_) return false;
            Rectangle area = bounds_of(drawing_, mark, mark_of(drawing_));
            if (x > 0 && x + area.width > page_width) {
                y += row_height + part_gap;
                x = row_height = 0;
            }
            move_parts(drawing_, mark, mark_of(drawing_), {x - area.x, y - area.y});
            x += area.width + part_gap;
            row_height = std::max(row_height, area.height);
        }
        return true;
    }

  private:
    uint32_t node_of(const PlanEdge& edge) const { return plan_.boxes[edge.from].tensors[edge.tensor].node; }

    PlacedItem draw_level(uint32_t frame) {
        uint32_t first = frame == no_frame ? 0 : plan_.frames[frame].first;
        uint32_t end = frame == no_frame ? static_cast<uint32_t>(plan_.boxes.size()) : plan_.frames[frame].end;
        DrawingMark mark = mark_of(drawing_);
        Level level;
        for (uint32_t box = first; box < end;) {
            if (frame == no_frame && part_of_[box] != part_) {
                ++box;
                continue;
            }
            uint32_t child = child_frame(box, frame);
            level.first_boxes.push_back(box);
            level.children.push_back(child == no_frame ? draw_graph_box(plan_.boxes[box], box, drawing_)
                                                       : draw_level(child));
            box = child == no_frame ? box + 1 : plan_.frames[child].end;
        }
        for (const PlanEdge* edge : edges_in_[level_of(frame)]) {
            if (edge->from < first) add_once(level.entries, node_of(*edge));
            if (edge->to >= end) add_once(level.exits, node_of(*edge));
        }
        PlacedItem placed = arrange(level, frame, {first, end});
        placed.first = mark;
        placed.end = mark_of(drawing_);
        return placed;
    }

    static void add_once(std::vector<uint32_t>& nodes, uint32_t node) {
        if (std::find(nodes.begin(), nodes.end(), node) == nodes.end()) nodes.push_back(node);
    }

    // The frame directly in another one that a box is in.
    uint32_t child_frame(uint32_t box, uint32_t frame) const {
        uint32_t child = plan_.boxes[box].frame;
        if (child == frame) return no_frame;
        while (plan_.frames[child].around != frame) child = plan_.frames[child].around;
        return child;
    }

    // Places the children of a level, and draws the edges between them and a border around them.
    PlacedItem arrange(Level& level, uint32_t frame, std::pair<uint32_t, uint32_t> boxes) {
        std::vector<RankedItem> items(level.entries.size(), {.is_first = true});
        for (const PlacedItem& child : level.children) items.push_back(child.item);
        items.insert(items.end(), level.exits.size(), {.is_last = true});
        std::vector<RankedLink> links;
        std::set<std::tuple<uint32_t, uint32_t, int, int>> seen;
        for (const PlanEdge* edge : edges_in_[level_of(frame)]) {
            if (frame == no_frame && part_of_[edge->from] != part_) continue;
            RankedLink link = link_of(level, *edge, boxes);
            if (seen.insert({link.from, link.to, link.from_x, link.to_x}).second) links.push_back(link);
        }
        auto placed = ranking_of(items, links);
        is_too_large_ = is_too_large_ || !placed;
        if (is_too_large_) return {};
        const Ranking& ranking = *placed;
        for (size_t child = 0; child < level.children.size(); ++child) {
            size_t item = level.entries.size() + child;
            Point by{ranking.x[item], ranking.ranks[ranking.rank_of[item]].top};
            move_parts(drawing_, level.children[child].first, level.children[child].end, by);
        }
        bool is_whole = frame == no_frame;
        Rectangle area = is_whole ? Rectangle() : area_of(level, ranking, title_of(plan_.frames[frame]));
        for (size_t link = 0; link < links.size(); ++link) draw_edge(level, ranking, links[link], link, area);
        return is_whole ? PlacedItem() : framed(level, ranking, frame, area);
    }

    RankedLink link_of(const Level& level, const PlanEdge& edge, std::pair<uint32_t, uint32_t> boxes) const {
        uint32_t node = node_of(edge);
        auto place_in = [&](const std::vector<uint32_t>& nodes) {
            return static_cast<uint32_t>(std::find(nodes.begin(), nodes.end(), node) - nodes.begin());
        };
        auto entries = static_cast<uint32_t>(level.entries.size());
        RankedLink link;
        if (edge.from < boxes.first) {
            link.from = place_in(level.entries);
        } else {
            uint32_t child = child_of(level, edge.from);
            link.from = entries + child;
            link.from_x = level.children[child].out.at(node);
        }
        if (edge.to >= boxes.second) {
            link.to = entries + static_cast<uint32_t>(level.children.size()) + place_in(level.exits);
        } else {
            uint32_t child = child_of(level, edge.to);
            link.to = entries + child;
            const PortPlaces& in = level.children[child].in;
            link.to_x = in.empty() ? 0 : in.at(node);
        }
        return link;
    }

    void draw_edge(const Level& level, const Ranking& ranking, const RankedLink& link, size_t index,
                   const Rectangle& area) {
        auto entries = static_cast<uint32_t>(level.entries.size());
        auto exits = entries + static_cast<uint32_t>(level.children.size());
        auto rank = [&](uint32_t item) { return ranking.ranks[ranking.rank_of[item]]; };
        DrawnEdge edge;
        auto add = [&](int x, int y) {
            if (edge.points.empty() || edge.points.back() != Point{x, y}) edge.points.push_back({x, y});
        };
        int x = ranking.x[link.from] + link.from_x;
        add(x, link.from < entries ? area.y : rank(link.from).top + level.children[link.from - entries].start);
        add(x, rank(link.from).bottom);
        uint32_t crossed = ranking.rank_of[link.from];
        for (int lane : ranking.lanes[index]) {
            ++crossed;
            add(lane, ranking.ranks[crossed].top);
            add(lane, ranking.ranks[crossed].bottom);
        }
        int end = ranking.x[link.to] + link.to_x;
        add(end, rank(link.to).top);
        if (link.to >= exits) add(end, area.bottom());
        edge.has_arrow = link.to < exits && level.children[link.to - entries].is_box;
        drawing_.edges.push_back(std::move(edge));
    }

    // Draws the border of a frame, and moves everything so that the middle of its upper edge is the origin.
    PlacedItem framed(const Level& level, const Ranking& ranking, uint32_t frame, const Rectangle& area) {
        int middle = level.entries.empty() ? area.x + area.width / 2 : ranking.x[0];
        PlacedItem placed{.item = {.left = middle - area.x, .right = area.right() - middle, .height = area.height},
                          .first = {},
                          .end = {},
                          .start = area.height,
                          .is_box = false};
        for (size_t entry = 0; entry < level.entries.size(); ++entry) {
            placed.in[level.entries[entry]] = ranking.x[entry] - middle;
        }
        for (size_t exit = 0; exit < level.exits.size(); ++exit) {
            size_t item = level.entries.size() + level.children.size() + exit;
            placed.out[level.exits[exit]] = ranking.x[item] - middle;
        }
        Point by{-middle, -area.y};
        std::string title = title_of(plan_.frames[frame]);
        if (!title.empty()) {
            drawing_.texts.push_back({title, {area.x + 8, area.y + 13}, Anchor::start, TextStyle::name});
        }
        drawing_.frames.push_back({area});
        DrawingMark first = level.children[0].first;
        move_parts(drawing_, first, mark_of(drawing_), by);
        return placed;
    }

    const Plan& plan_;
    Drawing& drawing_;
    std::vector<std::vector<const PlanEdge*>> edges_in_;  // by level
    std::vector<uint32_t> part_of_;                       // by box
    uint32_t part_ = 0;                                   // that is drawn
    bool is_too_large_ = false;
};

}  // namespace

bool draw_graph(const Plan& plan, Drawing& drawing) { return LayeredDrawing(plan, drawing).draw(); }

}  // namespace nnshape
