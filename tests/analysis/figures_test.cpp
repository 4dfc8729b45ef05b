#include "analysis/figures.h"

#include "support/catch.h"

using namespace nnshape;

TEST_CASE("a figure is found by its name alone") {
    for (size_t index = 0; index < figure_count; ++index) {
        CHECK(find_figure(figure_names[index]) == static_cast<Figure>(index));
        CHECK(!figure_nouns[index].empty());
    }
    CHECK(find_figure("macs") == Figure::macs);
    for (std::string_view name : {"", "MACs", "output", "layers", "weight", "weights "}) CHECK(!find_figure(name));
}
