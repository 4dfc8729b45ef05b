#include "network/scope.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "network/bind.h"
#include "spec/dialect.h"
#include "spec/keywords.h"

namespace nnshape {

void Scopes::open(uint32_t input, const Statement* call, std::string_view prefix, const Environment& environment) {
    uint32_t parent = open_.empty() ? no_node : open_.back().id;
    network_.scopes.push_back({parent, call});
    auto id = static_cast<uint32_t>(network_.scopes.size() - 1);
    open_.push_back({id, input, prefix, environment});
}

void Scopes::close() {
    for (const Unresolved& unresolved : open_.back().unresolved) refuse(unresolved);
    open_.pop_back();
}

std::string_view Scopes::path_of(const Statement& statement, std::string_view type, std::string_view end) {
    Scope& scope = open_.back();
    if (statement.label.empty()) {
        fmt::format_int number(scope.names.count(type));
        return network_.names.keep({scope.prefix, type, "_", {number.data(), number.size()}, end});
    }
    std::string_view label = spec_.text(statement.label);
    bool is_label = scope.prefix.empty() && scope.turns.empty() && end.empty();
    return is_label ? label : network_.names.keep({scope.prefix, label, scope.turns, end});
}

std::string_view Scopes::path_of(std::string_view name) {
    std::string_view prefix = open_.back().prefix;
    return prefix.empty() ? name : network_.names.keep({prefix, name});
}

void Scopes::add(const Statement& statement, std::string_view path, uint32_t node) {
    bool labelled = !statement.label.empty();
    std::string_view name = path.substr(open_.back().prefix.size());
    auto other = open_.back().names.add(name, {node, !labelled && node >= network_.input_count});
    if (!other || statement.broken || network_.nodes[*other].statement->broken) return;
    bool same = open_.back().names.find(name, {}).has_value();
    diagnostics_.push_back(about(network_, open_.back().id, node, code::duplicate_name,
                                 labelled ? statement.label.span : statement.type.span,
                                 fmt::format("`{}`{} is the name of another layer{}", printable(name),
                                             labelled ? "" : ", the automatic name of this layer,",
                                             same ? "" : " in another Unicode normalisation"),
                                 fmt::format("the other is on {}; give one of them another label", line_of(*other))));
}

std::string Scopes::line_of(uint32_t node) {
    const Statement& statement = *network_.nodes[node].statement;
    Span span = statement.label.empty() ? statement.type.span : statement.label.span;
    if (!lines_) lines_.emplace(spec_.source);
    return fmt::format("line {}", with_commas(lines_->line_of(span.begin)));
}

// Whether a name may be the automatic name of a layer that could not be read.
bool Scopes::may_be_unread(std::string_view name) const {
    size_t line = name.rfind('_');
    return uncounted_ && line != std::string_view::npos &&
           read_integer(name.substr(line + 1)).form == Literal::Form::integer && find_kind(name.substr(0, line)).kind;
}

// `input` means the input of the call, or the network's only input, whatever its label.
std::optional<Named> Scopes::find(std::string_view name, const Turns& turns) const {
    const Scope& scope = open_.back();
    if (auto named = scope.names.find(name, turns)) return named;
    if (name != input_name || scope.input == no_node) return std::nullopt;
    return Named{scope.input, false};
}

std::optional<std::vector<uint32_t>> Scopes::find_all(const Statement& statement, const Literal& names,
                                                      uint32_t reader) {
    std::vector<uint32_t> found;
    Scope& scope = open_.back();
    bool complete = true;
    for (const Literal& name : names_in(network_.literals(), names)) {
        auto found_here = find(network_.literals().text(name), scope.turns);
        bool named = name.form == Literal::Form::word || !dialect_of(spec_).strings_are_names;
        if (!named) {
            diagnostics_.push_back(
                about(network_, scope.id, reader, code::bad_value, name.span, "a layer is named by a string"));
        } else if (found_here && found_here->node < reader) {
            if (found_here->automatic) network_.automatic_names.push_back({name, &statement, scope.id});
            found.push_back(found_here->node);
            continue;
        } else {
            scope.unresolved.push_back({name, reader, scope.turns});
        }
        complete = false;
    }
    return complete ? std::optional(found) : std::nullopt;
}

std::optional<std::string> Scopes::path_behind(std::string_view name) const {
    const Scope& scope = open_.back();
    for (Turns turns = scope.turns;; turns.resize(turns.rfind('_'))) {
        std::string numbered = std::string(name) + turns;
        if (scope.names.find(numbered, {})) return std::string(scope.prefix) + numbered;
        if (turns.empty()) return std::nullopt;
    }
}

std::optional<uint32_t> Scopes::find_output(const Literal& name) {
    auto named = find(network_.literals().text(name), {});
    if (named && named->automatic) network_.automatic_names.push_back({name, nullptr, open_.back().id});
    if (!named && !may_be_unread(network_.literals().text(name))) {
        diagnostics_.push_back({&code::unknown_input,
                                fmt::format("no layer is called `{}`", printable(network_.literals().text(name))),
                                help_for(network_.literals().text(name), no_node), name.span});
    }
    return named ? std::optional(named->node) : std::nullopt;
}

void Scopes::refuse(const Unresolved& unresolved) {
    const auto& [name, reader, turns] = unresolved;
    if (may_be_unread(network_.literals().text(name))) return;
    std::string shown = printable(network_.literals().text(name));
    auto later = find(network_.literals().text(name), turns);
    std::string message = fmt::format("no layer is called `{}`", shown);
    std::string help = later ? "a layer can only use earlier layers" : help_for(network_.literals().text(name), reader);
    if (later && later->node == reader) message = fmt::format("`{}` is this layer itself", shown);
    if (later && later->node != reader)
        message = fmt::format("`{}` is defined later, on {}", shown, line_of(later->node));
    diagnostics_.push_back(about(network_, open_.back().id, reader, code::unknown_input, name.span, message, help));
}

// The name of a layer before `reader` that is nearly this name.
std::string Scopes::help_for(std::string_view name, uint32_t reader) {
    if (auto alike = open_.back().names.find_alike(name)) {
        return fmt::format("the layer on {} has that name in another Unicode normalisation; copy it from there",
                           line_of(*alike));
    }
    constexpr int most_suggestions = 50;  // each compares the name with that of every layer
    if (++suggestions_ > most_suggestions) return {};
    auto names = open_.back().names.all();
    std::erase_if(names, [&](std::string_view other) {
        auto named = find(other, {});
        return !is_plain_name(other) || !named || named->node >= reader;
    });
    std::string_view near = nearest(name, names);
    return near == input_name ? "did you mean the input?" : did_you_mean(name, names);
}

}  // namespace nnshape
