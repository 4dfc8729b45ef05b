#include "layers/formula.h"

#include "layers/arithmetic.h"
#include "layers/window_sizes.h"
#include "support/catch.h"
#include "support/evaluate.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

Formula down(Formula above, int64_t below) { return rounded_down<Formula>(above, below); }
Formula up(Formula above, int64_t below) { return rounded_up<Formula>(above, below); }

}  // namespace

TEST_CASE("a formula is written as on a board, in LaTeX and for a program") {
    struct Case {
        Formula formula;
        std::string text, latex, machine;
        int64_t value;
    };
    const Formula two = 2, three = 3;
    const Case cases[] = {
        {32, "32", "32", "32", 32},
        {Formula(-3), "−3", "-3", "-3", -3},
        {two + 3 - 1, "2 + 3 − 1", "2 + 3 - 1", "2 + 3 - 1", 4},
        {two - (three + 1), "2 − (3 + 1)", "2 - \\left(3 + 1\\right)", "2 - (3 + 1)", -2},
        {two + (three - 1), "2 + 3 − 1", "2 + 3 - 1", "2 + 3 - 1", 4},
        {two + Formula(-3), "2 + (−3)", "2 + \\left(-3\\right)", "2 + (-3)", -1},
        {two * Formula(-3), "2·(−3)", "2\\cdot \\left(-3\\right)", "2*(-3)", -6},
        {two * 3 * 4, "2·3·4", "2\\cdot 3\\cdot 4", "2*3*4", 24},
        {two * (three * 4), "2·3·4", "2\\cdot 3\\cdot 4", "2*3*4", 24},
        {(two * 3 + 1) * 4, "(2·3 + 1)·4", "\\left(2\\cdot 3 + 1\\right)\\cdot 4", "(2*3 + 1)*4", 28},
        {Formula::product({}), "1", "1", "1", 1},
        {Formula::product({}) * 7, "7", "7", "7", 7},
        {Formula::product({}) * (two + 1), "2 + 1", "2 + 1", "2 + 1", 3},
        {two - Formula::product({}) * 7 + 1, "2 − 7 + 1", "2 - 7 + 1", "2 - 7 + 1", -4},
        {Formula(5) * Formula::quotient(96, 2) * 256, "5·(96/2)·256", "5\\cdot \\frac{96}{2}\\cdot 256", "5*(96/2)*256",
         61440},
        {Formula(5) * Formula::quotient(96, two * 3), "5·(96 / (2·3))", "5\\cdot \\frac{96}{2\\cdot 3}",
         "5*(96 / (2*3))", 80},
        {Formula(5) * Formula::quotient(two * 128, 4), "5·(2·128 / 4)", "5\\cdot \\frac{2\\cdot 128}{4}",
         "5*(2*128 / 4)", 320},
        {Formula::quotient(Formula::quotient(96, 4), 2), "(96 / 4) / 2", "\\frac{\\frac{96}{4}}{2}", "(96 / 4) / 2",
         12},
        {Formula::quotient(256, two * 2), "256 / (2·2)", "\\frac{256}{2\\cdot 2}", "256 / (2*2)", 64},
        {Formula::quotient(two * 128, 4), "2·128 / 4", "\\frac{2\\cdot 128}{4}", "2*128 / 4", 64},
        {down(Formula(28) + two * 0 - 5, 1) + 1, "(28 + 2·0 − 5) / 1 + 1", "\\frac{28 + 2\\cdot 0 - 5}{1} + 1",
         "(28 + 2*0 - 5) / 1 + 1", 24},
        {down(Formula(224) + two * 0 - 11, 4) + 1, "⌊(224 + 2·0 − 11) / 4⌋ + 1",
         "\\left\\lfloor \\frac{224 + 2\\cdot 0 - 11}{4}\\right\\rfloor + 1", "floor((224 + 2*0 - 11) / 4) + 1", 54},
        {up(28, 3), "⌈28 / 3⌉", "\\left\\lceil \\frac{28}{3}\\right\\rceil", "ceil(28 / 3)", 10},
        {up(Formula(2) - 3, 2), "⌈(2 − 3) / 2⌉", "\\left\\lceil \\frac{2 - 3}{2}\\right\\rceil", "ceil((2 - 3) / 2)",
         0},
        {Formula::not_below_zero(two - 3), "max(2 − 3, 0)", "\\max\\left(2 - 3, 0\\right)", "max(2 - 3, 0)", 0},
        {Formula::not_below_zero(three - 2), "3 − 2", "3 - 2", "3 - 2", 1},
        {Formula::rounded_down(Formula(7) * Formula::decimal(15, 10)), "⌊7·1.5⌋",
         "\\left\\lfloor 7\\cdot 1.5\\right\\rfloor", "floor(7*1.5)", 10},
        {Formula::rounded_down(Formula(8) * Formula::decimal(15, 10)), "8·1.5", "8\\cdot 1.5", "8*1.5", 12},
        {Formula(8) * Formula::decimal(20, 10), "8·2", "8\\cdot 2", "8*2", 16},
        {Formula(1'234'567) * 1000 - 999, "1,234,567·1,000 − 999", "1{,}234{,}567\\cdot 1{,}000 - 999",
         "1234567*1000 - 999", 1'234'566'001},
    };
    for (const Case& wanted : cases) {
        INFO(wanted.text);
        CHECK(wanted.formula.written(Notation::text) == wanted.text);
        CHECK(wanted.formula.written(Notation::latex) == wanted.latex);
        CHECK(wanted.formula.written(Notation::machine) == wanted.machine);
        REQUIRE(!wanted.formula.value().overflowed());
        CHECK(wanted.formula.value().value() == wanted.value);
        CHECK(evaluate(wanted.text) == Fraction{wanted.value, 1});
        CHECK(evaluate(wanted.machine) == Fraction{wanted.value, 1});
    }
}

TEST_CASE("what is rounded is worked out first") {
    struct Case {
        Formula formula;
        std::string text;
    };
    const Case cases[] = {
        {down(213, 4) + 1, "⌊53.25⌋ + 1"},
        {up(28, 3), "⌈9.33…⌉"},
        {up(1001, 1000), "⌈1.001⌉"},
        {up(1000001, 1000000), "⌈1.000001⌉"},
        {down(1, 3000), "⌊0.0003…⌋"},
        {down(7, 2) - 1, "⌊3.5⌋ − 1"},
        {up(Formula(2) - 3, 2) + 1, "⌈−0.5⌉ + 1"},
        {down(8, 2), ""},
        {Formula(3) * 4, ""},
    };
    for (const Case& wanted : cases) {
        CHECK(wanted.formula.worked_out(Notation::text) == wanted.text);
        if (!wanted.text.empty()) CHECK(evaluate(wanted.text) == Fraction{wanted.formula.value().value(), 1});
    }
}

TEST_CASE("a formula whose steps overflow a 64-bit integer has no value") {
    const Formula huge = INT64_MAX;
    CHECK((huge + 1).value().overflowed());
    CHECK((huge * 2).value().overflowed());
    CHECK((huge * 2 - huge).value().overflowed());
    CHECK(Formula::quotient(huge * 2, 2).value().overflowed());
    CHECK(down(huge * 2, 3).value().overflowed());
    CHECK(Formula::quotient(1, 0).value().overflowed());
    CHECK(Formula::quotient(1, huge * 2).value().overflowed());
    CHECK((Formula::decimal(1, 10'000'000'000) * Formula::decimal(1, 1'000'000'000)).value().overflowed());
    CHECK(Formula::not_below_zero(Formula(0) - huge - 2).value().overflowed());
    CHECK(Formula::rounded_down(huge * Formula::decimal(15, 10)).value().overflowed());
    CHECK(settled(huge * 2).value().overflowed());
    CHECK((huge - huge).value().value() == 0);
}

TEST_CASE("the result of a formula has commas") {
    CHECK(result_text(14'469'120, Notation::text) == "14,469,120");
    CHECK(result_text(-1'024, Notation::text) == "−1,024");
    CHECK(result_text(14'469'120, Notation::latex) == "14{,}469{,}120");
    CHECK(result_text(-1'024, Notation::latex) == "-1{,}024");
    CHECK(result_text(14'469'120, Notation::machine) == "14469120");
}

TEST_CASE("the test's own calculator knows what it must") {
    CHECK(evaluate("1 + 2·3") == Fraction{7, 1});
    CHECK(evaluate("(1 + 2)·3 − 4") == Fraction{5, 1});
    CHECK(evaluate("7 / 2") == Fraction{7, 2});
    CHECK(evaluate("12 / 2·3") == Fraction{18, 1});
    CHECK(evaluate("⌊7 / 2⌋ + ⌈7 / 2⌉") == Fraction{7, 1});
    CHECK(evaluate("⌊−1 / 2⌋") == Fraction{-1, 1});
    CHECK(evaluate("⌈−1 / 2⌉") == Fraction{0, 1});
    CHECK(evaluate("53.25") == Fraction{213, 4});
    CHECK(evaluate("max(3, 5)") == Fraction{5, 1});
    for (auto wrong : {"", "1 +", "(1", "1 2", "x", "1 / 0", "⌊1"}) CHECK(!evaluate(wrong));
}
