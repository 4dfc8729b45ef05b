#pragma once

#include <string>
#include <vector>

// What the program can be asked of a spec.
namespace nnshape::test {

/// The command lines that read a spec in a file: every command, and of each every form it writes.
std::vector<std::vector<std::string>> every_form(const std::string& spec);

}  // namespace nnshape::test
