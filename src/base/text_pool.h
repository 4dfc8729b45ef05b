#pragma once

#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

// Texts that are made one after the other and live as long as the pool: none moves, and none is allocated alone.
namespace nnshape {

class TextPool {
  public:
    /// The parts, joined, at a place of their own.
    std::string_view keep(std::initializer_list<std::string_view> parts);

    /// How long all of them are together.
    size_t bytes() const { return bytes_; }

    /// Empties it, with memory kept for the next texts.
    void clear();

  private:
    struct Block {
        std::unique_ptr<char[]> bytes;
        size_t size;
    };

    std::vector<Block> blocks_;
    size_t taken_ = 0;  // of the last block
    size_t bytes_ = 0;
};

}  // namespace nnshape
