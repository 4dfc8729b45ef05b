#include "network/definitions.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "layers/find_kind.h"
#include "network/match.h"
#include "spec/arithmetic.h"
#include "spec/keywords.h"
#include "spec/text/statement_reader.h"

namespace nnshape {

namespace {

bool mentions_channels(const Spec& spec, const Definition& definition) {
    for (const Parameter& parameter : parameters_of(spec, definition)) {
        if (mentions(spec, parameter.standard, in_name)) return true;
    }
    for (uint32_t index = definition.statement + 1; index < spec.statements[definition.statement].end; ++index) {
        for (const Argument& argument : arguments_of(spec, spec.statements[index])) {
            if (mentions(spec, argument.value, in_name)) return true;
        }
    }
    return false;
}

}  // namespace

Definitions::Definitions(const Spec& spec, Diagnostics& diagnostics) {
    auto refuse = [&](const Code& code, const Text& name, std::string_view why) {
        std::string message = fmt::format("`{}` {}", printable(spec.text(name)), why);
        diagnostics.push_back({&code, std::move(message), "choose another name", name.span});
    };
    auto check_name = [&](const Text& name) {
        if (spec.text(name) == turn_name) refuse(code::bad_value, name, "is the number of a repeat's turn");
    };
    for (uint32_t index = 0; index < spec.definitions.size(); ++index) {
        const Text& name = spec.definitions[index].name;
        uses_channels_.push_back(mentions_channels(spec, spec.definitions[index]));
        if (!by_name_.emplace(spec.text(name), index).second) {
            refuse(code::duplicate_name, name, "is the name of another definition");
        } else if (is_statement_word(spec.text(name))) {
            refuse(code::bad_value, name, "is a word of the language and cannot name a definition");
        } else if (find_kind(spec.text(name)).kind) {
            refuse(code::bad_value, name, "is a layer type and cannot name a definition");
        }
    }
    std::unordered_map<std::string_view, uint32_t> lets;
    for (const Argument& let : spec.lets) {
        bool again = !lets.emplace(spec.text(let.key), 0).second;
        if (again) refuse(code::duplicate_name, let.key, "is the name of another `let`");
        check_name(let.key);
        if (spec.text(let.key) == in_name) refuse(code::bad_value, let.key, "is the channels of a definition's input");
    }
    for (const Parameter& parameter : spec.parameters) check_name(parameter.name);
}

std::optional<uint32_t> Definitions::find(std::string_view name) const {
    auto found = by_name_.find(name);
    return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace nnshape
