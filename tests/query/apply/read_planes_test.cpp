#include <fmt/format.h>

#include "query/apply/planes.h"
#include "report/snippet.h"
#include "spec/decimal.h"
#include "support/catch.h"

using namespace nnshape;

namespace {

// Rows in brackets, with `/` between planes and `//` between stacks; or the message with its place.
std::string shown(std::string_view text) {
    auto read = read_planes(text);
    if (!read) {
        const Diagnostic& wrong = read.fault();
        Place place = place_of({.name = "f", .text = text}, wrong.span.begin);
        return fmt::format("{}:{} {}: {} [{}]", place.line, place.column,
                           text.substr(wrong.span.begin, wrong.span.end - wrong.span.begin), message_of(wrong),
                           wrong.code->name);
    }
    std::string out;
    for (const Planes& stack : read->stacks) {
        if (!out.empty()) out += " // ";
        for (int64_t plane = 0; plane < stack.count; ++plane) {
            if (plane > 0) out += " / ";
            for (int64_t row = 0; row < stack.rows; ++row) {
                out += "[";
                for (int64_t column = 0; column < stack.columns; ++column) {
                    Fraction number = stack.at(plane, row, column);
                    out += (column > 0 ? " " : "") +
                           (number.is_whole() ? std::to_string(number.numerator()) : fraction_text(number));
                }
                out += "]";
            }
        }
    }
    return out;
}

struct ReadCase {
    std::string_view text, expected;
};

}  // namespace

TEST_CASE("numbers are read from rows, tables and arrays, and each mistake has its place") {
    const ReadCase cases[] = {
        {"1 2\n3 4\n", "[1 2][3 4]"},
        {"1, 2,\r\n3,4", "[1 2][3 4]"},
        {"  7", "[7]"},
        {"1\n\n2\n\n\n3\n", "[1] / [2] / [3]"},
        {"# red\n1 2 # first\n# still red\n3 4\n\n5 6\n7 8\n", "[1 2][3 4] / [5 6][7 8]"},
        {"| 1 | 2 |\n|---|--:|\n| 3 | 4 |\n", "[1 2][3 4]"},
        {"|   |   |\n|---|---|\n| 3 | 4 |\n", "[3 4]"},
        {"1|2\n", "[1 2]"},
        {"0.5 −1 +2 1e2 -1/4 .5 2.", "[0.5 -1 2 100 -0.25 0.5 2]"},
        {"1/3 -2/6", "[1/3 -1/3]"},
        {"[1, 2]", "[1 2]"},
        {" [[1, 2],\n [3, 4]]\n", "[1 2][3 4]"},
        {"[[[1],[2]],[[3],[4]]]", "[1][2] / [3][4]"},
        {"[[[[1, 2]]], [[[\"1/3\", 4]]]]", "[1 2] // [1/3 4]"},
        {"", "1:1 : there are no numbers; write a row of numbers on each line [syntax]"},
        {"# nothing\n", "1:1 # nothing\n: there are no numbers; write a row of numbers on each line [syntax]"},
        {"1 2\n3 x4\n", "2:3 x4: `x4` is not a number; write a number such as 3, -0.5 or 1/9 [bad-value]"},
        {"1_0", "1:1 1_0: `1_0` is not a number; write a number such as 3, -0.5 or 1/9 [bad-value]"},
        {"1.2.3", "1:1 1.2.3: `1.2.3` is not a number; write a number such as 3, -0.5 or 1/9 [bad-value]"},
        {"1/0", "1:1 1/0: `1/0` is not a number; write a number such as 3, -0.5 or 1/9 [bad-value]"},
        {"- 1", "1:1 -: `-` is not a number; write a number such as 3, -0.5 or 1/9 [bad-value]"},
        {".", "1:1 .: `.` is not a number; write a number such as 3, -0.5 or 1/9 [bad-value]"},
        {"1e", "1:1 1e: `1e` is not a number; write a number such as 3, -0.5 or 1/9 [bad-value]"},
        {"nan", "1:1 nan: `nan` is not a number; write a number such as 3, -0.5 or 1/9 [bad-value]"},
        {"9223372036854775808",
         "1:1 9223372036854775808: `9223372036854775808` overflows a 64-bit fraction; write it with fewer digits "
         "[overflow]"},
        {"1 1e-19", "1:3 1e-19: `1e-19` overflows a 64-bit fraction; write it with fewer digits [overflow]"},
        {"1,,2", "1:2 ,,: there is no number between two separators; write 0 for an empty place [syntax]"},
        {"| 1 | | 2 |", "1:5 | |: there is no number between two separators; write 0 for an empty place [syntax]"},
        {"1 2\n  3 4 5  \n",
         "2:3 3 4 5: this row has 3 numbers, and the first one has 2; each row needs the same number "
         "[shape-mismatch]"},
        {"1 2\n3 4\n\n5 6\n",
         "4:1 5 6: this plane has 1 row, and the first one has 2; each plane needs the same number "
         "[shape-mismatch]"},
        {"[[1, 2], [3]]",
         "1:10 [3]: this row has 1 number, and the first one has 2; each row needs the same number "
         "[shape-mismatch]"},
        {"[[[[1]], [[2]]], [[[1]]]]",
         "1:18 [[[1]]]: this kernel has 1 plane, and the first one has 2; each kernel needs the same number "
         "[shape-mismatch]"},
        {"[1, [2]]", "1:5 [: a number is expected here; lists have the form [[1, 2], [3, 4]] [syntax]"},
        {"[[1], 2]", "1:7 2: a list `[…]` is expected here; lists have the form [[1, 2], [3, 4]] [syntax]"},
        {"[]", "1:1 []: this list is empty; write a number into it [syntax]"},
        {"[1, 2", "1:6 : `,` or `]` is expected here; lists have the form [[1, 2], [3, 4]] [syntax]"},
        {"[1,]", "1:4 ]: a number is expected here; lists have the form [[1, 2], [3, 4]] [syntax]"},
        {"[1] [2]", "1:5 [: there is more after the array; put everything into one array [syntax]"},
        {"[[[[[1]]]]]", "1:1 [: lists are 5 deep; at most 4: kernels, planes, rows and numbers [syntax]"},
        {"[true]", "1:2 true: `true` is not a number; write a number such as 3, -0.5 or 1/9 [bad-value]"},
    };
    for (const ReadCase& one : cases) {
        INFO(one.text);
        CHECK(shown(one.text) == one.expected);
    }
}
