#include "import/listing.h"

#include <fmt/format.h>

#include "study/study.h"
#include "support/catch.h"

namespace nnshape::test {

std::string listing_of(std::string_view format, std::string_view bytes) {
    auto imported = find_format(format)->read(bytes, {});
    if (!imported) return "fault: " + imported.fault().message + "\n";
    std::string out = imported->listing;
    for (const ImportRemark& remark : imported->remarks) {
        out += fmt::format("{}: {}", remark.code->name, remark.message);
        out += remark.help.empty() ? "\n" : fmt::format("; {}\n", remark.help);
    }
    return out;
}

void read_prefixes(std::string_view format, std::string_view bytes) {
    StudyOptions options{.format = find_format(format)};
    for (size_t size = 0; size <= bytes.size(); ++size) {
        Study study;
        run_study({.name = "file", .text = bytes.substr(0, size)}, "file", options, study);
        INFO(bytes.substr(0, size));
        REQUIRE((has_error(study.diagnostics) || study.calculated()));
    }
}

}  // namespace nnshape::test
