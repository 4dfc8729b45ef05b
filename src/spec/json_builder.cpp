#include "spec/json_builder.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"

namespace nnshape {
namespace {

constexpr size_t deepest = 64;

// No object has so many keys that mean something: with more of them one is unknown, or given twice among the first.
constexpr size_t most_keys = 256;

const std::vector<std::string_view> document_keys = {"$schema", "id",      "name",   "layout", "dtype", "input",
                                                     "layers",  "outputs", "expect", "limit",  "allow"};
const std::vector<std::string_view> later_keys = {"let", "define"};

// What a merge or a repeat holds; a recurrent layer's number of `layers` is no such thing.
bool is_block_key(std::string_view key, const Literal& literal) {
    return key == "paths" || (key == "layers" && literal.form == Literal::Form::list);
}

bool is_one_of(std::string_view word, const std::vector<std::string_view>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// How much of a text is a number as JSON writes them.
size_t number_length(std::string_view text) {
    auto digits = [&](size_t at) {
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
        return at;
    };
    auto at = [&](size_t index, std::string_view letters) {
        return index < text.size() && letters.find(text[index]) != std::string_view::npos;
    };
    size_t first = at(0, "-") ? 1 : 0;
    size_t end = at(first, "0") ? first + 1 : digits(first);
    if (end == first) return 0;
    if (at(end, ".") && digits(end + 1) > end + 1) end = digits(end + 1);
    if (!at(end, "eE")) return end;
    size_t exponent = at(end + 1, "+-") ? end + 2 : end + 1;
    return digits(exponent) > exponent ? digits(exponent) : end;
}

}  // namespace

bool is_json_scalar(std::string_view text) {
    return text == "true" || text == "false" || text == "null" || number_length(text) == text.size();
}

uint32_t JsonBuilder::next_token() const {
    auto found = spec_.source.text.find_first_not_of(" \t\r\n,:", at_);
    return static_cast<uint32_t>(std::min(found, spec_.source.text.size()));
}

// The token that the parser has just reported; a string's span leaves the quotes out.
Span JsonBuilder::take_token() {
    std::string_view text = spec_.source.text;
    uint32_t begin = next_token();
    if (text[begin] == '"') {
        uint32_t end = begin + 1;
        while (text[end] != '"') end += text[end] == '\\' ? 2 : 1;
        at_ = end + 1;
        return {begin + 1, end};
    }
    bool bracket = std::string_view("{}[]").find(text[begin]) != std::string_view::npos;
    at_ =
        bracket ? begin + 1 : static_cast<uint32_t>(std::min(text.find_first_of(" \t\r\n,:{}[]", begin), text.size()));
    return {begin, at_};
}

Text JsonBuilder::text_of(Span span, const std::string& decoded) {
    if (spec_.source.at(span).find('\\') == std::string_view::npos) return {span};
    spec_.decoded.push_back(decoded);
    return {span, static_cast<uint32_t>(spec_.decoded.size() - 1)};
}

void JsonBuilder::fail(Span span, std::string message, std::string help, const Code& code) {
    diagnostics_.push_back({&code, std::move(message), std::move(help), span});
}

bool JsonBuilder::key(const std::string& decoded) {
    Frame& frame = frames_.back();
    frame.key = text_of(take_token(), decoded);
    after_ = After::key;
    if (frame.part == Part::skipped) return true;
    std::string_view name = spec_.text(frame.key);
    auto first = keys_.begin() + static_cast<ptrdiff_t>(frame.first_key);
    frame.repeated = std::find(first, keys_.end(), name) != keys_.end();
    if (frame.repeated) {
        fail(frame.key.span, fmt::format("`{}` is given twice", printable(name)), "remove one of the two",
             code::duplicate_key);
    } else if (keys_.size() - frame.first_key < most_keys) {
        keys_.push_back(name);
    }
    return true;
}

bool JsonBuilder::scalar(Literal::Form form, int64_t number, const std::string* decoded) {
    Literal literal{.form = form, .quoted = decoded != nullptr, .span = take_token(), .number = number};
    after_ = After::value;
    last_scalar_ = decoded ? Span{} : literal.span;
    if (!decoded && !is_json_scalar(spec_.source.at(literal.span))) return true;  // the parser fails at its second half
    if (decoded) literal.decoded = text_of(literal.span, *decoded).decoded;
    if (form == Literal::Form::decimal) {
        ReadInteger integer = read_integer(spec_.source.at(literal.span));
        if (integer.form != Literal::Form::word) literal.form = integer.form;
        literal.number = integer.value;
    }
    value(literal);
    return true;
}

void JsonBuilder::value(const Literal& literal) {
    if (frames_.empty()) {
        return fail(literal.span, "a spec is a JSON object", "write `{\"input\": [28, 28, 1], \"layers\": []}`, say",
                    code::syntax);
    }
    if (frames_.back().repeated) return;
    switch (frames_.back().part) {
        case Part::document:
            return document_value(literal);
        case Part::layer:
            return layer_value(literal);
        case Part::expected:
            return amount(spec_.expected, literal);
        case Part::expect:
            return amount(spec_.expect, literal);
        case Part::limit:
            return amount(spec_.limit, literal);
        case Part::outputs:
            return name_item(spec_.outputs, literal);
        case Part::allow:
            return name_item(spec_.allow, literal);
        case Part::list:
            return open_items_.push_back(literal);
        case Part::layers:
            return fail(literal.span, "a layer is an object", "write `{\"type\": \"relu\"}`, say");
        case Part::skipped:
            return;
    }
}

Text JsonBuilder::string_or_fail(const Literal& literal) {
    if (literal.form == Literal::Form::word) return {literal.span, literal.decoded};
    fail(literal.span, fmt::format("`{}` needs a string", printable(key_text())));
    return {};
}

void JsonBuilder::document_value(const Literal& literal) {
    std::string_view key = key_text();
    Span key_span = frames_.back().key.span;
    if (key == "name") {
        spec_.name = string_or_fail(literal);
    } else if (key == "layout") {
        spec_.layout = string_or_fail(literal);
    } else if (key == "dtype") {
        spec_.dtype = string_or_fail(literal);
    } else if (key == "input") {
        take_input(literal);
    } else if (key == "id") {
        spec_.id = literal.quoted ? Span{literal.span.begin - 1, literal.span.end + 1} : literal.span;
    } else if (key == "outputs") {
        name_item(spec_.outputs, literal);
    } else if (key == "allow") {
        name_item(spec_.allow, literal);
    } else if (key == "layers") {
        fail(literal.span, "`layers` needs an array of layers");
    } else if (key == "expect" || key == "limit") {
        fail(literal.span, fmt::format("`{}` needs an object", key), "write `{\"params\": 62378344}`, say");
    } else if (is_one_of(key, later_keys)) {
        fail(key_span, fmt::format("`{}` is not read by this version", key), {}, code::syntax);
    } else if (key != "$schema") {
        fail(key_span, fmt::format("`{}` is not a key of a spec", printable(key)), did_you_mean(key, document_keys),
             code::unknown_parameter);
    }
}

void JsonBuilder::take_input(const Literal& literal) {
    auto first = static_cast<uint32_t>(spec_.arguments.size());
    spec_.arguments.push_back({{}, literal});
    spec_.inputs.push_back({.type = frames_.back().key, .arguments = {first, 1}, .span = literal.span});
}

void JsonBuilder::layer_value(const Literal& literal) {
    std::string_view key = key_text();
    if (key == "type") {
        layer_.type = string_or_fail(literal);
        layer_.broken = layer_.broken || layer_.type.empty();
    } else if (key == "name") {
        layer_.label = string_or_fail(literal);
        if (literal.form == Literal::Form::word && layer_.label.empty()) fail(literal.span, "an empty name");
    } else if (key == "expect") {
        fail(literal.span, "`expect` needs an object", "write `{\"output\": [28, 28, 6], \"params\": 156}`, say");
    } else if (is_block_key(key, literal)) {
        fail(frames_.back().key.span, fmt::format("`{}` is not read by this version", key),
             "name a layer's inputs with `inputs`", code::syntax);
        layer_.broken = true;
    } else {
        spec_.arguments.push_back({frames_.back().key, literal});
    }
}

void JsonBuilder::amount(std::vector<Argument>& into, const Literal& literal) {
    bool shape = key_text() == "output";
    bool whole = literal.form == Literal::Form::integer && literal.number >= 0;
    if (shape || whole) return into.push_back({frames_.back().key, literal});
    fail(literal.span, fmt::format("`{}` needs a whole number", printable(key_text())));
}

void JsonBuilder::name_item(std::vector<Literal>& into, const Literal& literal) {
    if (literal.form == Literal::Form::word) return into.push_back(literal);
    fail(literal.span, "a name is a string");
}

JsonBuilder::Part JsonBuilder::part_of_child(bool object) {
    if (frames_.empty()) return object ? Part::document : Part::skipped;
    Part parent = frames_.back().part;
    std::string_view key = key_text();
    if (parent == Part::document) {
        if (object && key == "expect") return Part::expect;
        if (object && key == "limit") return Part::limit;
        if (!object && key == "layers") return Part::layers;
        if (!object && key == "outputs") return Part::outputs;
        if (!object && key == "allow") return Part::allow;
        return !object && key == "input" ? Part::list : Part::skipped;
    }
    if (parent == Part::layers && object) return Part::layer;
    if (parent == Part::layer && object && key == "expect") return Part::expected;
    bool skipped = key == "layers" || key == "paths" || key == "type" || key == "name";
    if (parent == Part::layer && !object && !skipped) return Part::list;
    bool shape = (parent == Part::expected || parent == Part::expect) && key == "output";
    return !object && (parent == Part::list || shape) ? Part::list : Part::skipped;
}

bool JsonBuilder::open(bool object) {
    Span span = take_token();
    after_ = After::opening;
    if (frames_.size() == deepest) {
        fail(span, fmt::format("nested deeper than {}", deepest), {}, code::too_large);
        return false;
    }
    bool repeated = !frames_.empty() && frames_.back().repeated;
    Part part = repeated ? Part::skipped : part_of_child(object);
    // A value of the wrong kind is reported where it would have been taken, as the object or array that it is.
    bool wanted = part != Part::skipped || (!frames_.empty() && frames_.back().part == Part::skipped) ||
                  (!frames_.empty() && frames_.back().part == Part::document && key_text() == "id");
    if (!wanted) value({.form = object ? Literal::Form::object : Literal::Form::list, .span = span});
    frames_.push_back({part, span, keys_.size(), open_items_.size(), {}});
    if (part == Part::layer) {
        layer_ = {.arguments = {static_cast<uint32_t>(spec_.arguments.size()), 0},
                  .expected = {static_cast<uint32_t>(spec_.expected.size()), 0},
                  .span = span};
    }
    return true;
}

bool JsonBuilder::close() {
    Frame frame = frames_.back();
    frame.span.end = take_token().end;
    after_ = After::value;
    last_scalar_ = {};
    frames_.pop_back();
    keys_.resize(frame.first_key);
    if (frame.part == Part::layer) {
        layer_.span = frame.span;
        finish_layer();
    }
    bool is_id = frame.part == Part::skipped && frames_.size() == 1 && frames_.back().part == Part::document &&
                 key_text() == "id";
    if (is_id) spec_.id = frame.span;
    if (frame.part != Part::list) return true;
    Range items{static_cast<uint32_t>(spec_.items.size()),
                static_cast<uint32_t>(open_items_.size() - frame.first_item)};
    spec_.items.insert(spec_.items.end(), open_items_.begin() + static_cast<ptrdiff_t>(frame.first_item),
                       open_items_.end());
    open_items_.resize(frame.first_item);
    value({.form = Literal::Form::list, .span = frame.span, .items = items});
    return true;
}

void JsonBuilder::finish_layer() {
    layer_.arguments.count = static_cast<uint32_t>(spec_.arguments.size()) - layer_.arguments.first;
    layer_.expected.count = static_cast<uint32_t>(spec_.expected.size()) - layer_.expected.first;
    if (layer_.type.empty() && !layer_.broken) {
        layer_.broken = true;
        fail({layer_.span.begin, layer_.span.begin + 1}, "a layer without a `type`", "write `\"type\": \"conv\"`, say",
             code::missing_parameter);
    }
    spec_.layers.push_back(layer_);
}

bool JsonBuilder::start_object() {
    return open(true);
}
bool JsonBuilder::end_object() {
    return close();
}
bool JsonBuilder::start_array() {
    return open(false);
}
bool JsonBuilder::end_array() {
    return close();
}

}  // namespace nnshape
