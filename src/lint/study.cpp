#include "lint/study.h"

#include <fmt/format.h>
#include <algorithm>

#include "analysis/expectations.h"
#include "base/text.h"
#include "base/unicode.h"
#include "lint/rule.h"
#include "network/build.h"
#include "spec/read.h"

namespace nnshape {
namespace {

// Puts the shape into the input's arguments in place of what the spec says.
void override_shape(Network& network, Node& input, const InputShape& shape) {
    for (uint32_t index = 0; index < input.args.count; ++index) {
        Arg& arg = network.args[input.args.first + index];
        arg.first = static_cast<uint32_t>(network.numbers.size());
        arg.count = static_cast<uint16_t>(shape.sizes.size());
    }
    network.numbers.insert(network.numbers.end(), shape.sizes.begin(), shape.sizes.end());
}

void override_inputs(Network& network, const std::vector<InputShape>& shapes, Diagnostics& diagnostics) {
    auto inputs = std::span(network.nodes).first(network.input_count);
    for (const InputShape& shape : shapes) {
        bool only = shape.name.empty() && inputs.size() == 1;
        auto found = std::find_if(inputs.begin(), inputs.end(),
                                  [&](const Node& input) { return only || input.name == shape.name; });
        if (found != inputs.end()) {
            override_shape(network, *found, shape);
            continue;
        }
        std::vector<std::string_view> names;
        for (const Node& input : inputs) names.push_back(input.name);
        std::string message = shape.name.empty()
                                  ? fmt::format("`--input` names no input, and the network has {}", inputs.size())
                                  : fmt::format("`--input` names `{}`, which is no input", printable(shape.name));
        std::string name = names.size() > 1 ? printable(names[0]) + "=" : "";
        std::string help = names.empty() ? "" : fmt::format("write `--input {}64x64x3`, say", name);
        Span place = inputs.empty() ? Span{} : inputs[0].statement->type.span;
        diagnostics.push_back({&code::unknown_input, message, help, place});
    }
}

}  // namespace

void run_study(Source source, std::string_view fallback_name, const StudyOptions& options, Study& study) {
    study.spec.clear();
    study.diagnostics.clear();
    study.spec.source = std::move(source);
    study.passed_over = false;
    read_spec(study.spec, options.form, study.diagnostics);
    build(study.spec, fallback_name, study.network, study.diagnostics);
    check_expectation_keys(study.network, study.diagnostics);
    override_inputs(study.network, options.inputs, study.diagnostics);
    study.understood = !has_error(study.diagnostics);
    analyse(study.network, options.batch_size, study.analysis, study.diagnostics);
    if (study.understood) {
        Held held{.shapes = options.inputs.empty(), .activation_bytes = options.batch_size == 1};
        study.passed_over = check_expectations(study.network, study.analysis, held, study.diagnostics);
        check_limits(study.network, study.analysis, study.diagnostics);
    }
    lint(study.network, study.analysis, study.diagnostics);
    merge_instances(study.diagnostics);
    sort_by_place(study.diagnostics);
}

std::optional<InputShape> read_input_shape(std::string_view text) {
    InputShape shape;
    size_t equals = text.rfind('=');
    if (equals != std::string_view::npos) shape.name = text.substr(0, equals);
    std::string_view sizes = equals == std::string_view::npos ? text : text.substr(equals + 1);
    while (true) {
        size_t end = std::min(sizes.find_first_of("xX"), sizes.size());
        ReadInteger size = read_integer(sizes.substr(0, end));
        if (size.form != Literal::Form::integer || size.value < 1) return std::nullopt;
        shape.sizes.push_back(size.value);
        if (end == sizes.size()) break;
        sizes.remove_prefix(end + 1);
    }
    if (shape.sizes.size() > max_rank + 1) return std::nullopt;
    return shape;
}

}  // namespace nnshape
