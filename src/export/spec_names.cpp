#include "export/spec_names.h"

#include <algorithm>

#include "export/python_names.h"

namespace nnshape {

std::string SpecNames::hint_of_argument(const Statement& statement, size_t place, std::string_view key) const {
    size_t positional = 0;
    for (uint32_t index = 0; index < statement.arguments.count; ++index) {
        const Argument& argument = spec_.arguments[statement.arguments.first + index];
        bool is_keyed = !argument.key.empty();
        bool matches = is_keyed ? spec_.text(argument.key) == key : positional == place;
        positional += is_keyed ? 0 : 1;
        if (!matches) continue;
        std::string text(spec_.text(argument.value));
        if (!text.starts_with('$')) return {};
        text.erase(0, 1);
        if (text.starts_with('{') && text.ends_with('}')) text = text.substr(1, text.size() - 2);
        return is_python_name(text) ? text : std::string();
    }
    return {};
}

std::string SpecNames::name_of_unit(const Piece& piece) const {
    const Statement& statement = spec_.statements[piece.statement];
    if (piece.kind == Piece::Kind::call) return std::string(spec_.text(statement.type));
    return statement.label.empty() ? "block" : std::string(spec_.text(statement.label));
}

void SpecNames::sort(const Piece& piece, std::vector<NamedValues>& names) const {
    auto place = [&](const NamedValues& one) {
        if (one.name == "in_channels") return int64_t{-1};
        if (piece.kind != Piece::Kind::call) return int64_t{0};
        const Definition& definition = spec_.definitions[piece.definition];
        for (uint32_t index = 0; index < definition.parameters.count; ++index) {
            if (spec_.text(spec_.parameters[definition.parameters.first + index].name) == one.name)
                return int64_t{index};
        }
        return int64_t{definition.parameters.count};
    };
    std::stable_sort(names.begin(), names.end(),
                     [&](const NamedValues& a, const NamedValues& b) { return place(a) < place(b); });
}

std::string SpecNames::standard_of(const Piece& piece, const std::string& name) const {
    if (piece.kind != Piece::Kind::call) return {};
    const Definition& definition = spec_.definitions[piece.definition];
    for (uint32_t index = 0; index < definition.parameters.count; ++index) {
        const Parameter& parameter = spec_.parameters[definition.parameters.first + index];
        bool is_number = parameter.standard.form == Literal::Form::integer;
        if (is_number && spec_.text(parameter.name) == name) return std::to_string(parameter.standard.number);
    }
    return {};
}

std::string SpecNames::hint_for(const Piece& piece, const std::string& name) const {
    if (name == "in_channels" || piece.kind != Piece::Kind::call) return name;
    const Definition& definition = spec_.definitions[piece.definition];
    size_t place = 0;
    for (uint32_t index = 0; index < definition.parameters.count; ++index) {
        const Parameter& parameter = spec_.parameters[definition.parameters.first + index];
        if (spec_.text(parameter.name) == name) return hint_of_argument(spec_.statements[piece.statement], place, name);
        place += parameter.standard.form == Literal::Form::nothing ? 1 : 0;
    }
    return {};
}

}  // namespace nnshape
