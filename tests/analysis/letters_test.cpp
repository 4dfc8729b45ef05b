#include "analysis/letters.h"

#include <algorithm>

#include "support/catch.h"
#include "support/evaluate.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// The formula with the value of each letter in its place; longer names first, so that `FH` is not read as `F`.
std::string with_values(std::string formula, std::vector<Letter> legend) {
    std::sort(legend.begin(), legend.end(),
              [](const Letter& one, const Letter& other) { return one.name.size() > other.name.size(); });
    for (const Letter& letter : legend) {
        for (size_t at = formula.find(letter.name); at != std::string::npos; at = formula.find(letter.name, at + 1)) {
            formula.replace(at, letter.name.size(), std::to_string(letter.value));
        }
    }
    return formula;
}

// "height: (H + …) / S + 1" for each line that has a formula in letters.
std::string letters_of(const std::string& spec, Notation notation = Notation::text) {
    Studied studied;
    study_text(studied, spec);
    REQUIRE(studied.study.calculated());
    const Network& network = studied.study.network;
    Explainer explainer(network, studied.study.analysis, 1);
    ExplainedLayer layer = explainer.layer(static_cast<uint32_t>(network.nodes.size()) - 1);
    Letters letters(network, layer);
    std::string lines;
    for (const ExplainedFigure& figure : layer.figures) {
        std::string formula = letters.formula(figure, notation);
        if (!formula.empty()) lines += std::string(figure.label) + ": " + formula + "\n";
    }
    return lines;
}

}  // namespace

TEST_CASE("the formulas in letters of every network of specs have the results of those with numbers") {
    size_t formulas = 0;
    for (const std::string& path : files_below("specs", {".nn"})) {
        bool is_network = path.find('/') == path.rfind('/') || path.starts_with("specs/models/");
        if (!is_network) continue;
        Studied studied;
        study_text(studied, read_text_file(path));
        REQUIRE(studied.study.calculated());
        const Network& network = studied.study.network;
        Explainer explainer(network, studied.study.analysis, 1);
        for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
            ExplainedLayer layer = explainer.layer(node);
            Letters letters(network, layer);
            for (const ExplainedFigure& figure : layer.figures) {
                std::string formula = letters.formula(figure, Notation::text);
                if (formula.empty()) continue;
                INFO(path << ": " << network.nodes[node].name << ", " << figure.label << ": " << formula);
                REQUIRE(evaluate(with_values(formula, letters.legend())) == Fraction{figure.value, 1});
                ++formulas;
            }
        }
    }
    CHECK(formulas > 3000);
}

TEST_CASE("formulas in letters are those of lecture notes") {
    CHECK(letters_of("input 28x28x3\nconv 8 5 stride=2 padding=1\n") ==
          "height: ⌊(H + 2·P − FH) / S⌋ + 1\nwidth: ⌊(W + 2·P − FW) / S⌋ + 1\nweights: FH·FW·C·N\nbiases: N\n"
          "params: (FH·FW·C + 1)·N\nmacs: OH·OW·FH·FW·C·N\n");
    CHECK(letters_of("input 28x28x3\nconv 8 5 stride=2 padding=1\n", Notation::latex) ==
          "height: \\left\\lfloor \\frac{H + 2\\cdot P - F_{H}}{S}\\right\\rfloor + 1\n"
          "width: \\left\\lfloor \\frac{W + 2\\cdot P - F_{W}}{S}\\right\\rfloor + 1\n"
          "weights: F_{H}\\cdot F_{W}\\cdot C\\cdot N\nbiases: N\n"
          "params: (F_{H}\\cdot F_{W}\\cdot C + 1)\\cdot N\n"
          "macs: O_{H}\\cdot O_{W}\\cdot F_{H}\\cdot F_{W}\\cdot C\\cdot N\n");
    CHECK(letters_of("input 28x28x4\nconv 8 3 dilation=2 groups=2 no-bias\n") ==
          "height: (H + 2·P − (D·(FH − 1) + 1)) / S + 1\nwidth: (W + 2·P − (D·(FW − 1) + 1)) / S + 1\n"
          "weights: FH·FW·(C / G)·N\nparams: FH·FW·(C / G)·N\nmacs: OH·OW·FH·FW·(C / G)·N\n");
    CHECK(letters_of("input 100x4\nconv1d 8 3 stride=2\n") ==
          "length: ⌊(L + 2·P − F) / S⌋ + 1\nweights: F·C·N\nbiases: N\nparams: (F·C + 1)·N\nmacs: O·F·C·N\n");
    CHECK(letters_of("input 28x27x3\nmax_pool 3x2 stride=2x1 padding=1x0\n") ==
          "height: ⌊(H + 2·PH − FH) / SH⌋ + 1\nwidth: (W + 2·PW − FW) / SW + 1\n");
    CHECK(letters_of("input 28x27x3\nconv 4 3 stride=2 padding=same\n") ==
          "height: H / S\nwidth: ⌈W / S⌉\nweights: FH·FW·C·N\nbiases: N\nparams: (FH·FW·C + 1)·N\n"
          "macs: OH·OW·FH·FW·C·N\n");
    CHECK(letters_of("input 7x7x3\nconv_transpose 4 4 stride=2 padding=1\n") ==
          "height: (H − 1)·S − 2·P + FH\nwidth: (W − 1)·S − 2·P + FW\nweights: FH·FW·C·N\nbiases: N\n"
          "params: (FH·FW·C + 1)·N\n");
    CHECK(letters_of("input 1600\ndense 10\n") == "weights: N·M\nbiases: M\nparams: (N + 1)·M\nmacs: N·M\n");
    CHECK(letters_of("input 28x28x3\nmax_pool 2 stride=2 ceil padding=0:1x0:1\n").empty());
    CHECK(letters_of("input 28x28x3\nbatch_norm\n").empty());
}
