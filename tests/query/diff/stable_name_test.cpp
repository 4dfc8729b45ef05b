#include "query/diff/stable_name.h"

#include <algorithm>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

TEST_CASE("a stable name keeps labels and turns, and of the rest the type alone") {
    struct Case {
        std::string spec;
        std::string last;  // of the last layer, `?` in front of a type that stands for a name
        bool is_labelled, has_label;
    };
    const std::string block =
        "define f(n) { relu ; dense $n }\ndefine g(n) { x: f $n }\ndefine h(n) { f $n }\ninput 9\n";
    const Case cases[] = {
        {"input 9\nrelu\nrelu\n", "?relu", false, false},
        {"input 9\nA: relu\n", "A", true, true},
        {"input 9\nrelu_7: relu\n", "relu_7", true, true},
        {"input 9\na/b_2: relu\n", "a/b_2", true, true},
        {"input 9\nrepeat 3 { c: relu }\n", "c_3", true, true},
        {"input 9\nrepeat 2 { repeat 2 { 1: relu } }\n", "1_2_2", true, true},
        {"input 9\nrepeat 2 { relu }\n", "?relu", false, false},
        // turns that look like the label, labels that look like a path
        {"input 9\nrepeat 1 { repeat 1 { 1: relu } }\n", "1_1_1", true, true},
        {"input 9\nrepeat 1 { repeat 1 { 1_1: relu } }\n", "1_1_1_1", true, true},
        {"input 9\nrepeat 1 { a/1: relu }\n", "a/1_1", true, true},
        {"define m { 1/1: relu }\ninput 9\nrepeat 1 { 1: m }\n", "1_1/1/1", true, true},
        {block + "f 3\nf 4\n", "?f/?dense", false, false},
        {block + "a: f 3\n", "a/?dense", false, true},
        {block + "a_1: g 3\n", "a_1/x/?dense", false, true},
        {block + "repeat 2 { x: g 3 }\n", "x_2/x/?dense", false, true},
        {block + "y: h 3\n", "y/?f/?dense", false, true},
        {"define k(n) { x_1: dense $n }\ninput 9\nx_1: k 3\n", "x_1/x_1", true, true},
    };
    for (const Case& wanted : cases) {
        INFO(wanted.spec << diagnostics_of(wanted.spec));
        Studied studied;
        study_text(studied, wanted.spec);
        REQUIRE(studied.study.calculated());
        StableName name = stable_name_of(studied.study.network, studied.study.network.nodes.back());
        std::replace(name.text.begin(), name.text.end(), '\n', '?');
        CHECK(name.text == wanted.last);
        CHECK(name.is_labelled == wanted.is_labelled);
        CHECK(name.has_label == wanted.has_label);
    }
}
