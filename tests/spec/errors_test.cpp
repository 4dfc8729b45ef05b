#include "support/catch.h"
#include "support/program.h"

using namespace nnshape::test;

TEST_CASE("every broken spec has a transcript") {
    auto files = files_below("specs/errors", {""});
    REQUIRE(files.size() >= 7);
    std::string transcripts = read_text_file("tests/golden/errors.txt");
    for (const std::string& path : files) {
        INFO(path);
        REQUIRE(transcripts.find("$ nnshape " + path + "\n") != std::string::npos);
        REQUIRE(run_program({path}).err.find(" error: ") != std::string::npos);
    }
}
