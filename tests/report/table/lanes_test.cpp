#include "report/table/lanes.h"

#include <algorithm>
#include <sstream>

#include "base/unicode.h"
#include "report/table/columns.h"
#include "support/catch.h"
#include "support/program.h"
#include "support/shell.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// The rows as lines.
std::string drawn(const RowReads& reads, bool ascii = false) {
    std::string out;
    for (const std::string& text : lanes_of(reads, ascii)) out += text + "\n";
    return out;
}

std::vector<std::string> letters_of(const std::string& text) {
    std::vector<std::string> letters;
    for (size_t at = 0; at < text.size();) {
        size_t bytes = decode(std::string_view(text).substr(at)).bytes;
        letters.push_back(text.substr(at, bytes));
        at += bytes;
    }
    return letters;
}

// Reads a drawing back: what each row reads. It knows the signs, and nothing of how they were chosen.
RowReads read_back(const std::vector<std::string>& rows) {
    RowReads reads(rows.size());
    std::vector<uint32_t> source;  // by lane: the row where it began
    for (uint32_t row = 0; row < rows.size(); ++row) {
        auto letters = letters_of(rows[row]);
        REQUIRE((letters[0] == "●" || letters[0] == "○"));
        if (letters[0] == "●") reads[row].push_back(row - 1);
        for (size_t at = 2; at < letters.size(); at += 2) {
            size_t lane = at / 2 - 1;
            if (source.size() <= lane) source.resize(lane + 1);
            const std::string& sign = letters[at];
            bool connected = letters[at - 1] == "─";
            if (sign == "╮" || sign == "┬") source[lane] = row;
            if (sign == "╯" || sign == "┴" || sign == "┤" || sign == "•") {
                REQUIRE(connected);
                reads[row].push_back(source[lane]);
            }
            REQUIRE((sign != "┼" || connected));
            REQUIRE((sign != "│" || !connected));
        }
        std::sort(reads[row].begin(), reads[row].end());
    }
    return reads;
}

// The rows of a network that its nodes read, each once.
RowReads wiring_of(const Network& network) {
    RowReads reads(network.nodes.size());
    for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
        auto operands = network.operands_of(network.nodes[node]);
        reads[node].assign(operands.begin(), operands.end());
        std::sort(reads[node].begin(), reads[node].end());
        reads[node].erase(std::unique(reads[node].begin(), reads[node].end()), reads[node].end());
    }
    return reads;
}

}  // namespace

TEST_CASE("lanes are drawn as git draws them") {
    CHECK(drawn({{}}) == "○\n");
    CHECK(drawn({{}, {0}, {1}}) == "○\n●\n●\n");
    CHECK(drawn({{}, {0}, {1}, {0, 2}}) == "○─╮\n● │\n● │\n●─╯\n");
    CHECK(drawn({{}, {0}, {0}, {1, 2}}) == "○─╮\n●─┼─╮\n○─╯ │\n●───╯\n");         // two paths
    CHECK(drawn({{}, {0}, {1}, {0, 2}, {0, 3}}) == "○─╮\n● │\n● │\n●─┤\n●─╯\n");  // read on the way
    CHECK(drawn({{}, {0}, {0, 1}, {1}, {0, 1, 3}}) == "○─╮\n●─┼─╮\n●─┤ │\n○─┼─┤\n●─┴─╯\n");
    CHECK(drawn({{}, {0}, {1}, {0, 1, 2}, {0, 3}}) == "○─╮\n●─┼─╮\n● │ │\n●─•─╯\n●─╯\n");
    CHECK(drawn({{}, {}, {0, 1}}) == "○─╮\n○ │\n●─╯\n");  // two inputs
    CHECK(drawn({{}, {0}, {1}, {0}, {2, 3}}) == "○─╮\n● │\n●─┼─╮\n○─╯ │\n●───╯\n");
    CHECK(drawn({{}, {0}, {1}, {0}, {2}, {3, 4}}) == "○─╮\n● │\n●─┼─╮\n○─┴─┼─╮\n○───╯ │\n●─────╯\n");
}

TEST_CASE("lanes in ASCII have a sign for each of theirs") {
    CHECK(drawn({{}, {0}, {1}, {0, 1, 2}, {0, 3}}, true) == "o-.\n*-+-.\n* | |\n*-@-'\n*-'\n");
    CHECK(drawn({{}, {0}, {1}, {0, 2}, {0, 3}}, true) == "o-.\n* |\n* |\n*-|\n*-'\n");
}

TEST_CASE("a lane ends in an ellipsis where there are too many") {
    RowReads reads(most_lanes + 3);
    uint32_t last = most_lanes + 2;
    for (uint32_t row = 0; row < last; ++row) reads[last].push_back(row);
    auto rows = lanes_of(reads, false);
    CHECK(rows[most_lanes - 1].ends_with("─╮"));
    CHECK(rows[most_lanes].ends_with("─┼─…"));
    CHECK(rows[last].ends_with("─┴─…"));
    CHECK(rows[last].starts_with("●─┴─"));
}

TEST_CASE("the lanes of each network read back as its edges") {
    size_t edges = 0, lanes = 0;
    for (const std::string& path : files_below("specs", {".nn"})) {
        Studied studied;
        study_text(studied, read_text_file(path));
        if (!studied.study.calculated()) continue;
        RowReads reads = wiring_of(studied.study.network);
        auto rows = lanes_of(reads, false);
        INFO(path);
        CHECK(read_back(rows) == reads);
        for (const auto& one : reads) edges += one.size();
        for (const std::string& row : rows) lanes += row.size() > 3;
    }
    CHECK(edges > 3000);
    CHECK(lanes > 1000);
}

TEST_CASE("the column graph of each network is its lanes") {
    for (const std::string& path : files_below("specs/models", {".nn"})) {
        Studied studied;
        study_text(studied, read_text_file(path));
        std::istringstream lines(run_program({"show", path, "--columns", "graph", "--no-totals"}).out);
        std::string line;
        for (int head = 0; head < 4; ++head) std::getline(lines, line);
        INFO(path);
        for (const std::string& row : lanes_of(wiring_of(studied.study.network), false)) {
            std::getline(lines, line);
            CHECK(line == row);
        }
    }
}

TEST_CASE("the locale decides whether the wiring is in ASCII") {
    const std::string show = " nnshape show specs/models/siamese.nn --columns graph --no-totals | tail -n +5 | head -3";
    CHECK(run_shell("LC_ALL=C" + show).all == "o-.\no-+-.\no-' |\n");
    CHECK(run_shell("LC_ALL= LC_CTYPE= LANG=de_DE.ISO-8859-1" + show).all == "o-.\no-+-.\no-' |\n");
    CHECK(run_shell("LC_ALL= LC_CTYPE= LANG=en_US.utf8" + show).all == "○─╮\n○─┼─╮\n○─╯ │\n");
    CHECK(run_shell("LC_ALL= LC_CTYPE= LANG=" + show).all == "○─╮\n○─┼─╮\n○─╯ │\n");
    CHECK(run_shell("LC_ALL=C.UTF-8 LANG=C" + show).all == "○─╮\n○─┼─╮\n○─╯ │\n");
}
