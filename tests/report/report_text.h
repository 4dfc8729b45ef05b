#pragma once

#include <string>

#include "report/form.h"
#include "report/report.h"
#include "support/program.h"

// A spec's report as text, for tests of report forms.
namespace nnshape::test {

inline std::string report_of(const std::string& spec, std::string_view format, const ReportOptions& options = {}) {
    Studied studied;
    study_text(studied, spec);
    std::string out;
    find_form<NetworkReport>(format)->write({studied.study, options}, out);
    return out;
}

}  // namespace nnshape::test
