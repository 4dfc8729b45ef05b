#include "base/word_index.h"

#include <algorithm>
#include <string>

#include "support/catch.h"

using namespace nnshape;

TEST_CASE("a word keeps its first number, the empty word too") {
    WordIndex index;
    CHECK(index.find("a") == nullptr);
    CHECK(index.words().empty());
    CHECK(index.add("a", 1).is_new);
    CHECK(index.add(std::string_view(), 2).is_new);
    auto again = index.add("a", 3);
    CHECK(!again.is_new);
    CHECK(again.number == 1);
    CHECK(!index.add("", 4).is_new);
    CHECK(*index.find("") == 2);
    CHECK(index.find("b") == nullptr);
}

TEST_CASE("words are found again however many come") {
    std::vector<std::string> words;
    for (uint32_t number = 0; number < 1'000; ++number) words.push_back("w" + std::to_string(number));
    WordIndex index;
    for (uint32_t number = 0; number < words.size(); ++number) index.add(words[number], number);
    for (uint32_t number = 0; number < words.size(); ++number) CHECK(*index.find(words[number]) == number);
    auto all = index.words();
    std::sort(all.begin(), all.end());
    std::vector<std::string> sorted = words;
    std::sort(sorted.begin(), sorted.end());
    CHECK(std::equal(all.begin(), all.end(), sorted.begin(), sorted.end()));
}
