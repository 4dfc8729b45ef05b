#include "base/source.h"

#include "support/catch.h"

using namespace nnshape;

TEST_CASE("a place is a line and a column of code points") {
    struct Case {
        std::string_view text;
        uint32_t offset;
        uint64_t line, column;
    };
    const Case cases[] = {
        {"", 0, 1, 1},         {"ab\ncd", 0, 1, 1},   {"ab\ncd", 2, 1, 3},  // the line's end belongs to it
        {"ab\ncd", 3, 2, 1},   {"ab\ncd", 5, 2, 3},                         // the end is a place too
        {"ab\n", 3, 2, 1},     {"\n\n\n", 2, 3, 1},   {"ab\r\ncd", 4, 2, 1},
        {"ab\r\ncd", 5, 2, 2}, {"é畳😀x", 9, 1, 4},     // 2 + 3 + 4 bytes
        {"é\n畳x", 6, 2, 2},   {"a\u0301x", 3, 1, 3},  // a combining mark is a code point of its own
    };
    for (const Case& wanted : cases) {
        Place place = place_of({.name = "spec", .text = wanted.text}, wanted.offset);
        INFO(wanted.text << " at " << wanted.offset);
        CHECK(place.line == wanted.line);
        CHECK(place.column == wanted.column);
    }
    Place later = place_of({.name = "spec", .text = "a\nb", .first_line = 1'000}, 2);
    CHECK(later.line == 1'001);
}

TEST_CASE("an index of lines agrees with the places") {
    for (std::string_view text : {"", "a", "\n", "a\nb", "a\r\nb\r\n", "\n\n\n", "é\n畳\n😀", "last\n"}) {
        for (uint64_t first : {1u, 41u}) {
            Source source{.name = "spec", .text = text, .first_line = first};
            LineIndex index(source);
            for (uint32_t offset = 0; offset <= text.size(); ++offset) {
                INFO(text << " at " << offset);
                CHECK(static_cast<uint64_t>(index.line_of(offset)) == place_of(source, offset).line);
            }
        }
    }
}

TEST_CASE("the line around an offset comes without its ending") {
    struct Case {
        std::string_view text;
        uint32_t offset;
        std::string_view line;
    };
    const Case cases[] = {{"ab\ncd\nef", 0, "ab"},   {"ab\ncd\nef", 2, "ab"}, {"ab\ncd\nef", 3, "cd"},
                          {"ab\ncd\nef", 8, "ef"},   {"ab\r\ncd", 1, "ab"},   {"ab\r\ncd", 3, "ab"},
                          {"ab\r\ncd\r\n", 4, "cd"}, {"ab\n", 3, ""},         {"", 0, ""},
                          {"\r\n", 0, ""},           {"ab\n\ncd", 3, ""}};
    for (const Case& wanted : cases) {
        Source source{.name = "spec", .text = wanted.text};
        INFO(wanted.text << " at " << wanted.offset);
        CHECK(source.at(line_around(wanted.text, wanted.offset)) == wanted.line);
    }
}

TEST_CASE("joined spans hold both") {
    CHECK(join({2, 5}, {7, 9}) == Span{2, 9});
    CHECK(join({7, 9}, {2, 5}) == Span{2, 9});
    CHECK(join({2, 9}, {3, 4}) == Span{2, 9});
}
