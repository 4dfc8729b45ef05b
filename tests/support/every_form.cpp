#include "support/every_form.h"

#include "report/check/check.h"
#include "report/diff/diff.h"
#include "report/explain/explain.h"
#include "report/report.h"

namespace nnshape::test {

std::vector<std::vector<std::string>> every_form(const std::string& spec) {
    std::vector<std::vector<std::string>> all = {
        {"show", spec, spec, "--depth", "0"},
        {"show", spec, "--depth", "1", "--sort", "params"},
        {"annotate", spec},
        {"sizes", spec},
        {"sizes", spec, "--json"},
        {"convert", spec, "--to", "text"},
        {"convert", spec, "--to", "json"},
        {"convert", spec, "--to", "json", "--flat"},
        {"batch", "--layers", spec},
    };
    for (auto name : format_names()) all.push_back({"show", spec, "--notes", "--format", std::string(name)});
    for (auto name : check_format_names()) all.push_back({"check", spec, "--notes", "--format", std::string(name)});
    for (auto name : explain_format_names()) all.push_back({"explain", spec, "--format", std::string(name)});
    for (auto name : diff_format_names()) {
        all.push_back({"diff", spec, "specs/lenet-5.nn", "--format", std::string(name)});
        all.push_back({"diff", "specs/lenet-5.nn", spec, "--format", std::string(name)});
    }
    return all;
}

}  // namespace nnshape::test
