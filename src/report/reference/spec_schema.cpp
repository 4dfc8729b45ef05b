#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

#include "analysis/figures.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "layers/layer_kind.h"
#include "network/dtype.h"
#include "network/ignored.h"
#include "network/match.h"
#include "report/schema.h"

// The schema of a spec. A layer is held against two definitions: `any_layer`, what all take, and its type's own; their
// property names together are all there are. Types are checked apart, by `known`, because a definition adds to them.
namespace nnshape {
namespace {

using Names = std::vector<std::string_view>;

std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

std::string array_of(const Names& names) {
    std::vector<std::string> items;
    for (std::string_view name : names) items.push_back(quoted(name));
    return fmt::format("[{}]", fmt::join(items, ", "));
}

std::string enum_of(const Names& names) { return fmt::format(R"({{"enum": {}}})", array_of(names)); }

std::string reference(std::string_view name) { return fmt::format(R"({{"$ref": "#/definitions/{}"}})", name); }

std::string any_of(const std::vector<std::string>& schemas) {
    return fmt::format(R"({{"anyOf": [{}]}})", fmt::join(schemas, ", "));
}

std::string list_of(std::string_view item, int least, int most) {
    return fmt::format(R"({{"type": "array", "items": {}, "minItems": {}, "maxItems": {}}})", item, least, most);
}

Names with_others(const Param& param) {
    Names names = words_of(param.also);
    names.insert(names.begin(), param.name);
    return names;
}

// A type's names; with 1d, 2d and 3d behind each where it takes that.
std::vector<std::string> type_names(const LayerKind& kind) {
    Names names = words_of(kind.also);
    names.insert(names.begin(), kind.name);
    std::vector<std::string> all(names.begin(), names.end());
    for (std::string_view name : names) {
        for (int rank = 1; kind.takes_rank_suffix && rank <= max_rank; ++rank) {
            all.push_back(fmt::format("{}{}d", name, rank));
        }
    }
    return all;
}

bool is_merge(const LayerKind& kind) { return kind.least_inputs > 1; }

// The definitions of values, each named after a parameter's type and what narrows it.
class Values {
  public:
    std::string schema_of(const Param& param) {
        if (param.type == ParamType::choice) return definition(param);  // each has words of its own
        std::string name(name_of(param.type));
        bool bounded = param.type != ParamType::boolean && param.type != ParamType::rate &&
                       param.type != ParamType::scales && param.least != 1;
        if (bounded) name += param.least == INT64_MIN ? "_of_any_sign" : fmt::format("_from_{}", param.least);
        if (param.takes_same) name += "_or_same";
        used_.emplace(name, param);
        return reference(name);
    }

    void write(JsonWriter& json) const {
        json.key("expression").raw(R"({"type": "string", "pattern": "\\$"})");
        for (const auto& [name, param] : used_) json.key(name).raw(definition(param));
    }

  private:
    static std::string whole(int64_t least) {
        if (least == INT64_MIN) return R"({"type": "integer"})";
        return fmt::format(R"({{"type": "integer", "minimum": {}}})", least);
    }

    static std::string definition(const Param& param) {
        std::string one = any_of({whole(param.least), expression});
        switch (param.type) {
            case ParamType::integer: return one;
            case ParamType::boolean: return any_of({R"({"type": "boolean"})", expression});
            case ParamType::choice: return any_of({enum_of(words_of(param.choices)), expression});
            case ParamType::rate: return any_of({R"({"type": "number", "minimum": 0, "maximum": 1})", expression});
            case ParamType::sizes: return one_or_each(one);
            case ParamType::kept_sizes: return one_or_each(any_of({whole(1), R"({"type": "null"})", expression}));
            case ParamType::scales:
                return one_or_each(any_of({R"({"type": "number", "exclusiveMinimum": 0})", expression}));
            case ParamType::padding: return padding(param, one);
            case ParamType::shape: return any_of({one, list_of(one, 1, max_rank + 1)});
            case ParamType::axis: return any_of({R"({"const": "channels"})", one});
            case ParamType::order: return any_of({one, list_of(one, 1, max_rank + 1)});
        }
        return {};
    }

    static std::string one_or_each(const std::string& one) { return any_of({one, list_of(one, 1, max_rank)}); }

    static std::string padding(const Param& param, const std::string& one) {
        std::vector<std::string> forms{one, list_of(one, 1, max_rank), list_of(list_of(one, 2, 2), 1, max_rank),
                                       R"({"type": "string", "pattern": "^[0-9]+:[0-9]+$"})"};
        if (param.takes_same) forms.push_back(enum_of(words_of(padding_words)));
        return any_of(forms);
    }

    static inline const std::string expression = reference("expression");

    std::map<std::string, Param> used_;
};

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

    // What holds layers, and what stands beside them.
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
        raw("repeat", fmt::format(R"({{"type": "object", "properties": {{"type": {{}}, "times": {}, "layers": {}}}, )"
                                  R"("required": ["times", "layers"], "additionalProperties": false}})",
                                  values_.schema_of({.name = "times", .least = 0}), reference("layers")));
        raw("freeze", R"({"type": "object", "properties": {"type": {}, "layers": {"$ref": "#/definitions/layers"}}, )"
                      R"("required": ["layers"], )"
                      R"("additionalProperties": false})");
    }

    // A layer is what its type says; of another type it is the call of a definition.
    void layer() {
        json_.key("layer").open_object();
        raw("type", R"("object")");
        raw("properties", R"({"type": {"type": "string"}})");
        raw("required", R"(["type"])");
        json_.key("allOf").open_array();
        for (std::string_view block : {"repeat", "freeze"}) choose(enum_of({block}), reference(block));
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
        std::vector<std::string> all{"repeat", "freeze"};
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
            if (!kind->is_activation) continue;
            names.push_back(kind->name);
            for (std::string_view other : words_of(kind->also)) names.push_back(other);
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

    // What all take; each required value under one of its names; layers or paths, and not both.
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
    Values values_;
};

}  // namespace

std::string spec_schema() { return SpecSchema().write(); }

}  // namespace nnshape
