#pragma once

#include <algorithm>

#include "import/onnx/fold.h"

// The elements of stored tensors, moved and chosen.
namespace nnshape::onnx {

/// Whether a tensor has few enough numbers to be evaluated.
inline bool is_small(const Dims& dims) {
    int64_t count = product_of(dims);
    bool empty = std::find(dims.begin(), dims.end(), 0) != dims.end();
    return empty || (count > 0 && count <= most_numbers);
}

/// The same tensor under other dims.
inline Stored with_dims(Stored stored, Dims dims) {
    stored.dims = std::move(dims);
    return stored;
}

//// The index, in a tensor of dims `from`, of element `index` of a tensor of dims `to` that it is broadcast to.
inline size_t broadcast_index(size_t index, const Dims& to, const Dims& from) {
    size_t result = 0, stride = 1;
    for (size_t back = 1; back <= to.size(); ++back) {
        auto size = static_cast<size_t>(to[to.size() - back]);
        size_t at = index % size;
        index /= size;
        if (back > from.size()) continue;
        auto own = static_cast<size_t>(from[from.size() - back]);
        result += (own == 1 ? 0 : at) * stride;
        stride *= own;
    }
    return result;
}

/// Elements chosen from a tensor: `index` gives, for each element of the result, its place in the input.
template <class Index>
Stored chosen(const Stored& from, const Dims& dims, Index index) {
    Stored result = with_dims(from, dims);
    result.numbers.clear();
    result.known = from.known && is_small(dims);
    auto count = static_cast<size_t>(result.known ? product_of(dims) : 0);
    if (std::find(dims.begin(), dims.end(), 0) != dims.end()) count = 0;
    for (size_t at = 0; at < count; ++at) result.numbers.push_back(from.numbers[index(at)]);
    return result;
}

/// The tensor with its axes in another order.
Stored transposed(const Stored& from, const std::vector<int>& order);

/// The part of each axis that `parts` takes.
Stored sliced(const Stored& from, const std::vector<Part>& parts);

}  // namespace nnshape::onnx
