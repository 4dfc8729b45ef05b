#include "frameworks/by_hand.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>

#include "base/checked.h"
#include "layers/window.h"

namespace nnshape {
namespace {

using Form = CallValue::Form;
using SizesOfAxes = std::array<int64_t, window_rank>;

constexpr int64_t largest = int64_t{1} << 31;  // of an argument

// The arguments of a call by their names.
class Given {
  public:
    Given(const FoundClass& found, std::span<const CallArgument> arguments) : found_(found), arguments_(arguments) {}

    const CallValue* find(std::string_view name) const {
        auto names = found_.described->arguments;
        size_t place = 0;
        for (const CallArgument& argument : arguments_) {
            bool matches =
                argument.key.empty() ? place < names.size() && names[place].name == name : argument.key == name;
            if (matches) return &argument.value;
            place += argument.key.empty();
        }
        return nullptr;
    }

    /// Without a standard value the argument is required.
    std::optional<int64_t> number(std::string_view name, std::optional<int64_t> standard = {}) const {
        const CallValue* value = find(name);
        return value ? usable(*value, 1) : standard;
    }

    std::optional<SizesOfAxes> sizes(std::string_view name, int rank, std::optional<int64_t> standard = {},
                                     int64_t least = 1) const {
        const CallValue* value = find(name);
        SizesOfAxes sizes{};
        for (int axis = 0; axis < rank; ++axis) {
            auto size = !value                      ? standard
                        : value->form != Form::list ? usable(*value, least)
                        : value->items.size() == static_cast<size_t>(rank)
                            ? usable(value->items[static_cast<size_t>(axis)], least)
                            : std::nullopt;
            if (!size) return std::nullopt;
            sizes[axis] = *size;
        }
        return sizes;
    }

    bool flag(std::string_view name, bool standard) const {
        const CallValue* value = find(name);
        return value ? value->number != 0 : standard;
    }

  private:
    static std::optional<int64_t> usable(const CallValue& value, int64_t least) {
        bool fits = value.form == Form::integer && value.number >= least && value.number < largest;
        return fits ? std::optional(value.number) : std::nullopt;
    }

    const FoundClass& found_;
    std::span<const CallArgument> arguments_;
};

struct Custom {
    Shape output = {};
    Checked weights = 0;
    Checked biases = 0;
};

using CustomOf = std::optional<Custom> (*)(const Given& given, const Shape& input);

// The places of the arguments' windows along each axis of the input, and the elements of the kernel.
struct Placed {
    Shape places;
    Checked kernel = 1;
};

// Nothing if a window does not fit.
std::optional<Placed> place(const Given& given, const Shape& input, std::string_view strides_name) {
    const CallValue* padding = given.find("padding");
    bool is_word = padding && padding->form == Form::word;
    auto kernel = given.sizes("kernel_size", input.rank), strides = given.sizes(strides_name, input.rank, 1);
    auto dilation = given.sizes("dilation", input.rank, 1);
    auto zeros = is_word ? SizesOfAxes{} : given.sizes("padding", input.rank, 0, 0);
    if (!kernel || !strides || !zeros || !dilation) return std::nullopt;
    bool is_same = is_word && padding->text == "same";
    Placed placed{.places = {.rank = input.rank}};
    for (int axis = 0; axis < input.rank; ++axis) {
        AxisWindow window{.in = input.spatial[axis],
                          .kernel = (*kernel)[axis],
                          .stride = (*strides)[axis],
                          .dilation = (*dilation)[axis],
                          .before = (*zeros)[axis],
                          .after = (*zeros)[axis]};
        if (is_same ? place_same(window, PaddingMode::same) : place_down(window)) return std::nullopt;
        placed.places.spatial[axis] = window.out;
        placed.kernel *= window.kernel;
    }
    return placed;
}

// A convolution whose kernels are not shared between positions.
std::optional<Custom> locally_connected(const Given& given, const Shape& input) {
    auto placed = place(given, input, "strides");
    auto filters = given.number("filters");
    if (!placed || !filters) return std::nullopt;
    Custom layer{.output = placed->places};
    layer.output.channels = *filters;
    layer.weights = positions(layer.output) * placed->kernel * input.channels * *filters;
    if (given.flag("use_bias", true)) layer.biases = elements(layer.output);
    return layer;
}

// One matrix for each output channel, between the channels of two inputs.
std::optional<Custom> bilinear(const Given& given, const Shape& input) {
    auto one = given.number("in1_features"), other = given.number("in2_features"), out = given.number("out_features");
    if (!one || !other || !out) return std::nullopt;
    Custom layer{.output = input};
    layer.output.channels = *out;
    layer.weights = Checked(*one) * *other * *out;
    if (given.flag("bias", true)) layer.biases = *out;
    return layer;
}

// The mean of the rows of a table.
std::optional<Custom> embedding_bag(const Given& given, const Shape&) {
    auto rows = given.number("num_embeddings"), channels = given.number("embedding_dim");
    if (!rows || !channels) return std::nullopt;
    return Custom{.output = {.channels = *channels}, .weights = Checked(*rows) * *channels};
}

std::optional<Custom> repeat_vector(const Given& given, const Shape& input) {
    auto times = given.number("n");
    if (!times || input.rank != 0) return std::nullopt;
    return Custom{.output = {.rank = 1, .spatial = {*times}, .channels = input.channels}};
}

// The content of each window as the channels of a sequence.
std::optional<Custom> unfold(const Given& given, const Shape& input) {
    if (input.rank != 2) return std::nullopt;
    auto placed = place(given, input, "stride");
    if (!placed) return std::nullopt;
    Checked places = positions(placed->places), channels = placed->kernel * input.channels;
    if (places.overflowed() || channels.overflowed()) return std::nullopt;
    return Custom{.output = {.rank = 1, .spatial = {places.value()}, .channels = channels.value()}};
}

// The inverse: an image from the windows of a sequence.
std::optional<Custom> fold(const Given& given, const Shape& input) {
    auto size = given.sizes("output_size", 2), kernel = given.sizes("kernel_size", 2);
    if (!size || !kernel || input.rank != 1) return std::nullopt;
    int64_t elements_of_kernel = (*kernel)[0] * (*kernel)[1];
    if (input.channels % elements_of_kernel != 0) return std::nullopt;
    return Custom{
        .output = {.rank = 2, .spatial = {(*size)[0], (*size)[1]}, .channels = input.channels / elements_of_kernel}};
}

struct Row {
    std::string_view name;  // as in the tables of the frameworks
    CustomOf custom;
};
constexpr Row rows[] = {
    {"LocallyConnected{}D", locally_connected},
    {"Bilinear", bilinear},
    {"EmbeddingBag", embedding_bag},
    {"RepeatVector", repeat_vector},
    {"Unfold", unfold},
    {"Fold", fold},
};

CustomOf formula_of(const FrameworkClass& described) {
    auto row =
        std::find_if(std::begin(rows), std::end(rows), [&](const Row& one) { return one.name == described.name; });
    return row == std::end(rows) ? nullptr : row->custom;
}

}  // namespace

std::string by_hand(const FoundClass& found, std::span<const CallArgument> arguments, const Shape& input,
                    Layout layout) {
    CustomOf formula = formula_of(*found.described);
    if (!formula || (found.rank > 0 && found.rank != input.rank)) return {};
    auto layer = formula({found, arguments}, input);
    if (!layer || layer->weights.overflowed() || layer->biases.overflowed()) return {};
    std::string line = fmt::format("custom {}", to_text(layer->output, layout));
    if (layer->weights.value() > 0) line += fmt::format(" weights={}", layer->weights.value());
    if (layer->biases.value() > 0) line += fmt::format(" biases={}", layer->biases.value());
    return line;
}

}  // namespace nnshape
