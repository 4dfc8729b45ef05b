#include <nlohmann/json.hpp>

#include "fuzz/checks.h"
#include "spec/read.h"

// Bytes to a spec, read as JSON.
namespace nnshape::fuzz {

void json_reader(std::string_view bytes, Promises& promises) {
    Spec spec;
    spec.source = {.name = "spec", .text = bytes};
    Diagnostics diagnostics;
    read_spec(spec, SpecForm::json, diagnostics);
    check_diagnostics(spec.source, diagnostics, promises);
    check_pieces(spec, promises);
    bool accepted = nlohmann::json::accept(spec.source.text);
    promises.hold(accepted || has_error(diagnostics), "what is no JSON is refused");
}

}  // namespace nnshape::fuzz
