#include "report/check/check.h"

#include "base/named.h"
#include "report/snippet.h"

namespace nnshape {
namespace {

constexpr CheckFormat formats[] = {
#define CHECK_FORMAT(name, what) {#name, what, write_check_##name},
#include "report/check/formats.def"
#undef CHECK_FORMAT
};

}  // namespace

std::span<const CheckFormat> all_check_formats() { return formats; }

std::vector<std::string_view> check_format_names() { return entry_names(all_check_formats()); }

const CheckFormat* find_check_format(std::string_view name) { return find_named(all_check_formats(), name); }

void write_check_text(const CheckedFiles& files, bool color, std::string& out) {
    for (const CheckedFile& file : files) append_diagnostics(out, file.source, file.diagnostics, color);
}

}  // namespace nnshape
