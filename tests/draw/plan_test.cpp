#include "draw/plan.h"

#include <sstream>

#include "draw/box_text.h"
#include "draw/u_shape.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// The boxes of a plan, one a line: its frames, its texts and its shapes; then the edges.
std::string text_of(const Plan& plan) {
    std::string out;
    for (const PlanBox& box : plan.boxes) {
        std::string frames;
        for (uint32_t frame = box.frame; frame != no_frame; frame = plan.frames[frame].around) {
            frames.insert(0, "[" + title_of(plan.frames[frame]) + "] ");
        }
        out += frames + (box.symbol.empty() ? "" : "(" + box.symbol + ") ");
        std::string texts;
        for (const std::string& part : {box.name, box.operation, within_text(box), box.params}) {
            if (!part.empty()) texts += (texts.empty() ? "" : "; ") + part;
        }
        if (box.turns > 1) texts += " x" + std::to_string(box.turns);
        out += texts + " ->";
        for (const PlanTensor& tensor : box.tensors) out += " " + tensor.shape;
        out += "\n";
    }
    for (const PlanEdge& edge : plan.edges) {
        out += std::to_string(edge.from) + "-" + std::to_string(edge.to) + " ";
    }
    return out;
}

Plan plan_of_text(const std::string& spec, const PlanOptions& options = {}) {
    Studied studied;
    study_text(studied, spec);
    INFO(spec);
    REQUIRE(studied.study.calculated());
    return plan_of(studied.study, options);
}

std::string plan(const std::string& spec, const PlanOptions& options = {}) {
    return text_of(plan_of_text(spec, options));
}

}  // namespace

TEST_CASE("activations, normalisations, dropout and flatten are in the box of their layer") {
    CHECK(plan("input 8x8x1\nconv 2 3 activation=relu ; batch_norm ; dropout 0.5 ; flatten\ndense 3\n") ==
          "input -> 8x8x1\n"
          "conv 2 3; relu · batch_norm · dropout 0.5 · flatten; 24 parameters -> 72\n"
          "dense 3; 219 parameters -> 3\n"
          "0-1 1-2 ");
    // A flatten of its own, as the style blocks shows it.
    CHECK(plan("input 8x8x1\nmax_pool 2 ; flatten\n", {.flatten_apart = true}) ==
          "input -> 8x8x1\nmax_pool 2 -> 4x4x1\nflatten -> 16\n0-1 1-2 ");
    // Not into an input, nor into a box that another layer reads as well, nor into an output of the network.
    CHECK(plan("input 4\nrelu\n") == "input -> 4\nrelu -> 4\n0-1 ");
    CHECK(plan("input 4\na: dense 4\nrelu\nadd from=a,relu_1\n") ==
          "input -> 4\na; dense 4; 20 parameters -> 4\nrelu -> 4\n(+) add -> 4\n0-1 1-2 1-3 2-3 ");
    CHECK(plan("input 4\na: dense 4\nb: relu\noutputs a b\n") ==
          "input -> 4\na; dense 4; 20 parameters -> 4\nb; relu -> 4\n0-1 1-2 ");
}

TEST_CASE("a merge is a circle with its sign if it has one, and what follows is beside it") {
    CHECK(plan("input 4\nadd { dense 4 } ; relu\n") ==
          "input -> 4\ndense 4; 20 parameters -> 4\n(+) add; relu -> 4\n0-1 0-2 1-2 ");
    CHECK(plan("input 4\na: dense 4\nadd from=a,a\n") ==
          "input -> 4\na; dense 4; 20 parameters -> 4\n(+) add; one input 2 times -> 4\n0-1 1-2 ");
    CHECK(plan("input 4\nmaximum { dense 4 }\n") ==
          "input -> 4\ndense 4; 20 parameters -> 4\nmaximum -> 4\n0-1 0-2 1-2 ");
}

TEST_CASE("the same several times is drawn once") {
    CHECK(plan("input 8\nrepeat 3 { dense 8 activation=relu }\n") ==
          "input -> 8\ndense 8; relu; each 72 parameters x3 -> 8\n0-1 ");
    CHECK(plan("input 4\nrepeat 2 { dense 8 }\n") == "input -> 4\ndense 8; in all 112 parameters x2 -> 8\n0-1 ");
    CHECK(plan("input 8\ndense 8\ndense 8\n") == "input -> 8\ndense 8; each 72 parameters x2 -> 8\n0-1 ");
    CHECK(plan("input 8\nrepeat 2 { add { dense 8 } ; relu }\n") ==
          "input -> 8\n[× 2] dense 8; 72 parameters -> 8\n[× 2] (+) add; relu -> 8\n0-1 0-2 1-2 ");
    CHECK(plan("input 8\nrepeat 2 { repeat 3 { dense 8 } ; dense 4 ; dense 8 }\n") ==
          "input -> 8\n[× 2] dense 8; each 72 parameters x3 -> 8\n[× 2] dense 4; 36 parameters -> 4\n"
          "[× 2] dense 8; 40 parameters -> 8\n0-1 1-2 2-3 ");
    CHECK(plan("input 8\ndefine block { add { dense 8 } ; relu }\nrepeat 3 { inner: block }\n", {.depth = 9}) ==
          "input -> 8\n[inner  × 3] dense 8; 72 parameters -> 8\n[inner  × 3] (+) add; relu -> 8\n0-1 0-2 1-2 ");
    // What every turn reads from before the run, is read by the turn that is drawn.
    CHECK(plan("input 8\nmemory: dense 8\nrepeat 2 { d: dense 8 ; add from=d,memory }\n") ==
          "input -> 8\nmemory; dense 8; 72 parameters -> 8\n[× 2] d; dense 8; 72 parameters -> 8\n"
          "[× 2] (+) add -> 8\n0-1 1-2 2-3 1-3 ");
}

TEST_CASE("what differs, has a name of its own or is read from elsewhere is not drawn once") {
    CHECK(plan("input 8\ndense 8\ndense 8 no-bias\n") ==
          "input -> 8\ndense 8; 72 parameters -> 8\ndense 8 no-bias; 64 parameters -> 8\n0-1 1-2 ");
    CHECK(plan("input 8\na: dense 8\nb: dense 8\n") ==
          "input -> 8\na; dense 8; 72 parameters -> 8\nb; dense 8; 72 parameters -> 8\n0-1 1-2 ");
    CHECK(plan("input 8\nrepeat 3 { dense 8 }\nadd from=dense_3,dense_1\n") ==
          "input -> 8\ndense 8; 72 parameters -> 8\ndense 8; each 72 parameters x2 -> 8\n(+) add -> 8\n"
          "0-1 1-2 2-3 1-3 ");
    CHECK(plan("input 8\nfreeze { dense 8 }\ndense 8\n") ==
          "input -> 8\ndense 8; 72 parameters -> 8\ndense 8; 72 parameters -> 8\n0-1 1-2 ");
}

TEST_CASE("a call is a frame, a box at its depth, and nothing around one box") {
    const std::string spec =
        "input 8x8x2\n"
        "define unit(n) { conv $n 3 padding=$n-$n+1 stride=$n//$n no-bias ; batch_norm ; relu }\n"
        "define block(n) { add { unit $n ; unit $n } ; relu }\n"
        "first: block 2\nblock 2 ; conv 3 1\n";
    CHECK(plan(spec) ==
          "input -> 8x8x2\n[first] conv 2 3 padding=1 no-bias; batch_norm · relu; each 40 parameters x2 -> 8x8x2\n"
          "[first] (+) add; relu -> 8x8x2\n"
          "conv 2 3 padding=1 no-bias; batch_norm · relu; each 40 parameters x2 -> 8x8x2\n(+) add; relu -> 8x8x2\n"
          "conv 3 1; 9 parameters -> 8x8x3\n0-1 0-2 1-2 2-3 2-4 3-4 4-5 ");
    CHECK(plan(spec, {.depth = 1}) ==
          "input -> 8x8x2\nfirst; block 2; 8 layers; 80 parameters -> 8x8x2\n"
          "block 2; 8 layers; 80 parameters -> 8x8x2\nconv 3 1; 9 parameters -> 8x8x3\n0-1 1-2 2-3 ");
}

TEST_CASE("a box that passes on several tensors has the shape of each") {
    std::string spec = "input 8\n", skips;
    for (int block = 1; block <= 15; ++block) {
        std::string name = "s" + std::to_string(block);
        spec += "add { " + name + ": dense 4 ; dense 8 }\n";
        skips += (skips.empty() ? "" : ",") + name;
    }
    Plan plan = plan_of_text(spec + "concat from=" + skips + "\n");
    REQUIRE(plan.boxes.size() == 17);
    for (uint32_t box = 1; box <= 14; ++box) {
        REQUIRE(plan.boxes[box].tensors.size() == 2);
        CHECK(plan.boxes[box].tensors[0].shape == "8");
        CHECK(plan.boxes[box].tensors[1].shape == "4");
    }
    REQUIRE(plan.boxes[15].tensors.size() == 1);
    CHECK(plan.boxes[15].tensors[0].shape == "4");
}

TEST_CASE("a large plan is folded, with an example of each definition") {
    std::string spec = "input 8\ndefine block(n) { add { dense $n ; relu ; dense 8 } }\n";
    for (int block = 1; block <= 16; ++block) spec += "block " + std::to_string(block) + "\n";
    Plan folded = plan_of_text(spec);
    CHECK(folded.boxes.size() == 19);
    CHECK(folded.has_folded);
    CHECK(folded.frames.size() == 1);
    CHECK(folded.frames[0].title == "block");
    CHECK(folded.boxes[4].operation == "block 2");
    // With nothing to fold, what is the same is drawn once though it has names, and merges are closed with their paths.
    spec = "input 8\n";
    for (int layer = 1; layer <= 50; ++layer) spec += "a" + std::to_string(layer) + ": dense 8\n";
    CHECK(plan_of_text(spec).boxes.size() == 2);
    spec = "input 8\n";
    for (int layer = 1; layer <= 30; ++layer) {
        spec += "a" + std::to_string(layer) + ": add { dense " + std::to_string(layer) + " ; dense 8 }\n";
    }
    Plan closed = plan_of_text(spec);
    CHECK(closed.boxes.size() == 31);
    CHECK(hint_of(closed.boxes[2]) == "a2, add, 3 layers, 42 parameters, output 8");
}

TEST_CASE("an encoder and decoder with lines across is a U") {
    auto is_u = [](const std::string& spec) {
        Studied studied;
        study_text(studied, "input 16x16x2\n" + spec);
        INFO(spec);
        REQUIRE(studied.study.calculated());
        return u_shape_of(plan_of(studied.study, {}), studied.study.network).has_value();
    };
    CHECK(is_u("a: conv 2 1\nmax_pool 2\nconv 4 1\nu: upsample 2\nconcat from=a,u\nconv 3 1\n"));
    CHECK(is_u("a: conv 2 3\nb: center_crop 12\nmax_pool 2 from=a\nconv 4 2\nu: upsample 2\nconcat from=b,u\n"));
    CHECK(!is_u("a: conv 2 1\nmax_pool 2\nconv 4 1\nu: upsample 2\nconv 3 1\n"));                   // no line across
    CHECK(!is_u("a: conv 2 1\nconv 4 1\nu: conv 2 1\nconcat from=a,u\nconv 3 1\n"));                // no other size
    CHECK(!is_u("a: conv 2 1\nmax_pool 2\nu: conv 4 1\nc: max_pool 2 from=a\nconcat from=c,u\n"));  // never up
    CHECK(!is_u("max_pool 2\na: conv 2 1\nu: conv 4 1\nconcat from=a,u\nupsample 2\n"));            // not between arms
    CHECK(!is_u("a: conv 2 1\nb: conv 2 1\nmax_pool 2\nu: upsample 2\nc: concat from=a,u\nconcat from=b,c\n"));  // two
    CHECK(!is_u("a: conv 2 1\nmax_pool 2\nupsample 2\nmax_pool 2\nu: upsample 2\nconcat from=a,u\n"));  // twice
}
