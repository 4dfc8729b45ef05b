#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "support/program.h"

// The command lines that are run with everything failing in turn: every command and every form.
namespace nnshape::test {

/// Arguments, the text behind the file `SPEC` in them, and standard input.
struct Invocation {
    std::vector<std::string> args;
    std::string_view spec;
    std::string_view in;
};

std::vector<Invocation> invocations();

/// The command line, for messages.
std::string words_of(const Invocation& invocation);

/// A run, and the spec's file after it.
struct FileRun : Ran {
    std::string spec;
};

struct Failing {
    FileRun ran;
    bool failed;       ///< whether anything did
    size_t files = 0;  ///< in the spec's folder afterwards
};

/// Runs it with its file made anew and with what `arm` makes fail.
Failing run_failing(const Invocation& invocation, const std::function<void()>& arm);

}  // namespace nnshape::test
