#pragma once

#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

// Stores many short texts in few allocations. A text stays where it is as long as the pool lives.
namespace nnshape {

class TextPool {
  public:
    /// Stores the joined parts and returns them.
    std::string_view keep(std::initializer_list<std::string_view> parts);

    /// The length of all texts together.
    size_t bytes() const { return bytes_; }

    /// Removes all texts, and keeps memory for the next ones.
    void clear();

  private:
    struct Block {
        std::unique_ptr<char[]> bytes;
        size_t size;
    };

    std::vector<Block> blocks_;
    size_t taken_ = 0;  // bytes of the last block
    size_t bytes_ = 0;
};

}  // namespace nnshape
