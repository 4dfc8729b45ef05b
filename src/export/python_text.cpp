#include "export/python_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <cctype>

namespace nnshape {
namespace {

// A constructor of the framework has a dot in its name.
bool is_own(const CodeConstruct& construct) { return construct.callee.find('.') == std::string::npos; }

// Whether an operator with blanks around it is outside all brackets.
bool has_operator(std::string_view text) {
    int depth = 0;
    for (size_t index = 0; index < text.size(); ++index) {
        char letter = text[index];
        depth += letter == '(' || letter == '[' ? 1 : letter == ')' || letter == ']' ? -1 : 0;
        bool is_spaced = index > 0 && index + 1 < text.size() && text[index - 1] == ' ';
        if (depth == 0 && is_spaced && std::string_view("+-*/@").find(letter) != std::string_view::npos) return true;
    }
    return text.starts_with('-');
}

// Between `(` or `, ` and `)` or `,` a sum needs no parentheses.
bool is_enclosed(std::string_view text, size_t begin, size_t end) {
    bool opens = begin == 0 || text[begin - 1] == '(' || (begin > 1 && text.substr(begin - 2, 2) == ", ");
    bool closes = end == text.size() || text[end] == ')' || text[end] == ',';
    return opens && closes;
}

}  // namespace

std::string turns_text(const CodeConstruct& construct) {
    if (!construct.rows.empty()) {
        std::vector<std::string> rows;
        for (const auto& row : construct.rows) {
            std::vector<std::string> values;
            for (const CodeSlot& slot : row) values.push_back(slot.text);
            rows.push_back(values.size() == 1 ? values[0] : fmt::format("({})", fmt::join(values, ", ")));
        }
        return fmt::format("({})", fmt::join(rows, ", "));
    }
    return construct.variables == "_" ? fmt::format("range({})", construct.turns.text) : construct.turns.text;
}

std::string generator_text(const CodeConstruct& construct) {
    std::vector<std::string> body;
    for (const CodeConstruct& one : construct.body) {
        body.push_back((one.is_repeated() ? "*" : "") + construct_text(one));
    }
    bool single = body.size() == 1 && !construct.body[0].is_repeated();
    std::string made = single ? body[0] : fmt::format("nn.Sequential({})", fmt::join(body, ", "));
    return fmt::format("{} for {} in {}", made, construct.variables, turns_text(construct));
}

std::string arguments_text(const CodeConstruct& construct) {
    std::vector<std::string> parts;
    for (const CodeConstruct& inner : construct.body) {
        parts.push_back((inner.is_repeated() ? "*" : "") + construct_text(inner));
    }
    size_t keyless = 0;
    bool keyed = false;
    for (const CodeArgument& argument : construct.arguments) {
        if (argument.is_standard) continue;
        bool alone = argument.key.empty() || (!keyed && argument.is_required && (is_own(construct) || keyless < 2));
        keyless += alone ? 1 : 0;
        keyed = keyed || !alone;
        parts.push_back(alone ? argument.value.text : fmt::format("{}={}", argument.key, argument.value.text));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::string construct_text(const CodeConstruct& construct) {
    if (construct.is_repeated()) return fmt::format("({})", generator_text(construct));
    return fmt::format("{}({}){}", construct.callee, arguments_text(construct), construct.suffix);
}

std::string expression_text(const CodeStep& step, const std::vector<std::string>& inputs, const std::string& made) {
    std::string_view text = step.expression;
    std::string out;
    for (size_t at = 0; at < text.size();) {
        size_t end = text[at] == '{' ? text.find('}', at) : std::string_view::npos;
        if (end == std::string_view::npos) {
            out += text[at++];
            continue;
        }
        std::string_view name = text.substr(at + 1, end - at - 1);
        if (name == "m") {
            out += made;
        } else if (name[0] == 's') {
            out += step.slots[std::stoul(std::string(name.substr(1)))].text;
        } else {
            const std::string& input = inputs[std::stoul(std::string(name))];
            bool needs = has_operator(input) && !is_enclosed(text, at, end + 1);
            out += needs ? fmt::format("({})", input) : input;
        }
        at = end + 1;
    }
    return out;
}

std::string commented(const std::string& line, const std::string& comment) {
    return comment.empty() ? line : fmt::format("{}  # {}", line, comment);
}

}  // namespace nnshape
