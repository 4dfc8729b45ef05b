#include "rewrite/operation.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "network/match.h"
#include "spec/expression.h"
#include "spec/keywords.h"

namespace nnshape {
namespace {

using Form = Literal::Form;

std::string text_of(const Spec& spec, const Literal& literal, bool names = false);

// A size, or what stands before and after it, of which a name has braces, as an `x` may follow.
std::string size_text(const Spec& spec, const Literal& item) {
    if (item.form == Form::list && item.items.count == 2) {
        const Literal* sizes = &spec.items[item.items.first];
        return fmt::format("{}:{}", size_text(spec, sizes[0]), size_text(spec, sizes[1]));
    }
    std::string text = text_of(spec, item);
    bool name = text.starts_with('$') && is_name(std::string_view(text).substr(1));
    return name ? fmt::format("${{{}}}", text.substr(1)) : text;
}

// A value in the text form: `3x5`, `0:1x0:1`, and of names `a,b`, of which each may be an expression.
std::string text_of(const Spec& spec, const Literal& literal, bool names) {
    if (spec.form == SpecForm::text && !literal.quoted) return std::string(spec.source.at(literal.span));
    if (literal.form == Form::nothing) return "-";
    if (literal.form != Form::list) return printable(spec.text(literal));
    names = names || holds(spec, literal, Form::word);
    std::string out;
    for (uint32_t index = 0; index < literal.items.count; ++index) {
        const Literal& item = spec.items[literal.items.first + index];
        if (index > 0) out += names ? "," : "x";
        out += names ? text_of(spec, item) : size_text(spec, item);
    }
    return out;
}

std::string text_of(const Spec& spec, const Argument& argument) {
    std::string_view key = spec.text(argument.key);
    return text_of(spec, argument.value, key == "inputs" || key == "from" || key == "allow");
}

// Sizes and padding with their expressions worked out; nothing for what is no list of numbers.
std::string numbers_text(const Network& network, const Arg& arg) {
    std::span<const int64_t> numbers{network.numbers.data() + arg.first, arg.count};
    bool pairs = arg.form == Arg::Form::pair || arg.form == Arg::Form::pairs;
    std::string out;
    for (size_t index = 0; index < numbers.size(); ++index) {
        if (index > 0) out += pairs && index % 2 == 1 ? ':' : 'x';
        out += std::to_string(numbers[index]);
    }
    return arg.form == Arg::Form::word ? std::string() : out;
}

std::string value_text(const Network& network, const Node& node, uint32_t index) {
    const Spec& spec = *network.spec;
    const Argument& argument = spec.arguments[index];
    if (!holds_expression(spec, argument.value)) return text_of(spec, argument);
    for (size_t param = 0; param < params_of(*node.kind).size(); ++param) {
        const Arg& arg = network.args_of(node).values()[param];
        ParamType type = params_of(*node.kind)[param].type;
        bool counts = type == ParamType::integer || type == ParamType::sizes || type == ParamType::padding ||
                      type == ParamType::shape;
        std::string numbers = counts && arg.written == index ? numbers_text(network, arg) : std::string();
        if (!numbers.empty()) return numbers;
    }
    return text_of(spec, argument);
}

std::string argument_text(const Spec& spec, const Argument& argument, const std::string& value) {
    if (argument.key.empty()) return value;
    std::string key = printable(spec.text(argument.key));
    if (argument.value.form == Form::boolean) return (argument.value.number ? "" : "no-") + key;
    return fmt::format("{}={}", key == "inputs" ? "from" : key, value);
}

}  // namespace

std::string operation_of(const Network& network, const Node& node) {
    const Spec& spec = *network.spec;
    std::string out = printable(spec.text(node.statement->type));
    const Range& range = node.statement->arguments;
    auto arguments = arguments_of(spec, *node.statement);
    std::vector<bool> done(arguments.size());
    // In JSON every value has a key; the required ones need none in text.
    if (spec.form == SpecForm::json) {
        for (int param : positionals(params_of(*node.kind))) {
            auto found = std::find_if(arguments.begin(), arguments.end(), [&](const Argument& argument) {
                ArgumentMatch match = nnshape::match(spec, params_of(*node.kind), argument);
                return !argument.key.empty() && match.is_own() && match.param == param;
            });
            if (found == arguments.end() || found->value.form == Form::boolean) break;
            done[static_cast<size_t>(found - arguments.begin())] = true;
            out += fmt::format(
                " {}", value_text(network, node, range.first + static_cast<uint32_t>(found - arguments.begin())));
        }
    }
    for (size_t index = 0; index < arguments.size(); ++index) {
        if (done[index]) continue;
        std::string value = value_text(network, node, range.first + static_cast<uint32_t>(index));
        out += fmt::format(" {}", argument_text(spec, arguments[index], value));
    }
    return out;
}

std::string operation_of(const Network& network, const Statement& call) {
    const Spec& spec = *network.spec;
    std::string out = printable(spec.text(call.type));
    for (const Argument& argument : arguments_of(spec, call)) {
        out += fmt::format(" {}", argument_text(spec, argument, text_of(spec, argument)));
    }
    return out;
}

}  // namespace nnshape
