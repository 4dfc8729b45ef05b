#include "layers/param_numbers.h"

#include "support/catch.h"

using namespace nnshape;

namespace {

PARAM_NUMBERS(filters, kernel, stride);
constexpr Param table[] = {params::filters, params::kernel, params::stride};

static_assert(names_rows(param_names, table));
static_assert(stride == 2);

}  // namespace

TEST_CASE("the names of an enum are those of the table's rows, in their order and number") {
    CHECK(names_rows("filters, kernel, stride", table));
    CHECK_FALSE(names_rows("filters, stride, kernel", table));
    CHECK_FALSE(names_rows("filters, kernel", table));
    CHECK_FALSE(names_rows("filters, kernel, stride, padding", table));
    CHECK_FALSE(names_rows("filters, kernel, strides", table));
    CHECK_FALSE(names_rows("", table));
}
