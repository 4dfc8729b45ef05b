#include "report/report.h"

namespace nnshape {
namespace {

constexpr ReportFormat formats[] = {
#define FORMAT(name, what) {#name, what, write_##name},
#include "report/formats.def"
#undef FORMAT
};

}  // namespace

std::span<const ReportFormat> all_formats() { return formats; }

const ReportFormat* find_format(std::string_view name) {
    for (const ReportFormat& format : formats) {
        if (format.name == name) return &format;
    }
    return nullptr;
}

}  // namespace nnshape
