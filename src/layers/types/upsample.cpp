#include <fmt/format.h>
#include <numeric>

#include "layers/derivation.h"
#include "layers/kinds.h"

// Resizes by a scale or to a size: torch.nn.Upsample, Keras UpSampling2D, ONNX Resize.
namespace nnshape {
namespace {

PARAM_NUMBERS(scale, size, like);
constexpr Param table[] = {{.name = "scale",
                            .also = "scale_factor",
                            .type = ParamType::scales,
                            .fallback = Fallback::none,
                            .help = "factor for each spatial axis, an exact decimal; give either scale or size"},
                           {.name = "size",
                            .type = ParamType::sizes,
                            .fallback = Fallback::none,
                            .help = "size of the output; give either scale or size"},
                           params::like};
static_assert(names_rows(param_names, table));

// ⌊in·scale⌋: the product of two 64-bit numbers needs 128 before it is divided.
Checked scaled(int64_t in, Ratio ratio) {
    __extension__ using Wide = __int128;
    Wide out = static_cast<Wide>(in) * ratio.numerator / ratio.denominator;
    return out > INT64_MAX ? Checked(INT64_MAX) + 1 : Checked(static_cast<int64_t>(out));
}

// The fault's parameter is the second that is given.
Words both_given(const LayerFault& fault, const Attempt& layer) {
    return {fmt::format("`{}` cannot be combined with `{}`", table[fault.param].name,
                        table[layer.args.has(scale) ? scale : size].name),
            "remove one of them"};
}

Words none_given(const LayerFault&, const Attempt&) {
    const std::vector<int64_t> twice{2}, to_56{56};
    return {.message = "upsample needs a scale or a size", .advice = {.settings = {{"scale", twice}, {"size", to_56}}}};
}

Words too_large(const LayerFault& fault, const Attempt& layer) {
    return {fmt::format("the scaled {} overflows a 64-bit integer", axis_name_of(fault, layer))};
}

Words too_small(const LayerFault& fault, const Attempt& layer) {
    return {
        fmt::format("a {} of {} is scaled to 0", axis_name_of(fault, layer), layer.inputs[0].spatial[axis_of(fault)]),
        "use a larger scale"};
}

int64_t wanted_size(const Args& args, Inputs inputs, int axis) {
    return args.has(size) ? args.size(size, axis) : inputs.back().spatial[axis];
}

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    int given = args.has(scale) + args.has(size) + args.has(like);
    if (given > 1) return LayerFault{&code::bad_value, args.has(like) ? like : size, both_given};
    if (given == 0) return LayerFault{&code::missing_parameter, the_layer, none_given};
    Shape& output = result.output = inputs[0];
    for (int axis = 0; axis < output.rank; ++axis) {
        int64_t& along = output.spatial[axis];
        if (!args.has(scale)) {
            along = wanted_size(args, inputs, axis);
            continue;
        }
        Checked out = scaled(along, args.ratio(scale, axis));
        if (out.overflowed()) return LayerFault{&code::overflow, scale, too_large, {axis}};
        if (out.value() < 1) return LayerFault{&code::empty_output, scale, too_small, {axis}};
        along = out.value();
    }
    return std::nullopt;
}

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference& inference) {
    ShapeFormulas formulas;
    for (int axis = 0; axis < inputs[0].rank; ++axis) {
        int64_t in = inputs[0].spatial[axis];
        std::string_view name = axis_name(inputs[0].rank, axis);
        if (!args.has(scale)) {
            formulas.sizes.push_back(
                {name, inference.output.spatial[axis],
                 fmt::format("{}; the input has {}", args.has(like) ? "that of the other layer" : "given", in)});
            continue;
        }
        Ratio by = args.ratio(scale, axis);
        formulas.sizes.push_back(
            {name, Formula::rounded_down(Formula(in) * Formula::decimal(by.numerator, by.denominator))});
    }
    return formulas;
}

// The window of nearest-neighbour interpolation: a whole factor repeats each position. Other factors have no fixed
// window.
Window implied_window(const Args& args, Inputs inputs) {
    const Shape& input = inputs[0];
    Window window{.rank = input.rank, .transposed = true};
    for (int axis = 0; axis < input.rank; ++axis) {
        Ratio by =
            args.has(scale) ? args.ratio(scale, axis) : Ratio{wanted_size(args, inputs, axis), input.spatial[axis]};
        if (by.numerator % by.denominator != 0) return {};
        int64_t factor = by.numerator / by.denominator;
        window.axes[axis] = {.kernel = factor, .stride = factor};
    }
    return window;
}

int64_t rows_per_step(const Args& args, int axis) {
    if (!args.has(scale)) return 1;
    Ratio by = args.ratio(scale, axis);
    return by.denominator / std::gcd(by.numerator, by.denominator);
}

}  // namespace

const LayerKind kinds::upsample{.name = "upsample",
                                .also = "upsampling interpolate",
                                .summary = "resized by a scale or to a size",
                                .example = "upsample 2",
                                .params = table,
                                .ranks = with_positions,
                                .traits = {.takes_rank_suffix = true, .reaches_any_size = true},
                                .like = like,
                                .infer = infer_layer,
                                .implied_window = implied_window,
                                .rows_per_step = rows_per_step,
                                .shape_formulas = explain_shape};

}  // namespace nnshape
