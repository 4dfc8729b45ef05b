#include "report/reference/schema_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json_writer.h"

namespace nnshape {

std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

std::string enum_of(const Names& names) {
    std::vector<std::string> items;
    for (std::string_view name : names) items.push_back(quoted(name));
    return fmt::format(R"({{"enum": [{}]}})", fmt::join(items, ", "));
}

std::string reference(std::string_view name) { return fmt::format(R"({{"$ref": "#/definitions/{}"}})", name); }

std::string any_of(const std::vector<std::string>& schemas) {
    return fmt::format(R"({{"anyOf": [{}]}})", fmt::join(schemas, ", "));
}

std::string list_of(std::string_view item, int least, int most) {
    return fmt::format(R"({{"type": "array", "items": {}, "minItems": {}, "maxItems": {}}})", item, least, most);
}

}  // namespace nnshape
