#include "cli/page_options.h"

#include <algorithm>

namespace nnshape {
namespace {

const std::vector<std::string_view> page_forms = {"text", "json", "markdown"};

}  // namespace

void PageOptions::add_to(OptionParser& parser) {
    parser.text("-f,--format", "FORM", "text, json or markdown (text)", form);
    parser.words("--format", page_forms);
    parser.flag("--json", "the same as --format json", json);
    parser.text("-o,--output", "FILE", "write the result to a file", output.file);
}

std::string PageOptions::problem() const {
    bool known = std::find(page_forms.begin(), page_forms.end(), form) != page_forms.end();
    return known ? std::string() : not_among(form, "format", page_forms);
}

std::string PageOptions::render(const Page& page) const {
    return form == "markdown" ? page_markdown(page) : page_text(page);
}

}  // namespace nnshape
