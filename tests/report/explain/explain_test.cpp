#include "report/explain/explain.h"

#include "support/catch.h"

using namespace nnshape;

TEST_CASE("axes make one picture where their windows are the same") {
    struct Case {
        AxisWindow height, width;
        std::vector<std::string> texts;
    };
    const AxisWindow plain{.in = 8, .kernel = 3, .stride = 2};
    const std::string height = "along the height, the last row is never read";
    const std::string width = "along the width, the last column is never read";
    const Case cases[] = {
        {plain, plain, {"along the height and the width, the last place is never read"}},
        {plain, {.in = 9, .kernel = 3, .stride = 2}, {height}},
        {{.in = 9, .kernel = 3, .stride = 2}, plain, {width}},
        {plain, {.in = 10, .kernel = 3, .stride = 2}, {height, width}},
        {plain, {.in = 8, .kernel = 5, .stride = 2}, {height, width}},
        {plain,
         {.in = 8, .kernel = 3, .stride = 4},
         {height, "along the width, the stride is larger than the window: columns between windows are never read"}},
        {plain, {.in = 8, .kernel = 3, .stride = 2, .dilation = 2}, {height, width}},
        {plain, {.in = 8, .kernel = 3, .stride = 2, .before = 2}, {height, width}},
        {plain,
         {.in = 8, .kernel = 3, .stride = 2, .after = 2},
         {height, "along the width, the last column is never read, and is padding"}},
    };
    for (const Case& wanted : cases) {
        Window window{.rank = 2, .axes = {wanted.height, wanted.width}};
        REQUIRE(!place_down(window.axes[0]));
        REQUIRE(!place_down(window.axes[1]));
        std::vector<std::string> texts;
        for (const UnevenAxis& axis : uneven_axes(window)) texts.push_back(axis.text());
        CHECK(texts == wanted.texts);
    }
}
