#pragma once

#include <cstdint>
#include <random>

// Choices that a seed alone decides, whatever the standard library: its distributions differ, its engine does not.
namespace nnshape::test {

class Random {
  public:
    explicit Random(uint64_t seed) : bits_(seed) {}

    int64_t number(int64_t least, int64_t most) {
        return least + static_cast<int64_t>(bits_() % static_cast<uint64_t>(most - least + 1));
    }
    bool chance(int percent) { return number(1, 100) <= percent; }

    template <class Items>
    const auto& one_of(const Items& items) {
        return items[static_cast<size_t>(number(0, static_cast<int64_t>(std::size(items)) - 1))];
    }

  private:
    std::mt19937_64 bits_;
};

/// How many cases to try: `ordinary` ones, or as many times that as the variable NNSHAPE_CASES says.
int64_t case_count(int64_t ordinary);

/// The first seed, 1 unless NNSHAPE_SEED says another, which makes a failed case the first one.
uint64_t first_seed();

}  // namespace nnshape::test
