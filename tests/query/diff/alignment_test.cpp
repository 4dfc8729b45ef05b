#include "query/diff/alignment.h"

#include <algorithm>
#include <random>
#include <string>

#include "support/catch.h"

using namespace nnshape;

namespace {

using Items = std::vector<uint32_t>;

// Both rise, and what is matched is equal.
void check_common(const Items& olds, const Items& news, const std::vector<Match>& matches) {
    for (size_t index = 0; index < matches.size(); ++index) {
        REQUIRE(matches[index].old_place < olds.size());
        REQUIRE(matches[index].new_place < news.size());
        REQUIRE(olds[matches[index].old_place] == news[matches[index].new_place]);
        if (index == 0) continue;
        REQUIRE(matches[index - 1].old_place < matches[index].old_place);
        REQUIRE(matches[index - 1].new_place < matches[index].new_place);
    }
}

// The textbook's table, which takes the square of the length.
size_t longest(const Items& olds, const Items& news) {
    std::vector<std::vector<size_t>> length(olds.size() + 1, std::vector<size_t>(news.size() + 1, 0));
    for (size_t one = 0; one < olds.size(); ++one) {
        for (size_t other = 0; other < news.size(); ++other) {
            length[one + 1][other + 1] = olds[one] == news[other]
                                             ? length[one][other] + 1
                                             : std::max(length[one][other + 1], length[one + 1][other]);
        }
    }
    return length[olds.size()][news.size()];
}

Items letters(const std::string& text) { return {text.begin(), text.end()}; }

}  // namespace

TEST_CASE("a common subsequence is the longest there is") {
    struct Case {
        std::string olds, news;
        size_t length;
    };
    const Case cases[] = {{"", "", 0},       {"abc", "", 0},           {"", "abc", 0},          {"abc", "abc", 3},
                          {"abc", "xyz", 0}, {"abcabba", "cbabac", 4}, {"abcdef", "abxdef", 5}, {"ab", "ba", 1},
                          {"aaaa", "aa", 2}, {"xaxbxcx", "abc", 3}};
    for (const Case& wanted : cases) {
        INFO(wanted.olds << " " << wanted.news);
        auto matches = common_subsequence(letters(wanted.olds), letters(wanted.news));
        check_common(letters(wanted.olds), letters(wanted.news), matches);
        CHECK(matches.size() == wanted.length);
    }
}

TEST_CASE("random sequences are aligned as the textbook's table does it") {
    std::mt19937 random(7);
    for (int round = 0; round < 500; ++round) {
        auto sequence = [&] {
            Items items(random() % 40);
            for (uint32_t& item : items) item = static_cast<uint32_t>(random() % (2 + round % 7));
            return items;
        };
        Items olds = sequence(), news = sequence();
        auto matches = common_subsequence(olds, news);
        check_common(olds, news, matches);
        REQUIRE(matches.size() == longest(olds, news));
    }
}

TEST_CASE("long sequences that have little in common are aligned all the same") {
    constexpr uint32_t length = 20'000;
    Items olds, news;
    for (uint32_t place = 0; place < length; ++place) {
        olds.push_back(place % 10 == 0 ? place : length + place);
        news.push_back(place % 10 == 0 ? place : 2 * length + place);
    }
    auto matches = common_subsequence(olds, news);
    check_common(olds, news, matches);
    CHECK(matches.size() == length / 10);
    // nothing is unique here
    for (Items* items : {&olds, &news}) {
        for (uint32_t& item : *items) item = item % 3 + (item >= length ? item / length * 10 : 0);
    }
    matches = common_subsequence(olds, news);
    check_common(olds, news, matches);
    CHECK(matches.size() > length / 10 * 98 / 100);
    std::reverse(news.begin(), news.end());
    check_common(olds, news, common_subsequence(olds, news));
}

TEST_CASE("of what is unique on both sides the longest run in order is kept, once there are too many edits") {
    constexpr uint32_t length = 20'000;
    Items olds, news;
    for (uint32_t place = 0; place < length; ++place) {
        bool common = place % 10 == 0;
        olds.push_back(common ? place : length + place);
        news.push_back(common ? (place / 10 ^ 1) * 10 : 2 * length + place);  // each two have changed places
    }
    auto matches = common_subsequence(olds, news);
    check_common(olds, news, matches);
    CHECK(matches.size() == length / 20);
}

TEST_CASE("few items are found among very many, whichever side they are on") {
    constexpr uint32_t length = 30'000;
    Items few = {2, 1}, many(length);
    for (uint32_t place = 0; place < length; ++place) many[place] = place + 3;
    for (uint32_t place : {uint32_t{1}, length / 2, length - 2}) {
        Items news = many;
        news[place] = 1;
        auto matches = common_subsequence(few, news), back = common_subsequence(news, few);
        REQUIRE(matches.size() == 1);
        REQUIRE(back.size() == 1);
        CHECK((matches[0].old_place == 1 && matches[0].new_place == place));
        CHECK((back[0].old_place == place && back[0].new_place == 1));
    }
}

TEST_CASE("many removals from a long sequence of few items are all found") {
    std::mt19937 random(3);
    Items olds(50'000), news;
    for (uint32_t& item : olds) item = static_cast<uint32_t>(random() % 12);
    for (size_t place = 0; place < olds.size(); ++place) {
        if (place % 20 != 7) news.push_back(olds[place]);
    }
    auto matches = common_subsequence(olds, news);
    check_common(olds, news, matches);
    CHECK(matches.size() > news.size() * 99 / 100);
}
