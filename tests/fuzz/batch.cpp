#include <nlohmann/json.hpp>

#include "fuzz/checks.h"
#include "report/report.h"
#include "support/program.h"

// Bytes as lines of specs. The program studies them with one memory; each must come out as it does by itself.
namespace nnshape::fuzz {
namespace {

std::string report_of(std::string_view line, uint64_t number) {
    Study study;
    run_study({.name = {}, .text = line, .first_line = number}, {}, {.form = SpecForm::json, .inputs = {}}, study);
    std::string out;
    write_batch_line(study, number, {.layers = true, .fields = {}}, out);
    return out;
}

}  // namespace

void batch(std::string_view bytes, Promises& promises) {
    std::string expected;
    uint64_t number = 0;
    for (std::string_view rest = bytes; !rest.empty();) {
        size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        std::string report = report_of(line, number);
        promises.hold(nlohmann::json::accept(report), "a line's report is JSON", report);
        promises.hold(report.find('\n') == std::string::npos, "a line's report is one line", report);
        expected += report + "\n";
    }
    test::Ran ran = test::run_program({"batch", "--layers"}, std::string(bytes));
    promises.hold(ran.code == 0 && ran.err.empty(), "a batch does not fail for its lines", ran.err);
    promises.hold(ran.out == expected, "a line is reported as it is by itself", ran.out + "---\n" + expected);
}

}  // namespace nnshape::fuzz
