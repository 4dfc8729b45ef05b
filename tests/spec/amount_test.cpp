#include "spec/amount.h"

#include "support/catch.h"

using nnshape::amount_like;
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
        {"1.12345678T",
         1'123'456'780'000},  // the digits times the factor overflow a 64-bit integer, the count does not
        {"0.123456789012T", 123'456'789'012},
        {"0.500000000000000000T", 500'000'000'000},
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

TEST_CASE("what is not a count, or none that is whole and fits, is refused") {
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
                                  "9223372036854775.808k",
                                  "0.123456789012345678T",
                                  "0.1234567890123T",
                                  "8388608Ti",
                                  "1.00000000000000000000k",
                                  "x",
                                  "12a"}) {
        INFO(text);
        CHECK(!read_amount(text));
    }
}

TEST_CASE("a count is written as another one was") {
    struct Case {
        std::string_view written;
        int64_t amount;
        std::string_view text;
    };
    const Case cases[] = {
        {"1,000", 62'378'344, "62,378,344"},
        {"1,000", 7, "7"},
        {"1_00", 62'378'344, "62_378_344"},
        {"1000", 62'378'344, "62378344"},
        {"7", 62'378'344, "62,378,344"},  // too short to tell
        {"999", 1000, "1,000"},
        {"65M", 62'000'000, "62M"},
        {"65M", 1'062'000'000, "1,062M"},
        {"6500M", 1'062'000'000, "1062M"},
        {"65M", 62'378'344, "62,378,344"},
        {"65M", 900'000, "900,000"},
        {"65M", 0, "0"},
        {"6_500k", 1'234'567, "1_234_567"},
        {"6500k", 1'234'567, "1234567"},
        {"1.5k", 2'400, "2.4k"},
        {"1.5k", 2'000, "2.0k"},
        {"1.5k", 2'450, "2,450"},
        {"1.25M", 62'050'000, "62.05M"},
        {"1.5Ki", 2'560, "2.5Ki"},
        {"1.5Ki", 2'561, "2,561"},
        {"256Ki", 1'024, "1Ki"},
        {"2B", 3'000'000'000, "3B"},
        {"3.0", 12'345, "12,345"},
        {"1.5T", INT64_MAX, "9,223,372,036,854,775,807"},
        {"1.000000000T", 2'000'000'000'000, "2,000,000,000,000"},
        {"1.000000T", 2'999'999'000'000, "2.999999T"},
    };
    for (const Case& wanted : cases) {
        INFO(wanted.written << " " << wanted.amount);
        std::string text = amount_like(wanted.written, wanted.amount);
        CHECK(text == wanted.text);
        CHECK(read_amount(text) == wanted.amount);
    }
}
