#include "import/import.h"

#include <algorithm>

namespace nnshape {

namespace formats {
#define FORMAT(identifier) extern const Format identifier;
#include "import/formats.def"
#undef FORMAT
}  // namespace formats

std::span<const Format* const> all_formats() {
    static constexpr const Format* table[] = {
#define FORMAT(identifier) &formats::identifier,
#include "import/formats.def"
#undef FORMAT
    };
    return table;
}

const Format* find_format(std::string_view name) {
    auto all = all_formats();
    auto found = std::find_if(all.begin(), all.end(), [&](const Format* format) { return format->name == name; });
    return found == all.end() ? nullptr : *found;
}

const Format* format_of(std::string_view bytes) {
    constexpr size_t searched = 1 << 20;
    constexpr std::string_view archive = "PK";  // whose directory is at its end
    if (!bytes.starts_with(archive)) bytes = bytes.substr(0, searched);
    auto all = all_formats();
    auto found = std::find_if(all.begin(), all.end(), [&](const Format* format) { return format->recognises(bytes); });
    return found == all.end() ? nullptr : *found;
}

}  // namespace nnshape
