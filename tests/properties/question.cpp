#include "properties/question.h"

#include <algorithm>

namespace nnshape::test {

using Form = DrawnValue::Form;

int64_t LayerQuestion::number(std::string_view key, int64_t standard) const {
    const DrawnValue* value = layer.find(key);
    return value ? value->numbers[0] : standard;
}

std::string LayerQuestion::word(std::string_view key, std::string_view standard) const {
    const DrawnValue* value = layer.find(key);
    return value ? value->words[0] : std::string(standard);
}

int64_t LayerQuestion::size(std::string_view key, int axis, int64_t standard) const {
    const DrawnValue* value = layer.find(key);
    if (!value) return standard;
    return value->numbers[value->form == Form::sizes ? static_cast<size_t>(axis) : 0];
}

Margins LayerQuestion::margins(std::string_view key, int axis) const {
    const DrawnValue* value = layer.find(key);
    if (!value) return {};
    if (value->form == Form::word) return {.same = value->words[0] != "valid"};
    auto at = static_cast<size_t>(axis);
    switch (value->form) {
        case Form::pair: return {value->numbers[0], value->numbers[1]};
        case Form::pairs: return {value->numbers[2 * at], value->numbers[2 * at + 1]};
        case Form::sizes: return {value->numbers[at], value->numbers[at]};
        default: return {value->numbers[0], value->numbers[0]};
    }
}

bool LayerQuestion::has_wrong_list() const {
    if (inputs.empty()) return false;
    auto axes = static_cast<size_t>(this->axes());
    return std::any_of(layer.arguments.begin(), layer.arguments.end(), [&](const DrawnArgument& argument) {
        const DrawnValue& value = argument.value;
        if (value.form == Form::sizes) return value.numbers.size() != axes;
        if (value.form == Form::decimals) return value.words.size() != axes;
        return value.form == Form::pairs && value.numbers.size() != 2 * axes;
    });
}

std::vector<Wide> LayerQuestion::channels_last_of(std::vector<Wide> sizes) const {
    if (channels_first) std::rotate(sizes.begin(), sizes.begin() + 1, sizes.end());
    return sizes;
}

std::optional<std::vector<size_t>> LayerQuestion::places(std::string_view key, size_t sizes) const {
    std::vector<size_t> all;
    for (int64_t axis : layer.find(key)->numbers) {
        int64_t place =
            axis_in_layout(axis == channels_last ? static_cast<int64_t>(sizes) - 1 : axis, sizes, channels_first);
        bool is_there = place < static_cast<int64_t>(sizes);
        auto at = static_cast<size_t>(place);
        if (!is_there || std::find(all.begin(), all.end(), at) != all.end()) return std::nullopt;
        all.push_back(at);
    }
    return all;
}

Answer refused(std::string code) { return {.error = std::move(code)}; }

Wide product_of(const std::vector<Wide>& sizes) {
    Wide product = 1;
    for (Wide size : sizes) product = product * size;
    return product;
}

std::vector<Wide> wide(const Tensor& tensor) { return {tensor.begin(), tensor.end()}; }

}  // namespace nnshape::test
