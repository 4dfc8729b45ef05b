#include "report/report.h"

#include "base/named.h"
#include "report/table/comparison.h"

namespace nnshape {
namespace {

constexpr ReportFormat formats[] = {
#define FORMAT(name, between, compare, what) {#name, between, what, write_##name, compare},
#include "report/formats.def"
#undef FORMAT
};

}  // namespace

std::span<const ReportFormat> all_formats() { return formats; }

std::vector<std::string_view> format_names() { return entry_names(all_formats()); }

const ReportFormat* find_format(std::string_view name) { return find_named(all_formats(), name); }

}  // namespace nnshape
