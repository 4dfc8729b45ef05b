#include "report/json_args.h"

#include "layers/decimal.h"
#include "layers/value.h"
#include "network/place.h"

namespace nnshape {
namespace {

void write(const ParamValue& value, JsonWriter& json) {
    switch (value.form) {
        case ParamValue::Form::nothing: json.null(); return;
        case ParamValue::Form::boolean: json.value(value.number != 0); return;
        case ParamValue::Form::number: json.value(value.number); return;
        case ParamValue::Form::word: json.value(value.word); return;
        case ParamValue::Form::decimal: json.raw(decimal_of(value.ratio)); return;
        case ParamValue::Form::axes:
        case ParamValue::Form::pair:
        case ParamValue::Form::shape: break;
    }
    json.open_row();
    for (const ParamValue& item : value.items) write(item, json);
    json.close_row();
}

}  // namespace

void write_args(const Study& study, uint32_t node, Layout layout, JsonWriter& json) {
    const Node& layer = study.network.nodes[node];
    json.open_object();
    for (size_t index = 0; index < params_of(*layer.kind).size(); ++index) {
        json.key(params_of(*layer.kind)[index].name);
        write_arg(study, node, static_cast<int>(index), layout, json);
    }
    if (layer.activation) json.key("activation").value(name_of(*layer.activation));
    json.close_object();
}

void write_arg(const Study& study, uint32_t node, int param, Layout layout, JsonWriter& json) {
    const Node& layer = study.network.nodes[node];
    if (params_of(*layer.kind)[static_cast<size_t>(param)].type == ParamType::layer) {
        if (!layer.has_like) return static_cast<void>(json.null());
        return static_cast<void>(json.value(study.network.nodes[study.network.reads_of(layer).back()].name));
    }
    auto inputs = inputs_of(study.network, layer);
    write(value_of(study.network.args_of(layer), param, inputs.empty() ? Shape{} : inputs[0], layout), json);
}

}  // namespace nnshape
