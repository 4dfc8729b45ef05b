#pragma once

#include <cstddef>
#include <string>

// How far a spec may expand: what a few lines can ask for is bounded in time and in memory.
namespace nnshape {

/// What an expansion has come to so far.
struct Expansion {
    size_t steps = 0;     ///< statements and turns
    size_t bytes = 0;     ///< of the layers' names, sizes and inputs
    size_t mistakes = 0;  ///< and warnings
};

/// What there is too much of, in words; empty where all is well.
std::string excess_of(const Expansion& expansion);

/// A statement or a turn is one step, and one more for each 16 bytes of its text beyond 1,024: a long one is not turned
/// ten million times.
constexpr size_t steps_of(size_t bytes_of_text) { return 1 + (bytes_of_text > 1024 ? (bytes_of_text - 1024) / 16 : 0); }

}  // namespace nnshape
