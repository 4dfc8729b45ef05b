#include "report/explain/axis_drawing.h"

#include "base/unicode.h"
#include "support/catch.h"

using namespace nnshape;

namespace {

AxisWindow placed(AxisWindow window) {
    REQUIRE(!place_down(window));
    return window;
}

std::string drawing(const AxisWindow& window, int width) {
    std::string out;
    for (const std::string& line : draw_axis(window, width)) out += line + "\n";
    return out;
}

}  // namespace

TEST_CASE("an axis is drawn with its windows and the rows that none reads") {
    struct Case {
        AxisWindow window;
        int width;
        std::string drawing, unread;
    };
    const Case cases[] = {
        {{.in = 5, .kernel = 2, .stride = 2},
         76,
         "■■■■■\n"
         "[][]\n"
         "    ^\n",
         "the last row is never read"},
        {{.in = 8, .kernel = 3, .stride = 2, .before = 1, .after = 1},
         76,
         "□■■■■■■■■□\n"
         "[─] [─]\n"
         "  [─] [─]\n"
         "         ^\n",
         "the last row is never read, and is padding"},
        {{.in = 8, .kernel = 4, .stride = 4, .before = 2, .after = 1},
         76,
         "□□■■■■■■■■□\n"
         "[──][──]\n"
         "        ^^^\n",
         "the last 3 rows are never read, 1 of them padding"},
        {{.in = 7, .kernel = 1, .stride = 4},
         76,
         "■■■■■■■\n"
         "|   |\n"
         " ^^^ ^^\n",
         "the stride is larger than the window: rows between windows are never read"},
        {{.in = 12, .kernel = 3, .stride = 4, .dilation = 3},
         76,
         "■■■■■■■■■■■■\n"
         "[──o──]\n"
         "    [──o──]\n"
         "           ^\n",
         "the last row is never read"},
        {{.in = 24, .kernel = 11, .stride = 2},
         76,
         "■■■■■■■■■■■■■■■■■■■■■■■■\n"
         "[─────────]\n"
         "  [─────────]\n"
         "            [─────────]\n"
         "                       ^\n",
         "the last row is never read"},
        {{.in = 10, .kernel = 9, .stride = 2},
         76,
         "■■■■■■■■■■\n"
         "[───────]\n"
         "         ^\n",
         "the last row is never read"},
        {{.in = 12, .kernel = 9, .stride = 2},
         76,
         "■■■■■■■■■■■■\n"
         "[───────]\n"
         "  [───────]\n"
         "           ^\n",
         "the last row is never read"},
        {{.in = 101, .kernel = 2, .stride = 2},
         23,
         "■■■■■■■■■■ … ■■■■■■■■■■\n"
         "[][][][][]   ][][][][]\n"
         "                      ^\n",
         "the last row is never read"},
    };
    for (const Case& wanted : cases) {
        AxisWindow window = placed(wanted.window);
        CHECK(drawing(window, wanted.width) == wanted.drawing);
        CHECK(unread_text(window, "row") == wanted.unread);
    }
}

TEST_CASE("no drawing is wider than it may be, whatever the sizes") {
    for (int64_t in : {int64_t{1}, int64_t{77}, int64_t{1'000}, INT64_MAX / 4}) {
        for (int64_t kernel : {int64_t{1}, int64_t{3}, int64_t{50}, INT64_MAX / 8}) {
            for (int64_t stride : {int64_t{1}, int64_t{7}, int64_t{100}, INT64_MAX / 4}) {
                AxisWindow window{.in = in, .kernel = kernel, .stride = stride, .before = 2, .after = 1};
                if (place_down(window)) continue;
                INFO(in << " " << kernel << " " << stride);
                auto lines = draw_axis(window, 76);
                CHECK(lines.size() <= 6);
                for (const std::string& line : lines) CHECK(display_width(line) <= 76);
            }
        }
    }
}
