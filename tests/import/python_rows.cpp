#include "import/python_rows.h"

#include <string>

#include "import/python/format.h"
#include "import/python/interpreter.h"
#include "support/catch.h"

namespace nnshape::test {
namespace {

using namespace nnshape::python;

std::string evaluated(std::string_view code) {
    size_t last = code.rfind('\n') + 1;
    std::string text(code.substr(0, last));
    text += "try:\n    result = (" + std::string(code.substr(last)) + ")\n";
    text += "except Exception as error:\n    result = type(error).__name__ + ': ' + str(error)\n";
    Interpreter interpreter([](const std::string&) -> std::optional<std::string_view> { return {}; });
    const Value* result = interpreter.run_file("code.py", "code", text).scope.names.find("result");
    if (!result) {
        const std::vector<Raised>& failures = interpreter.failures;
        return failures.empty() ? "no result" : "refused: " + failures.back().message;
    }
    auto* unknown = as<Unknown>(*result);
    return unknown ? "unknown: " + unknown->why : repr_text(interpreter, *result);
}

}  // namespace

void check(const Row& row) {
    INFO(row.code);
    CHECK(evaluated(row.code) == row.result);
}

}  // namespace nnshape::test
