#include "export/layer_code.h"

#include <fmt/format.h>

#include "export/python_names.h"
#include "layers/find_kind.h"
#include "layers/value.h"
#include "network/place.h"

namespace nnshape {

LayerCode::LayerCode(const Network& of, uint32_t index, std::vector<CodeValue> read, BlockBuilder& into)
    : network(of),
      node(of.nodes[index]),
      args(of.args_of(node)),
      shapes(inputs_of(of, node)),
      window(window_of(of, node)),
      inputs(std::move(read)),
      builder(into) {}

std::string_view LayerCode::type() const { return name_of(*node.kind); }

int LayerCode::find(std::string_view param) const { return find_param(params_of(*node.kind), param); }

int64_t LayerCode::number(std::string_view param) const {
    return value_of(args, find(param), shapes.empty() ? node.output : in(), network.layout).number;
}

std::string LayerCode::text(std::string_view param, Layout layout) const {
    return python_value(args, find(param), shapes.empty() ? node.output : in(), layout);
}

bool LayerCode::is_word(std::string_view param, std::string_view word) const {
    return find(param) >= 0 && text(param, network.layout) == fmt::format("\"{}\"", word);
}

std::vector<int> LayerCode::axes(std::string_view param) const {
    ParamValue value = value_of(args, find(param), in(), Layout::hwc);
    std::vector<int> all;
    auto add = [&](const ParamValue& axis) {
        bool is_channels = axis.form == ParamValue::Form::word;
        all.push_back(is_channels ? in().rank : static_cast<int>(axis.number));
    };
    if (value.items.empty()) {
        add(value);
    } else {
        for (const ParamValue& axis : value.items) add(axis);
    }
    return all;
}

std::string LayerCode::hint(int param) const {
    if (param < 0) return {};
    const Arg& arg = args.values()[static_cast<size_t>(param)];
    if (!arg.is_given()) return {};
    const Spec& spec = *network.spec;
    std::string text(spec.text(spec.arguments[arg.written].value));
    if (!text.starts_with('$')) return {};
    text.erase(0, 1);
    if (text.starts_with('{') && text.ends_with('}')) text = text.substr(1, text.size() - 2);
    return is_python_name(text) ? text : std::string();
}

CodeConstruct LayerCode::construct(const WrittenCall& call, std::string_view module) const {
    CodeConstruct made{.callee = fmt::format("{}{}", module, call.name)};
    for (const WrittenArgument& argument : call.arguments) {
        std::string name = argument.is_channels ? "in_channels" : hint(argument.param);
        made.arguments.push_back({.key = std::string(argument.key),
                                  .value = {argument.text, std::move(name)},
                                  .is_standard = argument.is_standard,
                                  .is_required = argument.is_required});
    }
    return made;
}

CodeStep LayerCode::step(std::vector<uint32_t> reads, Layout layout) const {
    const Spec& spec = *network.spec;
    CodeStep made{.reads = std::move(reads)};
    made.label = node.statement ? std::string(spec.text(node.statement->label)) : std::string();
    made.base = std::string(type());
    made.comment = to_text(node.output, layout);
    return made;
}

Result<WrittenCall, std::string> write_activation(const Framework& framework, const LayerKind& kind,
                                                  const Shape& shape) {
    auto params = params_of(kind);
    std::vector<Arg> values(params.size());
    std::vector<int64_t> pool(first_numbers.begin(), first_numbers.end());
    fill_in_defaults(params, values, pool);
    Args args(params, values.data(), pool.data(), Layout::hwc);
    return write_call(framework, {kind, nullptr, args, {&shape, 1}, shape, Window{}});
}

std::string lacking(const Framework& framework, const std::string& what) {
    return fmt::format("{} does not have {}", framework.name, what);
}

}  // namespace nnshape
