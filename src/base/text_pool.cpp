#include "base/text_pool.h"

#include <algorithm>

namespace nnshape {
namespace {

constexpr size_t first_block = 4 << 10, largest_block = 1 << 20;

}  // namespace

std::string_view TextPool::keep(std::initializer_list<std::string_view> parts) {
    size_t size = 0;
    for (std::string_view part : parts) size += part.size();
    if (blocks_.empty() || size > blocks_.back().size - taken_) {
        size_t next = blocks_.empty() ? first_block : std::min(blocks_.back().size * 2, largest_block);
        next = std::max(next, size);
        blocks_.push_back({std::unique_ptr<char[]>(new char[next]), next});
        taken_ = 0;
    }
    char* begin = blocks_.back().bytes.get() + taken_;
    char* end = begin;
    for (std::string_view part : parts) end = std::copy(part.begin(), part.end(), end);
    taken_ += size;
    bytes_ += size;
    return {begin, size};
}

void TextPool::clear() {
    if (blocks_.size() > 1) blocks_.erase(blocks_.begin(), blocks_.end() - 1);
    taken_ = bytes_ = 0;
}

}  // namespace nnshape
