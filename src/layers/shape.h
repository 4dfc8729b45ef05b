#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/checked.h"

// A shape: spatial sizes and channels. The batch dimension is never part of it.
namespace nnshape {

/// The most spatial axes of a shape. More than three are what a reshape leaves for windows and heads.
inline constexpr int max_rank = 6;

/// The most spatial axes that a window slides over.
inline constexpr int window_rank = 3;

/// The order in which the sizes of a shape are written: channels last or channels first. It changes nothing else.
enum class Layout : uint8_t { hwc, chw };

std::string_view name_of(Layout layout);

/// The sizes of a shape in the order of a layout: one for a vector, four for a volume, at most seven.
struct Sizes {
    std::array<int64_t, max_rank + 1> values{};
    int count = 0;

    const int64_t* begin() const { return values.data(); }
    const int64_t* end() const { return values.data() + count; }
    std::span<const int64_t> view() const { return {begin(), end()}; }
};

/// A vector `C`, a sequence `L,C`, an image `H,W,C`, a volume `D,H,W,C` or a tensor of up to seven axes. The rank is
/// the number of spatial sizes, 0 to 6; every size is at least 1.
struct Shape {
    int rank = 0;
    std::array<int64_t, max_rank> spatial{};
    int64_t channels = 1;

    /// Ignores the spatial sizes beyond the rank.
    friend bool operator==(const Shape& one, const Shape& other) {
        if (one.rank != other.rank || one.channels != other.channels) return false;
        for (int axis = 0; axis < one.rank; ++axis) {
            if (one.spatial[axis] != other.spatial[axis]) return false;
        }
        return true;
    }
};

/// The shapes of a layer's inputs, in order.
using Inputs = std::span<const Shape>;

Shape vector_of(int64_t channels);

/// The size along a spatial axis, or the channels if `axis` is the rank.
int64_t& size_along(Shape& shape, int axis);
int64_t size_along(const Shape& shape, int axis);

/// The shape with these one to seven sizes, written in a layout.
Shape shape_of(std::span<const int64_t> sizes, Layout layout);

Sizes sizes_of(const Shape& shape, Layout layout);

/// "55x55x96"
std::string to_text(const Shape& shape, Layout layout);
std::string to_text(const Sizes& sizes);

/// The product of the spatial sizes; 1 for a vector.
Checked positions(const Shape& shape);

/// Positions times channels.
Checked elements(const Shape& shape);

/// The name of a spatial axis: "height" for axis 0 of an image, "length" for the axis of a sequence, "second spatial
/// axis" beyond a volume.
std::string_view axis_name(int rank, int axis);

/// The same, but also "channels" if `axis` is the rank.
std::string_view size_name(int rank, int axis);

/// The name of one position along an axis: "row" (height), "column" (width), "slice" (depth), "step"
/// (length), or "position" beyond a volume.
std::string_view row_name(int rank, int axis);

/// "a vector", "a sequence", "an image", "a volume", "a tensor of five axes"
std::string_view rank_name(int rank);

/// Converts the number of an axis in a layout to its index in `spatial`, or to `rank` for the channels.
int axis_of(int axis, int rank, Layout layout);

/// The inverse of `axis_of`.
int axis_in(Layout layout, int rank, int axis);

}  // namespace nnshape
