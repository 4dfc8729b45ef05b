#pragma once

#include <string>
#include <vector>

#include "report/check/check.h"
#include "report/form.h"
#include "support/program.h"

// Files checked as `nnshape check` does, for tests of its forms.
namespace nnshape::test {

struct NamedText {
    std::string path, text;
};

inline CheckedFiles checked(const std::vector<NamedText>& texts) {
    CheckedFiles files;
    for (const NamedText& text : texts) {
        CheckedFile& file = files.emplace_back();
        Study study;
        file.path = text.path;
        file.text = text.text;
        run_study({.name = text.path, .text = file.text}, "network", {}, study);
        file.source = study.spec.source;
        file.calculated = study.calculated();
        file.diagnostics = std::move(study.diagnostics);
        file.fails = has_error(file.diagnostics);
    }
    return files;
}

inline void add_unreadable(CheckedFiles& files, const std::string& path, const std::string& problem) {
    CheckedFile& file = files.emplace_back();
    file.path = path;
    file.unreadable = problem;
}

inline std::string written_as(std::string_view format, const CheckedFiles& files) {
    std::string out;
    find_form<CheckReport>(format)->write({files}, out);
    return out;
}

}  // namespace nnshape::test
