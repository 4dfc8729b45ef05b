#pragma once

#include <string>
#include <string_view>

#include "draw/picture.h"

// The colours of a picture as CSS.
namespace nnshape {

/// Rules for the classes of a picture: `c0` to `c12` by role, `bg`, `ed` (edges), `fr` (frames), `tx` and `mu` (texts).
std::string css_of(Theme theme);

/// The colours of a role in the light theme: `#rrggbb`.
std::string_view fill_of(Role role);
std::string_view stroke_of(Role role);

/// A text in XML: `&amp;`, a blank for a control character, and U+FFFD for a code point that XML does not allow.
std::string escaped_xml(std::string_view text);

}  // namespace nnshape
