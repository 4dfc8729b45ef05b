#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>

#include "base/checked.h"

// Products of sizes that a file gives.
namespace nnshape {

/// The product, or 0 if it overflows a 64-bit integer. No layer accepts a size of 0, so that is an error at the layer.
inline int64_t product_of(std::span<const int64_t> sizes) {
    Checked all = 1;
    for (int64_t size : sizes) all *= size;
    return all.overflowed() ? 0 : all.value();
}

inline int64_t product_of(std::initializer_list<int64_t> sizes) {
    return product_of(std::span(sizes.begin(), sizes.size()));
}

}  // namespace nnshape
