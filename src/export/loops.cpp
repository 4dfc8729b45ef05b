#include "export/loops.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "export/slots.h"

namespace nnshape {
namespace {

constexpr size_t most_rows = 3;  // turns whose values are written one by one

// "range(64, 256, 32)" for equal steps, else "(64, 128)".
std::string sequence_text(const std::vector<std::string>& values) {
    auto number = [](const std::string& text) -> std::optional<int64_t> {
        bool digits = !text.empty() && text.size() < 16 && text.find_first_not_of("0123456789") == std::string::npos;
        return digits ? std::optional<int64_t>(std::stoll(text)) : std::nullopt;
    };
    std::string listed = fmt::format("({})", fmt::join(values, ", "));
    auto first = number(values[0]), second = number(values[1]);
    if (values.size() < 4 || !first || !second || *second <= *first) return listed;
    int64_t step = *second - *first, next = *first;
    for (const std::string& value : values) {
        if (number(value) != next) return listed;
        next += step;
    }
    return step == 1 ? fmt::format("range({}, {})", *first, next)
                     : fmt::format("range({}, {}, {})", *first, next, step);
}

// A loop that has `in_channels` as its variable would hide that of the block around it.
void rename_channels(std::vector<CodeConstruct>& body) {
    for (CodeConstruct& construct : body) {
        for (CodeArgument& argument : construct.arguments) {
            std::string renamed;
            for (std::string_view word : words_of(argument.value.text)) {
                renamed += renamed.empty() ? "" : " ";
                renamed += word == "in_channels" ? "channels" : word;
            }
            argument.value.text = renamed;
        }
        rename_channels(construct.body);
    }
}

}  // namespace

CodeConstruct loop_of(std::vector<std::vector<CodeConstruct>>& turns, CodeSlot count) {
    std::vector<std::vector<CodeConstruct>*> columns;
    for (auto& turn : turns) columns.push_back(&turn);
    auto names = name_differences(columns);
    CodeConstruct loop{.body = turns[0]};
    if (names.empty()) {
        loop.variables = "_";
        loop.turns = std::move(count);
        return loop;
    }
    std::vector<std::string> variables, values;
    for (const NamedValues& one : names) variables.push_back(one.name == "in_channels" ? "channels" : one.name);
    loop.variables = fmt::format("{}", fmt::join(variables, ", "));
    rename_channels(loop.body);
    if (turns.size() <= most_rows) {
        for (size_t turn = 0; turn < turns.size(); ++turn) {
            loop.rows.emplace_back();
            for (const NamedValues& one : names) loop.rows.back().push_back({one.values[turn], one.name});
        }
        return loop;
    }
    for (size_t turn = 0; turn < turns.size(); ++turn) {
        std::vector<std::string> row;
        for (const NamedValues& one : names) row.push_back(one.values[turn]);
        values.push_back(row.size() == 1 ? row[0] : fmt::format("({})", fmt::join(row, ", ")));
    }
    loop.turns = {sequence_text(values)};
    return loop;
}

}  // namespace nnshape
