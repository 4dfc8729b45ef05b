#include "export/forward.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "export/python_names.h"
#include "export/python_text.h"

namespace nnshape {
namespace {

constexpr size_t longest_inlined = 64;

// Variables without a meaning of their own; the name of an input or of a layer is not used for anything else.
constexpr std::string_view general_names[] = {"x", "y", "z", "u", "v", "w"};

bool is_general(std::string_view name) {
    return std::find(std::begin(general_names), std::end(general_names), name) != std::end(general_names);
}

size_t count_of(std::string_view text, std::string_view part) {
    size_t count = 0;
    for (size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

}  // namespace

void ForwardWriter::find_needed() {
    std::vector<uint32_t> open = block_.outputs;
    while (!open.empty()) {
        uint32_t value = open.back();
        open.pop_back();
        if (!needed_.insert(value).second || value < block_.inputs) continue;
        for (uint32_t read : step_of(value).reads) open.push_back(read);
    }
}

// A step goes into the line of its only user, unless the line would be long.
void ForwardWriter::find_inlined() {
    std::map<uint32_t, size_t> uses;
    std::map<uint32_t, size_t> users;
    for (size_t index = 0; index < block_.steps.size(); ++index) {
        if (!is_needed(block_.value_of(index))) continue;
        const CodeStep& step = block_.steps[index];
        for (size_t read = 0; read < step.reads.size(); ++read) {
            uses[step.reads[read]] += std::max<size_t>(1, count_of(step.expression, fmt::format("{{{}}}", read)));
            users[step.reads[read]] = index;
        }
    }
    for (uint32_t output : block_.outputs) uses[output] += block_.outputs.size() > 1 ? 2 : 1;
    std::map<uint32_t, size_t> lengths;
    for (size_t index = 0; index < block_.steps.size(); ++index) {
        uint32_t value = block_.value_of(index);
        if (!is_needed(value)) continue;
        const CodeStep& step = block_.steps[index];
        size_t length = step.expression.size() + made_[index].size();
        for (uint32_t read : step.reads) length += inlined_.count(read) ? lengths[read] : 0;
        lengths[value] = length;
        auto user = users.find(value);
        if (uses[value] != 1 || user == users.end() || step.is_loop) continue;
        const CodeStep& reader = block_.steps[user->second];
        bool both_call = reader.has_construct() && step.has_construct() && reader.reads.size() == 1;
        bool is_mixed = !both_call && (!reader.is_plain() || !step.has_construct());
        size_t whole = length + reader.expression.size() + made_[user->second].size();
        if (is_mixed && !reader.is_loop && whole <= longest_inlined) inlined_.insert(value);
    }
}

std::string ForwardWriter::text_of(uint32_t value) {
    return inlined_.count(value) ? expression_of(value - block_.inputs) : variables_.at(value);
}

std::string ForwardWriter::expression_of(size_t index) {
    const CodeStep& step = block_.steps[index];
    std::vector<std::string> inputs;
    for (uint32_t read : step.reads) inputs.push_back(text_of(read));
    return expression_text(step, inputs, made_[index]);
}

// The variable of the result: that of an input which is not needed any more, else a new one.
std::string ForwardWriter::assign(size_t index) {
    const CodeStep& step = block_.steps[index];
    uint32_t value = block_.value_of(index);
    release(index);
    std::string name;
    for (uint32_t read : step.reads) {
        auto variable = variables_.find(read);
        bool is_free = variable != variables_.end() && !busy_.count(variable->second);
        if (is_free && name.empty() && is_general(variable->second)) name = variable->second;
    }
    bool is_result = last_use_[value] == block_.steps.size() && block_.outputs.size() > 1;
    bool outlives = (is_result || last_use_[value] > index + 1) && !step.label.empty();
    if (outlives) name = python_name(step.label, true);

    for (std::string_view one : general_names) {
        if (name.empty() && !busy_.count(std::string(one))) name = one;
    }
    if (name.empty()) name = "x1";
    for (int number = 2; busy_.count(name); ++number)
        name = fmt::format("{}_{}", outlives ? python_name(step.label, true) : "x", number);
    busy_.insert(name);
    held_[name] = value;
    return variables_[value] = name;
}

// Frees the variables that no later line needs.
void ForwardWriter::release(size_t index) {
    for (auto held = held_.begin(); held != held_.end();) {
        auto last = last_use_.find(held->second);
        bool is_over = last == last_use_.end() || last->second <= index;
        if (is_over) busy_.erase(held->first);
        held = is_over ? held_.erase(held) : std::next(held);
    }
}

// An inlined step reads its inputs in the line of its user.
void ForwardWriter::find_last_uses() {
    std::map<uint32_t, size_t> line_of;
    for (size_t index = block_.steps.size(); index-- > 0;) {
        uint32_t value = block_.value_of(index);
        line_of[value] = index;
        for (size_t user = index + 1; user < block_.steps.size() && inlined_.count(value); ++user) {
            const auto& reads = block_.steps[user].reads;
            bool reads_it = std::find(reads.begin(), reads.end(), value) != reads.end();
            if (reads_it && is_needed(block_.value_of(user))) line_of[value] = line_of.at(block_.value_of(user));
        }
        if (!is_needed(value)) continue;
        for (uint32_t read : block_.steps[index].reads) {
            last_use_[read] = std::max(last_use_[read], line_of.at(value));
        }
    }
    for (uint32_t output : block_.outputs) last_use_[output] = block_.steps.size();
}

// "for block in self.blocks:" with the call in it, which replaces a variable turn by turn.
void ForwardWriter::append_loop(size_t index, std::vector<ForwardLine>& lines) {
    const CodeStep& step = block_.steps[index];
    std::vector<std::string> inputs;
    for (uint32_t read : step.reads) inputs.push_back(text_of(read));
    std::string start = inputs[0], name = assign(index);
    if (start != name) lines.push_back({fmt::format("{} = {}", name, start), {}});
    inputs[0] = name;
    lines.push_back({made_[index], {}});
    lines.push_back({fmt::format("    {} = {}", name, expression_text(step, inputs, {})), step.comment});
}

std::vector<ForwardLine> ForwardWriter::lines() {
    find_needed();
    find_inlined();
    find_last_uses();
    for (uint32_t input = 0; input < block_.inputs; ++input) {
        variables_[input] = block_.input_names[input];
        busy_.insert(block_.input_names[input]);
        held_[block_.input_names[input]] = input;
    }
    std::vector<ForwardLine> lines;
    for (size_t index = 0; index < block_.steps.size(); ++index) {
        uint32_t value = block_.value_of(index);
        const CodeStep& step = block_.steps[index];
        if (!is_needed(value) || inlined_.count(value)) continue;
        if (step.is_loop) {
            append_loop(index, lines);
            continue;
        }
        std::string text = expression_of(index);
        bool is_last = block_.outputs == std::vector<uint32_t>{value} && index + 1 == block_.steps.size();
        if (is_last) {
            lines.push_back({"return " + text, comments_all_ ? step.comment : std::string()});
            return lines;
        }
        lines.push_back({fmt::format("{} = {}", assign(index), text),
                         step.has_construct() && !comments_all_ ? std::string() : step.comment});
    }
    std::vector<std::string> outputs;
    for (uint32_t output : block_.outputs) outputs.push_back(text_of(output));
    lines.push_back({fmt::format("return {}", fmt::join(outputs, ", ")), {}});
    return lines;
}

}  // namespace nnshape
