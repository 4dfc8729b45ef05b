#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/checked.h"

// Spatial dimensions and channels. The batch dimension is never part of a shape.
namespace nnshape {

inline constexpr int max_rank = 3;

/// How shapes are read and printed: channels last or channels first. It changes nothing else.
enum class Layout : uint8_t { hwc, chw };

std::string_view name_of(Layout layout);

/// A shape's sizes in the order of a layout: one for a vector, four for a volume.
struct Sizes {
    std::array<int64_t, max_rank + 1> values{};
    int count = 0;

    const int64_t* begin() const { return values.data(); }
    const int64_t* end() const { return values.data() + count; }
    std::span<const int64_t> view() const { return {begin(), end()}; }
};

/// A vector `C`, a sequence `L,C`, an image `H,W,C` or a volume `D,H,W,C`: rank 0 to 3, every size at least 1.
struct Shape {
    int rank = 0;
    std::array<int64_t, max_rank> spatial{};
    int64_t channels = 1;

    /// Of the sizes that the rank has; what the array holds beyond them does not matter.
    friend bool operator==(const Shape& one, const Shape& other) {
        if (one.rank != other.rank || one.channels != other.channels) return false;
        for (int axis = 0; axis < one.rank; ++axis) {
            if (one.spatial[axis] != other.spatial[axis]) return false;
        }
        return true;
    }
};

/// What a layer receives: the shape of each input, in order.
using Inputs = std::span<const Shape>;

Shape vector_of(int64_t channels);

/// The size along a spatial axis, or of the channels where `axis` is the rank.
int64_t& size_along(Shape& shape, int axis);
int64_t size_along(const Shape& shape, int axis);

/// The shape that one to four sizes stand for in a layout.
Shape shape_of(std::span<const int64_t> sizes, Layout layout);

Sizes sizes_of(const Shape& shape, Layout layout);

/// "55x55x96"
std::string to_text(const Shape& shape, Layout layout);
std::string to_text(const Sizes& sizes);

/// The product of the spatial sizes; 1 for a vector.
Checked positions(const Shape& shape);

/// Positions times channels.
Checked elements(const Shape& shape);

/// "height" for axis 0 of an image, "length" for a sequence's only one.
std::string_view axis_name(int rank, int axis);

/// Likewise, and "channels" where `axis` is the rank.
std::string_view size_name(int rank, int axis);

/// What an axis is a row of: "row" along the height, "column", "slice" along the depth, "step" of a sequence.
std::string_view row_name(int rank, int axis);

/// "a vector", "a sequence", "an image", "a volume"
std::string_view rank_name(int rank);

/// Where an axis of a layout stands among `spatial` (0 to rank − 1), or `rank` for the channels.
int axis_of(int axis, int rank, Layout layout);

/// The inverse of `axis_of`: the axis of a layout that a spatial axis, or `rank` for the channels, is.
int axis_in(Layout layout, int rank, int axis);

}  // namespace nnshape
