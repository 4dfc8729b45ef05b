#pragma once

#include <string_view>

namespace nnshape {

/// The program's version, from CMakeLists.txt.
std::string_view version();

/// The commit that the program was built from, twelve digits of it; empty where that is not known, as of a tarball. No
/// report shows it: they are alike whoever built the program.
std::string_view commit();

/// The version of the JSON report's form: within one, nothing is renamed or removed.
inline constexpr int report_version = 1;

}  // namespace nnshape
