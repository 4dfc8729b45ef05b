#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/tensor_operations.h"

// Operations on tensors for tests: what they make of a few inputs.
namespace nnshape::test {

using Tensors = std::vector<Traced>;

/// An operation, and what it gives.
struct PlacedRow {
    Layout layout;
    std::vector<std::string_view> inputs;  ///< `Nx5x6`; N4 is a batch of 4. They are named a, b and c
    Traced (*operation)(Placer&, const Tensors&);
    std::string_view dims;     ///< of the result; or the message of a Misfit, or `stopped`
    std::string_view listing;  ///< behind the inputs
};

/// What an operation gives: `dims` as in a row, and the whole listing.
struct Outcome {
    std::string dims, listing;
};
Outcome outcome_of(const PlacedRow& row, const Dims& expected = {});

/// Checks that an operation gives what its row says. `expected` is what the file records of the result.
void check(const PlacedRow& row, const Dims& expected = {});

inline constexpr Layout hwc = Layout::hwc, chw = Layout::chw;

}  // namespace nnshape::test

/// An operation of a row: an expression of the placer `p` and the inputs `in`.
#define ON(...) [](Placer& p, const Tensors& in) { return __VA_ARGS__; }
