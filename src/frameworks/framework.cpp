#include "frameworks/framework.h"

#include <fmt/format.h>
#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "frameworks/tables.h"
#include "layers/find_kind.h"

namespace nnshape {
namespace {

constexpr int most_axes = 3;

// A pattern, such as `Conv{}d`, with a number in it.
std::string filled(std::string_view pattern, int rank) {
    std::string text(pattern);
    if (size_t at = text.find("{}"); at != std::string::npos) text.replace(at, 2, std::to_string(rank));
    return text;
}

// Every class by its name; a pattern has a name for each number of axes.
std::unordered_map<std::string, std::vector<FoundClass>> index_of_classes() {
    std::unordered_map<std::string, std::vector<FoundClass>> index;
    for (const Framework& framework : frameworks()) {
        for (const FrameworkClass& described : framework.classes) {
            bool is_pattern = described.name.find("{}") != std::string_view::npos;
            for (int rank = is_pattern ? 1 : 0; rank <= (is_pattern ? most_axes : 0); ++rank) {
                index[filled(described.name, rank)].push_back({&framework, &described, rank});
            }
        }
    }
    return index;
}

// Whether a layer type that has no parameter for the argument can accept it.
bool is_accepted_anyway(Meaning meaning) {
    return meaning == Meaning::nothing || meaning == Meaning::only || meaning == Meaning::layout ||
           meaning == Meaning::channels || meaning == Meaning::normalized;
}

using ArgumentsOfKinds = std::unordered_map<const LayerKind*, std::vector<const FrameworkArg*>>;

const ArgumentsOfKinds& arguments_of_kinds() {
    static const ArgumentsOfKinds all = [] {
        ArgumentsOfKinds arguments;
        for (const Framework& framework : frameworks()) {
            for (const FrameworkClass& described : framework.classes) {
                const LayerKind* kind = find_kind(filled(described.type, 1)).kind;
                for (const FrameworkArg& argument : described.arguments) {
                    bool is_own = kind && find_param(params_of(*kind), argument.name) >= 0;
                    if (kind && !is_own && is_accepted_anyway(argument.meaning)) arguments[kind].push_back(&argument);
                }
            }
        }
        return arguments;
    }();
    return all;
}

}  // namespace

std::span<const Framework> frameworks() {
    static const Framework all[] = {pytorch, keras};
    return all;
}

std::string FoundClass::type() const { return filled(described->type, rank); }

std::vector<FoundClass> find_classes(std::string_view name, const Framework* framework) {
    static const auto index = index_of_classes();
    auto named = index.find(std::string(name));
    if (named == index.end()) return {};
    std::vector<FoundClass> found = named->second;
    std::erase_if(found, [&](const FoundClass& one) { return framework && one.framework != framework; });
    return found;
}

std::string demand_of(const FrameworkArg& argument) {
    if (argument.meaning == Meaning::layout) {
        return fmt::format("`{}` is `channels_last` or `channels_first`", argument.name);
    }
    return fmt::format("`{}` can only be {} here", argument.name, argument.standard);
}

const FrameworkArg* find_argument(const LayerKind& kind, std::string_view key) {
    auto arguments = arguments_of_kinds().find(&kind);
    if (arguments == arguments_of_kinds().end()) return nullptr;
    for (const FrameworkArg* argument : arguments->second) {
        if (argument->name == key) return argument;
    }
    return nullptr;
}

std::vector<std::string_view> argument_names(const LayerKind& kind) {
    std::vector<std::string_view> names;
    auto arguments = arguments_of_kinds().find(&kind);
    if (arguments == arguments_of_kinds().end()) return names;
    for (const FrameworkArg* argument : arguments->second) {
        if (std::find(names.begin(), names.end(), argument->name) == names.end()) names.push_back(argument->name);
    }
    return names;
}

const Framework* find_module(std::string_view module) {
    for (const Framework& framework : frameworks()) {
        if (contains_word(framework.modules, module)) return &framework;
    }
    return nullptr;
}

}  // namespace nnshape
