#include "draw/ranked.h"

#include "draw/rank_graph.h"
#include "draw/text_width.h"
#include "support/catch.h"

using namespace nnshape;

namespace {

std::vector<RankedItem> items(size_t count) { return {count, {.left = 20, .right = 30, .height = 10}}; }

std::vector<RankedLink> links(std::initializer_list<std::pair<uint32_t, uint32_t>> pairs) {
    std::vector<RankedLink> all;
    for (auto [from, to] : pairs) all.push_back({.from = from, .to = to});
    return all;
}

}  // namespace

TEST_CASE("ranks follow the longest path, which is straight, and a skip has a lane beside it") {
    auto ranking = ranking_of(items(4), links({{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
    REQUIRE(ranking);
    CHECK(ranking->rank_of == std::vector<uint32_t>{0, 1, 2, 3});
    CHECK(ranking->x == std::vector<int>{0, 0, 0, 0});
    REQUIRE(ranking->lanes[3].size() == 2);
    CHECK(ranking->lanes[3][0] == ranking->lanes[3][1]);
    CHECK(ranking->lanes[3][0] > 30);
    CHECK(ranking->lanes[0].empty());
    for (size_t rank = 1; rank < 4; ++rank) CHECK(ranking->ranks[rank].top > ranking->ranks[rank - 1].bottom);
}

TEST_CASE("what is read late is placed late, and entries and exits are first and last") {
    auto ranking = ranking_of(items(5), links({{0, 1}, {1, 2}, {3, 4}, {2, 4}}));
    REQUIRE(ranking);
    CHECK(ranking->rank_of == std::vector<uint32_t>{0, 1, 2, 2, 3});
    std::vector<RankedItem> all = items(4);
    all[0].is_first = true;
    all[3].is_last = true;
    ranking = ranking_of(all, links({{0, 3}, {1, 2}}));
    REQUIRE(ranking);
    CHECK(ranking->rank_of == std::vector<uint32_t>{0, 1, 2, 2});
}

TEST_CASE("links that begin at one place share their lanes") {
    auto ranking = ranking_of(items(5), links({{0, 1}, {1, 2}, {2, 3}, {3, 4}, {0, 3}, {0, 4}}));
    REQUIRE(ranking);
    REQUIRE(ranking->lanes[5].size() == 3);
    CHECK(std::equal(ranking->lanes[4].begin(), ranking->lanes[4].end(), ranking->lanes[5].begin()));
}

TEST_CASE("segments that need not cross do not") {
    RankGraph graph;
    for (uint32_t vertex = 0; vertex < 8; ++vertex) {
        graph.vertices.push_back({.rank = vertex / 4, .left = 5, .right = 5});
    }
    graph.ranks = {{0, 1, 2, 3}, {4, 5, 6, 7}};
    graph.trunk = {0, 7};
    for (uint32_t vertex = 0; vertex < 4; ++vertex) graph.segments.push_back({.from = vertex, .to = 7 - vertex});
    CHECK(crossings_of(graph) == 6);
    order_ranks(graph);
    CHECK(crossings_of(graph) == 0);
    auto x = columns_of(graph);
    for (uint32_t vertex = 0; vertex < 4; ++vertex) CHECK(x[vertex] == x[7 - vertex]);
}

TEST_CASE("a graph with too many lanes is not placed") {
    std::vector<RankedLink> all;
    constexpr uint32_t count = 1500;  // 1,500² / 2 lanes
    for (uint32_t item = 1; item < count; ++item) {
        all.push_back({.from = item - 1, .to = item});
        if (item + 1 < count) all.push_back({.from = item - 1, .to = count - 1, .from_x = 5});
    }
    CHECK(!ranking_of(items(count), all));
}

TEST_CASE("the width of a text is that of its letters in a wide font") {
    CHECK(text_width("", {}) == 0);
    CHECK(text_width("conv", {.size = 10}) == 24);                // 550 + 612 + 634 + 592 thousandths of 10
    CHECK(text_width("conv", {.size = 10, .bold = true}) == 27);  // 593 + 687 + 712 + 652
    CHECK(text_width("é", {.size = 10}) == 9);
    CHECK(text_width("層", {.size = 10}) == 13);
    CHECK(text_width("e\u0301", {.size = 10}) == 7);  // an accent has no width of its own
}

TEST_CASE("a text is broken at blanks, and a word that is much too wide at its parts") {
    using Lines = std::vector<std::string>;
    CHECK(lines_within("conv 96 11x11 stride=4", 76, {}) == Lines{"conv 96", "11x11", "stride=4"});
    CHECK(lines_within("conv 96 11x11 stride=4", 300, {}) == Lines{"conv 96 11x11 stride=4"});
    CHECK(lines_within("share=first/conv_1", 76, {}) == Lines{"share=first", "/conv_1"});
    CHECK(lines_within("abcdefghijklmnopqrstuvwxyz", 76, {}) == Lines{"abcdefghijklmnopqrstuvwxyz"});
    CHECK(lines_within("", 76, {}).empty());
    CHECK(cut_to("abcdef", 100, {}) == "abcdef");
    CHECK(cut_to("abcdef", 30, {}) == "ab…");
    CHECK(cut_to("日本語日本語", 50, {}) == "日本…");
}
