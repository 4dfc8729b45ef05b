#include "base/unicode.h"

#include "support/catch.h"

using namespace nnshape;

TEST_CASE("every code point survives encoding and decoding") {
    for (uint32_t point : {0x00u, 0x41u, 0x7Fu, 0x80u, 0x7FFu, 0x800u, 0xD7FFu, 0xE000u, 0xFFFDu, 0xFFFFu, 0x10000u,
                           0x1F600u, 0x10FFFFu}) {
        std::string text;
        append_utf8(text, point);
        CodePoint read = decode(text);
        INFO(std::hex << point);
        CHECK(read.value == point);
        CHECK(read.bytes == text.size());
        CHECK(find_invalid_utf8(text) == std::string_view::npos);
    }
}

TEST_CASE("what is not UTF-8 is refused at its first byte") {
    struct Case {
        std::string text;
        size_t at;
    };
    const Case cases[] = {
        {"\x80", 0},      // a trail without a lead
        {"\xC0\xAF", 0},  // overlong forms of `/`
        {"\xC1\xBF", 0},
        {"\xE0\x80\xAF", 0},
        {"\xE0\x9F\xBF", 0},
        {"\xF0\x80\x80\xAF", 0},
        {"\xF0\x8F\xBF\xBF", 0},
        {"\xED\xA0\x80", 0},  // surrogates
        {"\xED\xBF\xBF", 0},
        {"\xF4\x90\x80\x80", 0},  // beyond U+10FFFF
        {"\xF5\x80\x80\x80", 0},
        {"\xFF", 0},
        {"ab\xC3", 2},  // cut short
        {"\xE2\x82", 0},
        {"\xF0\x9F\x98", 0},
        {"\xC3(", 0},            // a lead without its trail
        {"caf\xE9 au lait", 3},  // Latin-1
        {"\xC3\xA9\xC3", 2},
    };
    for (const Case& wanted : cases) CHECK(find_invalid_utf8(wanted.text) == wanted.at);
    CHECK(find_invalid_utf8("") == std::string_view::npos);
    CHECK(find_invalid_utf8("café 畳 😀") == std::string_view::npos);
}

TEST_CASE("code points are counted, bytes that are not UTF-8 as one each") {
    CHECK(code_points("") == 0);
    CHECK(code_points("abc") == 3);
    CHECK(code_points("café") == 4);
    CHECK(code_points("cafe\u0301") == 5);
    CHECK(code_points("畳み込み") == 4);
    CHECK(code_points("😀") == 1);
    CHECK(code_points("a\xFF\xFE z") == 5);
}

TEST_CASE("a text is as wide as a terminal shows it") {
    struct Case {
        std::string text;
        int width;
    };
    const Case cases[] = {
        {"", 0},
        {"conv_1", 6},
        {"café", 4},
        {"cafe\u0301", 4},          // a combining acute
        {"畳み込み", 8},            // Han and Hiragana
        {"합성곱", 6},              // Hangul syllables
        {"\u1112\u1161\u11B8", 2},  // one syllable of three letters
        {"ｶ", 1},                   // halfwidth Katakana
        {"Ａ", 2},                  // fullwidth Latin
        {"свёртка", 7},
        {"😀", 2},
        {"👩\u200D🔬", 2},         // joined: a scientist
        {"👨\u200D👩\u200D👧", 2},  // a family
        {"\u200B", 0},           // zero-width space
        {"a\u0308\u0304", 1},    // two marks on one letter
        {"ไม่", 2},               // Thai: a vowel beside, a tone mark above
        {"\u3000", 2},           // the ideographic space
    };
    for (const Case& wanted : cases) {
        INFO(wanted.text);
        CHECK(display_width(wanted.text) == wanted.width);
    }
}

TEST_CASE("what would move the cursor or turn the writing is shown escaped") {
    struct Case {
        std::string text, shown;
    };
    const Case cases[] = {
        {"plain", "plain"},
        {"畳 é 😀", "畳 é 😀"},
        {"a\nb\tc", "a\\nb\\tc"},
        {"\033[31m", "\\u{1b}[31m"},
        {std::string("\0", 1), "\\u{0}"},
        {"\x7F", "\\u{7f}"},
        {"\u0085", "\\u{85}"},
        {"\u202E", "\\u{202e}"},
        {"\u2066x\u2069", "\\u{2066}x\\u{2069}"},
        {"\u2028", "\\u{2028}"},
        {"\uFEFF", "\\u{feff}"},
        {"\r", "\\u{d}"},
        {"\xFF", "\\x{ff}"},
        {"caf\xE9", "caf\\x{e9}"},
        {"\xED\xA0\x80", "\\x{ed}\\x{a0}\\x{80}"},
    };
    for (const Case& wanted : cases) CHECK(printable(wanted.text) == wanted.shown);
}

TEST_CASE("names that look alike are alike when decomposed") {
    CHECK(decomposed("café") == decomposed("cafe\u0301"));
    CHECK(decomposed("café") == "cafe\u0301");
    CHECK(decomposed("Å") == "A\u030A");
    CHECK(decomposed("\u212B") == "A\u030A");        // the angstrom sign
    CHECK(decomposed("\u01D6") == "u\u0308\u0304");  // ü with a macron, in two steps
    CHECK(decomposed("합") == "\u1112\u1161\u11B8");
    CHECK(decomposed("하") == "\u1112\u1161");
    CHECK(decomposed("plain 畳 😀") == "plain 畳 😀");
    CHECK(decomposed("e") != decomposed("é"));
    CHECK(decomposed("ﬁ") == "ﬁ");  // only canonically: a ligature stays
}

TEST_CASE("blanks of every kind") {
    for (uint32_t point : {0x20u, 0x09u, 0xA0u, 0x2003u, 0x200Au, 0x202Fu, 0x3000u}) CHECK(is_blank(point));
    for (uint32_t point : {0x0Au, 0x0Du, 0x41u, 0x200Bu, 0xFEFFu}) CHECK(!is_blank(point));
}
