#include "network/definitions.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "layers/find_kind.h"
#include "spec/keywords.h"
#include "spec/text/statement_reader.h"

namespace nnshape {

Definitions::Definitions(const Spec& spec, Diagnostics& diagnostics) {
    auto refuse = [&](const Code& code, const Text& name, std::string_view why) {
        std::string message = fmt::format("`{}` {}", printable(spec.text(name)), why);
        diagnostics.push_back({&code, std::move(message), "choose another name", name.span});
    };
    for (uint32_t index = 0; index < spec.definitions.size(); ++index) {
        const Text& name = spec.definitions[index].name;
        if (!by_name_.emplace(spec.text(name), index).second) {
            refuse(code::duplicate_name, name, "is the name of another definition");
        } else if (is_statement_word(spec.text(name))) {
            refuse(code::bad_value, name, "is a word of the language and names no definition");
        } else if (find_kind(spec.text(name)).kind) {
            refuse(code::bad_value, name, "is a layer type and names no definition");
        }
    }
    std::unordered_map<std::string_view, uint32_t> lets;
    for (const Argument& let : spec.lets) {
        bool again = !lets.emplace(spec.text(let.key), 0).second;
        if (again) refuse(code::duplicate_name, let.key, "is the name of another `let`");
    }
}

std::optional<uint32_t> Definitions::find(std::string_view name) const {
    auto found = by_name_.find(name);
    return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace nnshape
