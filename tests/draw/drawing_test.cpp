#include <set>

#include "draw/picture_problem.h"
#include "properties/draw_network.h"
#include "properties/random.h"
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

Picture draw(const Study& study, const PictureOptions& options = {}) {
    auto picture = picture_of(study, options);
    REQUIRE(picture);
    return std::move(*picture);
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

TEST_CASE("in the pictures of random networks nothing overlaps either, and each edge arrives") {
    size_t drawn = 0;
    for (uint64_t seed = first_seed(), end = seed + static_cast<uint64_t>(case_count(400)); seed < end; ++seed) {
        Studied studied;
        study_text(studied, text_of(draw_network(seed).network));
        if (!studied.study.calculated()) continue;
        for (const PictureOptions& options :
             {PictureOptions{}, PictureOptions{.style = PictureStyle::graph, .depth = 1},
              PictureOptions{.style = PictureStyle::graph, .depth = 99}}) {
            Picture picture = draw(studied.study, options);
            INFO("seed " << seed << "\n" << studied.text);
            REQUIRE(problem_of(picture.drawing) == "");
            if (options.depth) REQUIRE(missing_edge(picture.plan, picture.drawing) == "");
            ++drawn;
        }
    }
    CHECK(drawn > 300);
}
