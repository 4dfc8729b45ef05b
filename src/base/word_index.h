#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

// A flat hash table from words to numbers. A word needs no allocation of its own.
namespace nnshape {

class WordIndex {
  public:
    /// The number of a word, or null if it has none.
    const uint32_t* find(std::string_view word) const;

    /// Gives a word a number unless it has one. Returns a reference to the word's number (valid until the next `add`)
    /// and whether the word is new. The word's text must stay where it is.
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

    std::vector<Slot> slots_;  // a power of two of them, at most three quarters full
    size_t count_ = 0;
};

}  // namespace nnshape
