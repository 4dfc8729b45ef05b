#pragma once

#include <string>

#include "draw/picture.h"

// The picture as an element of a page.
namespace nnshape {

/// Appends `<svg …>…</svg>`.
void append_svg(const Picture& picture, std::string& out);

}  // namespace nnshape
