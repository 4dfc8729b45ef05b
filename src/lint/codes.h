#pragma once

#include <span>
#include <string_view>

#include "base/diagnostic.h"

// Every code that a diagnostic may have.
namespace nnshape {

/// The errors in the order of base/codes.def, then the codes of the rules in the order of rules.def.
std::span<const Code* const> all_codes();

/// The code of this name, or null.
const Code* find_code(std::string_view name);

}  // namespace nnshape
