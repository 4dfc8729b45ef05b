#include <algorithm>
#include <map>
#include <set>

#include "draw/picture.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// The networks of specs/ that are calculated.
std::vector<std::string> networks() {
    auto files = files_below("specs", {".nn"});
    std::erase_if(files, [](const std::string& path) {
        return path.find('/') != path.rfind('/') && !path.starts_with("specs/models/");
    });
    REQUIRE(files.size() > 40);
    return files;
}

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

// A description of what is wrong with a drawing; empty if nothing is.
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

Picture draw(const Study& study, const PictureOptions& options = {}) {
    auto picture = picture_of(study, options);
    REQUIRE(picture);
    return std::move(*picture);
}

// The first edge of the plan that no line draws; empty if there is none.
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

}  // namespace

TEST_CASE("in the picture of each network nothing overlaps, is cut or is outside the page") {
    for (const std::string& path : networks()) {
        Studied studied;
        study_text(studied, read_text_file(path));
        for (auto style : {PictureStyle::automatic, PictureStyle::graph}) {
            INFO(path << (style == PictureStyle::graph ? " as a graph" : ""));
            CHECK(problem_of(draw(studied.study, {.style = style}).drawing) == "");
        }
    }
}

TEST_CASE("nor does it if every call is expanded, or none") {
    for (const std::string& path : networks()) {
        Studied studied;
        study_text(studied, read_text_file(path));
        for (int64_t depth : {1, 99}) {
            INFO(path << " " << depth);
            CHECK(problem_of(draw(studied.study, {.depth = depth}).drawing) == "");
        }
    }
}

TEST_CASE("a drawing with a mistake has a problem") {
    Studied studied;
    study_text(studied, read_text_file("specs/models/resnet-18.nn"));
    const Drawing drawing = draw(studied.study).drawing;
    auto problem_after = [&](auto change) {
        Drawing changed = drawing;
        change(changed);
        return problem_of(changed).substr(0, 20);
    };
    CHECK(problem_after([](Drawing& one) { one.boxes[3].front.y = one.boxes[2].front.y; }) == "boxes overlap: conv ");
    CHECK(problem_after([](Drawing& one) { one.boxes[2].front.width += 2000; }) == "a box is outside the");
    CHECK(problem_after([](Drawing& one) { one.texts[2].at = one.texts[1].at; }) == "texts overlap: conv ");
    CHECK(problem_after([](Drawing& one) { one.texts[1].text += std::string(40, 'm'); }) != "");
    CHECK(problem_after([](Drawing& one) { one.edges[0].points = {{60, 0}, {60, one.height}}; }) != "");
    CHECK(problem_after([](Drawing& one) { one.frames[0].area.height /= 2; }) == "a frame cuts a box");
}

TEST_CASE("each edge of each plan is drawn from its box to the box that reads it") {
    size_t edges = 0;
    for (const std::string& path : networks()) {
        Studied studied;
        study_text(studied, read_text_file(path));
        for (int64_t depth : {1, 99}) {
            Picture picture = draw(studied.study, {.style = PictureStyle::graph, .depth = depth});
            INFO(path << " " << depth);
            CHECK(missing_edge(picture.plan, picture.drawing) == "");
            edges += picture.plan.edges.size();
        }
    }
    CHECK(edges > 2000);
}

TEST_CASE("the longest path is straight, and paths that need not cross do not") {
    Studied studied;
    study_text(studied, read_text_file("specs/models/llama-3-8b.nn"));
    Picture picture = draw(studied.study);
    auto middle = [](const DrawnBox& box) { return box.front.x + box.front.width / 2; };
    std::set<int> middles;
    for (uint32_t box : {0u, 1u, 2u, 3u, 4u, 5u, 6u, 8u, 9u, 10u, 11u, 12u}) {
        middles.insert(middle(picture.drawing.boxes[box]));
    }
    CHECK(middles.size() == 1);
    CHECK(middle(picture.drawing.boxes[7]) != *middles.begin());  // the other dense layer of SwiGLU
}

TEST_CASE("a picture has no more boxes than a person can look at, unless a network has no calls to fold") {
    for (const std::string& path : networks()) {
        Studied studied;
        study_text(studied, read_text_file(path));
        INFO(path);
        CHECK(draw(studied.study).plan.boxes.size() <= many_boxes);
    }
}
