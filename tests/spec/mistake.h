#pragma once

#include <initializer_list>
#include <span>
#include <string>

#include "support/catch.h"
#include "support/program.h"

// Tables of wrong specs. Each spec is compared with all that is printed about it, and the two parsers of JSON are
// compared with each other on it and on five mutations of it.
namespace nnshape::test {

/// A spec whose mistakes are marked: below a wrong line are the carets, and after them the message, help and code.
///
///     conv 6 kernal=3
///            ^~~~~~ `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
///
/// The message is an error unless it begins with `warning: ` or `note: `. It may continue on lines that begin with a
/// blank. A line `used from spec:3:1` may follow it. Empty lines are ignored. Nothing is printed about a spec without
/// marks.
struct Marked {
    std::string text;
};

/// A spec and everything that is printed about it. Use this where the line is not printed as it is written.
struct Printed {
    std::string spec;
    std::string diagnostics;
};

void check_printed(const Printed& one);
void check_printed(std::span<const Printed> table);

/// The lines of `head` come before each spec of the table.
void check_marked(std::span<const Marked> table, const std::string& head = "");
void check_marked(std::initializer_list<Marked> table);

}  // namespace nnshape::test
