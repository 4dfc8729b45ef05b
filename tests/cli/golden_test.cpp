#include "support/catch.h"
#include "support/program.h"
#include "support/transcript.h"

using namespace nnshape::test;

TEST_CASE("every golden transcript is what the program prints") {
    auto files = files_below("tests/golden", {".txt"});
    REQUIRE(!files.empty());
    for (const std::string& path : files) check_transcript(path);
}
