#include <fmt/format.h>

#include "report/diff/diff.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// What changed, a line each: the network's values, then the layers' with their markers.
std::string diff_of(const std::string& old_text, const std::string& new_text) {
    Studied olds, news;
    study_text(olds, old_text);
    study_text(news, new_text);
    INFO(old_text << diagnostics_of(old_text) << new_text << diagnostics_of(new_text));
    REQUIRE(olds.study.calculated());
    REQUIRE(news.study.calculated());
    Difference difference = difference_of(olds.study, news.study);
    std::string out;
    for (const ValueChange& change : difference.network) out += fmt::format("{} {}\n", change.name, arrow_text(change));
    for (const auto* changes : {&difference.inputs, &difference.layers}) {
        for (const NodeChange& change : *changes) {
            out += fmt::format("{} {}:", marker_of(change), name_text(difference, change));
            for (const std::string& words : words_about(difference, change)) out += fmt::format(" {};", words);
            out += "\n";
        }
    }
    return fmt::format("{}{} alike", out, difference.alike);
}

struct Case {
    std::string old_text, new_text, out;
};

void check(const std::vector<Case>& cases) {
    for (const Case& wanted : cases) {
        INFO(wanted.old_text << "---\n" << wanted.new_text);
        CHECK(diff_of(wanted.old_text, wanted.new_text) == wanted.out);
    }
}

}  // namespace

TEST_CASE("comments, spacing, the form and what is expected are no difference") {
    check({
        {"input 9x9x3\nconv 6 3 # 6 of them\n", "input 9x9x3;  conv 6 3x3 stride=1 padding=valid bias=true -> 7x7x6\n",
         "1 alike"},
        {"input 9x9x3\nconv 6 3\nexpect params=168\nlimit params=1k\n", "input 9x9x3\nconv2d 6 kernel=3 in=3\n",
         "1 alike"},
        {"input 9x9x3\nC: conv 6 3 activation=relu\n",
         R"({"input": [9, 9, 3], "layers": [{"type": "Conv2d", "name": "C", "kernel_size": [3, 3], "filters": 6, "activation": "relu"}]})",
         "1 alike"},
        {"input 9x9x3\nupsample 2\ndropout 0.5\n", "input 9x9x3\nupsample 2.0\ndropout 0.50\n", "2 alike"},
        {"let w=3\ninput 9x9x3\nconv $w 3 padding=1:1x1:1\n", "input 9x9x3\nconv 3 3 padding=1\n", "1 alike"},
        {"input 9x9x3\nA: conv 6 3\nadd { relu }\n", "input 9x9x3\nA: conv 6 3\nrelu\nadd from=A,relu_1\n", "3 alike"},
        // a name that one of the two is only called after its file
        {"network N\ninput 3\ndense 2\n", "input 3\ndense 2\n", "1 alike"},
    });
}

TEST_CASE("a changed value is told as it was and as it is, with what comes out") {
    const std::string before = "input 9x9x3\nC: conv 6 3\n";
    check({
        {before, "input 9x9x3\nC: conv 6 5\n", "~ C: kernel 3 → 5; output 7x7x6 → 5x5x6;\n0 alike"},
        {before, "input 9x9x3\nC: conv 8 3x5\n", "~ C: filters 6 → 8; kernel 3 → 3x5; output 7x7x6 → 7x5x8;\n0 alike"},
        {before, "input 9x9x3\nC: conv 6 3 padding=same\n", "~ C: padding 0 → same; output 7x7x6 → 9x9x6;\n0 alike"},
        {before, "input 9x9x3\nC: conv 6 3 padding=0:2\n", "~ C: padding 0 → 0:2; output 7x7x6 → 9x9x6;\n0 alike"},
        {before, "input 9x9x3\nC: conv 6 3 padding=1x0\n", "~ C: padding 0 → 1x0; output 7x7x6 → 9x7x6;\n0 alike"},
        {before, "input 9x9x3\nC: conv 6 3 no-bias\n", "~ C: bias true → false;\n0 alike"},
        {before, "input 9x9x3\nC: conv 6 3 activation=relu\n", "~ C: activation - → relu;\n0 alike"},
        {before, "input 9x9x3\nC: conv 6 3 freeze\n", "~ C: freeze false → true;\n0 alike"},
        {before, "input 9x9x3\nC: max_pool 3 stride=1\n", "~ C: type conv → max_pool; output 7x7x6 → 7x7x3;\n0 alike"},
        {"input 3x3x2\nbatch_norm eps=1e-5\n", "input 3x3x2\nbatch_norm eps=1e-3 momentum=0.9\n",
         "~ batch_norm_1: eps 1e-5 → 1e-3; momentum - → 0.9;\n0 alike"},
        {"input 3\nbatch_norm momentum=0.9 alpha=1x2\n", "input 3\nbatch_norm alpha=1:2\n",
         "~ batch_norm_1: momentum 0.9 → -; alpha 1x2 → 1:2;\n0 alike"},
        {"input 5x5x3\nadaptive_avg_pool 2\n", "input 5x5x3\nadaptive_avg_pool 2x-\n",
         "~ adaptive_avg_pool_1: size 2 → 2x-; output 2x2x3 → 2x5x3;\n0 alike"},
        {"input 4x5x3\npermute 1x0x2\n", "input 4x5x3\npermute 2x0x1\n",
         "~ permute_1: order 1x0x2 → 2x0x1; output 5x4x3 → 3x4x5;\n0 alike"},
        {"input 5x5x3\nslice 2 axis=0\n", "input 5x5x3\nslice 2 axis=2\n",
         "~ slice_1: axis 0 → channels; output 2x5x3 → 5x5x2;\n0 alike"},
        {"input 3\nA: dense 3\nB: dense 3 share=A\n", "input 3\nA: dense 3\nB: dense 3\n",
         "~ B: share A → -;\n1 alike"},
        {"input 5x3\nupsample size=9\n", "input 5x3\nupsample 1.5\n",
         "~ upsample_1: scale - → 1.5; size 9 → -; output 9x3 → 7x3;\n0 alike"},
    });
}

TEST_CASE("a network's name, layout, type of numbers, inputs and outputs count") {
    check({
        {"network A\ninput 3\ndense 2\n", "network B\ninput 3\ndense 2\n", "name A → B\n1 alike"},
        // a shape is one, however it is written
        {"input 9x8x3\nconv 6 3\n", "layout CHW\ninput 3x9x8\nconv 6 3\n", "layout HWC → CHW\n1 alike"},
        {"input 4x5x3\npermute 1x0x2\npermute 2x0x1\nslice 2 axis=1\nslice 1 axis=2\n",
         "layout CHW\ninput 3x4x5\npermute 0x2x1\npermute 2x0x1\nslice 2 axis=2\nslice 1 axis=channels\n",
         "layout HWC → CHW\n4 alike"},
        {"input 9x8x3\nflatten\n", "input 8x9x3\nflatten\n", "~ input: shape 9x8x3 → 8x9x3;\n1 alike"},
        {"dtype int8\ninput 3\ndense 2\n", "dtype int8 weights=int4\ninput 3\ndense 2\n",
         "weights_dtype int8 → int4\n1 alike"},
        {"dtype int8\ninput 3\ndense 2\n", "input 3\ndense 2\n", "dtype int8 → float32\n1 alike"},
        {"input 3\nA: dense 2\nB: dense 2\n", "input 3\nA: dense 2\nB: dense 2\noutputs B A\n",
         "outputs B → B,A\n2 alike"},
        {"a: input 3\nb: input 3\nadd from=a,b\n", "a: input 3\nc: input 3\nadd from=a,c\n", "> c: was b;\n1 alike"},
        {"a: input 3\nadd from=a,a\n", "a: input 3\nb: input 3\nadd from=a,b\n",
         "+ b: input 3;\n~ add_1: from a,a → a,b;\n0 alike"},
        {"a: input 3\nb: input 3\nA: relu from=b\n", "a: input 3\nA: relu from=a\n",
         "- b: input 3;\n~ A: from b → a;\n0 alike"},
    });
}

TEST_CASE("an insertion or a removal leaves the others what they are") {
    const std::string before = "input 9x9x3\nconv 6 3\nrelu\nconv 6 3\nrelu\n";
    check({
        {before, "input 9x9x3\nconv 6 3\nbatch_norm\nrelu\nconv 6 3\nrelu\n",
         "+ batch_norm_1: batch_norm -> 7x7x6;\n4 alike"},
        // the numbers of the unlabelled move, and nobody renamed them
        {before, "input 9x9x3\nconv 3 1\nconv 6 3\nrelu\nconv 6 3\nrelu\n", "+ conv_1: conv 3 1 -> 9x9x3;\n4 alike"},
        {before, "input 9x9x3\nconv 6 3\nrelu\n", "- conv_2: conv 6 3 -> 5x5x6;\n- relu_2: relu -> 5x5x6;\n2 alike"},
        {"input 9\nA: dense 3\nB: dense 4\n", "input 9\nB: dense 4\n",
         "- A: dense 3 -> 3;\n~ B: input 3 → 9;\n0 alike"},
        {"input 9\nadd { dense 9 }\n", "input 9\nadd { dense 9 ; relu }\n", "+ relu_1: relu -> 9;\n2 alike"},
    });
}

TEST_CASE("a new name is one where type, values and neighbours are the same") {
    check({
        {"input 9\nA: dense 3\nB: dense 4\n", "input 9\nA: dense 3\nC: dense 4\n", "> C: was B;\n1 alike"},
        {"input 9\nA: dense 3\nB: relu\n", "input 9\nX: dense 3\nY: relu\n", "> X: was A;\n> Y: was B;\n0 alike"},
        {"input 9\ndense 3\n", "input 9\nout: dense 3\n", "> out: was dense_1;\n0 alike"},
        {"input 9\ndense 9\n", "input 9\ndense_1: dense 9\n", "1 alike"},
        // another name and other values are another layer
        {"input 9\nA: dense 3\n", "input 9\nB: dense 4\n", "- A: dense 3 -> 3;\n+ B: dense 4 -> 4;\n0 alike"},
        // the end of one is beside the end of the other alone
        {"input 9\nA: dense 3\nB: relu\n", "input 9\nX: dense 4\nC: relu\nD: tanh\n",
         "- A: dense 3 -> 3;\n- B: relu -> 3;\n+ X: dense 4 -> 4;\n+ C: relu -> 4;\n+ D: tanh -> 4;\n0 alike"},
        // a definition's layers go with the label of its call, turns with the number of theirs
        {"define f(n) { dense $n ; relu }\ninput 9\na: f 3\n", "define f(n) { dense $n ; relu }\ninput 9\nb: f 3\n",
         "> b/dense_1: was a/dense_1;\n> b/relu_1: was a/relu_1;\n0 alike"},
        {"input 9\nrepeat 2 { c: dense 9 }\n", "input 9\nrepeat 3 { c: dense 9 }\n", "+ c_3: dense 9 -> 9;\n2 alike"},
    });
}

TEST_CASE("a layer that stands elsewhere is moved") {
    check({
        {"input 9\nA: relu\nB: dense 9\nC: tanh\n", "input 9\nB: dense 9\nC: tanh\nA: relu\n", "> A: moved;\n2 alike"},
        {"input 9\nA: dense 3\nB: relu\nC: tanh\n", "input 9\nB: relu\nC: tanh\nA: dense 4\n",
         "~ B: output 3 → 9;\n~ C: output 3 → 9;\n~ A: moved; units 3 → 4; output 3 → 4;\n0 alike"},
    });
}

TEST_CASE("wiring counts, and names that moved with what they name do not") {
    const std::string before = "input 9\nA: dense 9\nB: dense 9\nC: add from=A,B\n";
    check({
        {before, "input 9\nA: dense 9\nB: dense 9\nC: add from=B,A\n", "~ C: from A,B → B,A;\n2 alike"},
        {before, "input 9\nA: dense 9\nB: dense 9\nC: add from=A,B,input\n", "~ C: from A,B → A,B,input;\n2 alike"},
        {before, "input 9\nA: dense 9\nB: dense 9 from=input\nC: add from=A,B\n", "~ B: from A → input;\n2 alike"},
        {"input 9\ndense 9\ndense 9\nadd from=dense_1,dense_2 allow=automatic-name\n",
         "input 9\nrelu\nX: dense 9\nY: dense 9\nadd from=X,Y\n",
         "+ relu_1: relu -> 9;\n> X: was dense_1;\n> Y: was dense_2;\n1 alike"},
    });
}

TEST_CASE("percents have a sign, and none where there was nothing") {
    struct Row {
        int64_t old_number, new_number;
        std::string by, percent;
    };
    const Row rows[] = {{1000, 950, "−50", "−5.0 %"},
                        {1000, 2234, "+1,234", "+123.4 %"},
                        {0, 5, "+5", ""},
                        {5, 0, "−5", "−100.0 %"},
                        {7, 7, "0", ""},
                        {1'000'000, 1'000'001, "+1", "+<0.1 %"},
                        {1, INT64_MAX, "+9,223,372,036,854,775,806", ""},
                        {INT64_MAX, 1, "−9,223,372,036,854,775,806", "−100.0 %"}};
    for (const Row& row : rows) {
        NumberChange change{"params", row.old_number, row.new_number};
        CHECK(signed_text(change) == row.by);
        CHECK(percent_text(change) == row.percent);
    }
}

TEST_CASE("a network of many layers is compared with another in no time") {
    std::string olds = "input 9\n", news = "input 9\n";
    for (int layer = 0; layer < 20'000; ++layer) {
        olds += fmt::format("a{}: dense 9\n", layer);
        news += layer % 2 == 0 ? fmt::format("a{}: dense 9\n", layer) : fmt::format("b{}: dense 9 no-bias\n", layer);
    }
    Studied one, other;
    study_text(one, olds);
    study_text(other, news);
    Difference difference = difference_of(one.study, other.study);
    CHECK(difference.alike == 10'000);
    CHECK(difference.layers.size() == 20'000);
}

TEST_CASE("a spec is no different from itself in the other form, or layer by layer") {
    for (const std::string& path : files_below("specs", {".nn", ".json"})) {
        if (path.starts_with("specs/errors/")) continue;
        for (const std::vector<std::string>& how :
             {std::vector<std::string>{"--to", "json"}, {"--to", "text"}, {"--to", "json", "--flat"}}) {
            std::vector<std::string> convert{"convert", path};
            convert.insert(convert.end(), how.begin(), how.end());
            Shown ran = run_shown({"diff", path, "-", "--exit-code"}, run_program(convert).out);
            INFO(path << " " << how[1] << "\n" << ran.all);
            REQUIRE(ran.code == 0);
        }
    }
}
