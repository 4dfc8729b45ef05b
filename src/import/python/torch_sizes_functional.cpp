// Functions of torch.nn.functional that make axes longer or shorter, or that move elements between them.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "import/product.h"
#include "import/python/forward.h"
#include "import/python/layers.h"
#include "import/python/natives.h"
#include "import/python/tensor_values.h"
#include "import/python/torch_arguments.h"

namespace nnshape::python {
namespace {

// The sizes of the spatial axes after `scale_factor`, as PyTorch calculates them: the product of doubles, rounded down.
Dims scaled(Interpreter& interpreter, const TensorValue& input, const Value& factor, Spot spot) {
    size_t count = input.dims.size() - 2;
    std::vector<Value> factors =
        factor.is_number() ? std::vector<Value>(count, factor) : to_items(interpreter, factor, spot);
    if (factors.size() != count) {
        interpreter.raise("ValueError", fmt::format("scale_factor has {} values for {} axes", factors.size(), count),
                          spot);
    }
    Dims sizes;
    for (size_t axis = 0; axis < count; ++axis) {
        double size = std::floor(static_cast<double>(input.dims[axis + 2]) * to_real(interpreter, factors[axis], spot));
        sizes.push_back(truncated(interpreter, size));
    }
    return sizes;
}

Value resize(Interpreter& interpreter, TensorValue& input, const Value& size, const Value& factor, Spot spot) {
    size_t rank = input.dims.size();
    if (rank < 3) {
        interpreter.raise(code::rank_mismatch,
                          fmt::format("interpolate needs axes behind the batch and the channels, but "
                                      "receives {}",
                                      dims_text(input.dims)),
                          {}, spot);
    }
    if (size.is_none() == factor.is_none()) {
        interpreter.raise("ValueError", "only one of size or scale_factor should be defined", spot);
    }
    Dims sizes = size.is_none() ? scaled(interpreter, input, factor, spot) : sizes_in(interpreter, size, spot);
    if (sizes.size() == 1) sizes.resize(rank - 2, sizes[0]);
    if (sizes.size() != rank - 2) {
        interpreter.raise("ValueError",
                          fmt::format("Input and output must have the same number of spatial dimensions, but "
                                      "got input with spatial dimensions of {} and output size of {}",
                                      dims_text(Dims(input.dims.begin() + 2, input.dims.end())), dims_text(sizes)),
                          spot);
    }
    Dims dims(input.dims.begin(), input.dims.begin() + 2);
    dims.insert(dims.end(), sizes.begin(), sizes.end());
    return operate(interpreter, "interpolate", spot, {&input}, Dtype::real,
                   [&](Placer& placer, std::vector<Traced>& inputs) { return resized(placer, inputs[0], dims); });
}

Value interpolate(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, function_name(arguments),
                {"input", "size?", "scale_factor?", "mode?", "align_corners?", "**"});
    return resize(interpreter, tensor_of(interpreter, bound[0], bound.spot(0)), bound[1], bound[2], arguments.spot);
}

Value upsample_module(Interpreter& interpreter, Arguments& arguments) {
    auto* module = as<Instance>(arguments.items.at(0).value);
    auto attribute = [&](std::string_view name) {
        const Value* value = module->attributes.find(name);
        return value ? *value : Value::none();
    };
    return resize(interpreter, forward_input(interpreter, arguments), attribute("size"), attribute("scale_factor"),
                  arguments.spot);
}

// Adds to both ends of the last axes: the pairs are those of the last axis first.
Value padded_by(Interpreter& interpreter, TensorValue& input, const Dims& pairs, Spot spot) {
    size_t rank = input.dims.size();
    if (pairs.size() % 2 != 0 || pairs.size() / 2 > rank) {
        interpreter.raise(
            "RuntimeError",
            fmt::format("pad has {} sizes for a tensor of {} axes; each axis needs two", pairs.size(), rank), spot);
    }
    Dims before(rank, 0), after(rank, 0), dims = input.dims;
    for (size_t at = 0; at + 1 < pairs.size(); at += 2) {
        size_t axis = rank - 1 - at / 2;
        before[axis] = pairs[at], after[axis] = pairs[at + 1];
        Checked size = Checked(dims[axis]) + pairs[at] + pairs[at + 1];
        dims[axis] = size.overflowed() ? 0 : size.value();
        if (dims[axis] < 1) {
            interpreter.raise(code::empty_output,
                              fmt::format("pad by {} and {} leaves nothing of an axis of {}", pairs[at], pairs[at + 1],
                                          input.dims[axis]),
                              {}, spot);
        }
    }
    if (dims == input.dims && before == Dims(rank, 0)) return Value::of(&input);
    return operate(interpreter, "pad", spot, {&input}, input.dtype, [&](Placer& placer, std::vector<Traced>& inputs) {
        return padded(placer, inputs[0], before, after);
    });
}

Value pad(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "pad", {"input", "pad", "mode?", "value?"});
    return padded_by(interpreter, tensor_of(interpreter, bound[0], bound.spot(0)),
                     sizes_in(interpreter, bound[1], bound.spot(1)), arguments.spot);
}

Value pad_module(Interpreter& interpreter, Arguments& arguments) {
    auto* module = as<Instance>(arguments.items.at(0).value);
    TensorValue& input = forward_input(interpreter, arguments);
    const Value* given = module->attributes.find("padding");
    if (!given) return interpreter.unknown("the sizes of a padding");
    Dims pairs = sizes_in(interpreter, *given, arguments.spot);
    int rank = layer_class(*module).rank;
    if (pairs.size() == 1) pairs.resize(static_cast<size_t>(2 * rank), pairs[0]);
    return padded_by(interpreter, input, pairs, arguments.spot);
}

// How many places a window has along an axis; 0 if it does not fit.
int64_t places(int64_t size, int64_t kernel, int64_t dilation, int64_t padding, int64_t stride) {
    Checked room = Checked(size) + Checked(2) * padding - Checked(dilation) * (kernel - 1) - 1;
    if (room.overflowed() || room.value() < 0 || stride < 1) return 0;
    return room.value() / stride + 1;
}

struct Sliding {
    Dims kernel, dilation, padding, stride;
};

Sliding sliding_of(Interpreter& interpreter, const Value& kernel, const Value& dilation, const Value& padding,
                   const Value& stride, Spot spot) {
    auto pair = [&](const Value& value, int64_t standard) {
        Dims sizes = value.is_none() ? Dims{standard} : sizes_in(interpreter, value, spot);
        if (sizes.size() == 1) sizes.push_back(sizes[0]);
        return sizes;
    };
    return {pair(kernel, 1), pair(dilation, 1), pair(padding, 0), pair(stride, 1)};
}

// The number of places of the windows on an image.
int64_t all_places(Interpreter& interpreter, const Sliding& sliding, const Dims& image, Spot spot) {
    int64_t count = 1;
    for (size_t axis = 0; axis < 2; ++axis) {
        int64_t along = places(image[axis], sliding.kernel[axis], sliding.dilation[axis], sliding.padding[axis],
                               sliding.stride[axis]);
        if (along < 1) {
            interpreter.raise(
                code::kernel_exceeds_input,
                fmt::format("a window of {} does not fit an image of {}", dims_text(sliding.kernel), dims_text(image)),
                {}, spot);
        }
        count = product_of({count, along});
    }
    return count;
}

Value unfolded(Interpreter& interpreter, TensorValue& input, const Sliding& sliding, Spot spot) {
    if (input.dims.size() != 4 && input.dims.size() != 3)
        interpreter.raise(code::rank_mismatch, fmt::format("unfold needs images, not {}", dims_text(input.dims)), {},
                          spot);
    Dims image(input.dims.end() - 2, input.dims.end());
    Dims dims(input.dims.begin(), input.dims.end() - 2);
    dims.back() = product_of({dims.back(), sliding.kernel[0], sliding.kernel[1]});
    dims.push_back(all_places(interpreter, sliding, image, spot));
    return fixed_or_placed(interpreter, {&input}, [&] {
        return place_custom(interpreter, row_name(interpreter, "unfold"), spot, {&input}, dims);
    });
}

Value folded_to(Interpreter& interpreter, TensorValue& input, const Value& size, const Sliding& sliding, Spot spot) {
    Dims image = sizes_in(interpreter, size, spot);
    if (image.size() == 1) image.push_back(image[0]);
    size_t rank = input.dims.size();
    int64_t window = product_of({sliding.kernel[0], sliding.kernel[1]});
    bool fits = (rank == 2 || rank == 3) && window > 0 && input.dims[rank - 2] % window == 0 &&
                input.dims[rank - 1] == all_places(interpreter, sliding, image, spot);
    if (!fits) {
        interpreter.raise(
            code::shape_mismatch,
            fmt::format("fold cannot make an image of {} of {}: it needs {} windows, each of a multiple of {}",
                        dims_text(image), dims_text(input.dims), all_places(interpreter, sliding, image, spot), window),
            {}, spot);
    }
    Dims dims(input.dims.begin(), input.dims.end() - 1);
    dims.back() /= window;
    dims.insert(dims.end(), image.begin(), image.end());
    return fixed_or_placed(interpreter, {&input}, [&] {
        return place_custom(interpreter, row_name(interpreter, "fold"), spot, {&input}, dims);
    });
}

Value unfold(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "unfold", {"input", "kernel_size", "dilation?", "padding?", "stride?"});
    return unfolded(interpreter, tensor_of(interpreter, bound[0], bound.spot(0)),
                    sliding_of(interpreter, bound[1], bound[2], bound[3], bound[4], arguments.spot), arguments.spot);
}

Value fold(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "fold",
                {"input", "output_size", "kernel_size", "dilation?", "padding?", "stride?"});
    return folded_to(interpreter, tensor_of(interpreter, bound[0], bound.spot(0)), bound[1],
                     sliding_of(interpreter, bound[2], bound[3], bound[4], bound[5], arguments.spot), arguments.spot);
}

template <bool back>
Value fold_module(Interpreter& interpreter, Arguments& arguments) {
    auto* module = as<Instance>(arguments.items.at(0).value);
    auto attribute = [&](std::string_view name) {
        const Value* value = module->attributes.find(name);
        return value ? *value : Value::none();
    };
    Sliding sliding = sliding_of(interpreter, attribute("kernel_size"), attribute("dilation"), attribute("padding"),
                                 attribute("stride"), arguments.spot);
    TensorValue& input = forward_input(interpreter, arguments);
    return back ? folded_to(interpreter, input, attribute("output_size"), sliding, arguments.spot)
                : unfolded(interpreter, input, sliding, arguments.spot);
}

// x.unfold(dimension, size, step): the windows along an axis, each as a new last axis.
Value windows(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "unfold", {"self", "dimension", "size", "step"});
    TensorValue& input = tensor_of(interpreter, bound[0], bound.spot(0));
    int axis = axis_of(interpreter, bound.integer(1), input.dims.size(), bound.spot(1));
    Dims dims = input.dims;
    int64_t& size = dims.at(static_cast<size_t>(axis));
    int64_t count = places(size, bound.integer(2), 1, 0, bound.integer(3));
    if (count < 1)
        interpreter.raise(code::kernel_exceeds_input,
                          fmt::format("a window of {} does not fit an axis of {}", bound.integer(2), size), {},
                          arguments.spot);
    size = count;
    dims.push_back(bound.integer(2));
    return fixed_or_placed(interpreter, {&input}, [&] {
        return place_custom(interpreter, row_name(interpreter, "unfold"), arguments.spot, {&input}, dims);
    });
}

Value one_hot(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "one_hot", {"tensor", "num_classes?"});
    TensorValue& input = tensor_of(interpreter, bound[0], bound.spot(0));
    int64_t classes = bound.integer(1, -1);
    if (classes < 1 && input.is_known && !input.numbers.empty()) {
        classes = truncated(interpreter, *std::max_element(input.numbers.begin(), input.numbers.end())) + 1;
    }
    if (classes < 1) return interpreter.unknown("the number of classes of `one_hot`");
    Dims dims = input.dims;
    dims.push_back(classes);
    if (is_constant(interpreter, input)) return constant(interpreter, dims, Dtype::integer);
    return place_custom(interpreter, row_name(interpreter, "one_hot"), arguments.spot, {&input}, dims);
}

Value halved(Interpreter& interpreter, TensorValue& input, int64_t along, Spot spot) {
    int axis = axis_of(interpreter, along, input.dims.size(), spot);
    int64_t size = input.dims.at(static_cast<size_t>(axis));
    if (size % 2 != 0) {
        interpreter.raise(code::groups_mismatch,
                          fmt::format("glu halves axis {} of {}, which is {}", axis, dims_text(input.dims), size),
                          "its size must be even", spot);
    }
    return operate(interpreter, "glu", spot, {&input}, Dtype::real, [&](Placer& placer, std::vector<Traced>& inputs) {
        return placer.emit_alike({.operation = "glu", .inputs = {placer.with_channels(inputs[0], axis)}});
    });
}

Value glu(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "glu", {"input", "dim?"});
    return halved(interpreter, tensor_of(interpreter, bound[0], bound.spot(0)), bound.integer(1, -1), arguments.spot);
}

Value glu_module(Interpreter& interpreter, Arguments& arguments) {
    auto* module = as<Instance>(arguments.items.at(0).value);
    const Value* dim = module->attributes.find("dim");
    return halved(interpreter, forward_input(interpreter, arguments), dim && dim->is_integer() ? dim->integer : -1,
                  arguments.spot);
}

// grid_sample(input, grid): a value of each channel for each place of the grid.
Value grid_sample(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "grid_sample", {"input", "grid", "**"});
    TensorValue &input = tensor_of(interpreter, bound[0], bound.spot(0)),
                &grid = tensor_of(interpreter, bound[1], bound.spot(1));
    size_t rank = input.dims.size();
    bool fits = rank >= 4 && grid.dims.size() == rank && grid.dims.back() == static_cast<int64_t>(rank) - 2 &&
                grid.dims[0] == input.dims[0];
    if (!fits) {
        interpreter.raise(code::shape_mismatch,
                          fmt::format("grid_sample: a grid of {} does not fit the input {}", dims_text(grid.dims),
                                      dims_text(input.dims)),
                          "the last axis of the grid is a place in the image", arguments.spot);
    }
    Dims dims = {input.dims[0], input.dims[1]};
    dims.insert(dims.end(), grid.dims.begin() + 1, grid.dims.end() - 1);
    return fixed_or_placed(interpreter, {&input, &grid}, [&] {
        return place_custom(interpreter, row_name(interpreter, "grid_sample"), arguments.spot, {&input, &grid}, dims);
    });
}

Value affine_grid(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "affine_grid", {"theta", "size", "**"});
    TensorValue& theta = tensor_of(interpreter, bound[0], bound.spot(0));
    Dims size = sizes_in(interpreter, bound[1], bound.spot(1));
    if (size.size() < 4) interpreter.raise("ValueError", "affine_grid needs the size of images", arguments.spot);
    Dims dims = {size[0]};
    dims.insert(dims.end(), size.begin() + 2, size.end());
    dims.push_back(static_cast<int64_t>(size.size()) - 2);
    return fixed_or_placed(interpreter, {&theta}, [&] {
        return place_custom(interpreter, row_name(interpreter, "affine_grid"), arguments.spot, {&theta}, dims);
    });
}

constexpr NativeEntry table[] = {
    {"torch.nn.functional.interpolate", known<interpolate>},
    {"torch.nn.functional.upsample", known<interpolate>},
    {"torch.nn.functional.upsample_bilinear", known<interpolate>},
    {"torch.nn.functional.upsample_nearest", known<interpolate>},
    {"torch.nn.Upsample.forward", known<upsample_module>},
    {"torch.nn.UpsamplingNearest2d.forward", known<upsample_module>},
    {"torch.nn.UpsamplingBilinear2d.forward", known<upsample_module>},
    {"torch.nn.functional.pad", known<pad>},
    {"torch.nn.ZeroPad1d.forward", known<pad_module>},
    {"torch.nn.ZeroPad2d.forward", known<pad_module>},
    {"torch.nn.ZeroPad3d.forward", known<pad_module>},
    {"torch.nn.ConstantPad1d.forward", known<pad_module>},
    {"torch.nn.ConstantPad2d.forward", known<pad_module>},
    {"torch.nn.ConstantPad3d.forward", known<pad_module>},
    {"torch.nn.ReflectionPad1d.forward", known<pad_module>},
    {"torch.nn.ReflectionPad2d.forward", known<pad_module>},
    {"torch.nn.ReflectionPad3d.forward", known<pad_module>},
    {"torch.nn.ReplicationPad1d.forward", known<pad_module>},
    {"torch.nn.ReplicationPad2d.forward", known<pad_module>},
    {"torch.nn.ReplicationPad3d.forward", known<pad_module>},
    {"torch.nn.CircularPad1d.forward", known<pad_module>},
    {"torch.nn.CircularPad2d.forward", known<pad_module>},
    {"torch.nn.CircularPad3d.forward", known<pad_module>},
    {"torch.nn.functional.unfold", known<unfold>},
    {"torch.nn.functional.fold", known<fold>},
    {"torch.nn.Unfold.forward", known<fold_module<false>>},
    {"torch.nn.Fold.forward", known<fold_module<true>>},
    {"torch.Tensor.unfold", known<windows>},
    {"torch.nn.functional.one_hot", known<one_hot>},
    {"torch.nn.functional.glu", known<glu>},
    {"torch.nn.GLU.forward", known<glu_module>},
    {"torch.nn.functional.grid_sample", known<grid_sample>},
    {"torch.nn.functional.affine_grid", known<affine_grid>},
};

}  // namespace

std::span<const NativeEntry> torch_sizes_functional() { return table; }

}  // namespace nnshape::python
