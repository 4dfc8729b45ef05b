#include "report/solve/solve.h"

#include <fmt/format.h>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

TEST_CASE("the line behind a window makes in a spec what the window does") {
    auto only = [](int64_t number) { return Choices{{{number, number}}}; };
    for (WindowRule rule :
         {WindowRule::down, WindowRule::up, WindowRule::same, WindowRule::transposed, WindowRule::transposed_same}) {
        for (int64_t dilation : {1, 2}) {
            AxisQuestion axis{
                .in = only(14), .out = {}, .kernel = {}, .stride = {}, .padding = {}, .dilation = only(dilation)};
            Question question{.rule = rule, .axes = {axis}};
            for (int64_t out = 3; out <= 32; ++out) {
                question.axes[0].out = only(out);
                auto answers = solve(question);
                REQUIRE(answers);
                for (const WindowAnswer& answer : answers->windows) {
                    std::string line = line_of(question, answer);
                    if (size_t at = line.find('?'); at != std::string::npos) line[at] = '4';
                    Studied studied;
                    study_text(studied, fmt::format("input 14x14x3\n{}\n", line));
                    INFO(line);
                    REQUIRE(studied.study.calculated());
                    REQUIRE(studied.study.network.nodes.back().output.spatial[1] == out);
                }
            }
        }
    }
}
