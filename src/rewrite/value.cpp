#include "rewrite/value.h"

#include <algorithm>

#include "base/text.h"
#include "network/bind.h"
#include "network/literal.h"
#include "spec/keywords.h"

namespace nnshape {
namespace {

using Form = Literal::Form;

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// A number that is not a 64-bit integer, as JSON writes it: digits on both sides of a point, no leading zero.
std::string number_text(std::string_view text) {
    std::string out = text.starts_with('-') ? "-" : "";
    text.remove_prefix(out.size());
    size_t first = text.find_first_not_of("0_");
    if (!is_digit(text[first])) out += '0';
    bool point = false;
    for (size_t at = first; at < text.size(); ++at) {
        if (text[at] == '_') continue;
        if (point && !is_digit(text[at])) out += '0';
        point = text[at] == '.';
        out += text[at];
    }
    return point ? out + "0" : out;
}

// Whether the parenthesis at the start of a text closes at its end.
bool is_in_parentheses(std::string_view text) {
    int open = 0;
    for (size_t at = 0; at < text.size(); ++at) {
        open += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
        if (open == 0) return at > 0 && at + 1 == text.size();
    }
    return false;
}

// An expression without blanks, with braces around a name only if a letter follows. A `$(`, which makes an expression
// of a string in JSON, becomes a parenthesis, and none if it surrounds the whole.
std::string expression_text(std::string_view text) {
    std::string out;
    for (char letter : text) {
        if (letter != ' ' && letter != '\t') out += letter;
    }
    bool surrounded = out.starts_with("$(") && is_in_parentheses(std::string_view(out).substr(1));
    if (surrounded) out = out.substr(2, out.size() - 3);
    for (size_t at = out.find("$("); at != std::string::npos; at = out.find("$(", at)) out.erase(at, 1);
    for (size_t at = out.find("${"); at != std::string::npos; at = out.find("${", at + 1)) {
        size_t end = out.find('}', at);
        if (end == std::string::npos) break;
        bool letter_follows = end + 1 < out.size() && is_name("a" + out.substr(end + 1, 1));
        if (letter_follows) continue;
        out.erase(end, 1);
        out.erase(at + 1, 1);
    }
    return out;
}

// In JSON, a list of two inside a list is a pair of before and after.
Value item_of(const Spec& spec, const Literal& literal) {
    Value item = value_of(spec, literal);
    if (item.form == Value::Form::list && item.items.size() == 2) item.form = Value::Form::pair;
    return item;
}

Value list_of(const Spec& spec, const Literal& literal) {
    Value list{.form = literal.form == Form::pair ? Value::Form::pair : Value::Form::list, .span = literal.span};
    for (uint32_t index = 0; index < literal.items.count; ++index) {
        list.items.push_back(item_of(spec, spec.items[literal.items.first + index]));
    }
    return list;
}

// The canonical word, for a word that a spec may write in another case or with `-`.
std::string canonical_word(std::string_view word, std::string_view words) {
    for (std::string_view one : words_of(words)) {
        if (are_same_folded(one, word)) return std::string(one);
    }
    return std::string(word);
}

}  // namespace

Value number_value(int64_t number) { return {.form = Value::Form::number, .text = std::to_string(number)}; }

Value word_value(const Spec& spec, const Literal& literal) {
    if (literal.form == Form::expression) return value_of(spec, literal);
    return {.form = Value::Form::word, .text = std::string(spec.text(literal)), .span = literal.span};
}

Value names_value(const Spec& spec, const Literal& literal) {
    if (literal.form == Form::expression) return value_of(spec, literal);
    Value names{.form = Value::Form::names, .span = literal.span};
    for (const Literal& name : names_in(spec, literal)) names.items.push_back(word_value(spec, name));
    return names;
}

namespace {

// "0:1" in JSON is one pair for every axis; null if the string is not a pair.
Value pair_of(const Spec& spec, const Literal& literal) {
    std::string_view text = spec.text(literal);
    size_t colon = std::min(text.find(':'), text.size());
    ReadInteger before = read_integer(text.substr(0, colon));
    ReadInteger after = read_integer(text.substr(std::min(colon + 1, text.size())));
    bool pair = spec.form == SpecForm::json && before.form == Form::integer && after.form == Form::integer;
    if (!pair) return {};
    return {.form = Value::Form::pair,
            .items = {number_value(before.value), number_value(after.value)},
            .span = literal.span};
}

}  // namespace

Value value_of(const Spec& spec, const Literal& literal) {
    Value value{.span = literal.span};
    auto as = [&](Value::Form form, std::string text) {
        value.form = form;
        value.text = std::move(text);
        return value;
    };
    switch (literal.form) {
        case Form::nothing: return value;
        case Form::boolean: return as(Value::Form::boolean, literal.number ? "true" : "false");
        case Form::integer: return as(Value::Form::number, std::to_string(literal.number));
        case Form::huge:
        case Form::decimal: return as(Value::Form::number, number_text(spec.text(literal)));
        case Form::expression: {
            std::string text = expression_text(spec.text(literal));
            ReadInteger number = read_integer(text);
            if (number.form == Form::integer) return as(Value::Form::number, std::to_string(number.value));
            if (number.form == Form::huge || is_decimal(text)) return as(Value::Form::number, number_text(text));
            return as(Value::Form::expression, std::move(text));
        }
        case Form::list:
        case Form::commas:
        case Form::pair: return list_of(spec, literal);
        case Form::word:
        case Form::object: break;
    }
    auto truth = literal.quoted ? std::nullopt : read_boolean(spec, literal);
    if (truth) return as(Value::Form::boolean, *truth ? "true" : "false");
    if (Value pair = pair_of(spec, literal); pair.form == Value::Form::pair) return pair;
    return as(Value::Form::word, std::string(spec.text(literal)));
}

Value value_of(const Spec& spec, const Param& param, const Literal& literal) {
    Value value = value_of(spec, literal);
    bool word = literal.form == Form::word && value.form != Value::Form::pair;
    if (param.type == ParamType::layer) return word_value(spec, literal);
    if (param.type == ParamType::choice && word) {
        value = word_value(spec, literal);
        value.text = canonical_word(value.text, param.choices);
    } else if (param.type == ParamType::boolean) {
        if (auto truth = read_boolean(spec, literal)) {
            value.form = Value::Form::boolean;
            value.text = *truth ? "true" : "false";
        } else if (word) {
            value.text = canonical_word(value.text, param.choices);
        }
    } else if (param.type == ParamType::axis || param.type == ParamType::axes) {
        if (word) value.text = canonical_word(value.text, "channels");
        for (Value& item : value.items) {
            if (item.form == Value::Form::word) item.text = canonical_word(item.text, "channels");
        }
    } else if (word) {
        value.text = canonical_word(value.text, padding_words);
    } else if (param.type == ParamType::shape || param.type == ParamType::order) {
        bool alone = value.form == Value::Form::number;
        if (alone) value = {.items = {value}, .span = literal.span};
        if (alone || value.form == Value::Form::list) value.form = Value::Form::shape;
    }
    return value;
}

void put_in_front(std::vector<Item>& items, const std::vector<std::string_view>& names) {
    size_t place = 0;
    for (std::string_view name : names) {
        auto found = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.key == name; });
        bool keyless =
            found != items.end() && found->style == Item::Style::keyed && found->value.form != Value::Form::word;
        if (!keyless) return;
        found->style = Item::Style::keyless;
        std::rotate(items.begin() + static_cast<std::ptrdiff_t>(place++), found, found + 1);
    }
}

void put_in_front(std::vector<Item>& items, std::span<const Param> params) {
    std::vector<std::string_view> names;
    for (int param : positionals(params)) names.push_back(params[static_cast<size_t>(param)].name);
    put_in_front(items, names);
}

}  // namespace nnshape
