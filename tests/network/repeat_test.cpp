#include "network/layers_of.h"
#include "spec/mistake.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// A spec, its layers, and what its first repeat is in JSON.
struct Repeated {
    std::string spec, layers, json;
};

const Repeated repeats[] = {
    // The number of the turn, of the innermost repeat.
    {"repeat 3 { dense 2**$turn }", "dense_1 2, dense_2 4, dense_3 8", R"("times": 3)"},
    {"repeat 2 { dense $turn ; repeat 2 { dense $turn*10 } ; dense $turn+5 }",
     "dense_1 1, dense_2 10, dense_3 20, dense_4 6, dense_5 2, dense_6 10, dense_7 20, dense_8 7", R"("times": 2)"},
    {"repeat 2 { repeat $turn { dense 3 } }", "dense_1 3, dense_2 3, dense_3 3", R"("times": 2)"},
    {"define f(n) { repeat 2 { dense $n*$turn } }\nrepeat 2 { f $turn }",
     "f_1/dense_1 1, f_1/dense_2 2, f_2/dense_1 2, f_2/dense_2 4", R"("times": 2)"},
    {"freeze { repeat 2 { add { dense 8 ; relu ; dense 2**3*$turn//$turn } } }",
     "dense_1 8, relu_1 8, dense_2 8, add_1 8, dense_3 8, relu_2 8, dense_4 8, add_2 8", R"("times": 2)"},
    // A name with its values.
    {"repeat w=3,5 { dense $w }", "dense_1 3, dense_2 5", R"("values": {"w": [3, 5]})"},
    {"repeat w=7 { dense $w*$turn }", "dense_1 7", R"("values": {"w": [7]})"},
    {"repeat w=2*3,$n,9%5 { dense $w }\nlet n=5", "dense_1 6, dense_2 5, dense_3 4",
     R"j("values": {"w": ["$(2*3)", "$n", "$(9%5)"]})j"},
    {"repeat w=$all { dense $w }\nlet all=3,5", "dense_1 3, dense_2 5", R"("values": {"w": "$all"})"},
    {"repeat w=$all { dense $w }\nlet all=3x5", "dense_1 3, dense_2 5", R"("values": {"w": "$all"})"},
    {"repeat w=$one { dense $w }\nlet one=3", "dense_1 3", R"("values": {"w": "$one"})"},
    {"repeat w=3,5 { repeat v=1,2 { dense $w*$v } }", "dense_1 3, dense_2 6, dense_3 5, dense_4 10",
     R"("values": {"w": [3, 5]})"},
    {"repeat w=3,5 { repeat w=1,2 { dense $w } ; dense $w }",
     "dense_1 1, dense_2 2, dense_3 3, dense_4 1, dense_5 2, dense_6 5", R"("values": {"w": [3, 5]})"},
    {"let w=9\nrepeat w=3 { dense $w }\ndense $w", "dense_1 3, dense_2 9", R"("values": {"w": [3]})"},
    {"define f(w) { repeat w=1,$w { dense $w } ; dense $w }\nf 4", "f_1/dense_1 1, f_1/dense_2 4, f_1/dense_3 4",
     R"("values": {"w": [1, "$w"]})"},
    {"define f(n) { dense $n }\nrepeat w=2,3 { x: f $w }", "x_1/dense_1 2, x_2/dense_1 3",
     R"("values": {"w": [2, 3]})"},
    {"repeat rate=0.5,1/4 { dropout $rate }", "dropout_1 8, dropout_2 8", R"j("values": {"rate": [0.5, "$(1/4)"]})j"},
    // A label makes each turn a scope.
    {"s: repeat 2 { dense 3 ; relu ; dense 4 }",
     "s_1/dense_1 3, s_1/relu_1 3, s_1/dense_2 4, s_2/dense_1 3, s_2/relu_1 3, s_2/dense_2 4",
     R"("name": "s", "times": 2)"},
    {"s: repeat 2 { a: dense 3 ; add from=a,a }\nadd from=s_1,s_2",
     "s_1/a 3, s_1/add_1 3, s_2/a 3, s_2/add_1 3, add_1 3", R"("name": "s", "times": 2)"},
    {"s: repeat 2 { t: repeat 2 { dense $turn } }",
     "s_1/t_1/dense_1 1, s_1/t_2/dense_1 2, s_2/t_1/dense_1 1, s_2/t_2/dense_1 2", R"("name": "s", "times": 2)"},
    {"o: repeat 2 { t: repeat 2 { a: dense 3 } ; relu from=t_2 }",
     "o_1/t_1/a 3, o_1/t_2/a 3, o_1/relu_1 3, o_2/t_1/a 3, o_2/t_2/a 3, o_2/relu_1 3", R"("name": "o", "times": 2)"},
    {"repeat 2 { t: repeat 2 { a: dense 3 } }\nadd from=t_1_2,t_2_1",
     "t_1_1/a 3, t_1_2/a 3, t_2_1/a 3, t_2_2/a 3, add_1 3", R"("times": 2)"},
    {"s: repeat 2 { repeat 2 { a: dense 3 } ; relu from=a_1 }",
     "s_1/a_1 3, s_1/a_2 3, s_1/relu_1 3, s_2/a_1 3, s_2/a_2 3, s_2/relu_1 3", R"("name": "s", "times": 2)"},
    {"s: repeat 0 { dense 3 }\nrelu", "relu_1 8", R"("name": "s", "times": 0)"},
    {"define f(n) { s: repeat $n { dense $n*$turn ; add from=dense_1,dense_1 } ; relu from=s_2 }\nf 2",
     "f_1/s_1/dense_1 2, f_1/s_1/add_1 2, f_1/s_2/dense_1 4, f_1/s_2/add_1 4, f_1/relu_1 4",
     R"("name": "s", "times": "$n")"},
    {"s: repeat 1 { add { relu ; relu from=input } }", "s_1/relu_1 8, s_1/relu_2 8, s_1/add_1 8",
     R"("name": "s", "times": 1)"},
};

const Marked mistakes[] = {
    {"dense $turn\n"
     "      ^~~~~ `$turn` is outside a `repeat`; it is the number of the turn; a definition takes it as a parameter "
     "[bad-value]"},
    {"define f { dense $turn }\n"
     "                 ^~~~~ `$turn` is outside a `repeat`; it is the number of the turn; a definition takes it as a "
     "parameter [bad-value]\n"
     "used from spec:3:12\n"
     "repeat 2 { f }"},
    {"let turn=3\n"
     "    ^~~~ `turn` is the number of a repeat's turn; choose another name [bad-value]\n"
     "define f(turn) { relu }\n"
     "         ^~~~ `turn` is the number of a repeat's turn; choose another name [bad-value]\n"
     "f 2"},
    {"repeat { relu }\n"
     "^~~~~~ `repeat` takes one number, or one name with its values; for example `repeat 3` or `repeat width=64,128` "
     "[syntax]\n"
     "repeat a=1 b=2 { relu }\n"
     "^~~~~~ `repeat` takes one number, or one name with its values; for example `repeat 3` or `repeat width=64,128` "
     "[syntax]\n"
     "repeat a=1,2 { relu } -> 8\n"
     "                      ^~ `repeat` is not a layer; write this on the last layer inside it [syntax]\n"
     "s: freeze { relu }\n"
     "^ `freeze` cannot have a label; layers, calls and repeats have names [syntax]"},
    {"repeat from=1,2 { relu }\n"
     "       ^~~~ `from` is a word of the language; choose another name [bad-value]"},
    {"repeat turn=1,2 { relu }\n"
     "       ^~~~ `turn` is a word of the language; choose another name [bad-value]"},
    {"repeat a-b=1,2 { relu }\n"
     "       ^~~ `a-b` is not a valid name for a value; use letters, digits and `_`, and do not begin with a digit "
     "[bad-value]"},
    {"repeat 3/2 { relu }\n"
     "       ^~~ `3/2` is not a number of turns; for example `repeat 3` [bad-value]"},
    {"repeat w=$nope,2 { relu }\n"
     "         ^~~~~ `$nope` is neither a parameter of a definition here nor a `let`; declare it with a `let` at top "
     "level [bad-value]"},
    {"repeat w=2,0 { dense $w }\n"
     "                     ^~ `units` must be at least 1, not 0 [bad-value]"},
    {"repeat width=2,3 { dense $widht }\n"
     "                         ^~~~~~ `$widht` is neither a parameter of a definition here nor a `let`; did you mean "
     "`$width`? [bad-value]"},
    {"s: repeat 2 { dense 2-$turn }\n"
     "                    ^~~~~~~ `units` must be at least 1, not 0 [bad-value]"},
    {"a: dense 3\n"
     "s: repeat 2 { relu from=a }\n"
     "                        ^ no layer is called `a` [unknown-input]"},
    {"s: repeat 2 { a: dense 3 }\n"
     "relu from=s_2/a\n"
     "          ^~~~~ no layer is called `s_2/a` [unknown-input]"},
    {"s: repeat 2 { dense 3 }\n"
     "s_1: relu\n"
     "^~~ `s_1` is the name of another layer; the other is on line 2; give one of them another label [duplicate-name]"},
};

const Marked mistakes_json[] = {
    {R"(
{"type": "repeat", "layers": []},
          ^~~~~~ `repeat` takes `layers`, and `times` or one of `values`; for example "times": 3 [missing-parameter]
{"type": "repeat", "times": 2, "values": {"w": [1]}, "layers": []},
          ^~~~~~ `repeat` takes `layers`, and `times` or one of `values`; for example "times": 3 [unknown-parameter]
{"type": "repeat", "values": {"w": [1], "v": [2]}, "layers": []},
          ^~~~~~ `repeat` takes `layers`, and `times` or one of `values`; for example "times": 3 [unknown-parameter]
{"type": "repeat", "values": {}, "layers": []},
          ^~~~~~ `repeat` takes `layers`, and `times` or one of `values`; for example "times": 3 [missing-parameter]
{"type": "repeat", "values": {"w": [{}]}, "layers": []},
                                   ^~~~ `w` cannot hold an object; write a number, a string or a list of them [bad-value]
{"values": {"w": [1]}, "type": "dense", "units": 3}]}
  ^~~~~~ only a `repeat` has `values` [unknown-parameter])"},
    {R"(
{"type": "repeat", "values": {"w": []}, "layers": [{"type": "relu"}]}]}
                                   ^~ `w` has no values [bad-value])"},
};

}  // namespace

TEST_CASE("a repeat has these layers, in either form") {
    for (const auto& [spec, layers, json] : repeats) {
        INFO(spec);
        const std::string text = "input 8\n" + spec + "\n";
        CHECK(layers_of(text) == layers);
        const Ran to_json = run_program({"convert", "-", "--to", "json"}, text);
        CHECK(to_json.err == "");
        std::string flat = to_json.out;  // the keys of a repeat are on lines of their own
        for (size_t at = flat.find(",\n"); at != std::string::npos; at = flat.find(",\n", at)) {
            flat.replace(at, flat.find_first_not_of(" \n", at + 1) - at, ", ");
            ++at;
        }
        CHECK(flat.find("\"type\": \"repeat\", " + json) != std::string::npos);
        CHECK(layers_of(to_json.out) == layers);
        const Ran to_text = run_program({"convert", "-", "--to", "text"}, to_json.out);
        CHECK(layers_of(to_text.out) == layers);
        CHECK(run_program({"convert", "-", "--to", "json"}, to_text.out).out == to_json.out);
    }
}

TEST_CASE("a mistake in a repeat is told at its place") {
    check_marked(mistakes, "input 8\n");
    check_marked(mistakes_json, "{\"input\": [8], \"layers\": [\n");
}

TEST_CASE("`--depth` folds the turns of a labelled repeat, and `annotate` writes in it what all turns agree on") {
    const std::string spec = "input 8\ns: repeat w=4,2 {\n  dense $w\n  dense 8\n  relu\n}\n";
    const Ran shown = run_program({"show", "-", "--depth", "1", "--columns", "layer,output,params"}, spec);
    CHECK(shown.out.find("s_1    8           76\ns_2    8           42\n") != std::string::npos);
    const Ran annotated = run_program({"annotate", "-"}, spec);
    CHECK(annotated.out == "input 8\ns: repeat w=4,2 {\n  dense $w\n  dense 8\n  relu  -> 8\n}\n");
}

TEST_CASE("the turns of a repeat share what does not depend on them") {
    Studied studied;
    study_text(studied, "input 8\nrepeat 1000 { dense 8 ; dense $turn*8//$turn ; dense 7 ; dense 8 }\n");
    CHECK(studied.study.network.layer_count() == 4'000);
    CHECK(studied.study.network.numbers.size() < 3'000);
}
