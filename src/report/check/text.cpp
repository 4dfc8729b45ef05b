#include "report/check/check.h"
#include "report/form.h"
#include "report/snippet.h"

// A check as a compiler prints it.
namespace nnshape {

void write_text(const CheckReport& report, std::string& out) {
    for (const CheckedFile& file : report.files) append_diagnostics(out, file.source, file.diagnostics, report.color);
}

}  // namespace nnshape
