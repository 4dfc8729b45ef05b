#include "draw/picture_problem.h"

#include <algorithm>
#include <map>

namespace nnshape::test {
namespace {

std::string words_of(const Rectangle& one) {
    return std::to_string(one.x) + "," + std::to_string(one.y) + " " + std::to_string(one.width) + "x" +
           std::to_string(one.height);
}

bool overlap(const Rectangle& one, const Rectangle& other) {
    return one.x < other.right() && other.x < one.right() && one.y < other.bottom() && other.y < one.bottom();
}

bool contains(const Rectangle& outer, const Rectangle& inner) {
    return outer.x <= inner.x && outer.y <= inner.y && outer.right() >= inner.right() &&
           outer.bottom() >= inner.bottom();
}

// The rectangles in which the pieces of an edge stay. A piece along an axis is a line without area, so one pixel wide.
std::vector<Rectangle> pieces_of(const DrawnEdge& edge) {
    std::vector<Rectangle> pieces;
    for (size_t at = 1; at < edge.points.size(); ++at) {
        auto [left, right] = std::minmax(edge.points[at - 1].x, edge.points[at].x);
        auto [top, bottom] = std::minmax(edge.points[at - 1].y, edge.points[at].y);
        pieces.push_back({left, top, std::max(1, right - left), std::max(1, bottom - top)});
    }
    return pieces;
}

}  // namespace

std::string problem_of(const Drawing& drawing) {
    Rectangle page{0, 0, drawing.width, drawing.height};
    std::vector<Rectangle> boxes, texts;
    for (const DrawnBox& box : drawing.boxes) boxes.push_back(box.bounds());
    for (const DrawnText& text : drawing.texts) texts.push_back(text.bounds());
    for (size_t at = 0; at < boxes.size(); ++at) {
        if (!contains(page, boxes[at])) return "a box is outside the page: " + drawing.boxes[at].hint;
        for (size_t other = 0; other < at; ++other) {
            if (overlap(boxes[at], boxes[other])) {
                return "boxes overlap: " + drawing.boxes[at].hint + " and " + drawing.boxes[other].hint;
            }
        }
    }
    for (size_t at = 0; at < texts.size(); ++at) {
        const std::string& text = drawing.texts[at].text;
        if (!contains(page, texts[at])) return "a text is outside the page: " + text;
        for (size_t other = 0; other < at; ++other) {
            if (overlap(texts[at], texts[other])) return "texts overlap: " + text + " and " + drawing.texts[other].text;
        }
        for (size_t box = 0; box < boxes.size(); ++box) {
            if (overlap(texts[at], boxes[box]) && !contains(boxes[box], texts[at])) {
                return "a text crosses a border: " + text + " " + words_of(texts[at]) + " in " + words_of(boxes[box]);
            }
        }
    }
    for (const DrawnFrame& frame : drawing.frames) {
        if (!contains(page, frame.area)) return "a frame is outside the page";
        for (const DrawnFrame& other : drawing.frames) {
            bool nested = contains(frame.area, other.area) || contains(other.area, frame.area);
            if (!nested && overlap(frame.area, other.area)) return "frames overlap";
        }
        for (size_t box = 0; box < boxes.size(); ++box) {
            if (overlap(frame.area, boxes[box]) && !contains(frame.area, boxes[box])) return "a frame cuts a box";
        }
    }
    for (const DrawnEdge& edge : drawing.edges) {
        for (const Rectangle& piece : pieces_of(edge)) {
            if (!contains({0, 0, page.width + 1, page.height + 1}, piece)) return "an edge is outside the page";
            for (size_t box = 0; box < boxes.size(); ++box) {
                if (overlap(piece, boxes[box])) {
                    return "an edge runs through a box: " + words_of(piece) + " " + drawing.boxes[box].hint;
                }
            }
            for (size_t text = 0; text < texts.size(); ++text) {
                if (overlap(piece, texts[text])) {
                    return "an edge runs through a text: " + words_of(piece) + " " + drawing.texts[text].text;
                }
            }
        }
    }
    return {};
}

std::string missing_edge(const Plan& plan, const Drawing& drawing) {
    std::map<std::pair<int, int>, std::vector<Point>> next;
    for (const DrawnEdge& edge : drawing.edges) {
        next[{edge.points.front().x, edge.points.front().y}].push_back(edge.points.back());
    }
    std::map<uint32_t, const DrawnBox*> boxes;
    for (const DrawnBox& box : drawing.boxes) boxes[box.plan_box] = &box;
    for (const PlanEdge& edge : plan.edges) {
        Rectangle from = boxes.at(edge.from)->bounds(), to = boxes.at(edge.to)->bounds();
        std::vector<Point> reached;
        for (const auto& [start, ends] : next) {
            bool leaves = start.second == from.bottom() && start.first >= from.x && start.first <= from.right();
            if (leaves) reached.insert(reached.end(), ends.begin(), ends.end());
        }
        bool arrives = false;
        for (size_t at = 0; at < reached.size(); ++at) {
            Point end = reached[at];
            arrives = arrives || (end.y == to.y && end.x >= to.x && end.x <= to.right());
            auto more = next.find({end.x, end.y});
            if (more != next.end()) reached.insert(reached.end(), more->second.begin(), more->second.end());
        }
        if (!arrives) return boxes.at(edge.from)->hint + " to " + boxes.at(edge.to)->hint;
    }
    return {};
}

}  // namespace nnshape::test
