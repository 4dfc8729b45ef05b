#pragma once

#include <span>
#include <string>

#include "spec/json/sources.h"
#include "support/catch.h"
#include "support/program.h"

// A wrong spec, and all that is printed about it; either parser of JSON says the same of it, and of its like.
namespace nnshape::test {

struct Mistake {
    std::string spec;
    std::string diagnostics;
};

inline void check_mistakes(std::span<const Mistake> mistakes) {
    for (const Mistake& one : mistakes) {
        INFO(one.spec);
        REQUIRE(diagnostics_of(one.spec) == one.diagnostics);
        check_json_sources(one.spec);
        Random random(one.spec.size());
        for (int turn = 0; turn < 5; ++turn) check_json_sources(mutate(one.spec, random));
    }
}

}  // namespace nnshape::test
