#include "network/match.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "frameworks/ignored.h"
#include "layers/find_kind.h"

namespace nnshape {
namespace {

using Kind = ArgumentMatch::Kind;

constexpr Param common[] = {
    {.name = "inputs",
     .also = "from",
     .fallback = Fallback::none,
     .help = "the layers that are its inputs; by default the layer before it"},
    {.name = "in",
     .also = "in_channels in_features input_size num_features",
     .fallback = Fallback::none,
     .help = "the channels that its input must have; only checked, so you can leave it out"},
    params::flag("freeze", false, "its parameters count as frozen"),
    {.name = "share", .fallback = Fallback::none, .help = "the earlier layer whose parameters it shares"},
    {.name = "activation", .fallback = Fallback::none, .help = "an activation without parameters, applied after it"},
    {.name = "allow", .fallback = Fallback::none, .help = "codes of warnings and notes that are not reported for it"}};

constexpr int freeze = static_cast<int>(Common::freeze);

// `ceil`, `no-bias`, `freeze`
std::optional<ArgumentMatch> match_switch(std::string_view word, std::span<const Param> params) {
    bool is_on = !(word.starts_with("no-") || word.starts_with("no_"));
    std::string_view name = is_on ? word : word.substr(3);
    int param = find_param(params, name);
    if (param < 0) {
        if (name != common[freeze].name) return std::nullopt;
        return ArgumentMatch{.kind = Kind::common, .param = freeze, .is_switch = true, .is_on = is_on};
    }
    if (params[static_cast<size_t>(param)].type != ParamType::boolean) return std::nullopt;
    return ArgumentMatch{.kind = Kind::own, .param = param, .is_switch = true, .is_on = is_on};
}

// Finds an entry of `positionals` without making the list.
ArgumentMatch match_place(std::span<const Param> params, size_t taken) {
    bool none_required = true;
    for (size_t param = 0; param < params.size(); ++param) {
        if (params[param].fallback != Fallback::required) continue;
        none_required = false;
        if (taken-- == 0) return {.kind = Kind::own, .param = static_cast<int>(param)};
    }
    bool is_first = none_required && !params.empty() && taken == 0;
    return is_first ? ArgumentMatch{.kind = Kind::own, .param = 0} : ArgumentMatch{.kind = Kind::surplus};
}

// An argument that a class of a framework has, and that is no parameter of the type.
ArgumentMatch match_framework(const LayerKind& kind, std::string_view key, const Literal& value) {
    const FrameworkArg* argument = find_argument(kind, key);
    if (!argument) return {};
    if (argument->meaning == Meaning::only || argument->meaning == Meaning::layout) {
        return {.kind = Kind::ignored, .framework = argument};
    }
    if (argument->meaning == Meaning::nothing) return {.kind = Kind::ignored};
    if (value.form == Literal::Form::list) return {};
    return {.kind = Kind::common, .param = static_cast<int>(Common::in)};
}

int find_parameter(const Spec& spec, const Definition& definition, std::string_view name) {
    auto parameters = parameters_of(spec, definition);
    auto found = std::find_if(parameters.begin(), parameters.end(),
                              [&](const Parameter& parameter) { return spec.text(parameter.name) == name; });
    return found == parameters.end() ? -1 : static_cast<int>(found - parameters.begin());
}

}  // namespace

std::span<const Param> common_params() { return common; }

ArgumentMatch match(const Literals& literals, const LayerKind& kind, const Argument& argument, size_t taken) {
    std::span<const Param> params = params_of(kind);
    if (argument.key.empty()) {
        auto found = is_bare_word(argument.value) ? match_switch(literals.text(argument.value), params) : std::nullopt;
        return found ? *found : match_place(params, taken);
    }
    std::string_view key = literals.text(argument.key);
    if (int param = find_param(params, key); param >= 0) return {.kind = Kind::own, .param = param};
    if (int param = find_param(common, key); param >= 0) return {.kind = Kind::common, .param = param};
    if (contains_word(ignored_params, key)) return {.kind = Kind::ignored};
    return match_framework(kind, key, argument.value);
}

ArgumentMatch match(const Spec& spec, const Definition& definition, const Argument& argument, size_t taken) {
    if (argument.key.empty()) {
        auto found = is_bare_word(argument.value) ? match_switch(spec.text(argument.value), {}) : std::nullopt;
        if (found) return *found;
        auto order = positionals(spec, definition);
        if (taken >= order.size()) return {.kind = Kind::surplus};
        return {.kind = Kind::own, .param = static_cast<int>(order[taken])};
    }
    std::string_view key = spec.text(argument.key);
    int own = find_parameter(spec, definition, key);
    if (own >= 0) return {.kind = Kind::own, .param = own};
    int param = find_param(common, key);
    return param >= 0 ? ArgumentMatch{.kind = Kind::common, .param = param} : ArgumentMatch{};
}

std::vector<uint32_t> positionals(const Spec& spec, const Definition& definition) {
    std::vector<uint32_t> order;
    auto parameters = parameters_of(spec, definition);
    for (uint32_t index = 0; index < parameters.size(); ++index) {
        if (parameters[index].standard.form == Literal::Form::nothing) order.push_back(index);
    }
    // As for a layer type: if no parameter is required, the first one may be given without its name.
    if (order.empty() && !parameters.empty()) order.push_back(0);
    return order;
}

const Argument* inputs_argument(const Spec& spec, const Statement& statement) {
    for (const Argument& argument : arguments_of(spec, statement)) {
        bool is_it = find_param(common, spec.text(argument.key)) == static_cast<int>(Common::inputs);
        if (!argument.key.empty() && is_it) return &argument;
    }
    return nullptr;
}

}  // namespace nnshape
