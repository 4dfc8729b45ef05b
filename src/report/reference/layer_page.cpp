#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "layers/layer_kind.h"
#include "network/literal.h"
#include "network/match.h"
#include "report/form.h"
#include "report/reference.h"
#include "report/reference/layer_facts.h"

// The reference of layer types, as pages.
namespace nnshape {
namespace {

std::string listed(std::string_view names) { return fmt::format("{}", fmt::join(words_of(names), ", ")); }

std::string standard_of(const LayerKind& kind, const Param& param) {
    switch (param.fallback) {
        case Fallback::required: return "required";
        case Fallback::none: return "absent by default";
        case Fallback::derived: return {};  // the help of the parameter says what its default is
        case Fallback::same_as: return fmt::format("by default as `{}`", kind.params[param.standard[0]].name);
        case Fallback::value: break;
    }
    return fmt::format("by default {}", default_of(param));
}

std::string type_of(const Param& param) {
    std::string words = enumerate(words_of(words_for(param)), "or");
    if (param.type == ParamType::choice) return words;
    return words.empty() ? std::string(demand(param.type)) : fmt::format("{}; or {}", demand(param.type), words);
}

PageItem item_of(const LayerKind& kind, const Param& param) {
    std::vector<std::string> parts{type_of(param)};
    if (has_least(param)) parts.push_back(fmt::format("at least {}", param.least));
    if (std::string standard = standard_of(kind, param); !standard.empty()) parts.push_back(standard);
    if (!param.also.empty()) parts.push_back("also " + listed(param.also));
    return {std::string(param.name), std::string(param.help), fmt::format("{}", fmt::join(parts, "; "))};
}

std::string inputs_of(const LayerKind& kind) {
    if (kind.most_inputs == any_number) return fmt::format("{} or more", kind.least_inputs);
    if (kind.most_inputs != kind.least_inputs) return fmt::format("{} to {}", kind.least_inputs, kind.most_inputs);
    return fmt::to_string(kind.most_inputs);
}

PageBlock facts_of(const LayerKind& kind) {
    PageBlock block;
    auto add = [&](std::string term, std::string text) { block.items.push_back({std::move(term), std::move(text)}); };
    if (!kind.also.empty()) add("also", listed(kind.also));
    if (kind.traits.takes_rank_suffix) {
        add("suffix", "1d, 2d or 3d after any of its names: the rank that its input must have");
    }
    if (!kind.params.empty()) add("values", fmt::format("{}", fmt::join(values_of(kind), ", ")));
    add("inputs", inputs_of(kind));
    if (kind.most_inputs > 0) add("accepts", words_of(kind.ranks_of(0)));
    add("example", std::string(kind.example));
    return block;
}

PageBlock common_block() {
    PageBlock block{.heading = "every layer also accepts"};
    for (const Param& param : common_params()) {
        std::string also = param.also.empty() ? "" : "also " + listed(param.also);
        block.items.push_back({std::string(param.name), std::string(param.help), std::move(also)});
    }
    return block;
}

Page layers_page() {
    PageBlock types{.heading = "layer types"};
    for (const LayerKind* kind : all_kinds()) {
        types.items.push_back({std::string(kind->name), std::string(kind->summary)});
    }
    PageBlock more{.paragraph =
                       "`nnshape layers TYPE` prints the other names of a type, its values and its parameters."};
    return {.title = {}, .blocks = {types, common_block(), more}};
}

Page layer_page(const LayerKind& kind) {
    Page page{.title = fmt::format("{}: {}", kind.name, kind.summary), .blocks = {facts_of(kind)}};
    PageBlock params{.heading = "parameters"};
    for (const Param& param : kind.params) params.items.push_back(item_of(kind, param));
    if (!params.items.empty()) page.blocks.push_back(params);
    page.blocks.push_back(common_block());
    return page;
}

}  // namespace

Page page_of(const LayerReference& reference) { return reference.kind ? layer_page(*reference.kind) : layers_page(); }

void write_text(const LayerReference& reference, std::string& out) { out += page_text(page_of(reference)); }

void write_markdown(const LayerReference& reference, std::string& out) { out += page_markdown(page_of(reference)); }

}  // namespace nnshape
