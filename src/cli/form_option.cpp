#include "cli/form_option.h"

#include <fmt/format.h>

#include "base/text.h"

namespace nnshape {

void FormWords::add_to(OptionParser& parser, const std::vector<std::string_view>& names) {
    parser.text("-f,--format", "FORM", fmt::format("{} ({})", enumerate(names, "or"), names[0]), format);
    parser.words("--format", names);
    parser.flag("--json", "the same as --format json", json);
}

std::string_view FormWords::name(const std::vector<std::string_view>& names) const {
    if (json) return "json";
    return format.empty() ? names[0] : std::string_view(format);
}

}  // namespace nnshape
