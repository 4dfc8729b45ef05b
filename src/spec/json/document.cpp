#include "spec/json/document.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "base/text.h"
#include "base/unicode.h"
#include "spec/expression.h"
#include "spec/keywords.h"

namespace nnshape {
namespace {

using Part = JsonPart;

const std::vector<std::string_view> document_keys = {"$schema",       "id",     "name",  "layout", "dtype",
                                                     "weights_dtype", "input",  "let",   "define", "layers",
                                                     "outputs",       "expect", "limit", "allow"};
const std::vector<std::string_view> changes_keys = {"id", "set", "input"};
const std::vector<std::string_view> definition_keys = {"parameters", "layers"};

// The value as the source has it.
Span with_quotes(const Literal& literal) {
    return literal.quoted ? Span{literal.span.begin - 1, literal.span.end + 1} : literal.span;
}

}  // namespace

void JsonDocument::fail(Span span, std::string message, std::string help, const Code& code) {
    if (diagnostics_.size() >= most_mistakes) return;
    diagnostics_.push_back({&code, std::move(message), std::move(help), span});
}

void JsonDocument::value(const Place& place, const Literal& literal) {
    key_ = place.key;
    switch (place.around) {
        case Part::file:
            return fail(with_quotes(literal), "a spec is a JSON object",
                        R"(for example {"input": [28, 28, 1], "layers": []})");
        case Part::changes_file:
            return fail(with_quotes(literal), "a line is a JSON object", "for example {\"set\": {\"width\": 32}}");
        case Part::document: return document_value(literal);
        case Part::changes: return changes_value(literal);
        case Part::inputs: return take_input(literal, key_);
        case Part::layer: return layer_value(literal);
        case Part::expected: return amount(statements_.expected(), literal);
        case Part::values: return variable_value(literal);
        case Part::expect: return amount(spec_.expect, literal);
        case Part::limit: return amount(spec_.limit, literal);
        case Part::outputs: return name_item(spec_.outputs, literal);
        case Part::allow: return name_item(spec_.allow, literal);
        case Part::let: return let_value(literal);
        case Part::define:
            return fail(literal.span, "a definition is an object", R"(for example {"parameters": {}, "layers": []})");
        case Part::definition: return definition_value(literal);
        case Part::parameters: return parameter_value(literal);
        case Part::paths: return fail(literal.span, "a path is an array of layers");
        case Part::layers:
        case Part::path: return fail(literal.span, "a layer is an object", R"(for example {"type": "relu"})");
        case Part::list:
        case Part::skipped: return;
    }
}

bool JsonDocument::takes_expression(const Place& place) const {
    Part part = place.around;
    std::string_view key = spec_.text(place.key);
    if (part == Part::layer) return key != "type" && key != "name";
    if (part == Part::document || part == Part::changes) return key == "input";
    return part == Part::list || part == Part::let || part == Part::inputs || part == Part::parameters ||
           part == Part::values;
}

bool JsonDocument::refuse_second_block(const Place& place) {
    std::string_view key = spec_.text(place.key);
    bool block = place.around == Part::layer && (key == "layers" || key == "paths");
    if (!block || !statements_.statement().has_block) return false;
    statements_.statement().broken = true;
    fail(place.key.span, "`layers` and `paths` in one layer", "give one of them");
    return true;
}

// Layers, definitions and paths are statements; a block makes a layer a merge.
void JsonDocument::begin(const Place& place, JsonPart part, Span span) {
    key_ = place.key;
    bool in_statement = place.around == Part::layer || place.around == Part::definition;
    if ((part == Part::layers || part == Part::paths) && in_statement) statements_.statement().has_block = true;
    if (part == Part::layer) statements_.begin(Statement::Kind::layer, span);
    if (part == Part::values) statements_.values() = place.key;
    if (part == Part::path) {
        statements_.begin(Statement::Kind::path, span);
        statements_.statement().type = {span};
        statements_.statement().has_block = true;
    }
    if (part == Part::definition) begin_definition(span);
}

void JsonDocument::end(const Place& place, JsonPart part, Span span) {
    key_ = place.key;
    if (part == Part::layer) return finish_layer(span.end);
    if (part == Part::path) return statements_.end(span.end);
    if (part == Part::definition) return end_definition(span);
    if (part == Part::expected) statements_.statement().expects_at = span.begin + 1;
    bool in_whole = place.around == Part::document || place.around == Part::changes;
    bool id = part == Part::skipped && in_whole && key_text() == "id";
    if (id) spec_.id = span;
}

void JsonDocument::document_value(const Literal& literal) {
    std::string_view key = key_text();
    if (key == "name") {
        spec_.name = string_or_fail(literal);
    } else if (key == "layout" || key == "dtype") {
        (key == "layout" ? spec_.layout : spec_.dtype) = word_or_fail(literal);
    } else if (key == "weights_dtype") {
        spec_.weights_dtype = word_or_fail(literal);
    } else if (key == "input") {
        take_input(literal);
    } else if (key == "id") {
        spec_.id = with_quotes(literal);
    } else if (key == "$schema") {
        if (literal.quoted) spec_.schema = with_quotes(literal);
    } else if (key == "outputs" || key == "allow") {
        name_item(key == "outputs" ? spec_.outputs : spec_.allow, literal);
    } else if (key == "layers") {
        fail(literal.span, "`layers` needs an array of layers");
    } else if (key == "expect" || key == "limit") {
        fail(literal.span, fmt::format("`{}` needs an object", key), R"(for example {"params": 62378344})");
    } else if (key == "let" || key == "define") {
        fail(literal.span, fmt::format("`{}` needs an object", key));
    } else {
        refuse_key("a spec", document_keys);
    }
}

void JsonDocument::changes_value(const Literal& literal) {
    std::string_view key = key_text();
    if (key == "id") {
        spec_.id = with_quotes(literal);
    } else if (key == "input") {
        take_input(literal);
    } else if (key == "set") {
        fail(literal.span, "`set` needs an object", "for example {\"width\": 32}");
    } else {
        refuse_key("the changes of a spec", changes_keys);
    }
}

void JsonDocument::refuse_key(std::string_view whose, const std::vector<std::string_view>& keys) {
    fail(key_.span, fmt::format("`{}` is not a key of {}", printable(key_text()), whose),
         did_you_mean(key_text(), keys), code::unknown_parameter);
}

void JsonDocument::take_input(const Literal& literal, Text name) {
    auto first = static_cast<uint32_t>(spec_.arguments.size());
    spec_.arguments.push_back({{}, literal});
    bool broken =
        refuse_object(literal, R"(several inputs are layers {"type": "input", "name": "left", "shape": [8, 8, 3]})");
    spec_.inputs.push_back(
        {.label = name, .type = key_, .arguments = {first, 1}, .span = literal.span, .broken = broken});
}

void JsonDocument::definition_value(const Literal& literal) {
    if (key_text() == "parameters") return fail(literal.span, "`parameters` needs an object");
    if (key_text() != "layers") return refuse_key("a definition", definition_keys);
    fail(literal.span, "`layers` needs an array of layers");
    statements_.statement().has_block = true;
}

void JsonDocument::parameter_value(const Literal& literal) {
    if (!key_is_name("parameter")) return;
    Text name = key_;
    if (is_reserved_parameter(spec_.text(name))) {
        return fail(name.span, fmt::format("`{}` is a key of every layer", spec_.text(name)), "choose another name");
    }
    if (refuse_object(literal, any_value)) statements_.statement().broken = true;
    spec_.parameters.push_back({name, literal});
    ++spec_.definitions.back().parameters.count;
}

void JsonDocument::let_value(const Literal& literal) {
    if (!key_is_name("`let`")) return;
    refuse_object(literal, any_value);
    spec_.lets.push_back({key_, literal});
}

void JsonDocument::variable_value(const Literal& literal) {
    bool good = key_is_name("name of a value") && !refuse_object(literal, any_value);
    statements_.statement().broken = statements_.statement().broken || !good;
    if (good) statements_.add_argument({key_, literal});
}

bool JsonDocument::key_is_name(std::string_view whose) {
    if (is_name(key_text())) return true;
    fail(key_.span, fmt::format("`{}` is not a valid name for a {}", printable(key_text()), whose),
         "use letters, digits and `_`, and do not begin with a digit");
    return false;
}

// Whether a value is an object or contains one; only a parameter without effect may.
bool JsonDocument::refuse_object(const Literal& literal, std::string_view help) {
    if (!holds(spec_, literal, Literal::Form::object)) return false;
    fail(literal.span, fmt::format("`{}` cannot hold an object", printable(key_text())), std::string(help));
    return true;
}

void JsonDocument::layer_value(const Literal& literal) {
    std::string_view key = key_text();
    Statement& layer = statements_.statement();
    if (key == "type") {
        layer.type = word_or_fail(literal);
        layer.broken = layer.broken || layer.type.empty();
    } else if (key == "name") {
        layer.label = word_or_fail(literal);
    } else if (key == "expect") {
        fail(literal.span, "`expect` needs an object", R"(for example {"output": [28, 28, 6], "params": 156})");
    } else if (key == "paths") {
        fail(literal.span, "`paths` needs an array of paths, each an array of layers");
        layer.broken = true;
    } else {
        statements_.add_argument({key_, literal});
    }
}

void JsonDocument::amount(std::vector<Argument>& into, const Literal& literal) {
    bool shape = key_text() == "output";
    if (shape && refuse_object(literal, "for example [28, 28, 6]")) return;
    bool whole = literal.form == Literal::Form::integer && literal.number >= 0;
    if (shape || whole) return into.push_back({key_, literal});
    fail(literal.span, fmt::format("`{}` needs a whole number", printable(key_text())));
}

void JsonDocument::name_item(std::vector<Literal>& into, const Literal& literal) {
    if (literal.form == Literal::Form::word) return into.push_back(literal);
    fail(literal.span, "a name is a string");
}

Text JsonDocument::string_or_fail(const Literal& literal) {
    if (literal.form == Literal::Form::word) return {literal.span, literal.decoded};
    fail(literal.span, fmt::format("`{}` needs a string", printable(key_text())));
    return {};
}

Text JsonDocument::word_or_fail(const Literal& literal) {
    Text text = string_or_fail(literal);
    if (literal.form == Literal::Form::word && text.empty()) fail(literal.span, fmt::format("an empty {}", key_text()));
    return text;
}

void JsonDocument::begin_definition(Span span) {
    statements_.begin(Statement::Kind::define, span);
    statements_.statement().type = key_;
    spec_.definitions.push_back({key_, statements_.index(), {static_cast<uint32_t>(spec_.parameters.size()), 0}});
    if (is_definition_name(key_text())) return;
    fail(key_.span, fmt::format("`{}` is not a valid name for a definition", printable(key_text())),
         "use letters, digits, `_` and `-`");
}

void JsonDocument::end_definition(Span span) {
    if (!statements_.statement().has_block) {
        fail(spec_.definitions.back().name.span, "a definition without `layers`", {}, code::missing_parameter);
    }
    statements_.end(span.end);
}

void JsonDocument::finish_layer(uint32_t end) {
    Statement& layer = statements_.statement();
    if (layer.expects_at == 0) layer.expects_at = end - 1;
    if (layer.type.empty() && !layer.broken) {
        layer.broken = true;
        fail({layer.span.begin, layer.span.begin + 1}, "a layer without a `type`", R"(for example "type": "conv")",
             code::missing_parameter);
    }
    std::string_view type = spec_.text(layer.type);
    if (are_same_folded(type, "repeat")) {
        layer.kind = Statement::Kind::repeat;
        finish_turns(layer);
    } else if (!statements_.values().empty()) {
        fail(statements_.values().span, "only a `repeat` has `values`", {}, code::unknown_parameter);
        layer.broken = true;
    }
    if (are_same_folded(type, "freeze")) {
        layer.kind = Statement::Kind::freeze;
        if (statements_.has_arguments()) fail(layer.type.span, "`freeze` takes `layers` alone");
        layer.broken = layer.broken || statements_.has_arguments();
    }
    if (are_same_folded(type, "experts")) layer.kind = Statement::Kind::experts;
    if (layer.kind != Statement::Kind::layer) finish_block(layer);
    statements_.end(end);
}

void JsonDocument::finish_block(Statement& block) {
    std::string type = folded(spec_.text(block.type));
    if (!block.label.empty() && block.kind != Statement::Kind::repeat) {
        fail(block.label.span, fmt::format("`{}` cannot have a name", type), "layers, calls and repeats have names");
    }
    if (statements_.has_expected()) {
        fail(block.type.span, fmt::format("`{}` is not a layer", type), "put `expect` on the last layer inside it");
    }
    if (!block.has_block && !block.broken) {
        fail(block.type.span, fmt::format("`{}` without `layers`", type), {}, code::missing_parameter);
        block.broken = true;
    }
}

void JsonDocument::finish_turns(Statement& repeat) {
    bool has_values = !statements_.values().empty();
    Argument turns = has_values ? statements_.take_argument() : statements_.take_argument("times");
    if ((turns.key.empty() || statements_.has_arguments()) && !repeat.broken) {
        fail(repeat.type.span, "`repeat` takes `layers`, and `times` or one of `values`", R"(for example "times": 3)",
             turns.key.empty() ? code::missing_parameter : code::unknown_parameter);
        repeat.broken = true;
    }
    statements_.add_argument(turns);
}

}  // namespace nnshape
