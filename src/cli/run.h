#pragma once

#include <string>
#include <vector>

#include "cli/io.h"

// The command line: from arguments and streams to an exit code.
namespace nnshape {

/// Runs the program with `args` (its own name left out). Returns 0 where all is fine, 1 where a check failed, 2 for
/// wrong usage, a file that cannot be read or written, a spec that cannot be calculated, and memory that runs out.
int run(const std::vector<std::string>& args, const Streams& streams);

}  // namespace nnshape
