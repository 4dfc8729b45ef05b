#pragma once

#include <span>
#include <string>

#include "query/solve/solve.h"

// The windows that a question has for an answer, as people and programs read them.
namespace nnshape {

/// The version of the JSON form: within one, nothing is renamed or removed.
inline constexpr int solve_version = 1;

/// The first `top` windows as a table with the line of a spec for each; or why there is none.
std::string solve_text(const Question& question, const Answers& answers, int64_t top);

/// The same for programs; `found` counts all of them.
std::string solve_json(const Question& question, const Answers& answers, int64_t top);

/// The line that one would write in a spec, `?` where it needs a value that the window does not tell. It is of the
/// first layer type that has such a window.
std::string line_of(const Question& question, const WindowAnswer& answer);

}  // namespace nnshape
