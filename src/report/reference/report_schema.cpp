#include <fmt/format.h>
#include <vector>

#include "analysis/figures.h"
#include "base/json_writer.h"
#include "report/schema.h"

// The schemas of the JSON reports of `show` and `check`. A version of a report may get more keys, so the schemas allow
// keys that are not listed here.
namespace nnshape {
namespace {

struct Key {
    std::string_view name;
    std::string schema;
    bool always = true;  ///< required
};
using Keys = std::vector<Key>;

const std::string text = R"({"type": "string"})";
const std::string whole = R"({"type": "integer"})";
const std::string whole_or_null = R"({"type": ["integer", "null"]})";
const std::string positive = R"({"type": "integer", "minimum": 1})";
const std::string count = R"({"type": "integer", "minimum": 0})";
const std::string truth = R"({"type": "boolean"})";
const std::string shape_or_null =
    R"({"type": ["array", "null"], "items": {"type": "integer", "minimum": 1}, "minItems": 1, "maxItems": 7})";
const std::string axes_or_null =
    R"({"type": ["array", "null"], "items": {"type": "integer", "minimum": 1}, "maxItems": 3})";

std::string reference(std::string_view name) { return fmt::format(R"({{"$ref": "#/definitions/{}"}})", name); }

std::string array_of(std::string_view name) {
    return fmt::format(R"({{"type": "array", "items": {{"$ref": "#/definitions/{}"}}}})", name);
}

void add_figures(const std::string& schema, Keys& keys) {
    for (std::string_view name : figure_names) {
        bool always = name != figure_names[static_cast<size_t>(Figure::active_params)];  // only with experts
        keys.push_back({name, schema, always});
    }
}

void write_object(const Keys& keys, std::string_view type, JsonWriter& json) {
    json.key("type").raw(type).key("properties").open_object();
    for (const Key& key : keys) json.key(key.name).raw(key.schema);
    json.close_object();
    json.key("required").open_row();
    for (const Key& key : keys) {
        if (key.always) json.value(key.name);
    }
    json.close_row();
}

void write_definition(std::string_view name, const Keys& keys, std::string_view type, JsonWriter& json) {
    json.key(name).open_object();
    write_object(keys, type, json);
    json.close_object();
}

Keys document_keys() {
    return {{"nnshape", reference("program")},
            {"convention", text},
            {"id", "true", false},
            {"name", text},
            {"source", text},
            {"format", text, false},
            {"origin", R"({"type": "object", "additionalProperties": {"type": "string"}})", false},
            {"layout", R"({"enum": ["HWC", "CHW"]})"},
            {"dtype", text},
            {"weights_dtype", text, false},
            {"batch_size", positive},
            {"deployed",
             fmt::format(R"({{"type": "object", "properties": {{"folded": {0}, "left_out": {0}}}}})", whole), false},
            {"swept", R"({"type": "object"})", false},
            {"inputs", array_of("tensor")},
            {"outputs", array_of("tensor")},
            {"input", shape_or_null, false},
            {"output", shape_or_null, false},
            {"layers", array_of("layer")},
            {"totals", reference("totals")},
            {"diagnostics", array_of("diagnostic")},
            {"ok", truth}};
}

// The figures of a layer that cannot be calculated are null.
Keys layer_keys() {
    Keys keys{{"index", positive},
              {"name", text},
              {"type", text},
              {"args", R"({"type": ["object", "null"]})"},
              {"from", array_of("tensor")},
              {"shares", text, false},
              {"experts",
               fmt::format(R"({{"type": "object", "properties": {{"count": {0}, "active": {0}}}, )"
                           R"("required": ["count", "active"]}})",
                           positive),
               false},
              {"output", shape_or_null}};
    add_figures(whole_or_null, keys);
    keys.push_back({peak_key, whole_or_null});
    keys.push_back({"receptive_field", axes_or_null});
    keys.push_back({"jump", axes_or_null});
    keys.push_back({"line", positive});
    return keys;
}

Keys totals_keys() {
    Keys keys{{"layers", whole}};
    add_figures(whole, keys);
    keys.push_back({peak_key, whole});
    keys.push_back({peak_layer_key, R"({"type": ["string", "null"]})"});
    return keys;
}

Keys diagnostic_keys() {
    return {{"code", text},
            {"severity", R"({"enum": ["error", "warning", "note"]})"},
            {"layer", text, false},
            {"message", text},
            {"help", text, false},
            {"file", text, false},
            {"node", text, false},
            {"line", positive, false},
            {"column", positive, false},
            {"end_line", positive, false},
            {"end_column", positive, false},
            {"used_from", array_of("place"), false}};
}

Keys place_keys() { return {{"line", positive}, {"column", positive}}; }

Keys program_keys() { return {{"version", text}, {"report", R"({"const": 1})"}}; }

Keys check_keys() {
    return {{"nnshape", reference("program")},
            {"files", array_of("file")},
            {"errors", count},
            {"warnings", count},
            {"notes", count},
            {"unreadable", count},
            {"ok", truth}};
}

Keys file_keys() {
    return {{"source", text},
            {"ok", truth},
            {"calculated", truth},
            {"error", text, false},
            {"diagnostics", array_of("diagnostic")}};
}

constexpr std::string_view object = R"("object")", object_or_null = R"(["object", "null"])";

// Writes the schema of a document with these keys, and opens its definitions.
void open_schema(std::string_view title, const Keys& keys, JsonWriter& json) {
    json.open_object();
    json.key("$schema").value("http://json-schema.org/draft-07/schema#");
    json.key("title").value(title);
    write_object(keys, object, json);
    json.key("definitions").open_object();
}

// What both reports have, and the end.
void close_schema(JsonWriter& json) {
    write_definition("diagnostic", diagnostic_keys(), object, json);
    write_definition("place", place_keys(), object, json);
    json.close_object().close_object();
}

}  // namespace

std::string report_schema() {
    std::string out;
    JsonWriter json(out, JsonWriter::Style::indented);
    open_schema("a JSON report of nnshape, version 1", document_keys(), json);
    write_definition("program", program_keys(), object, json);
    write_definition("tensor", {{"name", text}, {"shape", shape_or_null}}, object, json);
    write_definition("layer", layer_keys(), object, json);
    write_definition("totals", totals_keys(), object_or_null, json);
    close_schema(json);
    return out + "\n";
}

std::string check_schema() {
    std::string out;
    JsonWriter json(out, JsonWriter::Style::indented);
    open_schema("a check of nnshape as JSON, version 1", check_keys(), json);
    write_definition("program", program_keys(), object, json);
    write_definition("file", file_keys(), object, json);
    close_schema(json);
    return out + "\n";
}

}  // namespace nnshape
