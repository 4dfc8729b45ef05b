#include <algorithm>

#include "fuzz/checks.h"
#include "import/import.h"
#include "study/study.h"

// Bytes as a file of each format of other programs.
namespace nnshape::fuzz {
namespace {

void check_listing(const Imported& imported, Promises& promises) {
    auto lines = static_cast<size_t>(std::count(imported.listing.begin(), imported.listing.end(), '\n'));
    promises.hold(lines == imported.origins.size(), "each line of a listing has an origin", imported.listing);
    for (const ImportRemark& remark : imported.remarks) {
        promises.hold(remark.line < std::max<size_t>(lines, 1), "a remark is about a line", remark.message);
    }
    Study study;
    run_study({.name = "listing", .text = imported.listing}, "network", {.form = SpecForm::text}, study);
    for (const Diagnostic& diagnostic : study.diagnostics) {
        bool is_read = diagnostic.code != &code::syntax && diagnostic.code != &code::unknown_layer &&
                       diagnostic.code != &code::unknown_parameter;
        bool has_layers = diagnostic.message != "the spec has no layers" && lines > 0;  // nor has the file
        promises.hold(is_read || !has_layers, "a listing is read without a mistake",
                      diagnostic.message + "\n" + imported.listing);
    }
}

}  // namespace

void imports(std::string_view bytes, Promises& promises) {
    format_of(bytes);
    for (const Format* format : all_formats()) {
        auto imported = format->read(bytes, {});
        if (imported) {
            check_listing(*imported, promises);
        } else {
            promises.hold(!imported.fault().message.empty(), "a fault says why", format->name);
            promises.hold(imported.fault().span.end <= bytes.size(), "a fault is within the file", format->name);
        }
    }
}

}  // namespace nnshape::fuzz
