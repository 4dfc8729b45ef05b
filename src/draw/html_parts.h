#pragma once

#include <string>

#include "draw/picture.h"

// The parts of the page that `--form html` writes.
namespace nnshape {

/// Appends the table of layers: each is a `tbody` of a row with its numbers and a row with its formulas.
void append_layer_table(const Picture& picture, std::string& out);

/// Appends the lines of the spec, with each warning or error below its line. Of a file of another program, its listing.
void append_spec(const Picture& picture, std::string& out);

}  // namespace nnshape
