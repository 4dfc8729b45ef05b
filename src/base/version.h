#pragma once

#include <string_view>

// The versions of the program, of the spec language and of the reports.
namespace nnshape {

/// The program's version, from CMakeLists.txt.
std::string_view version();

/// The first twelve digits of the commit that the program was built from; empty if that is not known, for example in a
/// tarball. No report shows it, because a report depends only on the version.
std::string_view commit();

/// The version of the spec language. Within one version, a spec keeps its meaning: words are added, none is removed.
inline constexpr int language_version = 1;

/// The version of the JSON report. Within one version, keys are added, none is renamed or removed.
inline constexpr int report_version = 1;

}  // namespace nnshape
