#include "network/input_shapes.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"

namespace nnshape {
namespace {

// Whole numbers with an `x` or a `×` between them.
std::optional<std::vector<int64_t>> read_sizes(std::string_view text) {
    constexpr std::string_view times = "\u00d7";
    std::vector<int64_t> sizes;
    while (true) {
        size_t end = std::min({text.find_first_of("xX"), text.find(times), text.size()});
        ReadInteger size = read_integer(text.substr(0, end));
        if (size.form != Literal::Form::integer) return std::nullopt;
        sizes.push_back(size.value);
        if (end == text.size()) return sizes;
        text.remove_prefix(end + (text.substr(end).starts_with(times) ? times.size() : 1));
    }
}

// Puts the shape into the input's arguments in place of what the spec says.
void override_shape(Network& network, Node& input, const InputShape& shape) {
    if (input.args == 0) return;  // it is not bound
    Arg& value = network.args[input.args];
    value.first = static_cast<uint32_t>(network.numbers.size());
    value.count = static_cast<uint16_t>(shape.sizes.size());
    network.numbers.insert(network.numbers.end(), shape.sizes.begin(), shape.sizes.end());
}

}  // namespace

std::optional<InputShape> read_input_shape(std::string_view text) {
    InputShape shape;
    size_t equals = text.rfind('=');
    if (equals != std::string_view::npos) shape.name = text.substr(0, equals);
    auto sizes = read_sizes(equals == std::string_view::npos ? text : text.substr(equals + 1));
    if (!sizes || sizes->size() > max_rank + 1) return std::nullopt;
    if (std::any_of(sizes->begin(), sizes->end(), [](int64_t size) { return size < 1; })) return std::nullopt;
    shape.sizes = std::move(*sizes);
    return shape;
}

void override_inputs(Network& network, const std::vector<InputShape>& shapes, Diagnostics& diagnostics) {
    auto inputs = std::span(network.nodes).first(network.input_count);
    if (inputs.empty()) return;  // which is an error already
    for (const InputShape& shape : shapes) {
        bool only = shape.name.empty() && inputs.size() == 1;
        auto found = std::find_if(inputs.begin(), inputs.end(),
                                  [&](const Node& input) { return only || input.name == shape.name; });
        if (found != inputs.end()) {
            override_shape(network, *found, shape);
            continue;
        }
        std::vector<std::string_view> names;
        for (const Node& input : inputs) names.push_back(input.name);
        std::string message = shape.name.empty()
                                  ? fmt::format("`--input` names no input, and the network has {}", inputs.size())
                                  : fmt::format("`--input` names `{}`, which is not an input", printable(shape.name));
        std::string name = names.size() > 1 ? printable(names[0]) + "=" : "";
        std::string help = fmt::format("for example --input {}64x64x3", name);
        diagnostics.push_back({&code::unknown_input, message, help, inputs[0].statement->type.span});
    }
}

}  // namespace nnshape
