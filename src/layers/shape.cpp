#include "layers/shape.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nnshape {

std::string_view name_of(Layout layout) { return layout == Layout::hwc ? "HWC" : "CHW"; }

Shape vector_of(int64_t channels) { return {.channels = channels}; }

int64_t& size_along(Shape& shape, int axis) { return axis == shape.rank ? shape.channels : shape.spatial[axis]; }

int64_t size_along(const Shape& shape, int axis) { return axis == shape.rank ? shape.channels : shape.spatial[axis]; }

Shape shape_of(std::span<const int64_t> sizes, Layout layout) {
    Shape shape{.rank = static_cast<int>(sizes.size()) - 1};
    for (int axis = 0; axis <= shape.rank; ++axis) size_along(shape, axis_of(axis, shape.rank, layout)) = sizes[axis];
    return shape;
}

Sizes sizes_of(const Shape& shape, Layout layout) {
    Sizes sizes{.count = shape.rank + 1};
    for (int axis = 0; axis <= shape.rank; ++axis) {
        sizes.values[axis] = size_along(shape, axis_of(axis, shape.rank, layout));
    }
    return sizes;
}

std::string to_text(const Shape& shape, Layout layout) { return to_text(sizes_of(shape, layout)); }

std::string to_text(const Sizes& sizes) { return fmt::format("{}", fmt::join(sizes.view(), "x")); }

Checked positions(const Shape& shape) {
    Checked product = 1;
    for (int axis = 0; axis < shape.rank; ++axis) product *= shape.spatial[axis];
    return product;
}

Checked elements(const Shape& shape) { return positions(shape) * shape.channels; }

std::string_view axis_name(int rank, int axis) {
    constexpr std::string_view names[] = {"length", "height", "width", "depth", "height", "width"};
    constexpr std::string_view others[] = {"first spatial axis",  "second spatial axis", "third spatial axis",
                                           "fourth spatial axis", "fifth spatial axis",  "sixth spatial axis"};
    if (rank > window_rank) return others[axis];
    return names[rank * (rank - 1) / 2 + axis];
}

std::string_view size_name(int rank, int axis) { return axis == rank ? "channels" : axis_name(rank, axis); }

std::string_view row_name(int rank, int axis) {
    constexpr std::string_view names[] = {"step", "row", "column", "slice", "row", "column"};
    if (rank > window_rank) return "position";
    return names[rank * (rank - 1) / 2 + axis];
}

std::string_view rank_name(int rank) {
    constexpr std::string_view names[] = {"a vector",
                                          "a sequence",
                                          "an image",
                                          "a volume",
                                          "a tensor of five axes",
                                          "a tensor of six axes",
                                          "a tensor of seven axes"};
    return names[rank];
}

int axis_of(int axis, int rank, Layout layout) {
    if (layout == Layout::hwc) return axis;
    return axis == 0 ? rank : axis - 1;
}

int axis_in(Layout layout, int rank, int axis) {
    if (layout == Layout::hwc) return axis;
    return axis == rank ? 0 : axis + 1;
}

}  // namespace nnshape
