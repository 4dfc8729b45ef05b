#include "support/every_form.h"

#include "report/form.h"

namespace nnshape::test {

std::vector<std::vector<std::string>> every_form(const std::string& spec) {
    std::vector<std::vector<std::string>> all = {
        {"show", spec, spec, "--depth", "0"},
        {"show", spec, "--depth", "1", "--sort", "params"},
        {"annotate", spec},
        {"convert", spec, "--to", "text"},
        {"convert", spec, "--to", "json"},
        {"convert", spec, "--to", "json", "--flat"},
        {"convert", spec, "--to", "pytorch"},
        {"convert", spec, "--to", "keras"},
        {"batch", "--layers", spec},
    };
    for (auto name : form_names<NetworkReport>())
        all.push_back({"show", spec, "--notes", "--format", std::string(name)});
    for (auto name : form_names<CheckReport>())
        all.push_back({"check", spec, "--notes", "--format", std::string(name)});
    for (auto name : form_names<ExplainedNetwork>()) all.push_back({"explain", spec, "--format", std::string(name)});
    for (auto name : form_names<Picture>()) all.push_back({"draw", spec, "--form", std::string(name)});
    for (auto name : form_names<SizesReport>()) all.push_back({"sizes", spec, "--format", std::string(name)});
    for (auto name : form_names<DiffReport>()) {
        all.push_back({"diff", spec, "specs/lenet-5.nn", "--format", std::string(name)});
        all.push_back({"diff", "specs/lenet-5.nn", spec, "--format", std::string(name)});
    }
    return all;
}

}  // namespace nnshape::test
