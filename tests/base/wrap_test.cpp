#include "base/wrap.h"

#include "support/catch.h"

using namespace nnshape;

TEST_CASE("a paragraph is broken between words, by the columns that it takes") {
    struct Case {
        std::string paragraph;
        int width;
        std::vector<std::string> lines;
    };
    const Case cases[] = {
        {"", 10, {}},
        {"one", 10, {"one"}},
        {"one two three", 7, {"one two", "three"}},
        {"one two three", 6, {"one", "two", "three"}},
        {"a longestword b", 4, {"a", "longestword", "b"}},
        {"层一 层二 层三", 9, {"层一 层二", "层三"}},
    };
    for (const Case& expected : cases) CHECK(wrapped(expected.paragraph, expected.width) == expected.lines);
}
