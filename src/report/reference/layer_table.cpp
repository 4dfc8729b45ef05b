#include <fmt/format.h>
#include <fmt/ranges.h>
#include <cctype>

#include "report/reference.h"
#include "report/reference/layer_facts.h"

// The table of layer types in specs/layers.md.
namespace nnshape {
namespace {

std::string in_capitals(std::string_view word) {
    std::string out;
    for (char letter : word) out += static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    return out;
}

// `conv FILTERS KERNEL`
std::string line_of(const LayerKind& kind) {
    std::string line(name_of(kind));
    for (const Param& param : params_of(kind)) {
        if (param.fallback == Fallback::required) line += " " + in_capitals(param.name);
    }
    return fmt::format("`{}`", line);
}

// `stride=1`, `stride=KERNEL`, or only the name if the default is not a constant.
std::string optional_text(const LayerKind& kind, const Param& param) {
    if (param.fallback == Fallback::value) return fmt::format("{}={}", param.name, default_of(param));
    if (param.fallback != Fallback::same_as) return std::string(param.name);
    return fmt::format("{}={}", param.name, in_capitals(params_of(kind)[param.standard[0]].name));
}

std::string options_of(const LayerKind& kind) {
    std::vector<std::string> options;
    for (const Param& param : params_of(kind)) {
        if (param.fallback != Fallback::required) options.push_back(optional_text(kind, param));
    }
    return options.empty() ? std::string() : fmt::format("`{}`", fmt::join(options, " "));
}

bool have_same_params(const LayerKind& one, const LayerKind& other) {
    return params_of(one).data() == params_of(other).data() && params_of(one).size() == params_of(other).size();
}

}  // namespace

// Neighbouring types with the same parameters share a row.
std::string layers_table() {
    std::string out = "| written | also accepts |\n|---|---|\n";
    auto kinds = all_kinds();
    for (size_t first = 0; first < kinds.size();) {
        std::vector<std::string> lines;
        size_t next = first;
        for (; next < kinds.size() && have_same_params(*kinds[next], *kinds[first]); ++next) {
            lines.push_back(line_of(*kinds[next]));
        }
        out += fmt::format("| {} | {} |\n", fmt::join(lines, ", "), options_of(*kinds[first]));
        first = next;
    }
    return out;
}

}  // namespace nnshape
