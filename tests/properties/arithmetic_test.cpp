#include <fmt/format.h>
#include <set>

#include "base/text.h"
#include "properties/draw_layer.h"
#include "properties/reference.h"
#include "support/catch.h"
#include "support/program.h"

// The engine against the reference, a layer at a time, on random layers of every type.
using namespace nnshape;
using namespace nnshape::test;

namespace {

struct LayerCaseDrawn {
    DrawnLayer layer = {};
    std::vector<Tensor> inputs = {};
    bool channels_first = false;
};

LayerCaseDrawn draw_case(Random& random) {
    static const auto types = drawn_types();
    std::string_view type = random.one_of(types);
    DrawOptions options{.extreme = random.chance(15), .careful = random.chance(60)};
    LayerCaseDrawn drawn{.channels_first = random.chance(30)};
    drawn.inputs.push_back(draw_input(random, type, options.extreme));
    InputSpan span = inputs_of(type);
    int64_t count = random.number(span.least, span.most);
    while (static_cast<int64_t>(drawn.inputs.size()) < count) {
        Tensor next = drawn.inputs[0];
        bool other_rank = random.chance(5);
        if (other_rank) next = draw_input(random, type, options.extreme);
        if (random.chance(40))
            next[static_cast<size_t>(random.number(0, std::ssize(next) - 1))] =
                random.chance(50) ? 1 : draw_size(random, 5, options.extreme);
        drawn.inputs.push_back(next);
    }
    drawn.layer = draw_layer(random, type, drawn.inputs, options);
    return drawn;
}

// Under int8 an element is a byte, so that no size overflows for its bytes alone.
std::string text_spec(const LayerCaseDrawn& drawn) {
    bool many = drawn.inputs.size() > 1;
    std::string text = fmt::format("layout {}\ndtype int8\n", drawn.channels_first ? "CHW" : "HWC");
    std::string from;
    for (size_t at = 0; at < drawn.inputs.size(); ++at) {
        DrawnArgument shape{.value = {.form = DrawnValue::Form::shape, .numbers = drawn.inputs[at]},
                            .style = DrawnArgument::Style::keyless};
        text +=
            fmt::format("{}input {}\n", many ? fmt::format("in{}: ", at) : "", text_of(shape, drawn.channels_first));
        from += fmt::format("{}in{}", at == 0 ? " from=" : ",", at);
    }
    text += "X: " + drawn.layer.name();
    for (const DrawnArgument& argument : drawn.layer.arguments) text += " " + text_of(argument, drawn.channels_first);
    return text + (many ? from : "") + "\n";
}

std::string json_spec(const LayerCaseDrawn& drawn) {
    bool many = drawn.inputs.size() > 1;
    std::string inputs, names, layers;
    for (size_t at = 0; at < drawn.inputs.size(); ++at) {
        DrawnArgument shape{.key = many ? "shape" : "input",
                            .value = {.form = DrawnValue::Form::shape, .numbers = drawn.inputs[at]}};
        std::string sizes = json_of(shape, drawn.channels_first);
        if (!many) inputs = sizes + ",\n";
        if (many) layers += fmt::format("{{\"type\": \"input\", \"name\": \"in{}\", {}}},\n", at, sizes);
        names += fmt::format("{}\"in{}\"", at == 0 ? "" : ", ", at);
    }
    layers += fmt::format("{{\"type\": \"{}\", \"name\": \"X\"", drawn.layer.name());
    for (const DrawnArgument& argument : drawn.layer.arguments) {
        layers += ", " + json_of(argument, drawn.channels_first);
    }
    if (many) layers += fmt::format(", \"inputs\": [{}]", names);
    return fmt::format("{{\"layout\": \"{}\", \"dtype\": \"int8\", {}\"layers\": [\n{}}}]}}\n",
                       drawn.channels_first ? "CHW" : "HWC", inputs, layers);
}

std::string line_of(const Answer& answer, bool channels_first) {
    if (!answer.error.empty()) return answer.error;
    DrawnArgument shape{.value = {.form = DrawnValue::Form::shape, .numbers = answer.tensor()},
                        .style = DrawnArgument::Style::keyless};
    return fmt::format("{} {} {} {} {}", text_of(shape, channels_first), answer.weights.narrow(),
                       answer.biases.narrow(), answer.buffers.narrow(), answer.macs.narrow());
}

// The layer's line; or the code of its error, which stands at the layer and is the only one of it.
std::string line_of(const Study& study) {
    const Network& network = study.network;
    const NodeResult& result = study.analysis.nodes[network.outputs[0]];
    std::string errors;
    for (const Diagnostic& diagnostic : study.diagnostics) {
        bool is_total = result.state == State::calculated && diagnostic.code == &code::overflow;
        if (diagnostic.severity() != Severity::error || is_total) continue;
        errors += fmt::format("{}{}", errors.empty() ? "" : " ", diagnostic.code->name);
    }
    if (!errors.empty() || result.state != State::calculated) return errors;
    const Figures& of = result.figures;
    return fmt::format("{} {} {} {} {}", to_text(result.output, network.layout), of[Figure::weights],
                       of[Figure::biases], of[Figure::buffers], of[Figure::macs]);
}

// An input that itself holds more elements than 64 bits count is refused before any layer.
bool has_uncountable_input(const std::vector<Tensor>& inputs) {
    for (const Tensor& input : inputs) {
        Wide elements = 1;
        for (int64_t size : input) elements = elements * size;
        if (!elements.fits()) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("a random layer comes to what the reference counts") {
    Studied studied;
    int64_t calculated = 0, cases = case_count(12'000);
    std::set<std::string> types, errors;
    for (int64_t turn = 0; turn < cases; ++turn) {
        uint64_t seed = first_seed() + static_cast<uint64_t>(turn);
        Random random(seed);
        LayerCaseDrawn drawn = draw_case(random);
        if (has_uncountable_input(drawn.inputs)) continue;
        Answer answer = refer(drawn.layer, drawn.inputs);
        std::string wanted = line_of(answer, drawn.channels_first);
        study_text(studied, turn % 2 == 0 ? text_spec(drawn) : json_spec(drawn));
        std::string found = line_of(studied.study);
        calculated += answer.error.empty();
        types.insert(drawn.layer.type);
        errors.insert(answer.error);
        // A layer that is wrong in another way as well may be refused for either.
        if (found == wanted || (answer.overflows && !answer.error.empty() && found == "overflow")) continue;
        INFO("NNSHAPE_SEED=" << seed << "\n" << studied.text);
        CHECK(found == wanted);
    }
    CHECK(types.size() == drawn_types().size());
    CHECK(errors == std::set<std::string>{"", "empty-output", "groups-mismatch", "index-out-of-range",
                                          "kernel-exceeds-input", "output-padding-too-large", "overflow",
                                          "padding-exceeds-kernel", "rank-mismatch", "shape-mismatch"});
    CHECK(calculated * 2 > cases);
}

TEST_CASE("every layer type of the table is drawn") {
    auto drawn = drawn_types();
    std::set<std::string_view> types(drawn.begin(), drawn.end());
    types.insert("input");
    std::set<std::string_view> table;
    for (const LayerKind* kind : all_kinds()) table.insert(kind->name);
    CHECK(types == table);
    CHECK(drawn.size() + 1 == types.size());
}
