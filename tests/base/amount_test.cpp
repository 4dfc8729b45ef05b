#include "spec/amount.h"

#include "support/catch.h"

using nnshape::read_amount;

TEST_CASE("counts are read as people write them") {
    struct Case {
        std::string_view text;
        int64_t amount;
    };
    const Case cases[] = {
        {"0", 0},
        {"62378344", 62'378'344},
        {"62_378_344", 62'378'344},
        {"62,378,344", 62'378'344},
        {"1,000", 1'000},
        {"65M", 65'000'000},
        {"1.5k", 1'500},
        {"1.5K", 1'500},
        {"0.5k", 500},
        {"2G", 2'000'000'000},
        {"2B", 2'000'000'000},
        {"1T", 1'000'000'000'000},
        {"256Ki", 262'144},
        {"1Mi", 1'048'576},
        {"1.5Gi", 1'610'612'736},
        {"1Ti", 1'099'511'627'776},
        {"0.5Ki", 512},
        {"62.378344M", 62'378'344},
        {"1,000k", 1'000'000},
        {"3.0", 3},
        {"9223372036854775807", INT64_MAX},
        {"9,223,372,036,854,775,807", INT64_MAX},
        {"9223372036854775.807k", INT64_MAX},
    };
    for (const Case& wanted : cases) {
        INFO(wanted.text);
        auto amount = read_amount(wanted.text);
        REQUIRE(amount);
        CHECK(*amount == wanted.amount);
    }
}

TEST_CASE("what is no count, or none that is whole and fits, is refused") {
    for (std::string_view text : {"",
                                  "-1",
                                  "-1k",
                                  "k",
                                  "M",
                                  ",",
                                  ".",
                                  ".5k",
                                  "1.",
                                  "1.k",
                                  "1.5",
                                  "1.2345k",
                                  "0.1Ki",
                                  "1,00",
                                  "1,0000",
                                  "1000,000",
                                  ",100",
                                  "1,",
                                  "1,,000",
                                  "1,000.5",
                                  "1_",
                                  "_1",
                                  "1__0",
                                  "1.5_0k",
                                  "1.-5k",
                                  "1e3",
                                  "0x10",
                                  "1m",
                                  "1kM",
                                  "1KiB",
                                  "1 k",
                                  "+1",
                                  "9223372036854775808",
                                  "9223372036854775808k",
                                  "9223372036855k0",
                                  "9223372036854776k",
                                  "8388608Ti",
                                  "1.00000000000000000000k",
                                  "x",
                                  "12a"}) {
        INFO(text);
        CHECK(!read_amount(text));
    }
}
