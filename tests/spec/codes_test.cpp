#include <map>

#include "base/diagnostic.h"
#include "lint/codes.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

std::string deep(size_t levels) {
    return "{\"id\": " + std::string(levels, '[') + std::string(levels, ']') + ", \"input\": [1], \"layers\": []}";
}

// A spec for every error there is, in which it is the only one.
const std::map<std::string, std::string> specs = {
    {"syntax", "input 28x28x1\nconv 6 5 stride 4\n"},
    {"unknown-layer", "input 28x28x1\ncnov 6 5\n"},
    {"unknown-parameter", "input 28x28x1\nconv 6 kernal=5\n"},
    {"missing-parameter", "input 28x28x1\nconv 6\n"},
    {"bad-value", "input 28x28x1\nconv 6 0\n"},
    {"duplicate-name", "input 28x28x1\na: relu\na: relu\n"},
    {"duplicate-key", "input 28x28x1\nconv 6 5 stride=1 stride=1\n"},
    {"unknown-input", "input 28x28x1\na: relu\nadd from=a,b\n"},
    {"missing-input", "conv 6 5\n"},
    {"too-large", deep(256)},
    {"recursive-definition", "input 8\ndefine f {\n  f\n}\nf\n"},
    {"input-count", "input 28x28x1\nadd\n"},
    {"rank-mismatch", "input 784\nconv 6 5\n"},
    {"groups-mismatch", "input 28x28x3\nconv 6 5 groups=2\n"},
    {"padding-exceeds-kernel", "input 28x28x1\nmax_pool 2 padding=2\n"},
    {"output-padding-too-large", "input 28x28x1\nconv_transpose 6 3 stride=2 output_padding=2\n"},
    {"kernel-exceeds-input", "input 28x28x1\nconv 6 29\n"},
    {"shape-mismatch", "input 28x28x1\nreshape 783\n"},
    {"index-out-of-range", "input 28x28x1\nselect 28\n"},
    {"empty-output", "input 28x28x1\ncrop 14\n"},
    {"overflow", "input 4_000_000_000\ndense 4_000_000_000\n"},
    {"expectation-failed", "input 28x28x1\nconv 6 5 -> 24x24x5\n"},
    {"limit-exceeded", "input 28x28x1\nconv 6 5\nlimit params=155\n"},
};

}  // namespace

TEST_CASE("every error there is has a spec that it is reported for, alone") {
    for (const Code* code : all_codes()) {
        bool is_of_imports = code == &code::uncounted_weights || code == &code::python_error;
        if (code->severity != Severity::error || is_of_imports) continue;
        INFO(code->name);
        auto spec = specs.find(std::string(code->name));
        REQUIRE(spec != specs.end());
        Studied studied;
        study_text(studied, spec->second);
        std::string found;
        for (const Diagnostic& diagnostic : studied.study.diagnostics) {
            if (diagnostic.severity() == Severity::error) found += std::string(diagnostic.code->name) + " ";
        }
        REQUIRE(found == spec->first + " ");
    }
    REQUIRE(specs.size() == 23);
}
