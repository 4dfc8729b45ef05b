// Convolutions, pools and what else slides over an image.
#include <fmt/format.h>
#include <algorithm>

#include "import/onnx/fold.h"
#include "import/onnx/operators.h"

namespace nnshape::onnx {
namespace {

// An attribute with a number for each spatial axis; `otherwise` where it is missing.
std::vector<int64_t> per_axis(GraphReader& reader, const Node& node, std::string_view name, size_t rank,
                              int64_t otherwise) {
    auto values = node.integers(name);
    if (values.empty()) values.assign(rank, otherwise);
    if (values.size() != rank) {
        reader.refuse(fmt::format("`{}` has {} numbers for {} spatial axes", name, values.size(), rank));
    }
    return values;
}

std::string padding_of(GraphReader& reader, const Node& node, size_t rank) {
    std::string_view automatic = node.text("auto_pad", "NOTSET");
    if (automatic == "SAME_UPPER") return "same";
    if (automatic == "SAME_LOWER") return "same_lower";
    auto pads = node.integers("pads");
    if (automatic == "VALID" || pads.empty()) pads.assign(2 * rank, 0);
    if (pads.size() != 2 * rank) {
        reader.refuse(fmt::format("`pads` has {} numbers for {} spatial axes", pads.size(), rank));
    }
    std::vector<int64_t> before(pads.begin(), pads.begin() + static_cast<ptrdiff_t>(rank));
    if (std::equal(before.begin(), before.end(), pads.begin() + static_cast<ptrdiff_t>(rank)))
        return sizes_text(before);
    std::string text;
    for (size_t axis = 0; axis < rank; ++axis) {
        text += fmt::format("{}{}:{}", axis == 0 ? "" : "x", pads[axis], pads[axis + rank]);
    }
    return text;
}

void add(std::string& operation, std::string_view key, const std::string& value, std::string_view standard) {
    if (value != standard) operation += fmt::format(" {}={}", key, value);
}

const Stored& stored_weight(GraphReader& reader, const Node& node, size_t index) {
    const Value& value = reader.input(node, index);
    if (!value.is_stored()) {
        reader.refuse(code::unsupported_op,
                      fmt::format("the weights of this {} are calculated while the network runs", node.op));
    }
    return value.stored;
}

// The input of a window: channels behind the batch, and one to three spatial axes.
Traced image(GraphReader& reader, const Node& node, size_t index) {
    Traced input = reader.traced(node, index);
    if (input.dims.size() < 3) {
        reader.refuse(code::rank_mismatch, fmt::format("{} reads a tensor of {} axes; it needs a batch, channels and a "
                                                       "spatial axis",
                                                       node.op, input.dims.size()));
    }
    if (input.batch != 0 && input.dims[0] == 1) {  // as good as a batch
        input = reader.placer().as_batch(reader.placer().without_batch(input), 0);
    }
    if (input.batch != 0) {
        reader.refuse(code::unsupported_op,
                      "the batch is not the first axis, as it folds other axes into it; "
                      "nnshape counts one sample");
    }
    return reader.placer().with_channels(input, 1);
}

void check_channels(GraphReader& reader, int64_t wanted, int64_t given) {
    if (wanted == given) return;
    reader.refuse(code::shape_mismatch,
                  fmt::format("the weights are for {} channels, and the input has {}", wanted, given));
}

void convolve(GraphReader& reader, const Node& node, size_t weight_index, size_t bias_index) {
    Traced input = image(reader, node, 0);
    const Stored& weight = stored_weight(reader, node, weight_index);
    size_t rank = input.dims.size() - 2;
    if (weight.dims.size() != rank + 2) {
        reader.refuse(code::rank_mismatch, fmt::format("the weights have {} spatial axes and the input {}",
                                                       static_cast<int64_t>(weight.dims.size()) - 2, rank));
    }
    std::vector<int64_t> kernel(weight.dims.begin() + 2, weight.dims.end());
    if (per_axis(reader, node, "kernel_shape", rank, 0) != kernel && node.find("kernel_shape")) {
        reader.refuse(code::shape_mismatch, fmt::format("`kernel_shape` is {}, and the weights are {}",
                                                        sizes_text(node.integers("kernel_shape")), sizes_text(kernel)));
    }
    int64_t groups = node.integer("group", 1);
    PlacedLayer layer{.operation = fmt::format("conv {} {}", weight.dims[0], sizes_text(kernel)), .inputs = {input}};
    add(layer.operation, "stride", sizes_text(per_axis(reader, node, "strides", rank, 1)), "1");
    add(layer.operation, "padding", padding_of(reader, node, rank), "0");
    add(layer.operation, "dilation", sizes_text(per_axis(reader, node, "dilations", rank, 1)), "1");
    add(layer.operation, "groups", fmt::format("{}", groups), "1");
    Checked channels = Checked(weight.dims[1]) * groups;
    if (channels.overflowed()) reader.refuse(code::overflow, "its channels overflow a 64-bit integer");
    check_channels(reader, channels.value(), input.dims[1]);
    layer.weights = product_of(weight.dims);
    Parameters parameters = weight.roots;
    if (reader.has_input(node, bias_index)) {
        const Stored& bias = stored_weight(reader, node, bias_index);
        layer.biases = product_of(bias.dims);
        parameters.insert(parameters.end(), bias.roots.begin(), bias.roots.end());
    } else {
        layer.operation += " no-bias";
    }
    reader.set(node, Value::of(reader.emit_alike(node, layer, parameters)));
}

// The padding that gives a transposed convolution the output that `output_shape` asks for.
std::string transposed_padding(GraphReader& reader, const Node& node, const Traced& input,
                               const std::vector<int64_t>& kernel, std::string& operation) {
    size_t rank = kernel.size();
    auto wanted = node.integers("output_shape");
    if (wanted.empty()) return padding_of(reader, node, rank);
    if (wanted.size() == rank + 2) wanted.erase(wanted.begin(), wanted.begin() + 2);
    if (wanted.size() != rank) reader.refuse("`output_shape` has another number of axes than the input");
    auto strides = per_axis(reader, node, "strides", rank, 1);
    auto dilations = per_axis(reader, node, "dilations", rank, 1);
    auto added = per_axis(reader, node, "output_padding", rank, 0);
    std::string text, longer;
    for (size_t axis = 0; axis < rank; ++axis) {
        Checked full = Checked(strides[axis]) * (input.dims[axis + 2] - 1) + added[axis] +
                       Checked(kernel[axis] - 1) * dilations[axis] + 1;
        Checked total = full - wanted[axis];
        Checked missing = total.value() < 0 ? Checked(0) - total : Checked(0), longer_by = missing + added[axis];
        if (total.overflowed() || longer_by.overflowed()) {
            reader.refuse(code::overflow, "its size overflows a 64-bit integer");
        }
        int64_t padding = std::max<int64_t>(total.value(), 0);
        bool upper = node.text("auto_pad", "NOTSET") == "SAME_UPPER";
        int64_t before = upper ? padding / 2 : padding - padding / 2;
        text += fmt::format("{}{}:{}", axis == 0 ? "" : "x", before, padding - before);
        longer += fmt::format("{}{}", axis == 0 ? "" : "x", longer_by.value());
    }
    operation += " output_padding=" + longer;
    return text;
}

}  // namespace

void convolution(GraphReader& reader, const Node& node) { convolve(reader, node, 1, 2); }

void quantised_convolution(GraphReader& reader, const Node& node) { convolve(reader, node, 3, 8); }

void transposed_convolution(GraphReader& reader, const Node& node) {
    Traced input = image(reader, node, 0);
    const Stored& weight = stored_weight(reader, node, 1);
    size_t rank = input.dims.size() - 2;
    if (weight.dims.size() != rank + 2)
        reader.refuse(code::rank_mismatch, "the weights have other axes than the input");
    std::vector<int64_t> kernel(weight.dims.begin() + 2, weight.dims.end());
    int64_t groups = node.integer("group", 1);
    Checked filters = Checked(weight.dims[1]) * groups;
    if (filters.overflowed()) reader.refuse(code::overflow, "its channels overflow a 64-bit integer");
    PlacedLayer layer{.operation = fmt::format("conv_transpose {} {}", filters.value(), sizes_text(kernel)),
                      .inputs = {input}};
    add(layer.operation, "stride", sizes_text(per_axis(reader, node, "strides", rank, 1)), "1");
    if (node.integers("output_shape").empty()) {
        add(layer.operation, "output_padding", sizes_text(per_axis(reader, node, "output_padding", rank, 0)), "0");
    }
    add(layer.operation, "padding", transposed_padding(reader, node, input, kernel, layer.operation), "0");
    add(layer.operation, "dilation", sizes_text(per_axis(reader, node, "dilations", rank, 1)), "1");
    add(layer.operation, "groups", fmt::format("{}", groups), "1");
    check_channels(reader, weight.dims[0], input.dims[1]);
    layer.weights = product_of(weight.dims);
    Parameters parameters = weight.roots;
    if (reader.has_input(node, 2)) {
        const Stored& bias = stored_weight(reader, node, 2);
        layer.biases = product_of(bias.dims);
        parameters.insert(parameters.end(), bias.roots.begin(), bias.roots.end());
    } else {
        layer.operation += " no-bias";
    }
    reader.set(node, Value::of(reader.emit_alike(node, layer, parameters)));
}

void pool(GraphReader& reader, const Node& node) {
    Traced input = image(reader, node, 0);
    size_t rank = input.dims.size() - 2;
    auto kernel = node.integers("kernel_shape");
    if (kernel.size() != rank) {
        reader.refuse(fmt::format("`kernel_shape` has {} numbers for {} spatial axes", kernel.size(), rank));
    }
    bool is_max = node.op == "MaxPool";
    PlacedLayer layer{.operation = fmt::format("{} {}", is_max ? "max_pool" : "avg_pool", sizes_text(kernel)),
                      .inputs = {input}};
    add(layer.operation, "stride", sizes_text(per_axis(reader, node, "strides", rank, 1)), sizes_text(kernel));
    add(layer.operation, "padding", padding_of(reader, node, rank), "0");
    auto dilations = per_axis(reader, node, "dilations", rank, 1);
    add(layer.operation, "dilation", sizes_text(dilations), "1");
    if (node.integer("ceil_mode", 0) != 0) layer.operation += " ceil";
    Traced result = reader.placer().emit_alike(layer);
    reader.set(node, Value::of(result));
    reader.set(node, Value::of(result), 1);
}

void global_pool(GraphReader& reader, const Node& node) {
    Traced input = image(reader, node, 0);
    bool is_max = node.op == "GlobalMaxPool";
    PlacedLayer layer{.operation = is_max ? "global_max_pool keepdims" : "global_avg_pool keepdims", .inputs = {input}};
    reader.set(node, Value::of(reader.placer().emit_alike(layer)));
}

void pad(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    auto rank = input.dims.size();
    auto pads = reader.has_input(node, 1) ? reader.numbers(node, 1).value_or(Dims()) : node.integers("pads");
    if (pads.empty()) pads = node.integers("paddings");
    if (reader.has_input(node, 2) && reader.input(node, 2).is_stored()) reader.use(reader.input(node, 2).stored);
    std::vector<int64_t> before(rank, 0), after(rank, 0);
    auto axes = reader.has_input(node, 3) ? reader.numbers(node, 3) : std::nullopt;
    size_t count = axes ? axes->size() : rank;
    if (pads.size() != 2 * count) reader.refuse(fmt::format("`pads` has {} numbers for {} axes", pads.size(), count));
    for (size_t index = 0; index < count; ++index) {
        auto axis = static_cast<size_t>(reader.axis_of(axes ? (*axes)[index] : static_cast<int64_t>(index), rank));
        before[axis] = pads[index];
        after[axis] = pads[index + count];
    }
    reader.set(node, Value::of(padded(reader.placer(), input, before, after)));
}

// Resize has its scales or sizes in inputs 2 and 3 (opset 10: 1), or in an attribute (Upsample).
void resize(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    size_t scales_at = node.inputs.size() == 2 ? 1 : 2;
    if (reader.has_input(node, 1) && scales_at == 2 && reader.input(node, 1).is_stored()) {
        reader.use(reader.input(node, 1).stored);
    }
    auto axes = node.integers("axes");
    if (axes.empty()) {
        for (size_t axis = 0; axis < input.dims.size(); ++axis) axes.push_back(static_cast<int64_t>(axis));
    }
    Dims dims = input.dims;
    std::vector<Number> scales;
    if (const Attribute* given = node.find("scales")) scales.assign(given->floats.begin(), given->floats.end());
    std::optional<std::vector<int64_t>> sizes;
    if (reader.has_input(node, 3)) sizes = reader.numbers(node, 3);
    if ((!sizes || sizes->empty()) && reader.has_input(node, scales_at)) {
        reader.numbers(node, scales_at);  // refuses what is not known
        scales = reader.input(node, scales_at).stored.numbers;
        sizes.reset();
    }
    for (size_t index = 0; index < axes.size(); ++index) {
        auto axis = static_cast<size_t>(reader.axis_of(axes[index], dims.size()));
        if (sizes && index < sizes->size()) dims[axis] = (*sizes)[index];
        if (!sizes && index < scales.size()) {
            Number size = static_cast<Number>(dims[axis]) * scales[index];
            if (!(size >= 1 && size < 9e18L)) reader.refuse(code::empty_output, "a size of less than 1");
            dims[axis] = static_cast<int64_t>(size);
        }
    }
    reader.set(node, Value::of(resized(reader.placer(), input, dims)));
}

void depth_to_space(GraphReader& reader, const Node& node) {
    PlacedLayer layer{.operation = fmt::format("pixel_shuffle {}", node.integer("blocksize", 1)),
                      .inputs = {image(reader, node, 0)}};
    reader.set(node, Value::of(reader.placer().emit_alike(layer)));
}

void space_to_depth(GraphReader& reader, const Node& node) {
    PlacedLayer layer{.operation = fmt::format("pixel_unshuffle {}", node.integer("blocksize", 1)),
                      .inputs = {image(reader, node, 0)}};
    reader.set(node, Value::of(reader.placer().emit_alike(layer)));
}

// The output is as large as the grid.
void grid_sample(GraphReader& reader, const Node& node) {
    Traced input = image(reader, node, 0);
    const Dims& grid = reader.input(node, 1).dims();
    if (grid.size() != input.dims.size()) reader.refuse(code::rank_mismatch, "the grid has other axes than the input");
    std::vector<int64_t> sizes(grid.begin() + 1, grid.end() - 1);
    PlacedLayer layer{.operation = fmt::format("upsample size={}", fmt::join(sizes, "x")), .inputs = {input}};
    reader.set(node, Value::of(reader.placer().emit_alike(layer)));
}

void roi_align(GraphReader& reader, const Node& node) {
    const Dims& boxes = reader.input(node, 1).dims();
    Traced input = reader.traced(node, 0);
    if (boxes.empty() || input.dims.size() != 4) reader.take_recorded(node);
    if (boxes.empty() || input.dims.size() != 4) return;
    Traced result{.tensor = no_tensor,
                  .dims = {boxes[0], input.dims[1], node.integer("output_height", 1), node.integer("output_width", 1)},
                  .batch = -1,
                  .order = {0, 1, 2, 3}};
    PlacedLayer layer{.operation = fmt::format("custom {}", fmt::join(reader.placer().written_sizes(result), "x")),
                      .inputs = {input}};
    reader.set(node, Value::of(reader.placer().emit(layer, result.order, 4, -1, 1)));
}

}  // namespace nnshape::onnx
