#include "fuzz/fuzz.h"
#include "support/catch.h"
#include "support/program.h"

// What the fuzzers found, given to them once more.
using namespace nnshape;

namespace {

struct Fuzzer {
    std::string name;
    void (*run)(std::string_view bytes, fuzz::Promises& promises);
};

const Fuzzer fuzzers[] = {
#define FUZZER(name, what) {#name, fuzz::name},
#include "fuzz/fuzzers.def"
#undef FUZZER
};

void check(const Fuzzer& fuzzer, const std::string& path) {
    INFO(fuzzer.name << " of " << path);
    fuzz::Promises promises;
    fuzzer.run(test::read_text_file(path), promises);
    CHECK(promises.broken() == "");
}

// The files of a folder's folder that is called after the fuzzer.
size_t replay(const Fuzzer& fuzzer, const std::string& folder) {
    size_t count = 0;
    for (const std::string& path : test::files_below("tests/fuzz", {""})) {
        if (!path.starts_with("tests/fuzz/" + folder + "/" + fuzzer.name + "/")) continue;
        check(fuzzer, path);
        ++count;
    }
    return count;
}

}  // namespace

TEST_CASE("what a fuzzer found stays found") {
    size_t replayed = 0, all = 0;
    for (const Fuzzer& fuzzer : fuzzers) replayed += replay(fuzzer, "found");
    for (const std::string& path : test::files_below("tests/fuzz", {""})) all += path.starts_with("tests/fuzz/found/");
    REQUIRE(all > 0);
    CHECK(replayed == all);
}

TEST_CASE("the seeds of the fuzzers keep every promise") {
    size_t with_own_seeds = 0, specs = 0;
    for (const Fuzzer& fuzzer : fuzzers) {
        bool has_own = replay(fuzzer, "seeds") > 0;
        with_own_seeds += has_own ? 1 : 0;
        if (has_own) continue;
        for (const std::string& path : test::files_below("specs", {".nn", ".json"})) {
            if (path.starts_with("specs/models/")) continue;
            check(fuzzer, path);
            ++specs;
        }
    }
    CHECK(with_own_seeds > 0);
    CHECK(specs > 0);
}

TEST_CASE("a broken promise is told once, with what was found") {
    fuzz::Promises promises;
    CHECK(promises.hold(true, "kept"));
    CHECK(promises.broken() == "");
    CHECK_FALSE(promises.hold(false, "first", "this"));
    CHECK_FALSE(promises.hold(false, "second"));
    CHECK(promises.broken() == "first:\nthis");
}
