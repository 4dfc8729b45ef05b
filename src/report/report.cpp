#include "report/report.h"

namespace nnshape {
namespace {

constexpr ReportFormat formats[] = {
#define FORMAT(name, between, compare, what) {#name, between, what, write_##name, compare},
#include "report/formats.def"
#undef FORMAT
};

}  // namespace

std::span<const ReportFormat> all_formats() { return formats; }

std::vector<std::string_view> format_names() {
    std::vector<std::string_view> names;
    for (const ReportFormat& format : formats) names.push_back(format.name);
    return names;
}

const ReportFormat* find_format(std::string_view name) {
    for (const ReportFormat& format : formats) {
        if (format.name == name) return &format;
    }
    return nullptr;
}

}  // namespace nnshape
