#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Follows every fix and every input size that the diagnostics of a spec offer, each alone.
namespace nnshape::test {

struct TriedFixes {
    std::set<std::string_view> codes;   ///< of the diagnostics that offer a fix
    std::vector<std::string> accepted;  ///< the specs that have no error after a fix
    std::string failures;               ///< a paragraph for each that does not help
};

/// The codes whose helps never offer a fix; one that does is a failure.
std::span<const std::string_view> codes_without_fix();

/// A fix of an error must leave fewer errors, one of a warning or a note must silence it and bring no error.
TriedFixes try_fixes(const std::string& text);

}  // namespace nnshape::test
