#include "base/json_writer.h"
#include "report/explain/explain.h"
#include "report/form.h"

// An explanation for programs: each formula as text, as an expression in ASCII, and its value.
namespace nnshape {
namespace {

void write_figure(const ExplainedFigure& figure, JsonWriter& json) {
    json.key("label").value(figure.label);
    json.key("formula").value(figure.formula.written(Notation::text));
    json.key("expression").value(figure.formula.written(Notation::machine));
    json.key("value").value(figure.value);
}

void write_figures(const std::vector<ExplainedFigure>& figures, JsonWriter& json) {
    json.open_array();
    for (const ExplainedFigure& figure : figures) {
        json.open_row_object();
        write_figure(figure, json);
        if (!figure.remark.empty()) json.key("remark").value(figure.remark);
        json.close_row_object();
    }
    json.close_array();
}

void write_shape(const Study& study, uint32_t node, JsonWriter& json) {
    json.open_row();
    for (int64_t size : sizes_of(study.network.nodes[node].output, study.network.layout)) json.value(size);
    json.close_row();
}

void write_tensors(std::string_view framework, const std::vector<StoredTensor>& tensors, JsonWriter& json) {
    json.key(framework).open_array();
    for (const StoredTensor& tensor : tensors) {
        json.open_row_object().key("name").value(std::string_view(tensor.name)).key("shape").open_row();
        for (int64_t size : tensor.shape) json.value(size);
        json.close_row().close_row_object();
    }
    json.close_array();
}

void write_layer(const Study& study, const ExplainedLayer& layer, JsonWriter& json) {
    const Node& node = study.network.nodes[layer.node];
    json.open_object();
    json.key("index").value(static_cast<int64_t>(layer.node) - study.network.input_count + 1);
    json.key("name")
        .value(node.name)
        .key("type")
        .value(name_of(*node.kind))
        .key("words")
        .value(description_of(study.network, layer));
    json.key("output");
    write_shape(study, layer.node, json);
    json.key("lines");
    write_figures(layer.figures, json);
    json.key("tensors").open_object();
    write_tensors("pytorch", layer.tensors, json);
    write_tensors("keras", layer.keras_tensors, json);
    json.close_object();
    json.key("notes").open_array();
    for (const std::string& note : layer.notes) json.value(note);
    for (const UnevenAxis& axis : uneven_axes(layer.window)) json.value(axis.text());
    json.close_array();
    if (layer.dense) {
        json.key("dense").open_row_object();
        write_figure(layer.dense->params, json);
        json.key("remark").value(times_text(*layer.dense)).close_row_object();
    }
    json.close_object();
}

}  // namespace

void write_json(const ExplainedNetwork& explained, std::string& out) {
    const Study& study = explained.study;
    JsonWriter json(out, JsonWriter::Style::indented);
    json.open_object().key("name").value(study.network.name);
    json.key("layout").value(name_of(study.network.layout)).key("inputs").open_array();
    for (uint32_t input : explained.inputs) {
        json.open_row_object().key("name").value(study.network.nodes[input].name).key("shape");
        write_shape(study, input, json);
        json.close_row_object();
    }
    json.close_array().key("layers").open_array();
    for (uint32_t layer : explained.layers) {
        ExplainedLayer shown = shown_layer(explained, layer);
        if (!is_left_out(explained, shown)) write_layer(study, shown, json);
    }
    json.close_array().key("totals");
    write_figures(explained.sums, json);
    json.close_object();
    out += "\n";
}

}  // namespace nnshape
