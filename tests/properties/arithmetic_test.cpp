#include <fmt/format.h>
#include <set>

#include "properties/draw_layer.h"
#include "properties/drawn_network.h"
#include "properties/reference.h"
#include "support/catch.h"
#include "support/program.h"

// The engine against the reference, a layer at a time, on random layers of every type.
using namespace nnshape;
using namespace nnshape::test;

namespace {

struct LoneLayer {
    DrawnLayer layer = {};
    std::vector<Tensor> inputs = {};
    bool channels_first = false;
};

// Inputs that mostly go together.
std::vector<Tensor> draw_inputs(Random& random, std::string_view type, bool extreme) {
    std::vector<Tensor> inputs{draw_input(random, type, extreme)};
    InputSpan span = inputs_of(type);
    if (span.most == 0) return {};
    for (int64_t more = random.number(span.least, span.most) - 1; more > 0; --more) {
        Tensor next = random.chance(5) ? draw_input(random, type, extreme) : inputs[0];
        int64_t& one = next[static_cast<size_t>(random.number(0, std::ssize(next) - 1))];
        if (random.chance(40)) one = random.chance(50) ? 1 : draw_size(random, 5, extreme);
        inputs.push_back(next);
    }
    return inputs;
}

// A second matrix whose rows are as many as the first has columns, and that is otherwise the first or its own.
Tensor factor_for(const LoneLayer& drawn) {
    const DrawnValue* transpose = drawn.layer.find("transpose");
    Tensor first = in_layout(drawn.inputs[0], drawn.channels_first),
           second = in_layout(drawn.inputs[1], drawn.channels_first);
    if (first.size() < 2 || second.size() < 2) return drawn.inputs[1];
    bool transposed = transpose && transpose->numbers[0];
    second[second.size() - (transposed ? 1 : 2)] = first.back();
    if (drawn.channels_first) std::rotate(second.begin(), second.begin() + 1, second.end());
    return second;
}

LoneLayer draw_layer(Random& random) {
    static const auto types = drawn_types();
    std::string_view type = random.one_of(types);
    DrawOptions options{.extreme = random.chance(15), .careful = random.chance(60)};
    LoneLayer drawn{.inputs = draw_inputs(random, type, options.extreme), .channels_first = random.chance(30)};
    drawn.layer = draw_layer(random, type, drawn.inputs, options);
    if (type == "matmul" && random.chance(80)) drawn.inputs[1] = factor_for(drawn);
    return drawn;
}

// Under int8 an element is a byte, so that no size overflows for its bytes alone.
DrawnNetwork network_of(const LoneLayer& drawn, Random& random) {
    DrawnNetwork network{.dtype = "int8", .channels_first = drawn.channels_first};
    network.spacing = static_cast<uint64_t>(random.number(1, 1000));
    DrawnStatement statement{.label = "X", .layer = drawn.layer};
    DrawnValue names{.form = DrawnValue::Form::names};
    bool many = drawn.inputs.size() > 1;
    for (const Tensor& input : drawn.inputs) {
        names.words.push_back("in" + std::to_string(names.words.size()));
        network.inputs.emplace_back(many ? names.words.back() : "", input);
    }
    if (drawn.inputs.empty()) network.inputs.emplace_back("", Tensor{1});
    if (many) statement.layer.arguments.push_back({.key = "inputs", .value = names});
    network.layers.push_back(statement);
    return network;
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
    const Figures& of = study.analysis.figures_of(network.outputs[0]);
    return fmt::format("{} {} {} {} {}", to_text(network.nodes[network.outputs[0]].output, network.layout),
                       of[Figure::weights], of[Figure::biases], of[Figure::buffers], of[Figure::macs]);
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
    int64_t calculated = 0, cases = case_count(25'000);
    std::set<std::string> types, errors;
    for (int64_t turn = 0; turn < cases; ++turn) {
        uint64_t seed = first_seed() + static_cast<uint64_t>(turn);
        Random random(seed);
        LoneLayer drawn = draw_layer(random);
        if (has_uncountable_input(drawn.inputs)) continue;
        Answer answer = refer(drawn.layer, drawn.inputs, drawn.channels_first);
        DrawnNetwork network = network_of(drawn, random);
        std::string wanted = line_of(answer, network.channels_first);
        study_text(studied, seed % 2 == 0 ? text_of(network) : json_of(network));
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
    CHECK(errors == std::set<std::string>{"", "bad-value", "empty-output", "groups-mismatch", "index-out-of-range",
                                          "kernel-exceeds-input", "output-padding-too-large", "overflow",
                                          "padding-exceeds-kernel", "rank-mismatch", "shape-mismatch"});
    CHECK(calculated * 2 > cases);
}

TEST_CASE("every layer type of the table is drawn") {
    auto drawn = drawn_types();
    std::set<std::string_view> types(drawn.begin(), drawn.end());
    types.insert("input");
    std::set<std::string_view> table;
    for (const LayerKind* kind : all_kinds()) table.insert(name_of(*kind));
    CHECK(types == table);
    CHECK(drawn.size() + 1 == types.size());
}
