#include "import/import.h"

#include <algorithm>

namespace nnshape {

namespace formats {
#define FORMAT(identifier) extern const Format identifier;
#include "import/formats.def"
#undef FORMAT
}  // namespace formats

Operand split_operand(std::string_view text) {
    constexpr std::string_view ending = ".py:";
    size_t at = text.find(ending);
    if (at == std::string_view::npos) return {text, {}};
    return {text.substr(0, at + ending.size() - 1), text.substr(at + ending.size())};
}

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
