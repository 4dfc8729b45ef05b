#pragma once

#include <string_view>

// Python code and what it gives, evaluated by the importer of Python.
namespace nnshape::test {

/// The last line of the code is an expression.
struct Row {
    std::string_view code, result;
};

/// Checks the repr() of the expression; that of "TypeError: ..." if it raises an exception; "unknown: ..." if it is not
/// known, and "refused: ..." if it reaches a limit.
void check(const Row& row);

}  // namespace nnshape::test
