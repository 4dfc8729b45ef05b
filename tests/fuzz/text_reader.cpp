#include "fuzz/checks.h"
#include "spec/read.h"

// Bytes to a spec, read as text.
namespace nnshape::fuzz {

void text_reader(std::string_view bytes, Promises& promises) {
    Spec spec;
    spec.source = {.name = "spec", .text = bytes};
    Diagnostics diagnostics;
    read_spec(spec, SpecForm::text, diagnostics);
    check_diagnostics(spec.source, diagnostics, promises);
    check_pieces(spec, promises);
}

}  // namespace nnshape::fuzz
