#include <algorithm>
#include <sstream>

#include "base/unicode.h"
#include "report/report_text.h"
#include "report/table/columns.h"
#include "support/catch.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

int widest_line(const std::string& text) {
    int widest = 0;
    for (const std::string& line : lines_of(text)) widest = std::max(widest, display_width(line));
    return widest;
}

// The line that holds a word.
std::string line_with(const std::string& text, const std::string& word) {
    for (const std::string& line : lines_of(text)) {
        if (line.find(word) != std::string::npos) return line;
    }
    return {};
}

const std::string wide =
    "network \"a network with a name that is much longer than the eighty columns of a narrow terminal are\"\n"
    "input 224x224x3\n"
    "\"a convolution with a long name\": conv 64 3x3 stride=2x2 padding=1:0x1:0 dilation=1x1 groups=1 bias=true\n"
    "\"全连接层全连接层全连接层全连接层\": batch_norm track_stats=true freeze allow=stride-remainder\n"
    "dense 1000\n";

std::vector<std::string> names_sorted_by(std::string_view column) {
    const std::string spec =
        "input 12x12x2\n"
        "b: conv 4 3\n"
        "c: max_pool 2 stride=2\n"
        "a: dense 100\n";
    ReportOptions options{.columns = {find_column("name")}, .sort = find_column(column)};
    auto lines = lines_of(report_of(spec, "csv", options));
    return {lines.begin() + 1, lines.end()};
}

}  // namespace

TEST_CASE("a table fits a terminal of 80 columns, the operation giving way first") {
    std::string narrow = report_of(wide, "table", {.width = 80});
    CHECK(widest_line(narrow) <= 80);
    CHECK(line_with(narrow, "a convolution with").find("a convolution with a long") == 0);
    CHECK(line_with(narrow, "a convolution with").find("conv 64 3x3…  112x112x64") != std::string::npos);
}

TEST_CASE("a table narrower than its figures keeps them whole") {
    std::string narrow = report_of(wide, "table", {.width = 40});
    CHECK(line_with(narrow, "den…").find("112x112x1000") != std::string::npos);
    CHECK(line_with(narrow, "den…").find("64,000") != std::string::npos);
}

TEST_CASE("in a pipe nothing of a table is cut") {
    std::string whole = report_of(wide, "table");
    CHECK(whole.find("…") == std::string::npos);
    CHECK(whole.find("padding=1:0x1:0 dilation=1x1 groups=1 bias=true") != std::string::npos);
}

TEST_CASE("every line of a table is as wide as it looks") {
    const std::string names[] = {"plain",     "层一",     "e\u0301e\u0301", "👩‍👩‍👧",
                                 "r\u202etl", "ｆｕｌｌ", "a\u200bb"};
    for (int width : {200, 60}) {
        for (const std::string& name : names) {
            std::string spec = "input 4x4x1\n\"" + name + "\": relu\n\"" + name + name + name + name + "\": tanh\n";
            std::string table = report_of(spec, "table", {.width = width});
            INFO(table);
            CHECK(display_width(line_with(table, " relu")) == display_width(line_with(table, " tanh")));
        }
    }
}

TEST_CASE("a name is never cut between a letter and what belongs to it") {
    std::string name = "aaa";
    for (int times = 0; times < 6; ++times) name += "👩‍👩‍👧";
    std::string layer = "conv 1 1 no-bias padding=0 stride=1 dilation=1";
    std::string spec = "input 4x4x1\n\"" + name + "\": " + layer + "\n";
    std::string table = report_of(spec, "table", {.width = 40});
    CHECK(line_with(table, "conv").find("aaa👩‍👩‍👧…") == std::string::npos);
    CHECK(widest_line(table.substr(0, table.find("parameters"))) <= 47);
    CHECK(table.find("\u200d…") == std::string::npos);
}

TEST_CASE("a text is cut where the ellipsis still fits, with the marks of its last letter") {
    struct Case {
        std::string name;
        int width;
        std::string shown;
    };
    const Case cases[] = {
        {"abcde", 5, "abcde"},
        {"abcde", 4, "abc…"},
        {"abc漢", 4, "abc…"},
        {"ab漢字", 4, "ab…"},
        {"漢字", 3, "漢…"},
        {"漢字", 2, "…"},
        {"ae\u0301bcd", 4, "ae\u0301b…"},
        {"ae\u0301bcd", 3, "ae\u0301…"},
        {"abcde\u0301", 4, "abc…"},
    };
    for (const Case& wanted : cases) {
        std::string spec = "network \"" + wanted.name + "\"\ninput 4\nrelu\n";
        CHECK(lines_of(report_of(spec, "table", {.width = wanted.width}))[0] == wanted.shown);
    }
}

TEST_CASE("layers are sorted by every column, the largest first and words in their order") {
    struct Case {
        std::string_view column;
        std::string names;
    };
    const Case cases[] = {
        {"index", "acb"},
        {"name", "abc"},
        {"type", "bac"},
        {"operation", "bac"},
        {"from", "cab"},
        {"output", "abc"},
        {"weights", "abc"},
        {"biases", "abc"},
        {"params", "abc"},
        {"active_params", "abc"},
        {"trainable", "abc"},
        {"frozen", "bca"},
        {"buffers", "bca"},
        {"macs", "abc"},
        {"flops", "abc"},
        {"param_bytes", "abc"},
        {"activation_bytes", "abc"},
        {"line", "acb"},
        {"share", "abc"},
        {"peak_activation_bytes", "abc"},
        {"receptive_field", "cab"},
        {"jump", "cab"},
        {"tensors", "cab"},
    };
    // b: 10x10x4, 72 weights, 4 biases, 7,200 MACs; c: 5x5x4; a: 5x5x100, 400 weights, 100 biases, 10,000 MACs
    for (const Case& expected : cases) {
        std::string names;
        for (const std::string& name : names_sorted_by(expected.column)) names += name;
        INFO(expected.column);
        CHECK(names == expected.names);
    }
    CHECK(std::size(cases) + 1 == all_columns().size());  // nothing is sorted by `graph`
}

TEST_CASE("a receptive field whose area overflows a 64-bit integer is the largest") {
    const std::string spec =
        "input 1x1x1\n"
        "small: max_pool 3 stride=1 padding=1\n"
        "large: max_pool 2 stride=1 dilation=4294967295 padding=2147483648\n";
    ReportOptions options{.columns = {find_column("name"), find_column("receptive_field")},
                          .sort = find_column("receptive_field")};
    CHECK(report_of(spec, "csv", options) == "name,receptive_field\nlarge,4294967298x4294967298\nsmall,3x3\n");
}

TEST_CASE("a share is a percentage, drawn to the eighth of a letter, and nothing that is there is invisible") {
    struct Case {
        int64_t part, rest;
        std::string csv, table;
    };
    const Case cases[] = {
        {1, 0, "100.00", "100.00% ██████████"},
        {0, 1, "0.00", "0.00%"},
        {1, 1, "50.00", "50.00% █████"},
        {1, 2, "33.33", "33.33% ███▍"},
        {2, 1, "66.67", "66.67% ██████▋"},
        {1, 79, "1.25", "1.25% ▏"},
        {1, 999'999, "0.00", "0.00% ▏"},
        {1, 19'999, "0.01", "0.01% ▏"},
        {INT64_MAX / 4, 0, "100.00", "100.00% ██████████"},
    };
    for (const Case& wanted : cases) {
        std::string spec = "dtype int8\ninput 1\nA: custom 1 weights=" + std::to_string(wanted.part) +
                           "\nB: custom 1 weights=" + std::to_string(wanted.rest) + "\n";
        ReportOptions options{.columns = {find_column("name"), find_column("share")}};
        INFO(spec);
        CHECK(lines_of(report_of(spec, "csv", options))[1] == "A," + wanted.csv);
        CHECK(line_with(report_of(spec, "markdown", options), "| A") == "| A | " + wanted.csv + "% |");
        std::string line = line_with(report_of(spec, "table", options), "A ");
        CHECK(line.substr(line.find_first_not_of(' ', 1)) == wanted.table);
    }
}

TEST_CASE("where there are no parameters there is no share") {
    ReportOptions options{.columns = {find_column("name"), find_column("share")}};
    CHECK(report_of("input 4\nA: relu\n", "csv", options) == "name,share\nA,\n");
    CHECK(line_with(report_of("input 4\nA: relu\n", "markdown", options), "| A") == "| A | - |");
}

TEST_CASE("layers without a result come last, whatever they are sorted by") {
    const std::string spec = "input 9x9x1\nbad: conv 2 20\nflat: flatten from=input\ngood: dense 3\n";
    for (std::string_view column : {"params", "macs", "output", "activation_bytes", "frozen"}) {
        ReportOptions options{.columns = {find_column("name")}, .sort = find_column(column)};
        INFO(column);
        CHECK(lines_of(report_of(spec, "csv", options)).back() == "bad");
    }
}

TEST_CASE("the totals stay those of the whole network however few layers are shown") {
    const std::string spec = "input 12x12x2\nconv 4 3\ndense 10\n";
    for (int64_t top : {0, 1, 2, 9}) {
        std::string table = report_of(spec, "table", {.top = top});
        CHECK(line_with(table, "total").find(" 112      14     126") != std::string::npos);  // 72 + 40, 4 + 10
        CHECK((line_with(table, "total").find("total of all") == 0) == (top < 2));
    }
}

TEST_CASE("the word total stands in the first column of words") {
    const std::string spec = "input 4x4x1\nconv 4 3\n";
    ReportOptions options{.columns = {find_column("params"), find_column("macs"), find_column("name")}};
    CHECK(line_with(report_of(spec, "table", options), "total") == "    40   144  total");
    CHECK(line_with(report_of(spec, "markdown", options), "total") == "| **40** | **144** | **total** |");
    options.columns = {find_column("params")};
    CHECK(report_of(spec, "table", options).find("total") == std::string::npos);
}

TEST_CASE("the facts say only what there is to say") {
    struct Case {
        std::string layers;
        std::vector<std::string> present, absent;
    };
    const Case cases[] = {
        {"relu", {"parameters                          0"}, {"trainable", "frozen", "buffers", "custom"}},
        {"batch_norm", {"buffers                             6   Keras's total: 12"}, {"trainable", "custom"}},
        {"conv 2 1 freeze",
         {"  trainable                         0", "  frozen                            8"},
         {"Keras"}},
        {"x: custom 3\ny: custom 4", {"2 custom layers, whose counts the spec gives: x and y"}, {"Keras"}},
    };
    for (const Case& expected : cases) {
        std::string table = report_of("input 4x4x3\n" + expected.layers + "\n", "table");
        INFO(table);
        for (const std::string& words : expected.present) CHECK(table.find(words) != std::string::npos);
        for (const std::string& words : expected.absent) CHECK(table.find(words) == std::string::npos);
    }
}

TEST_CASE("the largest figures stand whole under the table") {
    std::string table = report_of("dtype int8\ninput 1\ncustom 1 buffers=9223372036854775807\n", "table");
    CHECK(line_with(table, "buffers  ") ==
          "buffers     9,223,372,036,854,775,807   Keras's total: 9,223,372,036,854,775,807");
    CHECK(line_with(table, "parameter bytes") == "parameter bytes  9,223,372,036,854,775,807   int8");
    table = report_of("dtype int8\ninput 1\nembedding 9223372036854775807 1\n", "table");
    CHECK(line_with(table, "parameters  ") == "parameters  9,223,372,036,854,775,807");
}
