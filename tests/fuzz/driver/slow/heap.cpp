#include "fuzz/driver/slow/heap.h"

#include <malloc.h>
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<size_t> held{0}, peak{0}, at_begin{0};

void* allocate(size_t size) {
    void* block = std::malloc(std::max<size_t>(size, 1));
    if (!block) throw std::bad_alloc();
    held += malloc_usable_size(block);
    if (held > peak) peak = held.load();
    return block;
}

void release(void* block) noexcept {
    if (block) held -= malloc_usable_size(block);
    std::free(block);
}

}  // namespace

// The standard's own functions for arrays call these.
void* operator new(size_t size) { return allocate(size); }
void operator delete(void* block) noexcept { release(block); }
void operator delete(void* block, size_t) noexcept { release(block); }

namespace nnshape::fuzz {

void begin_heap_peak() {
    at_begin = held.load();
    peak = held.load();
}

size_t heap_peak() { return peak - at_begin; }

}  // namespace nnshape::fuzz
