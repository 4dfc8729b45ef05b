#include "network/type_advice.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "spec/dialect.h"
#include "spec/keywords.h"
#include "spec/text/definition_reader.h"

namespace nnshape {

std::string TypeAdvice::help_for(const Statement& statement) {
    std::string_view type = spec_.text(statement.type);
    if (kind_behind(statement)) {
        std::string_view next = spec_.text(spec_.arguments[statement.arguments.first].value);
        return fmt::format("a label ends in a colon, as in `{}: {}`", printable(type), printable(next));
    }
    auto [help, unseen] = helps_.emplace(type, std::string());
    if (!unseen) return help->second;
    auto names = all_kind_names();
    for (const Definition& definition : spec_.definitions) {
        std::string_view name = spec_.text(definition.name);
        if (is_definition_name(name)) names.push_back(name);
    }
    help->second = did_you_mean(type, names);
    return help->second;
}

const LayerKind* TypeAdvice::kind_behind(const Statement& statement) const {
    if (!dialect_of(spec_).has_labels || !statement.label.empty() || statement.arguments.count == 0) return nullptr;
    const Argument& first = spec_.arguments[statement.arguments.first];
    if (!first.key.empty() || first.value.form != Literal::Form::word) return nullptr;
    return find_kind(spec_.text(first.value)).kind;
}

}  // namespace nnshape
