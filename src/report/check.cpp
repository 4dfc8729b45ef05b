#include "report/check.h"

#include <algorithm>

#include "report/snippet.h"

namespace nnshape {
namespace {

constexpr CheckFormat formats[] = {
#define CHECK_FORMAT(name, what) {#name, what, write_check_##name},
#include "report/check_formats.def"
#undef CHECK_FORMAT
};

}  // namespace

std::span<const CheckFormat> all_check_formats() { return formats; }

std::vector<std::string_view> check_format_names() {
    std::vector<std::string_view> names;
    for (const CheckFormat& format : formats) names.push_back(format.name);
    return names;
}

const CheckFormat* find_check_format(std::string_view name) {
    auto found = std::find_if(std::begin(formats), std::end(formats),
                              [&](const CheckFormat& format) { return format.name == name; });
    return found == std::end(formats) ? nullptr : found;
}

void write_check_text(const CheckedFiles& files, bool color, std::string& out) {
    for (const CheckedFile& file : files) append_diagnostics(out, file.source, file.diagnostics, color);
}

}  // namespace nnshape
