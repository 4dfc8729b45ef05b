#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/figures.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "frameworks/framework.h"
#include "frameworks/ignored.h"
#include "layers/find_kind.h"
#include "layers/layer_kind.h"
#include "lint/codes.h"
#include "network/dtype.h"
#include "network/match.h"
#include "report/reference/schema_text.h"
#include "report/reference/value_schemas.h"
#include "report/schema.h"

// The schema of a spec. A layer must match two definitions: `any_layer`, which has the parameters of all layers, and
// that of its type. No other property names are allowed. `known` checks the types separately, because a spec can define
// more.
namespace nnshape {
namespace {

Names with_others(const Param& param) {
    Names names = words_of(param.also);
    names.insert(names.begin(), param.name);
    return names;
}

// The names of a type. If it accepts a rank suffix, also each name with 1d, 2d and 3d.
std::vector<std::string> type_names(const LayerKind& kind) {
    Names names = names_of(kind);
    std::vector<std::string> all(names.begin(), names.end());
    for (std::string_view name : names) {
        for (int rank = 1; kind.traits.takes_rank_suffix && rank <= window_rank; ++rank) {
            all.push_back(fmt::format("{}{}d", name, rank));
        }
    }
    return all;
}

class SpecSchema {
  public:
    std::string write() {
        json_.open_object();
        json_.key("$schema").value("http://json-schema.org/draft-07/schema#");
        json_.key("title").value("a layer spec of nnshape");
        document();
        json_.key("definitions").open_object();
        structure();
        any_layer();
        for (const LayerKind* kind : all_kinds()) own(*kind);
        values_.write(json_);
        json_.close_object().close_object();
        return out_ + "\n";
    }

  private:
    void raw(std::string_view key, std::string_view schema) { json_.key(key).raw(schema); }

    void document() {
        json_.key("type").value("object");
        json_.key("properties").open_object();
        raw("$schema", R"({"type": "string"})");
        raw("id", "true");
        raw("name", R"({"type": "string"})");
        raw("layout", enum_of({"HWC", "CHW", "hwc", "chw", "channels_last", "channels_first"}));
        Names names;
        for (const Dtype& dtype : dtypes) names.push_back(dtype.name);
        raw("dtype", enum_of(names));
        raw("weights_dtype", enum_of(names));
        raw("input", values_.schema_of({.name = "input", .type = ParamType::shape}));
        raw("let", R"({"type": "object", "additionalProperties": {"$ref": "#/definitions/any_value"}})");
        raw("define", R"({"type": "object", "additionalProperties": {"$ref": "#/definitions/definition"}})");
        raw("layers", R"({"allOf": [{"$ref": "#/definitions/layers"}], "minItems": 1})");
        raw("outputs", reference("names"));
        raw("expect", reference("expect_in_all"));
        raw("limit", reference("limit"));
        raw("allow", reference("codes"));
        json_.close_object();
        raw("required", R"(["layers"])");
        raw("additionalProperties", "false");
        raw("if", R"({"required": ["define"]})");
        raw("then", "true");
        raw("else", R"({"properties": {"layers": {"items": {"$ref": "#/definitions/known"}}}})");
    }

    // The definitions that contain layers, and those of the other keys of a spec.
    void structure() {
        std::string amount = R"({"type": "integer", "minimum": 0})";
        std::string amounts = fmt::format(R"("{}": {})", layers_key, amount);
        for (std::string_view name : figure_names) amounts += fmt::format(R"(, "{}": {})", name, amount);
        std::string amounts_in_all = fmt::format(R"({}, "{}": {})", amounts, peak_key, amount);
        raw("names", R"({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})");
        Names codes;
        for (const Code* code : all_codes()) codes.push_back(code->name);
        raw("code", enum_of(codes));
        raw("codes", any_of({reference("code"), R"({"type": "array", "items": {"$ref": "#/definitions/code"}})"}));
        raw("any_value", R"({"type": ["null", "boolean", "number", "string", "array"]})");
        raw("limit", fmt::format(R"({{"type": "object", "properties": {{{}}}, "additionalProperties": false}})",
                                 amounts_in_all));
        std::string shape = values_.schema_of({.name = "output", .type = ParamType::shape});
        auto expected = [&](const std::string& keys) {
            return fmt::format(
                R"({{"type": "object", "properties": {{"output": {}, {}}}, "additionalProperties": false}})", shape,
                keys);
        };
        raw("expect", expected(amounts));
        raw("expect_in_all", expected(amounts_in_all));
        raw("definition",
            R"({"type": "object", "properties": {"parameters": {"type": "object", "additionalProperties": )"
            R"({"$ref": "#/definitions/any_value"}}, "layers": {"$ref": "#/definitions/layers"}}, )"
            R"("required": ["layers"], "additionalProperties": false})");
        raw("layers", R"({"type": "array", "items": {"$ref": "#/definitions/layer"}})");
        layer();
        raw("known", known());
        raw("repeat",
            fmt::format(
                R"({{"type": "object", "properties": {{"type": {{}}, "name": {{"type": "string", "minLength": 1}}, )"
                R"("times": {}, "values": {{"type": "object", "minProperties": 1, "maxProperties": 1, )"
                R"("additionalProperties": {{"$ref": "#/definitions/any_value"}}}}, "layers": {}}}, )"
                R"("required": ["layers"], "oneOf": [{{"required": ["times"]}}, {{"required": ["values"]}}], )"
                R"("additionalProperties": false}})",
                values_.schema_of({.name = "times", .least = 0}), reference("layers")));
        raw("freeze", R"({"type": "object", "properties": {"type": {}, "layers": {"$ref": "#/definitions/layers"}}, )"
                      R"("required": ["layers"], )"
                      R"("additionalProperties": false})");
        raw("experts", fmt::format(R"({{"type": "object", "properties": {{"type": {{}}, "count": {0}, "active": {0}, )"
                                   R"("inputs": {{"$ref": "#/definitions/names"}}, "layers": {1}}}, )"
                                   R"("required": ["count", "active", "layers"], "additionalProperties": false}})",
                                   values_.schema_of({.name = "count"}), reference("layers")));
    }

    // A layer matches the definition of its type. Any other type is the call of a definition.
    void layer() {
        json_.key("layer").open_object();
        raw("type", R"("object")");
        raw("properties", R"({"type": {"type": "string"}})");
        raw("required", R"(["type"])");
        json_.key("allOf").open_array();
        for (std::string_view block : {"repeat", "freeze", "experts"}) choose(enum_of({block}), reference(block));
        for (const LayerKind* kind : all_kinds()) choose(enum_of(kind), reference(kind->name));
        json_.close_array().close_object();
    }

    void choose(const std::string& types, const std::string& schema) {
        json_.raw(fmt::format(R"({{"if": {{"properties": {{"type": {}}}}}, "then": {}}})", types, schema));
    }

    static std::string enum_of(const LayerKind* kind) {
        auto names = type_names(*kind);
        return nnshape::enum_of(Names(names.begin(), names.end()));
    }
    static std::string enum_of(const Names& names) { return nnshape::enum_of(names); }

    static std::string known() {
        std::vector<std::string> all{"repeat", "freeze", "experts"};
        for (const LayerKind* kind : all_kinds()) {
            for (const std::string& name : type_names(*kind)) all.push_back(name);
        }
        return fmt::format(R"({{"properties": {{"type": {}, "layers": {{"items": {{"$ref": "#/definitions/known"}}}}, )"
                           R"("paths": {{"items": {{"items": {{"$ref": "#/definitions/known"}}}}}}}}}})",
                           enum_of(Names(all.begin(), all.end())));
    }

    std::string schema_of_common(std::string_view name) {
        if (name == "inputs") return reference("names");
        if (name == "allow") return reference("codes");
        if (name == "in") return values_.schema_of({.name = name});
        if (name == "freeze") return values_.schema_of(params::flag(name, false, {}));
        if (name == "activation") return any_of({enum_of(activations()), reference("expression")});
        return R"({"type": "string"})";
    }

    static Names activations() {
        Names names;
        for (const LayerKind* kind : all_kinds()) {
            if (!kind->traits.is_activation) continue;
            for (std::string_view name : names_of(*kind)) names.push_back(name);
        }
        return names;
    }

    void any_layer() {
        Names names{"type", "name", "expect"};
        json_.key("any_layer").open_object().key("type").value("object").key("properties").open_object();
        raw("name", R"({"type": "string", "minLength": 1})");
        raw("expect", reference("expect"));
        for (const Param& param : common_params()) {
            for (std::string_view name : with_others(param)) {
                names.push_back(name);
                raw(name, schema_of_common(param.name));
            }
        }
        json_.close_object().close_object();
        raw("any_name", nnshape::enum_of(names));
        raw("ignored_name", nnshape::enum_of(words_of(ignored_params)));
    }

    void own(const LayerKind& kind) {
        Names names;
        json_.key(kind.name).open_object().key("description").value(kind.summary);
        raw("type", R"("object")");
        json_.key("properties").open_object();
        for (const Param& param : kind.params) property(param, names);
        if (is_merge(kind)) branches(names);
        json_.close_object();
        raw("allOf", fmt::format("[{}]", fmt::join(requirements(kind), ", ")));
        std::vector<std::string> allowed{reference("any_name"), reference("ignored_name")};
        for (std::string_view name : argument_names(kind)) names.push_back(name);
        if (!names.empty()) allowed.insert(allowed.begin(), nnshape::enum_of(names));
        raw("propertyNames", any_of(allowed));
        json_.close_object();
    }

    void property(const Param& param, Names& names) {
        for (std::string_view name : with_others(param)) {
            names.push_back(name);
            raw(name,
                fmt::format(R"({{"description": {}, "allOf": [{}]}})", quoted(param.help), values_.schema_of(param)));
        }
    }

    void branches(Names& names) {
        names.insert(names.end(), {"layers", "paths"});
        raw("layers", reference("layers"));
        raw("paths", R"({"type": "array", "items": {"$ref": "#/definitions/layers"}})");
    }

    // The requirements of a layer: `any_layer`, each required value under one of its names, and not both layers and
    // paths.
    static std::vector<std::string> requirements(const LayerKind& kind) {
        std::vector<std::string> all{reference("any_layer")};
        for (const Param& param : kind.params) {
            if (param.fallback != Fallback::required) continue;
            std::vector<std::string> names;
            for (std::string_view name : with_others(param)) {
                names.push_back(fmt::format(R"({{"required": [{}]}})", quoted(name)));
            }
            all.push_back(names.size() == 1 ? names[0] : fmt::format(R"({{"oneOf": [{}]}})", fmt::join(names, ", ")));
        }
        if (is_merge(kind)) all.push_back(R"({"not": {"required": ["layers", "paths"]}})");
        return all;
    }

    std::string out_;
    JsonWriter json_{out_, JsonWriter::Style::indented};
    ValueSchemas values_;
};

}  // namespace

std::string spec_schema() { return SpecSchema().write(); }

}  // namespace nnshape
