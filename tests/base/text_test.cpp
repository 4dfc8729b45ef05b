#include "base/text.h"

#include "support/catch.h"

using namespace nnshape;

TEST_CASE("thousands are parted by commas") {
    struct Case {
        int64_t number;
        std::string text;
    };
    const Case cases[] = {{0, "0"},
                          {7, "7"},
                          {999, "999"},
                          {1'000, "1,000"},
                          {62'378'344, "62,378,344"},
                          {100'000, "100,000"},
                          {-1, "-1"},
                          {-999, "-999"},
                          {-1'000, "-1,000"},
                          {-123'456, "-123,456"},
                          {INT64_MAX, "9,223,372,036,854,775,807"},
                          {INT64_MIN, "-9,223,372,036,854,775,808"}};
    for (const Case& wanted : cases) CHECK(with_commas(wanted.number) == wanted.text);
}

TEST_CASE("a short number has one decimal and a unit") {
    struct Case {
        int64_t number;
        std::string text;
    };
    const Case cases[] = {{0, "0"},
                          {999, "999"},
                          {1'000, "1.0 k"},
                          {1'049, "1.0 k"},
                          {1'050, "1.1 k"},
                          {62'378'344, "62.4 M"},
                          {999'949, "999.9 k"},
                          {999'950, "1.0 M"},
                          {999'999'999, "1.0 G"},
                          {16'512'000'000'000, "16.5 T"},
                          {1'000'000'000'000'000, "1.0 P"},
                          {9'223'372'036'854'775'807, "9.2 E"}};
    for (const Case& wanted : cases) CHECK(with_unit(wanted.number) == wanted.text);
}

TEST_CASE("a number goes with its noun") {
    CHECK(counted(0, "value") == "0 values");
    CHECK(counted(1, "value") == "1 value");
    CHECK(counted(2, "value") == "2 values");
    CHECK(counted(10'000'000, "layer") == "10,000,000 layers");
}

TEST_CASE("a folded name knows no case, `_` or `-`") {
    CHECK(folded("MaxPool-2d") == "maxpool2d");
    CHECK(folded("max_pool_2d") == "maxpool2d");
    CHECK(folded("__--") == "");
    CHECK(folded("Größe") == "größe");
}

TEST_CASE("names are the same folded where nothing but case, `_` and `-` parts them") {
    struct Case {
        std::string_view one, other;
        bool same;
    };
    const Case cases[] = {
        {"", "", true},
        {"", "_-", true},
        {"MaxPool-2d", "max_pool2D", true},
        {"relu", "relu_", true},
        {"relu", "rel", false},
        {"rel", "relu", false},
        {"relu", "selu", false},
        {"relu", std::string_view("relu\0", 5), false},  // a zero is a letter like others
        {std::string_view("re\0u", 4), std::string_view("re\0v", 4), false},
        {std::string_view("re\0u", 4), std::string_view("RE\0U", 4), true},
    };
    for (const Case& wanted : cases) {
        INFO(wanted.one << " " << wanted.other);
        CHECK(are_same_folded(wanted.one, wanted.other) == wanted.same);
    }
}

TEST_CASE("the nearest name is a slip of the keyboard away") {
    const std::vector<std::string_view> params = {"filters",  "kernel", "stride", "padding",
                                                  "dilation", "groups", "bias",   "dim"};
    struct Case {
        std::string_view word, nearest;
    };
    const Case cases[] = {
        {"kernal", "kernel"},  // one letter for another
        {"kernl", "kernel"},
        {"kernell", "kernel"},  // one missing, one too many
        {"krenel", "kernel"},   // two neighbours swapped
        {"Kernel", "kernel"},
        {"ker-nel", "kernel"},  // case and dashes do not count
        {"stirde", "stride"},
        {"filtres", "filters"},
        {"dimm", "dim"},
        {"bais", "bias"},
        {"diltaion", "dilation"},
        {"color", ""},
        {"x", ""},
        {"", ""},
        {"kerbal", "kernel"},  // two steps, a third of six
        {"kobold", ""},
        {std::string_view("kernelkernelkernelkernelkernelkernelkernelkernelkernelkernelkernel"), ""},
    };
    for (const Case& wanted : cases) {
        INFO(wanted.word);
        CHECK(nearest(wanted.word, params) == wanted.nearest);
    }
    CHECK(nearest("a", {"b"}) == "");  // every letter changed is no slip
    CHECK(nearest("a", {}) == "");
    CHECK(nearest("relu", {"", "selu", "relu6"}) == "selu");  // the first of those that are as close
    CHECK(did_you_mean("kernal", params) == "did you mean `kernel`?");
    CHECK(did_you_mean("color", params) == "");
}

TEST_CASE("lists of words") {
    CHECK(words_of("") == std::vector<std::string_view>{});
    CHECK(words_of("a") == std::vector<std::string_view>{"a"});
    CHECK(words_of("a bc d") == std::vector<std::string_view>{"a", "bc", "d"});
    CHECK(enumerate({}) == "");
    CHECK(enumerate({"a"}) == "a");
    CHECK(enumerate({"a", "b"}) == "a and b");
    CHECK(enumerate({"a", "b", "c"}) == "a, b and c");
    CHECK(enumerate({"a", "b", "c"}, "or") == "a, b or c");
}
