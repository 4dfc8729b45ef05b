#include "study/varied.h"

#include "network/literal.h"
#include "spec/read.h"

namespace nnshape {

VariedStudy::VariedStudy(Source base, std::string_view fallback_name, const StudyOptions& options)
    : options_(options), written_(std::move(base)), fallback_name_(fallback_name) {
    read_study(written_, fallback_name_, options, base_);
    lets_ = base_.spec.lets;
    items_ = base_.spec.items.size();
    decoded_ = base_.spec.decoded.size();
    diagnostics_ = base_.diagnostics;
}

void VariedStudy::restore() {
    base_.spec.lets = lets_;
    base_.spec.items.resize(items_);
    base_.spec.decoded.resize(decoded_);
    base_.diagnostics = diagnostics_;
}

const Study& VariedStudy::as_written() {
    restore();
    calculate_study(options_, base_);
    return base_;
}

const Study& VariedStudy::with(Source line) {
    line_.spec.clear();
    line_.diagnostics.clear();
    line_.spec.source = std::move(line);
    read_changes(line_.spec, line_.diagnostics);
    StudyOptions options = options_;
    take_inputs(options.inputs);
    base_.id = line_.id = line_.spec.source.at(line_.spec.id);
    if (has_error(line_.diagnostics)) return line_;
    options.changed_lets = &line_.spec;
    bool is_imported = !base_.imported.format.empty();  // its listing depends on the sizes of its inputs
    if (is_imported) {
        read_study(written_, fallback_name_, options, base_);
        base_.id = line_.id;
    } else {
        restore();
    }
    calculate_study(options, base_);
    return base_;
}

void VariedStudy::take_inputs(std::vector<InputShape>& inputs) {
    constexpr Param shape_param{.name = "input", .type = ParamType::shape};
    for (const Statement& input : line_.spec.inputs) {
        if (input.broken) continue;
        const Literal& literal = line_.spec.arguments[input.arguments.first].value;
        std::vector<int64_t> sizes;
        auto shape = read_literal(line_.spec, shape_param, literal, sizes);
        if (shape) {
            inputs.push_back({std::string(line_.spec.text(input.label)), std::move(sizes)});
            continue;
        }
        const Fault<Span>& misfit = shape.fault();
        line_.diagnostics.push_back({&code::bad_value, misfit.message, misfit.help, misfit.where});
    }
}

}  // namespace nnshape
