#include "analysis/explanation.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <set>

#include "support/catch.h"
#include "support/evaluate.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;
using nlohmann::json;

namespace {

// What a formula prints must come to, worked out by the test alone; empty where it does.
std::string compare_formula(const ExplainedFigure& figure, int64_t wanted) {
    std::string all[] = {figure.formula.written(Notation::text), figure.formula.worked_out(Notation::text),
                         figure.formula.written(Notation::machine)};
    for (const std::string& text : all) {
        if (text.empty()) continue;
        if (evaluate(text) != Fraction{wanted, 1}) {
            return std::string(figure.label) + ": " + text + " is not " + std::to_string(wanted);
        }
    }
    return figure.value == wanted ? "" : std::string(figure.label) + ": the value is " + std::to_string(figure.value);
}

// A size of the output by its label: an axis, the channels, or what is left when all is flattened.
std::optional<int64_t> size_called(const Shape& output, std::string_view label) {
    if (label == "size") return output.rank == 0 ? std::optional(output.channels) : std::nullopt;
    for (int axis = 0; axis <= output.rank; ++axis) {
        if (size_name(output.rank, axis) == label) return size_along(output, axis);
    }
    return std::nullopt;
}

// The figure that a line must come to; nothing for a label that this test does not know.
std::optional<int64_t> figure_called(const Studied& studied, const ExplainedLayer& layer, std::string_view label) {
    const Network& network = studied.study.network;
    const Figures& figures = studied.study.analysis.figures_of(layer.node);
    const Node& node = network.nodes[layer.node];
    auto reads = network.reads_of(node);
    const Shape input = reads.empty() ? Shape{} : network.nodes[reads[0]].output;
    if (auto figure = find_figure(label)) return figures[*figure];
    if (auto size = size_called(node.output, label)) return size;
    Args args = network.args_of(node);
    auto param = [&](std::string_view name) { return find_param(params_of(*node.kind), name); };
    for (int axis = 0; axis < layer.window.rank; ++axis) {
        if (axis_name(layer.window.rank, axis) == label) return layer.window.axes[axis].out;  // of conv_lstm, its steps
    }
    if (label == "positions") return positions(input).value();
    if (label == "values") return elements(input).value();
    if (label == "group") return input.channels / args.integer(param("groups"));
    if (label == "key_dim") return params_of(*node.kind)[param("key_dim")].derive(args, input);
    return std::nullopt;
}

// The receptive field or the jump that a line tells, of the axis that its remark names or else of all.
std::optional<int64_t> field_figure(const Studied& studied, const ExplainedLayer& layer,
                                    const ExplainedFigure& figure) {
    bool is_size = figure.label == "receptive_field";
    if (!is_size && figure.label != "jump") return std::nullopt;
    ReceptiveField field = receptive_fields(studied.study.network, studied.study.analysis)[layer.node];
    const auto& along = is_size ? field.size : field.jump;
    int rank = studied.study.network.nodes[layer.node].output.rank;
    for (int axis = 0; axis < rank; ++axis) {
        bool named = figure.remark.find(axis_name(rank, axis)) != std::string::npos;
        if (named) return along[axis];
    }
    bool alike = std::count(along.begin(), along.begin() + rank, along[0]) == rank;
    return alike ? std::optional(along[0]) : std::nullopt;
}

// `kernel` is the reach of an axis and `padding` both ends of the axis above it: neither is the output's.
std::optional<int64_t> window_figure(const ExplainedLayer& layer, size_t line) {
    std::string_view label = layer.figures[line].label;
    const Window& window = layer.window;
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[axis];
        std::string_view name = axis_name(window.rank, axis);
        if (label == "padding" && layer.figures[line - 1].label == name) return along.before + along.after;
        bool only = layer.figures[line].remark.find("along") == std::string::npos;
        bool named = layer.figures[line].remark.ends_with(name);
        if (label == "kernel" && (only || named)) return (along.kernel - 1) * along.dilation + 1;
    }
    return std::nullopt;
}

bool has_line(const ExplainedLayer& layer, std::string_view label) {
    for (const ExplainedFigure& figure : layer.figures) {
        if (figure.label == label) return true;
    }
    return false;
}

// What is wrong with the explanation of a calculated layer, against the engine's figures; empty where nothing is.
std::string judge(const Studied& studied, const ExplainedLayer& layer) {
    const Figures& figures = studied.study.analysis.figures_of(layer.node);
    for (size_t line = 0; line < layer.figures.size(); ++line) {
        const ExplainedFigure& figure = layer.figures[line];
        auto wanted = window_figure(layer, line);
        if (!wanted) wanted = field_figure(studied, layer, figure);
        if (!wanted) wanted = figure_called(studied, layer, figure.label);
        if (!wanted) return "no figure is called " + std::string(figure.label);
        if (std::string wrong = compare_formula(figure, *wanted); !wrong.empty()) return wrong;
    }
    for (Figure figure : {Figure::weights, Figure::biases, Figure::params, Figure::buffers, Figure::macs,
                          Figure::param_bytes, Figure::activation_bytes}) {
        std::string_view name = figure_names[static_cast<size_t>(figure)];
        if (has_line(layer, name) != (figures[figure] != 0)) return "no line for " + std::string(name);
    }
    for (int axis = 0; axis < layer.window.rank; ++axis) {
        if (!has_line(layer, axis_name(layer.window.rank, axis))) return "an axis has no line";
    }
    if (layer.dense) return compare_formula(layer.dense->params, layer.dense->params.value);
    return {};
}

// A framework's figure, as the sum of what the printed formulas come to.
std::string judge_sum(const json& wanted, const std::vector<ExplainedLayer>& layers, std::string_view label) {
    auto entry = wanted.find(label);
    if (entry == wanted.end() || entry->is_null()) return {};
    Fraction::Wide sum = 0;
    for (const ExplainedLayer& layer : layers) {
        for (const ExplainedFigure& figure : layer.figures) {
            if (figure.label == label) sum += evaluate(figure.formula.written(Notation::text))->above;
        }
    }
    return sum == entry->get<int64_t>() ? "" : std::string(label) + " is not " + entry->dump();
}

// Lines that a framework answers by another rule than nnshape's, on purpose.
const std::set<std::string> other_rule = {"keras-transposed-valid-k<s", "onnx-ceil-without-clip",
                                          "onnx-same-transposed"};

std::string judge_line(const json& line, const Studied& studied, std::set<std::string_view>& kinds) {
    const Study& study = studied.study;
    std::vector<ExplainedLayer> layers;
    Explainer explainer(study.network, study.analysis, 1);
    for (uint32_t node = study.network.input_count; node < study.network.nodes.size(); ++node) {
        layers.push_back(explainer.layer(node));
        kinds.insert(name_of(*study.network.nodes[node].kind));
        if (std::string wrong = judge(studied, layers.back()); !wrong.empty()) return wrong;
    }
    const json& wanted = line["expected"];
    bool compared = wanted.contains("output") && !other_rule.count(line.value("mark", ""));
    if (!compared) return {};
    for (auto label : {"weights", "biases", "buffers", "macs"}) {
        if (std::string wrong = judge_sum(wanted, layers, label); !wrong.empty()) return wrong;
    }
    return {};
}

size_t check_file(const std::string& name, std::set<std::string_view>& kinds) {
    std::ifstream file("tests/reference/" + name);
    Studied studied;
    size_t count = 0;
    for (std::string text; std::getline(file, text);) {
        json line = json::parse(text);
        study_text(studied, line["spec"].dump());
        if (!studied.study.calculated()) continue;
        ++count;
        std::string wrong = judge_line(line, studied, kinds);
        if (wrong.empty()) continue;
        INFO(studied.text);
        CHECK(wrong == "");
    }
    return count;
}

}  // namespace

TEST_CASE("every formula that is printed comes to the figure that the frameworks tell") {
    std::set<std::string_view> kinds;
    CHECK(check_file("layers-torch.ndjson", kinds) >= 4'000);
    CHECK(check_file("layers-keras.ndjson", kinds) >= 700);
    CHECK(check_file("layers-onnx.ndjson", kinds) >= 400);
    CHECK(kinds.size() >= 50);
}

TEST_CASE("every formula of the networks in specs comes to its figure") {
    Studied studied;
    size_t layers = 0;
    for (const std::string& path : files_below("specs", {".nn"})) {
        study_text(studied, read_text_file(path));
        Explainer explainer(studied.study.network, studied.study.analysis, 1);
        for (uint32_t node = studied.study.network.input_count; node < studied.study.network.nodes.size(); ++node) {
            if (studied.study.analysis.nodes[node].state != State::calculated) continue;
            INFO(path << " " << studied.study.network.nodes[node].name);
            CHECK(judge(studied, explainer.layer(node)) == "");
            ++layers;
        }
    }
    CHECK(layers >= 2'000);
}

TEST_CASE("every formula of a layer that the frameworks' samples do not have comes to its figure") {
    const std::string specs[] = {
        "a: input 3x10x64\nb: input 3x64x8\nmatmul from=a,b\n",
        "layout CHW\na: input 1x10x64\nb: input 3x8x64\nmatmul transpose from=a,b\n",
        "input 10x8x3\nslice -1 start=1 axis=0 step=2\nslice 7 start=-8 axis=1\nslice -1\n",
        "input 10x8x3\nreduce 0x2 by=max\n",
        "input 10x1x3\nsqueeze 1\nunsqueeze 0\nexpand 4x-1x-1\ntile 2x1x3\nroll -1\n",
        "a: input 10x8\nb: input 10x8\nstack axis=channels from=a,b\nreduce 0\n",
        "input 5x9x8x3\nconv_lstm 4 3x2 stride=2x1 padding=1 dilation=1x2 return_sequences\n"
        "conv_lstm 4 3 padding=same stride=2\n",
        "input 10x8\nP: parameter 10x8\nQ: constant 10x8\nwhere from=input,P,Q\ndivide from=P,where_1\npower\n",
    };
    for (const std::string& text : specs) {
        Studied studied;
        study_text(studied, text);
        INFO(text << diagnostics_of(text));
        REQUIRE(studied.study.calculated());
        const Network& network = studied.study.network;
        Explainer explainer(network, studied.study.analysis, 1);
        for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
            CHECK(judge(studied, explainer.layer(node)) == "");
        }
    }
}

TEST_CASE("a figure stands for itself where a step of its formula overflows a 64-bit integer") {
    Studied studied;
    study_text(studied, "dtype int8\ninput 3000000000x1\nupsample 1.0000000001\n");
    REQUIRE(studied.study.calculated());
    ExplainedLayer layer = Explainer(studied.study.network, studied.study.analysis, 1).layer(1);
    REQUIRE(!layer.figures.empty());
    for (const ExplainedFigure& figure : layer.figures) CHECK(!figure.formula.value().overflowed());
}

namespace {

// The lines about what the last layer sees of the input, "receptive_field = 1 + (3 − 1)·1 = 3".
std::vector<std::string> field_lines(const std::string& text) {
    Studied studied;
    study_text(studied, text);
    INFO(text << diagnostics_of(text));
    REQUIRE(studied.study.calculated());
    auto last = static_cast<uint32_t>(studied.study.network.nodes.size() - 1);
    std::vector<std::string> lines;
    for (const ExplainedFigure& figure :
         Explainer(studied.study.network, studied.study.analysis, 1).layer(last).figures) {
        if (figure.label != "receptive_field") continue;
        lines.push_back(figure.formula.written(Notation::text) + " = " + std::to_string(figure.value) +
                        (figure.remark.empty() ? "" : "; " + figure.remark));
    }
    return lines;
}

}  // namespace

TEST_CASE("a receptive field is told axis by axis where the smallest one differs along them") {
    CHECK(field_lines("input 8x8x4\nconv 4 3\n") == std::vector<std::string>{"1 + (3 − 1)·1 = 3"});
    CHECK(field_lines("input 8x8x4\nadd { path { conv 4 3 padding=1 } path { conv 4 3x1 padding=1x0 } }\n") ==
          std::vector<std::string>{"3 = 3; along the height", "3 = 3; along the width, 1 where it is smallest"});
}

TEST_CASE("a receptive field that its formula would exceed 64 bits for stands for itself") {
    // Behind the enlarging layer even positions see 5 and odd ones 3 of the input: 5 + (K − 1)·1 is one too many.
    CHECK(field_lines("input 8x1\nmax_pool 3 stride=2\nconv_transpose 1 3 stride=2\n"
                      "max_pool 9223372036854775804 stride=1 padding=0:9223372036854775797\n") ==
          std::vector<std::string>{"9,223,372,036,854,775,807 = 9223372036854775807"});
}

TEST_CASE("a sum over layers is written out while 16 of them count in it") {
    auto weights_of = [](int layers) {
        Studied studied;
        study_text(studied, "input 1\nrelu\nrepeat " + std::to_string(layers) + " { dense 1 no-bias }\n");
        auto sums = explain_sums(studied.study.analysis, 0, static_cast<uint32_t>(layers) + 2);
        REQUIRE(!sums.empty());
        REQUIRE(sums[0].label == "weights");
        return sums[0].formula.written(Notation::text);
    };
    CHECK(weights_of(3) == "1 + 1 + 1");
    CHECK(weights_of(16) == "1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1");
    CHECK(weights_of(17) == "17");
}
