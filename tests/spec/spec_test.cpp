#include "spec/spec.h"

#include "support/catch.h"

using namespace nnshape;

TEST_CASE("a decimal has a point or an exponent, and nothing behind it") {
    for (std::string_view text : {"0.5", ".5", "5.", "-.5", "1e3", "1E+3", "1.5e-3", "-0.0"}) {
        INFO(text);
        CHECK(is_decimal(text));
    }
    for (std::string_view text :
         {"", "-", ".", "-.", "12", "-12", "e3", "1e", "1e+", "1.5x", "1e3.5", "+1.5", "1..5"}) {
        INFO(text);
        CHECK(!is_decimal(text));
    }
}
