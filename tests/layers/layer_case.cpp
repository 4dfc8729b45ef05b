#include "layers/layer_case.h"

#include <fmt/format.h>

#include "base/text.h"
#include "support/catch.h"
#include "support/program.h"

namespace nnshape::test {
namespace {

// Under int8 an element is a byte, so that a size near 2^63 does not overflow for its bytes alone.
std::string spec_of(const std::string& layout, const std::string& layer, const std::string& input) {
    std::string spec = fmt::format("layout {}\ndtype int8\n", layout);
    auto shapes = words_of(input);
    if (shapes.size() == 1) return spec + fmt::format("input {}\nX: {}\n", input, layer);
    std::string names;
    for (size_t index = 0; index < shapes.size(); ++index) {
        spec += fmt::format("in{}: input {}\n", index, shapes[index]);
        names += fmt::format("{}in{}", index == 0 ? "" : ",", index);
    }
    return spec + fmt::format("X: {} from={}\n", layer, names);
}

// The layer may be as large as 64 bits allow, whatever it and its inputs take together.
std::string line_of(const Study& study) {
    if (!study.understood) return "refused";
    const Network& network = study.network;
    const NodeResult& result = study.analysis.nodes[network.outputs[0]];
    if (result.state != State::calculated) return "refused";
    const Figures& of = study.analysis.figures_of(network.outputs[0]);
    return fmt::format("{} {} {} {} {}", to_text(network.nodes[network.outputs[0]].output, network.layout),
                       of[Figure::weights], of[Figure::biases], of[Figure::buffers], of[Figure::macs]);
}

std::string errors_of(const Study& study) {
    std::string out;
    for (const Diagnostic& diagnostic : study.diagnostics) {
        if (diagnostic.severity() != Severity::error) continue;
        std::string help = diagnostic.help.empty() ? "" : "; " + diagnostic.help;
        out += fmt::format("{}`{}`: {}{} [{}]", out.empty() ? "" : "\n", study.spec.source.at(diagnostic.span),
                           diagnostic.message, help, diagnostic.code->name);
    }
    return out;
}

}  // namespace

void check_layers(const std::string& layout, const std::vector<LayerCase>& cases) {
    for (const LayerCase& wanted : cases) {
        std::string text = spec_of(layout, wanted.layer, wanted.input);
        Studied studied;
        study_text(studied, text);
        INFO(text << errors_of(studied.study));
        CHECK(line_of(studied.study) ==
              fmt::format("{} {} {} {} {}", wanted.output, wanted.weights, wanted.biases, wanted.buffers, wanted.macs));
    }
}

void check_refusals(const std::string& layout, const std::vector<RefusalCase>& cases) {
    for (const RefusalCase& wanted : cases) {
        std::string text = spec_of(layout, wanted.layer, wanted.input);
        Studied studied;
        study_text(studied, text);
        INFO(text);
        CHECK(errors_of(studied.study) == wanted.error);
        CHECK(!studied.study.analysis.complete);
    }
}

}  // namespace nnshape::test
