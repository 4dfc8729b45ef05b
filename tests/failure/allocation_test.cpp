#include <fmt/format.h>
#include <cstdlib>

#include "failure/faults.h"
#include "failure/invocation.h"
#include "support/catch.h"

// Memory that runs out at every allocation in turn: what comes out is all or an error, and under AddressSanitizer
// nothing is left behind.
using namespace nnshape::test;

namespace {

constexpr std::string_view out_of_memory = "nnshape: out of memory\n";

// What is wrong with a run in which memory ran out. A run may do without: an advice may go missing.
std::string problem_of(const Invocation& invocation, const FileRun& ran, const FileRun& right) {
    if (ran.code == 2 && ran.err.ends_with(out_of_memory)) {
        bool is_cut = right.out.starts_with(ran.out);
        bool kept = ran.spec == invocation.spec || ran.spec == right.spec;
        return is_cut && kept ? "" : "what was written before is no part of the result";
    }
    if (ran.code != right.code) return fmt::format("exit code {}: {}", ran.code, ran.err);
    return ran.out == right.out && ran.spec == right.spec ? "" : "the result is another";
}

// The next allocation to fail: NNSHAPE_EVERY=1 takes each, any other run steps wider the further it has come.
uint64_t next(uint64_t number) {
    static const bool every = std::getenv("NNSHAPE_EVERY") != nullptr;
    return number + 1 + (every ? 0 : number / 8);
}

// Runs with an allocation failing, and then with that one and all behind it, until there are no more.
std::string first_problem(const Invocation& invocation, uint64_t& runs) {
    FileRun right = run_failing(invocation, [] {}).ran;
    for (uint64_t number = 1;; number = next(number)) {
        for (uint64_t last : {number, UINT64_MAX}) {
            Failing result = run_failing(invocation, [&] { fail_allocations({number, last}); });
            if (!result.failed) return result.ran.out == right.out ? "" : "the result is another without any failure";
            std::string problem = problem_of(invocation, result.ran, right);
            if (result.files != 1) problem = "a file is left behind";
            if (!problem.empty()) return fmt::format("allocation {}: {}", number, problem);
            ++runs;
        }
    }
}

}  // namespace

TEST_CASE("memory that runs out, wherever it does, is an error and nothing worse") {
    uint64_t runs = 0;
    for (const Invocation& invocation : invocations()) {
        INFO(words_of(invocation));
        CHECK(first_problem(invocation, runs) == "");
    }
    CHECK(runs > 2'000);
}
