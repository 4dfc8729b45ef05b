#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

// Numbers by words: a flat hash table that keeps its memory when it is emptied, and allocates nothing for a word.
namespace nnshape {

class WordIndex {
  public:
    /// The number of a word, or null.
    const uint32_t* find(std::string_view word) const;

    /// Gives a word a number unless it has one. The number it has, which is its own again as long as nothing is added,
    /// and whether it is new. The word's text must stay where it is.
    struct Added {
        uint32_t& number;
        bool is_new;
    };
    Added add(std::string_view word, uint32_t number);

    /// The words, in no order.
    std::vector<std::string_view> words() const;

  private:
    struct Slot {
        const char* text = nullptr;
        uint32_t size = 0;
        uint32_t number = 0;

        std::string_view word() const { return {text, size}; }
    };

    size_t slot_of(std::string_view word) const;
    void grow();

    std::vector<Slot> slots_;  // as many as a power of two, at most three quarters of them taken
    size_t count_ = 0;
};

}  // namespace nnshape
