#pragma once

#include <cstddef>
#include <string>

#include "base/checked.h"

// The limits of an expansion. A few lines can ask for any number of layers and inputs, so time and memory are bounded.
namespace nnshape {

/// The size of an expansion.
struct Expansion {
    Checked layers = 0;
    Checked blocks = 0;       ///< calls, turns of repeats, paths, and blocks of `freeze` and `experts`
    Checked empty = 0;        ///< calls and turns that add no layer
    Checked bytes = 0;        ///< of the layers' names, sizes and inputs
    Checked inputs = 0;       ///< of the layers, besides the first input of each
    Checked input_bytes = 0;  ///< of the names of these inputs
    size_t mistakes = 0;      ///< and warnings

    /// Adds the size of another part of the same spec.
    void add(const Expansion& other);
};

/// What the spec itself has, in proportion to which an expansion may be large.
struct SpecSize {
    size_t bytes = 0;  ///< of its text
    size_t items = 0;  ///< of its lists, among them the inputs that it writes out
};

/// A message about the limit that is exceeded; empty if none is.
std::string excess_of(const Expansion& expansion, const SpecSize& written);

}  // namespace nnshape
