#pragma once

#include <cstddef>
#include <string>

// How far a spec may expand: what a few lines can ask for is bounded in time and in memory.
namespace nnshape {

struct Network;

/// What an expansion has come to so far.
struct Expanded {
    size_t steps = 0;  ///< statements and turns
    size_t name_bytes = 0;
    size_t mistakes = 0;  ///< and warnings
};

/// What there is too much of, in words; empty where all is well.
std::string excess_of(const Network& network, const Expanded& expanded);

/// A statement is one step, and one more for each 64 bytes of its text: a long one is not turned ten million times.
constexpr size_t steps_of(size_t bytes_of_text) { return 1 + bytes_of_text / 64; }

}  // namespace nnshape
