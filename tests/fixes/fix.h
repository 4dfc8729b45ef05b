#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "spec/spec.h"

// The fixes that a diagnostic's help offers, and how each is put into the spec.
namespace nnshape::test {

/// A text in backticks is a fix if it contains a blank, `=`, `;` or `(`, or if it follows a colon or one of the words
/// write, mean, or, use and add. Several that are joined by `and` are one fix.
using Fix = std::vector<std::string>;
std::vector<Fix> fixes_of(std::string_view help);

/// The input shapes that a help names outside backticks: `28x28x1`, with as many sizes as the network's input has.
std::vector<std::string> shapes_of(std::string_view help, size_t rank);

/// The text of a spec with a fix put in where the diagnostic points:
/// - a directive replaces the one of its word, or goes first; `;` separates several;
/// - `key=value` and `no-bias`, one or several, go into the statement, in place of the same key;
/// - anything else with a blank or a parenthesis replaces the statement, whose label and expectation stay;
/// - a word replaces what the diagnostic points at.
/// In JSON `"key": value` goes into the spec or into the object, `{…}` replaces the object, and anything else replaces
/// what the diagnostic points at.
std::string put_in(std::string text, SpecForm form, Span at, const Fix& fix);

}  // namespace nnshape::test
