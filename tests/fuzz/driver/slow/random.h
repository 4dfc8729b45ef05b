#pragma once

#include <cstdint>
#include <random>
#include <vector>

// Random choices from one seed.
namespace nnshape::fuzz {

class Random {
  public:
    explicit Random(uint64_t seed) : engine_(seed) {}

    /// A number from 0 to `end` - 1.
    size_t below(size_t end) { return std::uniform_int_distribution<size_t>(0, end - 1)(engine_); }
    bool once_in(size_t times) { return below(times) == 0; }

    template <class List>
    const auto& one_of(const List& list) {
        return list[below(std::size(list))];
    }

  private:
    std::mt19937_64 engine_;
};

}  // namespace nnshape::fuzz
