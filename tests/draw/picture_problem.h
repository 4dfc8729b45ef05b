#pragma once

#include <string>

#include "draw/picture.h"

// What can be wrong with a picture, found from its numbers alone.
namespace nnshape::test {

/// The first thing that overlaps another, is cut or is outside the page; empty if there is none.
std::string problem_of(const Drawing& drawing);

/// The first edge of the plan that no line draws, in a drawing of the style `graph`; empty if there is none.
std::string missing_edge(const Plan& plan, const Drawing& drawing);

}  // namespace nnshape::test
