#pragma once

#include <string>
#include <vector>

#include "cli/io.h"

// The command line: from arguments and streams to an exit code.
namespace nnshape {

/// Runs the program with `args`, which exclude its own name. Returns 0 for success, 1 for a failed check, and 2 for
/// wrong usage, a file that cannot be read or written, a spec that cannot be calculated, or too little memory.
int run(const std::vector<std::string>& args, const Streams& streams);

}  // namespace nnshape
