#include "network/type_advice.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "frameworks/by_hand.h"
#include "network/match.h"
#include "spec/dialect.h"
#include "spec/keywords.h"
#include "spec/text/definition_reader.h"

namespace nnshape {

namespace {

// A literal as it would be in a call. Of an expression nothing is known.
CallValue call_value(const Spec& spec, const Literal& literal) {
    switch (literal.form) {
        case Literal::Form::boolean: return {.form = CallValue::Form::boolean, .number = literal.number};
        case Literal::Form::integer: return {.form = CallValue::Form::integer, .number = literal.number};
        case Literal::Form::word: return {.form = CallValue::Form::word, .text = std::string(spec.text(literal))};
        case Literal::Form::list: break;
        default: return {};
    }
    CallValue list{.form = CallValue::Form::list};
    for (const Literal& item : Literals(spec).items(literal)) list.items.push_back(call_value(spec, item));
    return list;
}

// Whether one name is the other with two letters or more at an end, so that it means something else: `mbconv`, `conv`.
bool adds_words(std::string_view one, std::string_view other) {
    if (one.size() < other.size()) std::swap(one, other);
    return one.size() - other.size() >= 2 && (one.starts_with(other) || one.ends_with(other));
}

}  // namespace

// What a class without a layer type comes to, as the statement that replaces it; empty if that is not known.
std::string TypeAdvice::custom_for(const FoundClass& found, const Statement& statement, const Shape& input) const {
    std::vector<CallArgument> arguments;
    for (const Argument& argument : arguments_of(spec_, statement)) {
        arguments.push_back({std::string(spec_.text(argument.key)), {}, call_value(spec_, argument.value)});
    }
    std::string line = by_hand(found, arguments, input, network_.layout);
    constexpr std::string_view keys[] = {"shape"};
    if (line.empty()) return line;
    const Argument* inputs = inputs_argument(spec_, statement);
    bool is_text = !dialect_of(spec_).needs_keys;
    if (inputs && is_text) line += fmt::format(" from={}", printable(spec_.text(inputs->value)));
    std::string_view wiring = inputs && !is_text ? " with the same inputs" : "";
    return fmt::format("write {}{}", dialect_of(spec_).statement(line, keys), wiring);
}

std::string TypeAdvice::help_for(const Statement& statement, const Shape* input) {
    std::string_view type = spec_.text(statement.type);
    if (is_label(statement)) {
        std::string_view quote = is_plain_name(type) ? "" : "\"";
        return fmt::format("a label ends in a colon: `{}{}{}:`", quote, printable(type), quote);
    }
    if (auto classes = find_classes(type); !classes.empty()) {
        const FoundClass& found = classes[0];
        if (!found.described->type.empty()) {
            return fmt::format("{} of {} is the type `{}`", type, found.framework->name, found.type());
        }
        std::string custom = input ? custom_for(found, statement, *input) : std::string();
        return custom.empty() ? std::string(found.described->instead) : custom;
    }
    auto [help, unseen] = helps_.emplace(type, std::string());
    if (!unseen) return help->second;
    auto names = all_kind_names();
    for (const Definition& definition : spec_.definitions) {
        std::string_view name = spec_.text(definition.name);
        if (is_definition_name(name)) names.push_back(name);
    }
    std::string_view near = nearest(type, names);
    bool is_slip = !near.empty() && !adds_words(folded(type), folded(near));
    // `input` and its value are a directive, which no word replaces.
    if (is_slip) help->second = near == "input" ? "did you mean an input?" : fmt::format("did you mean `{}`?", near);
    return help->second;
}

bool TypeAdvice::is_label(const Statement& statement) const {
    if (!dialect_of(spec_).has_labels || !statement.label.empty() || statement.arguments.count == 0) return false;
    const Argument& first = spec_.arguments[statement.arguments.first];
    if (!first.key.empty() || first.value.form != Literal::Form::word) return false;
    std::string_view word = spec_.text(first.value);
    auto is_it = [&](const Definition& definition) { return spec_.text(definition.name) == word; };
    return find_kind(word).kind || std::any_of(spec_.definitions.begin(), spec_.definitions.end(), is_it);
}

}  // namespace nnshape
