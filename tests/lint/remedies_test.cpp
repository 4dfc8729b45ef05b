#include <fmt/format.h>
#include <regex>

#include "lint/codes.h"
#include "properties/random.h"
#include "support/catch.h"
#include "support/program.h"

// What stride-remainder advises, followed.
using namespace nnshape;
using namespace nnshape::test;

namespace {

struct Case {
    std::string spec;
    std::string help;
};

// All behind "nothing is lost with", of the first warning.
const Case cases[] = {
    // AlexNet: Krizhevsky, Sutskever, Hinton 2012 say 224, their figures need 227.
    {"input 224x224x3\nconv 96 11 stride=4\n", "an input of 223x223x3 or 227x227x3, a kernel of 12 or `padding=1:2`"},
    {"layout CHW\ninput 3x224x200\nconv 96 11 stride=4\n",
     "an input of 3x223x199 or 3x227x203, a kernel of 12 or `padding=1:2`"},
    {"input 224x227x3\nconv 96 11 stride=4\n",
     "an input of 223x227x3 or 227x227x3, a kernel of 12x11 or `padding=1:2x0:0`"},
    {"input 9x3\nconv 4 4 stride=3\n", "an input of 7x3 or 10x3, a kernel of 3 or `padding=2`"},
    {"input 7x7x7x3\nmax_pool 2\n", "an input of 6x6x6x3 or 8x8x8x3, `padding=0:1` or `ceil=true`"},
    // The smallest input: no size below reads all.
    {"input 5x5x3\nconv 4 4 stride=4\n", "an input of 4x4x3 or 8x8x3, a kernel of 5 or `padding=1:2`"},
    {"input 4x4x3\nconv 4 3 stride=4\n", ""},
    // A layer behind others: the network's input that comes to the right size there.
    {"input 30x30x1\nconv 8 3 stride=2\nrelu\nmax_pool 2\nconv 8 2 stride=2\n",
     "an input of 29x29x1 or 31x31x1, a kernel of 4 or `padding=0:1`"},
    {"input 32x32x1\nconv 8 5\nmax_pool 3 stride=2\n",
     "an input of 31x31x1 or 33x33x1, a kernel of 4, `padding=0:1` or `ceil=true`"},
    {"input 31x31x1\nconv 8 3 stride=2\nmax_pool 2\n", "an input of 30x30x1 or 33x33x1, `padding=0:1` or `ceil=true`"},
    // Where no input of the network leads there, none is named; where there are two inputs, the size before the layer
    // is.
    {"input 40x40x1\nadaptive_avg_pool 7\nconv 8 2 stride=2\n", "a kernel of 3 or `padding=0:1`"},
    {"a: input 7x7x1\nb: input 7x7x1\nadd from=a,b\nconv 8 2 stride=2\n",
     "a layer input of 6x6 or 8x8, a kernel of 3 or `padding=0:1`"},
    // No smaller size in front reads all: of 2 and 1 a row of the padding is left, or the next is further than 1,024.
    {"a: input 3x3x1\nb: input 3x3x1\nadd from=a,b\nconv 2 4 stride=4 padding=2\n",
     "a layer input of 4x4, a kernel of 7 or `padding=2:3`"},
    {"a: input 4000x1\nb: input 4000x1\nadd from=a,b\nconv1d 4 3000 stride=3000\n",
     "a layer input of 3000 or `padding=1000`"},
    {"a: input 5998x1\nb: input 5998x1\nadd from=a,b\nmax_pool1d 4000 stride=4000\n", "`padding=1001` or `ceil=true`"},
    // Neither the input of a network is tried beyond 2^40, nor that of a layer behind 4,096 others.
    {"input 2199023255552x1\nmax_pool1d 1024\nconv1d 4 3 stride=2\n", "a kernel of 4 or `padding=0:1`"},
    {"input 30x30x1\nrepeat 4096 { relu }\nconv 4 3 stride=2\n",
     "a layer input of 29x29 or 31x31, a kernel of 4 or `padding=0:1`"},
    // A column that the stride skips anyway is none that `ceil` would have to read.
    {"input 10x9x3\nmax_pool 2 stride=3\n", "an input of 9x9x3 or 11x9x3, a kernel of 4x2 or `ceil=true`"},
    // A JSON spec is advised in JSON.
    {R"({"input": [224, 224, 3], "layers": [{"type": "max_pool", "kernel": 11, "stride": 4}]})",
     "an input of 223x223x3 or 227x227x3, a kernel of 12, `\"padding\": [[1, 2], [1, 2]]` or `\"ceil\": true`"},
    {R"({"input": [9, 3], "layers": [{"type": "conv", "filters": 4, "kernel": 4, "stride": 3}]})",
     "an input of 7x3 or 10x3, a kernel of 3 or `\"padding\": 2`"},
};

const Diagnostic* first_loss(const Study& study) {
    for (const Diagnostic& diagnostic : study.diagnostics) {
        if (diagnostic.code == find_code("stride-remainder")) return &diagnostic;
    }
    return nullptr;
}

std::string help_of(const std::string& spec) {
    Studied studied;
    study_text(studied, spec);
    REQUIRE(studied.study.calculated());
    const Diagnostic* loss = first_loss(studied.study);
    const std::string lead = "use ";
    return loss && loss->help.starts_with(lead) ? loss->help.substr(lead.size()) : std::string();
}

// Whether the layer of a spec's last line reads all of what comes to it.
bool last_reads_all(const std::string& spec) {
    Studied studied;
    study_text(studied, spec);
    if (!studied.study.calculated()) return false;
    for (const Diagnostic& diagnostic : studied.study.diagnostics) {
        bool remainder =
            diagnostic.code == find_code("stride-remainder") || diagnostic.code == find_code("padding-remainder");
        if (remainder && diagnostic.layer == "last") return false;
    }
    return true;
}

}  // namespace

TEST_CASE("advice on lost rows names sizes, kernel, padding and ceil") {
    for (const Case& one : cases) {
        INFO(one.spec);
        CHECK(help_of(one.spec) == one.help);
    }
}

// Of 400 chains of layers whose last one may lose rows: each piece of advice is followed and reads all, and no size
// between the one that is named and the one that is there would have done.
TEST_CASE("all advice on lost rows holds, and the sizes are the nearest") {
    Random random(20260811);
    auto pick = [&](int least, int most) { return static_cast<int>(random.number(least, most)); };
    int followed = 0;
    for (int turn = 0; turn < 400; ++turn) {
        std::string before;
        for (int layer = pick(0, 2); layer > 0; --layer) {
            before += fmt::format("conv 2 {} stride={} padding={}\n", pick(1, 4), pick(1, 3), pick(0, 2));
        }
        const char* type = pick(0, 1) ? "max_pool" : "conv 2";
        int kernel = pick(2, 5), stride = pick(2, 5), padding = pick(0, 1), size = pick(20, 60);
        auto spec = [&](int in, int k, const std::string& pad, const char* tail) {
            return fmt::format("input {}x{}x1\n{}last: {} {} stride={} padding={}{}\n", in, in, before, type, k, stride,
                               pad, tail);
        };
        std::string own = fmt::format("{}", padding);
        std::string written = spec(size, kernel, own, "");
        Studied studied;
        study_text(studied, written);
        const Diagnostic* loss = first_loss(studied.study);
        if (!studied.study.calculated() || !loss || loss->layer != "last") continue;
        INFO(written << loss->help);
        std::smatch match;
        const std::string& help = loss->help;
        REQUIRE(std::regex_search(help, match, std::regex("an input of (\\d+)x\\d+x1( or (\\d+)x\\d+x1)?")));
        std::vector<int> sizes = {std::stoi(match[1])};
        if (match[3].matched) sizes.push_back(std::stoi(match[3]));
        for (int in : sizes) {
            CHECK(last_reads_all(spec(in, kernel, own, "")));
            for (int between = std::min(in, size) + 1; between < std::max(in, size); ++between) {
                CHECK(!last_reads_all(spec(between, kernel, own, "")));
            }
        }
        if (std::regex_search(help, match, std::regex("a kernel of (\\d+)"))) {
            CHECK(last_reads_all(spec(size, std::stoi(match[1]), own, "")));
        }
        if (std::regex_search(help, match, std::regex("`padding=([0-9:x]+)`"))) {
            CHECK(last_reads_all(spec(size, kernel, match[1], "")));
        }
        bool pools = type == std::string("max_pool");
        CHECK((help.find("`ceil=true`") != std::string::npos) <= pools);
        if (help.find("`ceil=true`") != std::string::npos) CHECK(last_reads_all(spec(size, kernel, own, " ceil")));
        ++followed;
    }
    CHECK(followed > 80);
}
