#include "lint/codes.h"

#include <algorithm>

#include "lint/rule.h"

namespace nnshape {

namespace rules {
#define RULE(identifier) extern const Rule identifier;
#include "lint/rules.def"
#undef RULE
}  // namespace rules

std::span<const Code* const> all_codes() {
    static constexpr const Code* codes[] = {
#define CODE(identifier, name, severity, when) &code::identifier,
#include "base/codes.def"
#undef CODE
#define RULE(identifier) &rules::identifier.code,
#include "lint/rules.def"
#undef RULE
    };
    return codes;
}

const Code* find_code(std::string_view name) {
    auto codes = all_codes();
    auto found = std::find_if(codes.begin(), codes.end(), [&](const Code* code) { return code->name == name; });
    return found == codes.end() ? nullptr : *found;
}

}  // namespace nnshape
