#include "base/json_writer.h"
#include "base/text.h"
#include "layers/layer_kind.h"
#include "layers/value.h"
#include "network/match.h"
#include "report/form.h"
#include "report/reference.h"
#include "report/reference/layer_facts.h"

// The reference of layer types, for programs.
namespace nnshape {
namespace {

void write_names(JsonWriter& json, std::string_view key, const std::vector<std::string_view>& names) {
    json.key(key).open_row();
    for (std::string_view name : names) json.value(name);
    json.close_row();
}

void write_standard(const LayerKind& kind, const Param& param, JsonWriter& json) {
    json.key("required").value(param.fallback == Fallback::required);
    if (param.fallback == Fallback::same_as) json.key("same_as").value(kind.params[param.standard[0]].name);
    if (param.fallback != Fallback::value) return;
    bool word = default_value(param).form == ParamValue::Form::word;
    word ? json.key("default").value(default_of(param)) : json.key("default").raw(default_of(param));
}

void write_param(const LayerKind& kind, const Param& param, JsonWriter& json) {
    json.open_object().key("name").value(param.name);
    write_names(json, "also", words_of(param.also));
    json.key("type").value(name_of(param.type));
    if (has_least(param)) json.key("least").value(param.least);
    if (!words_for(param).empty()) write_names(json, "words", words_of(words_for(param)));
    write_standard(kind, param, json);
    json.key("help").value(param.help).close_object();
}

void write_kind(const LayerKind& kind, JsonWriter& json) {
    json.open_object().key("name").value(kind.name);
    write_names(json, "also", words_of(kind.also));
    json.key("rank_suffix").value(kind.traits.takes_rank_suffix);
    json.key("summary").value(kind.summary).key("example").value(kind.example);
    json.key("inputs").open_row().value(int64_t{kind.least_inputs});
    kind.most_inputs == any_number ? json.null() : json.value(int64_t{kind.most_inputs});
    json.close_row();
    write_names(json, "reads", kind.most_inputs > 0 ? ranks_of(kind) : std::vector<std::string_view>());
    write_names(json, "values", values_of(kind));
    json.key("params").open_array();
    for (const Param& param : kind.params) write_param(kind, param, json);
    json.close_array().close_object();
}

void write_all_kinds(JsonWriter& json) {
    json.open_object().key("layers").open_array();
    for (const LayerKind* kind : all_kinds()) write_kind(*kind, json);
    json.close_array().key("any_layer").open_array();
    for (const Param& param : common_params()) {
        json.open_object().key("name").value(param.name);
        write_names(json, "also", words_of(param.also));
        json.key("help").value(param.help).close_object();
    }
    json.close_array().close_object();
}

}  // namespace

void write_json(const LayerReference& reference, std::string& out) {
    JsonWriter json(out, JsonWriter::Style::indented);
    reference.kind ? write_kind(*reference.kind, json) : write_all_kinds(json);
    out += "\n";
}

}  // namespace nnshape
