#include "spec/text/call_line.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "base/unicode.h"
#include "spec/expression.h"
#include "spec/keywords.h"
#include "spec/text/call_parser.h"

namespace nnshape {
namespace {

using Form = CallValue::Form;

// No constructor is longer; the text of a file is not searched for its end.
constexpr size_t longest_call = 1 << 16;

constexpr size_t deepest = 64;  // containers inside each other

Span span_of(size_t begin, size_t end) { return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}; }

// The code of an expression with `${width}` in place of `width`.
std::string with_lets(std::string_view code) {
    std::string out;
    while (!code.empty()) {
        size_t length = dotted_name_length(code);
        out += length > 0 ? fmt::format("${{{}}}", code.substr(0, length)) : std::string(1, code[0]);
        code.remove_prefix(std::max<size_t>(length, 1));
    }
    return out;
}

}  // namespace

// Where the parts of a line are: `label: target = name(`, in which only the name and the parenthesis are needed.
struct CallLines::Head {
    std::optional<Span> label;
    std::optional<Span> target;
    size_t name = 0;
    size_t open = 0;
};

size_t CallLines::skip_blanks(size_t at) const {
    std::string_view text = spec_.source.text;
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    return at;
}

std::optional<CallLines::Head> CallLines::head_at(size_t begin) const {
    std::string_view text = spec_.source.text;
    Head head;
    size_t at = skip_blanks(begin);
    size_t line_end = std::min(text.find_first_of("\n;", at), text.size());
    // `(features): `, as a framework prints a module
    if (at < line_end && text[at] == '(') {
        size_t end = text.substr(0, line_end).find("):", at);
        if (end == std::string_view::npos || !is_plain_name(text.substr(at + 1, end - at - 1))) return std::nullopt;
        head.label = span_of(at + 1, end);
        at = skip_blanks(end + 2);
    } else if (size_t colon = text.substr(0, line_end).find(": ", at);
               colon != std::string_view::npos && is_plain_name(text.substr(at, colon - at))) {
        head.label = span_of(at, colon);
        at = skip_blanks(colon + 1);
    }
    size_t length = dotted_name_length(text.substr(at, line_end - at));
    if (size_t equals = skip_blanks(at + length);
        length > 0 && equals < line_end && text[equals] == '=' && text.substr(equals, 2) != "==") {
        std::string_view target = text.substr(at, length);
        head.target = span_of(at + target.size() - last_part(target).size(), at + length);
        at = skip_blanks(equals + 1);
        length = dotted_name_length(text.substr(at, line_end - at));
    }
    head.name = at;
    head.open = at + length;
    if (length == 0 || head.open >= line_end || text[head.open] != '(') return std::nullopt;
    return head;
}

std::optional<CallLine> CallLines::read(uint32_t begin) {
    std::string_view text = spec_.source.text;
    size_t at = skip_blanks(begin);
    if (!containers_.empty() && at < text.size() && std::string_view(")]").find(text[at]) != std::string_view::npos) {
        size_t end = close_containers(at);
        if (end < text.size() && text[end] == ',') ++end;
        return CallLine{.kind = CallLine::Kind::closing, .end = static_cast<uint32_t>(end)};
    }
    auto head = head_at(begin);
    if (!head) return std::nullopt;
    if (auto opening = container(*head)) return opening;
    if (closing_bracket(text.substr(0, head->open + longest_call), head->open) == std::string_view::npos) {
        return std::nullopt;
    }
    auto call = parse_call(text, head->name);
    if (!call) return std::nullopt;
    // `model.add(layers.Dense(10))`
    bool is_add = call->text.ends_with(".add") && call->arguments.size() == 1;
    if (is_add && call->arguments[0].value.form == Form::call) {
        CallValue inner = call->arguments[0].value;
        inner.span.end = call->span.end;
        *call = std::move(inner);
    }
    auto chosen = choose_class(*call, framework_);
    if (!chosen) return std::nullopt;
    return layer(*head, *call, *chosen);
}

// Something whose parenthesis is the last thing on its line, or a list of layers.
std::optional<CallLine> CallLines::container(const Head& head) {
    std::string_view text = spec_.source.text;
    std::string_view name = last_part(text.substr(head.name, head.open - head.name));
    size_t line_end = std::min(text.find('\n', head.open), text.size());
    size_t end = head.open + 1;
    while (end < line_end && std::string_view("([ \t\r").find(text[end]) != std::string_view::npos) ++end;
    auto classes = find_classes(name);
    bool is_layer =
        std::any_of(classes.begin(), classes.end(), [](const FoundClass& one) { return !one.described->type.empty(); });
    bool is_list = contains_word("Sequential ModuleList", name);
    if (is_layer || (!is_list && end < line_end) || containers_.size() == deepest) return std::nullopt;
    std::string label = head.label && !head.target ? std::string(spec_.source.at(*head.label)) : std::string();
    containers_.push_back({std::move(label), span_of(head.name, head.open + 1)});
    return CallLine{.kind = CallLine::Kind::opening, .end = static_cast<uint32_t>(end)};
}

// One past the brackets at `at` that close containers, the blanks between them included.
size_t CallLines::close_containers(size_t at) {
    std::string_view text = spec_.source.text;
    size_t end = at;
    for (; at < text.size() && !containers_.empty() && (text[at] == ')' || text[at] == ']'); at = skip_blanks(at + 1)) {
        if (text[at] == ')') containers_.pop_back();
        end = at + 1;
    }
    return end;
}

Text CallLines::kept(Span span, std::string text) {
    spec_.decoded.push_back(std::move(text));
    return {span, static_cast<uint32_t>(spec_.decoded.size() - 1)};
}

// The label, or the variable if it gets its first value; after the names of the containers around it.
Text CallLines::label_of(const Head& head) {
    if (head.label) {
        std::string path;
        for (const Container& container : containers_) path += container.label.empty() ? "" : container.label + ".";
        return path.empty() ? Text{*head.label} : kept(*head.label, path + std::string(spec_.source.at(*head.label)));
    }
    if (!head.target) return {};
    auto [variable, is_first] = assigned_.emplace(spec_.source.at(*head.target), true);
    variable->second = is_first;
    return is_first ? Text{*head.target} : Text{};
}

void CallLines::fail(Statement& layer, Fault<Span> fault) {
    if (!layer.broken && diagnostics_.size() < most_mistakes) {
        diagnostics_.push_back({&code::bad_value, std::move(fault.message), std::move(fault.help), fault.where});
    }
    layer.broken = true;
}

CallLine CallLines::layer(const Head& head, const CallValue& call, const ChosenClass& chosen) {
    std::string_view text = spec_.source.text;
    std::string_view target = head.target ? spec_.source.at(*head.target) : std::string_view();
    CallLine line{.end = call.span.end};
    Statement& layer = line.layer;
    Span name = span_of(call.span.begin, call.span.begin + call.text.size());
    layer.type = {name};
    layer.is_code = true;
    auto translated = translate(chosen.found, last_part(call.text), call);
    if (!translated) fail(layer, translated.fault());
    size_t first = spec_.arguments.size();
    if (translated) {
        if (chosen.by == ChosenClass::By::name) framework_ = translated->framework;
        layer.is_guess = chosen.by == ChosenClass::By::guess;
        layer.type = kept(name, translated->type);
        line.is_input = translated->type == "input";
        for (const TranslatedArgument& argument : translated->arguments) {
            Text key = kept(argument.value.span, argument.param);
            Literal value = literal_of(argument.value, layer);
            if (argument.is_shape) shapes_.push_back({value.items, translated->framework->channels_last});
            spec_.arguments.push_back({key, value});
        }
        if (const auto& format = translated->data_format) {
            formats_.push_back({format->span, format->text != "channels_first"});
        }
    }
    // `(x)` after a constructor of Keras
    size_t after = skip_blanks(line.end);
    size_t close = after < text.size() && text[after] == '('
                       ? closing_bracket(text.substr(0, after + longest_call), after)
                       : std::string_view::npos;
    if (close != std::string_view::npos) {
        auto inputs = parse_value(text, span_of(after + 1, close));
        if (inputs) take_inputs(*inputs, target, layer);
        line.end = static_cast<uint32_t>(close + 1);
    }
    layer.label = label_of(head);
    // With several inputs, the next layer must name its own.
    last_assigned_ = line.is_input && !spec_.inputs.empty() ? std::string_view() : target;
    layer.arguments = {static_cast<uint32_t>(first), static_cast<uint32_t>(spec_.arguments.size() - first)};
    layer.expected.first = static_cast<uint32_t>(spec_.expected.size());
    if (translated && translated->output) {
        Literal output = literal_of(*translated->output, layer);
        shapes_.push_back({output.items, translated->framework->channels_last});
        spec_.expected.push_back({{}, output});
        layer.expected.count = 1;
    }
    layer.span = span_of(head.label ? head.label->begin : head.target ? head.target->begin : head.name, line.end);
    // Brackets of containers may close on the same line.
    if (size_t begin = skip_blanks(line.end), closed = close_containers(begin); closed > begin) {
        line.end = static_cast<uint32_t>(closed);
    }
    size_t end = skip_blanks(line.end);
    bool comma = end < text.size() && text[end] == ',';
    if (comma) line.end = static_cast<uint32_t>(end + 1);
    size_t next = skip_blanks(line.end);
    layer.expects_at = line.end;
    line.goes_on = !comma || text.substr(next, 2) == "->" || next == text.size() || text[next] == '\n' ||
                   text[next] == '\r' || text[next] == '#';
    return line;
}

// Names in the second parentheses. The statement before needs no mention, nor does a variable without a value, which
// is assigned here: the input of the code.
void CallLines::take_inputs(const CallValue& inputs, std::string_view target, Statement& layer) {
    std::vector<CallValue> names = inputs.form == Form::list ? inputs.items : std::vector{inputs};
    for (const CallValue& name : names) {
        if (name.form != Form::expression || !is_name(name.text)) {
            return fail(layer,
                        {name.span, "the input of a layer is a name here", "write each layer on a line of its own"});
        }
    }
    std::string only = names.size() == 1 ? names[0].text : std::string();
    if (!only.empty() && (only == last_assigned_ || (only == target && !assigned_.contains(only)))) return;
    std::vector<Literal> items;
    for (const CallValue& name : names) {
        auto variable = assigned_.find(name.text);
        if (variable != assigned_.end() && !variable->second) {
            return fail(layer, {name.span, fmt::format("`{}` has had several values", name.text),
                                "give the layer that is meant a variable of its own"});
        }
        items.push_back({.form = Literal::Form::word, .span = name.span});
    }
    Literal from = items[0];
    if (items.size() > 1) {
        from = {.form = Literal::Form::commas, .span = inputs.span};
        from.items = {static_cast<uint32_t>(spec_.items.size()), static_cast<uint32_t>(items.size())};
        spec_.items.insert(spec_.items.end(), items.begin(), items.end());
    }
    spec_.arguments.push_back({kept(inputs.span, "from"), from});
}

Literal CallLines::literal_of(const CallValue& value, Statement& layer) {
    Literal literal{.span = value.span};
    switch (value.form) {
        case Form::none: break;
        case Form::boolean:
        case Form::integer:
            literal.form = value.form == Form::boolean ? Literal::Form::boolean : Literal::Form::integer;
            literal.number = value.number;
            break;
        case Form::number: literal.form = is_decimal(value.text) ? Literal::Form::decimal : Literal::Form::huge; break;
        case Form::word:
            literal.form = Literal::Form::word;
            literal.quoted = true;
            literal.decoded = kept(value.span, value.text).decoded;
            break;
        case Form::expression: {
            literal.form = Literal::Form::expression;
            literal.decoded = kept(value.span, with_lets(value.text)).decoded;
            Values values;
            auto known = evaluate(spec_, values, literal, {});  // a value without names
            if (known) literal = *known;
            break;
        }
        case Form::call: fail(layer, {value.span, "a constructor is not a value of a parameter"}); break;
        case Form::list: {
            std::vector<Literal> items;
            for (const CallValue& item : value.items) items.push_back(literal_of(item, layer));
            literal.form = Literal::Form::list;
            literal.items = {static_cast<uint32_t>(spec_.items.size()), static_cast<uint32_t>(items.size())};
            spec_.items.insert(spec_.items.end(), items.begin(), items.end());
            break;
        }
    }
    return literal;
}

void CallLines::finish() {
    std::string layout = spec_.layout.empty() ? std::string() : folded(spec_.text(spec_.layout));
    bool channels_last = layout != "chw" && layout != "channelsfirst";
    for (const Shape& shape : shapes_) {
        if (shape.channels_last == channels_last || shape.sizes.count < 2) continue;
        auto first = spec_.items.begin() + shape.sizes.first, end = first + shape.sizes.count;
        shape.channels_last ? std::rotate(first, end - 1, end) : std::rotate(first, first + 1, end);
    }
    for (const Container& container : containers_) {
        diagnostics_.push_back(
            {&code::syntax, "the parenthesis is not closed", "a `)` ends what it begins", container.open});
    }
    for (const Format& format : formats_) {
        if (format.channels_last == channels_last) continue;
        diagnostics_.push_back({&code::bad_value,
                                fmt::format("the spec has its channels {}", channels_last ? "last" : "first"),
                                "the layout of the spec says where they are", format.span});
    }
}

}  // namespace nnshape
