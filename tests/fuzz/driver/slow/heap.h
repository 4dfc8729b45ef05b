#pragma once

#include <cstddef>

// The bytes that this program holds on the heap.
namespace nnshape::fuzz {

/// Forgets the peak so far.
void begin_heap_peak();

/// The most bytes held at once since then, less those that were held then.
size_t heap_peak();

}  // namespace nnshape::fuzz
