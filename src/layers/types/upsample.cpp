#include <fmt/format.h>

#include "layers/derivation.h"
#include "layers/kinds.h"

// Enlarging by a scale or to a size: torch.nn.Upsample, Keras UpSampling2D, ONNX Resize.
namespace nnshape {
namespace {

PARAM_NUMBERS(scale, size);
constexpr Param table[] = {{.name = "scale",
                            .also = "scale_factor",
                            .type = ParamType::scales,
                            .fallback = Fallback::none,
                            .help = "factor of each spatial axis, a decimal read exactly; or else size"},
                           {.name = "size",
                            .type = ParamType::sizes,
                            .fallback = Fallback::none,
                            .help = "size of the output; or else scale"}};
static_assert(names_rows(param_names, table));

// ⌊in·scale⌋: the product of two 64-bit numbers needs 128 before it is divided.
Checked scaled(int64_t in, Ratio ratio) {
    __extension__ using Wide = __int128;
    Wide out = static_cast<Wide>(in) * ratio.numerator / ratio.denominator;
    return out > INT64_MAX ? Checked(INT64_MAX) + 1 : Checked(static_cast<int64_t>(out));
}

Words both_given(const Fault&, const Attempt&) { return {"`size` excludes `scale`", "give one of them"}; }

Words none_given(const Fault&, const Attempt&) {
    const std::vector<int64_t> twice{2}, to_56{56};
    return {.message = "upsample needs a scale or a size", .advice = {.settings = {{"scale", twice}, {"size", to_56}}}};
}

Words too_large(const Fault& fault, const Attempt& layer) {
    return {fmt::format("the scaled {} leaves 64 bits", axis_name_of(fault, layer))};
}

Words too_small(const Fault& fault, const Attempt& layer) {
    return {
        fmt::format("a {} of {} is scaled to 0", axis_name_of(fault, layer), layer.inputs[0].spatial[axis_of(fault)]),
        "a larger scale gives at least 1"};
}

std::optional<Fault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    if (args.has(scale) && args.has(size)) return Fault{&code::bad_value, size, both_given};
    if (!args.has(scale) && !args.has(size)) return Fault{&code::missing_parameter, the_layer, none_given};
    Shape& output = result.output = inputs[0];
    for (int axis = 0; axis < output.rank; ++axis) {
        int64_t& along = output.spatial[axis];
        if (args.has(size)) {
            along = args.size(size, axis);
            continue;
        }
        Checked out = scaled(along, args.ratio(scale, axis));
        if (out.overflowed()) return Fault{&code::overflow, scale, too_large, {axis}};
        if (out.value() < 1) return Fault{&code::empty_output, scale, too_small, {axis}};
        along = out.value();
    }
    return std::nullopt;
}

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference& inference) {
    ShapeFormulas formulas;
    for (int axis = 0; axis < inputs[0].rank; ++axis) {
        int64_t in = inputs[0].spatial[axis];
        std::string_view name = axis_name(inputs[0].rank, axis);
        if (args.has(size)) {
            formulas.sizes.push_back({name, inference.output.spatial[axis], fmt::format("as asked for, of {}", in)});
            continue;
        }
        Ratio by = args.ratio(scale, axis);
        formulas.sizes.push_back(
            {name, Formula::rounded_down(Formula(in) * Formula::decimal(by.numerator, by.denominator))});
    }
    return formulas;
}

// As the nearest neighbour is taken: a whole factor repeats each position. Other factors have no fixed window.
Window implied_window(const Args& args, const Shape& input) {
    Window window{.rank = input.rank, .transposed = true};
    for (int axis = 0; axis < input.rank; ++axis) {
        Ratio by = args.has(size) ? Ratio{args.size(size, axis), input.spatial[axis]} : args.ratio(scale, axis);
        if (by.numerator % by.denominator != 0) return {};
        int64_t factor = by.numerator / by.denominator;
        window.axes[axis] = {.kernel = factor, .stride = factor};
    }
    return window;
}

}  // namespace

const LayerKind kinds::upsample{.name = "upsample",
                                .also = "upsampling interpolate",
                                .summary = "enlarged by a scale, or to a size",
                                .example = "upsample 2",
                                .params = table,
                                .ranks = with_positions,
                                .traits = {.takes_rank_suffix = true},
                                .infer = infer_layer,
                                .implied_window = implied_window,
                                .shape_formulas = explain_shape};

}  // namespace nnshape
