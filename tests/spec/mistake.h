#pragma once

#include <span>
#include <string>

#include "support/catch.h"
#include "support/program.h"

// A wrong spec, and all that is printed about it.
namespace nnshape::test {

struct Mistake {
    std::string spec;
    std::string diagnostics;
};

inline void check_mistakes(std::span<const Mistake> mistakes) {
    for (const Mistake& one : mistakes) {
        INFO(one.spec);
        REQUIRE(diagnostics_of(one.spec) == one.diagnostics);
    }
}

}  // namespace nnshape::test
