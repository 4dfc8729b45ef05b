#include "spec/json/builder.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "base/unicode.h"
#include "spec/expression.h"
#include "spec/keywords.h"

namespace nnshape {
namespace {

// Brackets; each of 64 nested blocks may have three.
constexpr size_t deepest = 256;

// No object has so many keys that mean something: with more of them one is unknown, or given twice among the first.
constexpr size_t most_keys = 256;

const std::vector<std::string_view> document_keys = {"$schema", "id",     "name",    "layout", "dtype", "input", "let",
                                                     "define",  "layers", "outputs", "expect", "limit", "allow"};
const std::vector<std::string_view> definition_keys = {"parameters", "layers"};

// The value as it stands in the source.
Span with_quotes(const Literal& literal) {
    return literal.quoted ? Span{literal.span.begin - 1, literal.span.end + 1} : literal.span;
}

}  // namespace

void JsonBuilder::fail(Span span, std::string message, std::string help, const Code& code) {
    if (diagnostics_.size() >= most_mistakes) return;
    diagnostics_.push_back({&code, std::move(message), std::move(help), span});
}

// An escape is longer than what it comes to.
Text JsonBuilder::text_of(Span token, std::string_view decoded) {
    if (decoded.size() == token.end - token.begin) return {token};
    spec_.decoded.emplace_back(decoded);
    return {token, static_cast<uint32_t>(spec_.decoded.size() - 1)};
}

bool JsonBuilder::key(Span token, std::string_view decoded) {
    Frame& frame = frames_.back();
    frame.key = text_of(token, decoded);
    position_ = token.end + 1;
    after_ = After::key;
    if (frame.part == Part::skipped) return true;
    std::string_view name = spec_.text(frame.key);
    auto first = keys_.begin() + static_cast<ptrdiff_t>(frame.first_key);
    frame.repeated = std::find(first, keys_.end(), name) != keys_.end();
    if (frame.repeated) {
        fail(frame.key.span, fmt::format("`{}` is given twice", printable(name)), "remove one of the two",
             code::duplicate_key);
        return true;
    }
    if (keys_.size() - frame.first_key < most_keys) keys_.push_back(name);
    bool block = frame.part == Part::layer && (name == "layers" || name == "paths");
    if (block && statements_.statement().has_block) {
        frame.repeated = true;
        statements_.statement().broken = true;
        fail(frame.key.span, "`layers` and `paths` in one layer", "give one of them");
    }
    return true;
}

bool JsonBuilder::half_value(Span token) {
    position_ = token.end;
    after_ = After::value;
    last_scalar_ = token;
    return true;
}

bool JsonBuilder::scalar(Span token, Literal::Form form, int64_t number) {
    half_value(token);
    value({.form = form, .span = token, .number = number});
    return true;
}

bool JsonBuilder::number(Span token) {
    ReadInteger integer = read_integer(spec_.source.at(token));
    bool whole = integer.form != Literal::Form::word;
    return scalar(token, whole ? integer.form : Literal::Form::decimal, integer.value);
}

bool JsonBuilder::string(Span token, std::string_view decoded) {
    position_ = token.end + 1;
    after_ = After::value;
    last_scalar_ = {};
    bool expression = takes_expression() && decoded.find('$') != std::string_view::npos;
    value({.form = expression ? Literal::Form::expression : Literal::Form::word,
           .quoted = true,
           .span = token,
           .decoded = text_of(token, decoded).decoded});
    return true;
}

void JsonBuilder::value(const Literal& literal) {
    if (is_passed_over()) return;
    switch (around()) {
        case Part::file:
            return fail(literal.span, "a spec is a JSON object",
                        "write `{\"input\": [28, 28, 1], \"layers\": []}`, say", code::syntax);
        case Part::document: return document_value(literal);
        case Part::layer: return layer_value(literal);
        case Part::expected: return amount(statements_.expected(), literal);
        case Part::expect: return amount(spec_.expect, literal);
        case Part::limit: return amount(spec_.limit, literal);
        case Part::outputs: return name_item(spec_.outputs, literal);
        case Part::allow: return name_item(spec_.allow, literal);
        case Part::let: return let_value(literal);
        case Part::define:
            return fail(literal.span, "a definition is an object", "write `{\"parameters\": {}, \"layers\": []}`, say");
        case Part::definition: return definition_value(literal);
        case Part::parameters: return parameter_value(literal);
        case Part::paths: return fail(literal.span, "a path is an array of layers");
        case Part::list: return open_items_.push_back(literal);
        case Part::layers:
        case Part::path: return fail(literal.span, "a layer is an object", "write `{\"type\": \"relu\"}`, say");
        case Part::skipped: return;
    }
}

Text JsonBuilder::string_or_fail(const Literal& literal) {
    if (literal.form == Literal::Form::word) return {literal.span, literal.decoded};
    fail(literal.span, fmt::format("`{}` needs a string", printable(key_text())));
    return {};
}

Text JsonBuilder::word_or_fail(const Literal& literal) {
    Text text = string_or_fail(literal);
    if (literal.form == Literal::Form::word && text.empty()) fail(literal.span, fmt::format("an empty {}", key_text()));
    return text;
}

void JsonBuilder::document_value(const Literal& literal) {
    std::string_view key = key_text();
    if (key == "name") {
        spec_.name = string_or_fail(literal);
    } else if (key == "layout" || key == "dtype") {
        (key == "layout" ? spec_.layout : spec_.dtype) = word_or_fail(literal);
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
        fail(literal.span, fmt::format("`{}` needs an object", key), "write `{\"params\": 62378344}`, say");
    } else if (key == "let" || key == "define") {
        fail(literal.span, fmt::format("`{}` needs an object", key));
    } else {
        refuse_key("a spec", document_keys);
    }
}

void JsonBuilder::refuse_key(std::string_view whose, const std::vector<std::string_view>& keys) {
    fail(frames_.back().key.span, fmt::format("`{}` is not a key of {}", printable(key_text()), whose),
         did_you_mean(key_text(), keys), code::unknown_parameter);
}

void JsonBuilder::definition_value(const Literal& literal) {
    if (key_text() == "parameters") return fail(literal.span, "`parameters` needs an object");
    if (key_text() != "layers") return refuse_key("a definition", definition_keys);
    fail(literal.span, "`layers` needs an array of layers");
    statements_.statement().has_block = true;
}

void JsonBuilder::let_value(const Literal& literal) {
    if (!key_is_name("`let`")) return;
    refuse_object(literal, any_value);
    spec_.lets.push_back({frames_.back().key, literal});
}

// Whether a value is an object or holds one, which only a parameter without effect may.
bool JsonBuilder::refuse_object(const Literal& literal, std::string_view help) {
    if (!holds(spec_, literal, Literal::Form::object)) return false;
    fail(literal.span, fmt::format("`{}` cannot hold an object", printable(key_text())), std::string(help));
    return true;
}

bool JsonBuilder::key_is_name(std::string_view whose) {
    if (is_name(key_text())) return true;
    fail(frames_.back().key.span, fmt::format("`{}` is no name of a {}", printable(key_text()), whose),
         "it holds letters, digits and `_`, no digit first");
    return false;
}

void JsonBuilder::parameter_value(const Literal& literal) {
    if (!key_is_name("parameter")) return;
    Text name = frames_.back().key;
    if (is_reserved_parameter(spec_.text(name))) {
        return fail(name.span, fmt::format("`{}` is what any layer takes", spec_.text(name)), "choose another name");
    }
    if (refuse_object(literal, any_value)) statements_.statement().broken = true;
    spec_.parameters.push_back({name, literal});
    ++spec_.definitions.back().parameters.count;
}

void JsonBuilder::take_input(const Literal& literal) {
    auto first = static_cast<uint32_t>(spec_.arguments.size());
    spec_.arguments.push_back({{}, literal});
    bool broken = refuse_object(
        literal, "several inputs are layers `{\"type\": \"input\", \"name\": \"left\", \"shape\": [8, 8, 3]}`");
    spec_.inputs.push_back(
        {.type = frames_.back().key, .arguments = {first, 1}, .span = literal.span, .broken = broken});
}

void JsonBuilder::layer_value(const Literal& literal) {
    std::string_view key = key_text();
    Statement& layer = statements_.statement();
    if (key == "type") {
        layer.type = word_or_fail(literal);
        layer.broken = layer.broken || layer.type.empty();
    } else if (key == "name") {
        layer.label = word_or_fail(literal);
    } else if (key == "expect") {
        fail(literal.span, "`expect` needs an object", "write `{\"output\": [28, 28, 6], \"params\": 156}`, say");
    } else if (key == "paths") {
        fail(literal.span, "`paths` needs an array of paths, each an array of layers");
        layer.broken = true;
    } else {
        statements_.add_argument({frames_.back().key, literal});
    }
}

void JsonBuilder::amount(std::vector<Argument>& into, const Literal& literal) {
    bool shape = key_text() == "output";
    if (shape && refuse_object(literal, "write `[28, 28, 6]`, say")) return;
    bool whole = literal.form == Literal::Form::integer && literal.number >= 0;
    if (shape || whole) return into.push_back({frames_.back().key, literal});
    fail(literal.span, fmt::format("`{}` needs a whole number", printable(key_text())));
}

void JsonBuilder::name_item(std::vector<Literal>& into, const Literal& literal) {
    if (literal.form == Literal::Form::word) return into.push_back(literal);
    fail(literal.span, "a name is a string");
}

bool JsonBuilder::takes_expression() const {
    Part part = around();
    if (part == Part::layer) return key_text() != "type" && key_text() != "name";
    if (part == Part::document) return key_text() == "input";
    return part == Part::list || part == Part::let || part == Part::parameters;
}

// What a part is for the statements: a layer and a definition are one, and so is a path; a block makes one a merge.
void JsonBuilder::begin_part(Part part, Span span) {
    bool in_statement = frames_.back().part == Part::layer || frames_.back().part == Part::definition;
    if ((part == Part::layers || part == Part::paths) && in_statement) statements_.statement().has_block = true;
    if (part == Part::layer) statements_.begin(Statement::Kind::layer, span);
    if (part == Part::path) {
        statements_.begin(Statement::Kind::path, span);
        statements_.statement().type = {span};
        statements_.statement().has_block = true;
    }
    if (part == Part::definition) {
        Text name = frames_.back().key;
        statements_.begin(Statement::Kind::define, span);
        statements_.statement().type = name;
        spec_.definitions.push_back({name, statements_.index(), {static_cast<uint32_t>(spec_.parameters.size()), 0}});
        if (!is_definition_name(key_text())) {
            fail(name.span, fmt::format("`{}` is no name of a definition", printable(key_text())),
                 "it holds letters, digits, `_` and `-`");
        }
    }
}

void JsonBuilder::end_part(const Frame& frame) {
    if (frame.part == Part::layer) return finish_layer(frame.span.end);
    if (frame.part == Part::path) return statements_.end(frame.span.end);
    if (frame.part == Part::expected) statements_.statement().expects_at = frame.span.begin + 1;
    if (frame.part == Part::definition) {
        if (!statements_.statement().has_block) {
            fail(spec_.definitions.back().name.span, "a definition without `layers`", {}, code::missing_parameter);
        }
        return statements_.end(frame.span.end);
    }
    bool in_document = frames_.size() == 1 && frames_.back().part == Part::document;
    if (frame.part == Part::skipped && in_document && key_text() == "id") spec_.id = frame.span;
    if (frame.part != Part::list) return;
    Range items{static_cast<uint32_t>(spec_.items.size()),
                static_cast<uint32_t>(open_items_.size() - frame.first_item)};
    spec_.items.insert(spec_.items.end(), open_items_.begin() + static_cast<ptrdiff_t>(frame.first_item),
                       open_items_.end());
    open_items_.resize(frame.first_item);
    value({.form = Literal::Form::list, .span = frame.span, .items = items});
}

bool JsonBuilder::open(Span span, bool object) {
    position_ = span.end;
    after_ = After::opening;
    if (frames_.size() == deepest) {
        fail(span, fmt::format("nested deeper than {}", deepest), {}, code::too_large);
        return false;
    }
    Part parent = around();
    std::string_view key = parent == Part::file ? "" : key_text();
    Part part = is_passed_over() ? Part::skipped : part_of_child(parent, key, object);
    // A value of the wrong kind is reported where it would have been taken, as the object or array that it is.
    bool wanted = part != Part::skipped || parent == Part::skipped || (parent == Part::document && key == "id");
    if (!wanted) value({.form = object ? Literal::Form::object : Literal::Form::list, .span = span});
    if (!frames_.empty()) begin_part(part, span);
    frames_.push_back({part, span, keys_.size(), open_items_.size(), {}});
    return true;
}

bool JsonBuilder::close(Span token) {
    Frame frame = frames_.back();
    frame.span.end = position_ = token.end;
    after_ = After::value;
    last_scalar_ = {};
    frames_.pop_back();
    keys_.resize(frame.first_key);
    end_part(frame);
    return true;
}

void JsonBuilder::finish_layer(uint32_t end) {
    Statement& layer = statements_.statement();
    if (layer.expects_at == 0) layer.expects_at = end - 1;
    if (layer.type.empty() && !layer.broken) {
        layer.broken = true;
        fail({layer.span.begin, layer.span.begin + 1}, "a layer without a `type`", "write `\"type\": \"conv\"`, say",
             code::missing_parameter);
    }
    std::string_view type = spec_.text(layer.type);
    if (are_same_folded(type, "repeat")) {
        layer.kind = Statement::Kind::repeat;
        finish_turns(layer);
    } else if (are_same_folded(type, "freeze")) {
        layer.kind = Statement::Kind::freeze;
        if (statements_.has_arguments()) fail(layer.type.span, "`freeze` takes `layers` alone");
        layer.broken = layer.broken || statements_.has_arguments();
    }
    if (layer.kind != Statement::Kind::layer && !layer.label.empty()) {
        fail(layer.label.span, fmt::format("`{}` takes no name", folded(type)), "layers and calls have names");
    }
    if (layer.kind != Statement::Kind::layer && statements_.has_expected()) {
        fail(layer.type.span, fmt::format("`{}` is no layer", folded(type)),
             "write `expect` on the last layer inside it");
    }
    if (layer.kind != Statement::Kind::layer && !layer.has_block && !layer.broken) {
        fail(layer.type.span, fmt::format("`{}` without `layers`", folded(type)), {}, code::missing_parameter);
        layer.broken = true;
    }
    statements_.end(end);
}

void JsonBuilder::finish_turns(Statement& repeat) {
    Argument times = statements_.take_argument("times");
    if (times.key.empty() || statements_.has_arguments()) {
        fail(repeat.type.span, "`repeat` takes `times` and `layers`", "write `\"times\": 3`, say",
             times.key.empty() ? code::missing_parameter : code::unknown_parameter);
        repeat.broken = true;
    }
    statements_.add_argument(times);
}

}  // namespace nnshape
