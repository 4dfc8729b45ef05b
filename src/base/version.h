#pragma once

#include <string_view>

namespace nnshape {

/// The program's version, from CMakeLists.txt.
std::string_view version();

/// The version of the JSON report's form: within one, nothing is renamed or removed.
inline constexpr int report_version = 1;

}  // namespace nnshape
