#include "properties/drawn_layer.h"

#include <algorithm>

// How both forms write a value, told apart by the few marks that they differ in.
namespace nnshape::test {
namespace {

using Form = DrawnValue::Form;

// The marks of a form of the spec.
struct Marks {
    std::string_view between, open, close, kept;
    bool quotes;
};

constexpr Marks text_marks{"x", "", "", "-", false};
constexpr Marks json_marks{",", "[", "]", "null", true};

std::string word(const std::string& text, const Marks& marks) { return marks.quotes ? quoted(text) : text; }

std::string listed(const std::vector<std::string>& items, const Marks& marks) {
    return std::string(marks.open) + joined(items, marks.between) + std::string(marks.close);
}

std::vector<std::string> numerals(const std::vector<int64_t>& numbers) {
    std::vector<std::string> all;
    for (int64_t number : numbers) all.push_back(std::to_string(number));
    return all;
}

std::string sizes_of(const std::vector<int64_t>& numbers, const Marks& marks) {
    auto items = numerals(numbers);
    for (std::string& item : items) {
        if (item == std::to_string(size_kept)) item = marks.kept;
    }
    return listed(items, marks);
}

std::string pairs_of(const std::vector<int64_t>& numbers, const Marks& marks) {
    std::vector<std::string> items;
    for (size_t at = 0; at + 1 < numbers.size(); at += 2) {
        std::string before = std::to_string(numbers[at]), after = std::to_string(numbers[at + 1]);
        items.push_back(marks.quotes ? "[" + before + "," + after + "]" : before + ":" + after);
    }
    return listed(items, marks);
}

std::string expression(const DrawnValue& value) {
    std::string text = "$" + value.words[0];
    if (value.numbers[0] != 1) text += "*" + std::to_string(value.numbers[0]);
    if (value.numbers[1] != 0) text += "+" + std::to_string(value.numbers[1]);
    return text;
}

// What the order says of a layout's axes: where each stands, and which it takes.
std::vector<int64_t> order_in_layout(const std::vector<int64_t>& order, bool channels_first) {
    std::vector<int64_t> moved(order.size());
    for (size_t at = 0; at < order.size(); ++at) {
        auto to = axis_in_layout(static_cast<int64_t>(at), order.size(), channels_first);
        bool known = order[at] >= 0 && order[at] < static_cast<int64_t>(order.size());
        auto place = std::min(static_cast<size_t>(to), order.size() - 1);
        moved[place] = known ? axis_in_layout(order[at], order.size(), channels_first) : order[at];
    }
    return moved;
}

std::string names(const std::vector<std::string>& words, const Marks& marks) {
    if (!marks.quotes) return joined(words, ",");
    std::vector<std::string> items;
    for (const std::string& one : words) items.push_back(quoted(one));
    return items.size() == 1 ? items[0] : "[" + joined(items, ",") + "]";
}

std::string axis(const DrawnValue& value, const Marks& marks, bool channels_first) {
    int64_t number = value.numbers[0];
    bool numbered = value.numbers.size() > 1;
    if (number == channels_last && !numbered) return word("channels", marks);
    if (number == channels_last) return std::to_string(channels_first ? 0 : value.numbers[1]);
    return std::to_string(number + (channels_first ? 1 : 0));
}

std::string axes(const DrawnValue& value, const Marks& marks, bool channels_first) {
    std::vector<std::string> items;
    bool has_word = false;
    for (int64_t number : value.numbers) {
        has_word = has_word || number == channels_last;
        items.push_back(axis({.numbers = {number}}, marks, channels_first));
    }
    bool commas = has_word && !marks.quotes;
    return commas ? joined(items, ",") : listed(items, marks);
}

std::string pair(const DrawnValue& value, const Marks& marks) {
    return word(std::to_string(value.numbers[0]) + ":" + std::to_string(value.numbers[1]), marks);
}

std::string value_of(const DrawnValue& value, const Marks& marks, bool channels_first) {
    switch (value.form) {
        case Form::number: return value.words.empty() ? std::to_string(value.numbers[0]) : value.words[0];
        case Form::boolean: return value.numbers[0] ? "true" : "false";
        case Form::word: return word(value.words[0], marks);
        case Form::decimal: return value.words[0];
        case Form::sizes: return sizes_of(value.numbers, marks);
        case Form::decimals: return listed(value.words, marks);
        case Form::pair: return pair(value, marks);
        case Form::pairs: return pairs_of(value.numbers, marks);
        case Form::shape: return listed(numerals(in_layout(value.numbers, channels_first)), marks);
        case Form::axis: return axis(value, marks, channels_first);
        case Form::axes: return axes(value, marks, channels_first);
        case Form::order: return listed(numerals(order_in_layout(value.numbers, channels_first)), marks);
        case Form::names: return names(value.words, marks);
        case Form::expression: return word(expression(value), marks);
    }
    return {};
}

// What a diagnostic points at: of a string what stands between its quotes.
std::string marked(const std::string& value) {
    bool is_string = value.size() >= 2 && value.front() == '"';
    if (is_string) return std::string("\"") + mark_begin + value.substr(1, value.size() - 2) + mark_end + "\"";
    return mark_begin + value + mark_end;
}

std::string value_of(const DrawnArgument& argument, const Marks& marks, bool channels_first) {
    std::string value = value_of(argument.value, marks, channels_first);
    return argument.is_marked_value ? marked(value) : value;
}

const std::string& written_key(const DrawnArgument& argument) {
    return argument.written.empty() ? argument.key : argument.written;
}

}  // namespace

DrawnValue number_of(int64_t number) { return {.numbers = {number}}; }

DrawnValue word_of(std::string word) { return {.form = Form::word, .words = {std::move(word)}}; }

const DrawnValue* DrawnLayer::find(std::string_view key) const {
    for (const DrawnArgument& argument : arguments) {
        if (argument.key == key) return &argument.value;
    }
    return nullptr;
}

std::string text_of(const DrawnArgument& argument, bool channels_first) {
    const std::string& key = written_key(argument);
    if (argument.style == DrawnArgument::Style::bare) return argument.value.numbers[0] ? key : "no-" + key;
    std::string value = value_of(argument, text_marks, channels_first);
    if (argument.style == DrawnArgument::Style::keyless) return value;
    return (key == "inputs" ? "from" : key) + "=" + value;
}

std::string json_of(const DrawnArgument& argument, bool channels_first) {
    return quoted(written_key(argument)) + ": " + value_of(argument, json_marks, channels_first);
}

Tensor in_layout(Tensor sizes, bool channels_first) {
    if (channels_first) std::rotate(sizes.begin(), sizes.end() - 1, sizes.end());
    return sizes;
}

int64_t axis_in_layout(int64_t axis, size_t sizes, bool channels_first) {
    if (!channels_first) return axis;
    return axis + 1 == static_cast<int64_t>(sizes) ? 0 : axis + 1;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    std::string all;
    for (const std::string& one : words) {
        if (!all.empty()) all += between;
        all += one;
    }
    return all;
}

std::string quoted(const std::string& text) {
    std::string all = "\"";
    for (char one : text) {
        if (one == '"' || one == '\\') all += '\\';
        all += one;
    }
    return all + "\"";
}

}  // namespace nnshape::test
