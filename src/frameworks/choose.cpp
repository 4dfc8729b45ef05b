#include "frameworks/choose.h"

#include <algorithm>

#include "frameworks/translate.h"

namespace nnshape {
namespace {

// Whether both are the same layer with the same values.
bool is_same_layer(const Translation& one, const Translation& other) {
    auto has_same_value = [](const TranslatedArgument& a, const TranslatedArgument& b) {
        return a.param == b.param && is_same_value(a.value, b.value);
    };
    return one.type == other.type && std::equal(one.arguments.begin(), one.arguments.end(), other.arguments.begin(),
                                                other.arguments.end(), has_same_value);
}

}  // namespace

std::string_view last_part(std::string_view dotted) { return dotted.substr(dotted.rfind('.') + 1); }

std::optional<ChosenClass> choose_class(const CallValue& call, const Framework* preferred) {
    std::string_view name = last_part(call.text);
    std::string_view module = std::string_view(call.text).substr(0, call.text.size() - name.size());
    if (module.ends_with('.')) module.remove_suffix(1);
    const Framework* framework = find_module(module);
    auto found = find_classes(name, framework);
    if (found.empty()) return std::nullopt;
    if (found.size() == 1) return ChosenClass{found[0]};
    std::vector<FoundClass> fitting;
    bool all_same = true;
    std::optional<Translation> first;
    for (const FoundClass& one : found) {
        auto translated = translate(one, name, call);
        if (!translated) continue;
        all_same = all_same && (!first || is_same_layer(*first, *translated));
        if (!first) first = *translated;
        fitting.push_back(one);
    }
    if (fitting.size() == 1) return ChosenClass{fitting[0]};
    for (const FoundClass& one : found) {
        if (one.framework == preferred) return ChosenClass{one, ChosenClass::By::context};
    }
    return ChosenClass{found[0], all_same ? ChosenClass::By::context : ChosenClass::By::guess};
}

}  // namespace nnshape
