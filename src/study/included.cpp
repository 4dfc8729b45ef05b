#include "study/included.h"

#include <algorithm>

namespace nnshape {

std::span<const IncludedSpec> included_specs() {
    static constexpr IncludedSpec specs[] = {
#include "study/included_specs.inc"  // CMakeLists.txt writes it
    };
    return specs;
}

const IncludedSpec* find_included(std::string_view name) {
    auto specs = included_specs();
    auto found = std::find_if(specs.begin(), specs.end(), [&](const IncludedSpec& one) { return one.name == name; });
    return found == specs.end() ? nullptr : &*found;
}

std::string summary_of(const IncludedSpec& spec) {
    std::string summary;
    std::string_view rest = spec.text;
    while (rest.starts_with("# ")) {
        size_t end = std::min(rest.find('\n'), rest.size());
        if (!summary.empty()) summary += ' ';
        summary += rest.substr(2, end - 2);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    size_t sentence = summary.find(". ");
    if (sentence != std::string::npos) summary.resize(sentence + 1);
    return summary;
}

}  // namespace nnshape
