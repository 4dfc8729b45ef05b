#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json_writer.h"
#include "base/text.h"
#include "network/bind.h"
#include "network/convert.h"
#include "report/reference.h"

// The reference of layer types.
namespace nnshape {
namespace {

std::string listed(std::string_view names) { return fmt::format("{}", fmt::join(words_of(names), ", ")); }

// The words that may stand for a value.
std::string_view words_for(const Param& param) {
    if (param.type == ParamType::choice) return param.choices;
    return param.takes_same ? padding_words : std::string_view();
}

// The smallest number where the type does not say it: there are none below 0 but in an index, or as a shape's rest.
bool has_least(const Param& param) {
    switch (param.type) {
        case ParamType::integer:
        case ParamType::sizes:
        case ParamType::kept_sizes:
        case ParamType::padding: return param.least >= 0;
        default: return false;
    }
}

std::string standard_of(const LayerKind& kind, const Param& param) {
    switch (param.fallback) {
        case Fallback::required: return "required";
        case Fallback::none: return "none unless given";
        case Fallback::derived: return {};  // its help says what of
        case Fallback::same_as: return fmt::format("as `{}` unless given", kind.params[param.standard[0]].name);
        case Fallback::value: break;
    }
    return fmt::format("{} unless given", default_of(param));
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
    return fmt::to_string(kind.most_inputs);
}

std::vector<std::string_view> ranks_of(const LayerKind& kind) {
    std::vector<std::string_view> ranks;
    for (int rank = kind.least_rank; rank <= kind.most_rank; ++rank) ranks.push_back(rank_name(rank));
    return ranks;
}

std::vector<std::string_view> values_of(const LayerKind& kind) {
    std::vector<std::string_view> names;
    for (int param : positionals(kind)) names.push_back(kind.params[param].name);
    return names;
}

PageBlock facts_of(const LayerKind& kind) {
    PageBlock block;
    auto add = [&](std::string term, std::string text) { block.items.push_back({std::move(term), std::move(text)}); };
    if (!kind.also.empty()) add("also", listed(kind.also));
    if (kind.takes_rank_suffix)
        add("suffix", "1d, 2d or 3d behind any of its names: the rank that its input must have");
    if (!kind.params.empty()) add("values", fmt::format("{}", fmt::join(values_of(kind), ", ")));
    add("inputs", inputs_of(kind));
    if (kind.most_inputs > 0) add("reads", enumerate(ranks_of(kind), "or"));
    add("example", std::string(kind.example));
    return block;
}

PageBlock common_block() {
    PageBlock block{.heading = "any layer also takes"};
    for (const Param& param : common_params()) {
        std::string also = param.also.empty() ? "" : "also " + listed(param.also);
        block.items.push_back({std::string(param.name), std::string(param.help), std::move(also)});
    }
    return block;
}

void write_names(JsonWriter& json, std::string_view key, const std::vector<std::string_view>& names) {
    json.key(key).open_row();
    for (std::string_view name : names) json.value(name);
    json.close_row();
}

void write_standard(const LayerKind& kind, const Param& param, JsonWriter& json) {
    json.key("required").value(param.fallback == Fallback::required);
    if (param.fallback == Fallback::same_as) json.key("same_as").value(kind.params[param.standard[0]].name);
    if (param.fallback != Fallback::value) return;
    bool word = param.type == ParamType::choice || param.type == ParamType::axis;
    word ? json.key("default").value(default_of(param)) : json.key("default").raw(default_of(param));
}

void write_param(const LayerKind& kind, const Param& param, JsonWriter& json) {
    json.open_object().key("name").value(param.name);
    write_names(json, "also", words_of(param.also));
    json.key("type").value(name_of(param.type));
    if (has_least(param)) json.key("least").value(param.least);
    if (!words_for(param).empty()) write_names(json, "words", words_of(words_for(param)));
    write_standard(kind, param, json);
    json.key("help").value(param.help).close_object();
}

void write_kind(const LayerKind& kind, JsonWriter& json) {
    json.open_object().key("name").value(kind.name);
    write_names(json, "also", words_of(kind.also));
    json.key("rank_suffix").value(kind.takes_rank_suffix);
    json.key("summary").value(kind.summary).key("example").value(kind.example);
    json.key("inputs").open_row().value(int64_t{kind.least_inputs});
    kind.most_inputs == any_number ? json.null() : json.value(int64_t{kind.most_inputs});
    json.close_row();
    write_names(json, "reads", kind.most_inputs > 0 ? ranks_of(kind) : std::vector<std::string_view>());
    write_names(json, "values", values_of(kind));
    json.key("params").open_array();
    for (const Param& param : kind.params) write_param(kind, param, json);
    json.close_array().close_object();
}

}  // namespace

std::string default_of(const Param& param) {
    auto [first, second] = param.standard;
    switch (param.type) {
        case ParamType::boolean: return first != 0 ? "true" : "false";
        case ParamType::choice: return std::string(words_of(param.choices)[first]);
        case ParamType::rate: return fmt::to_string(static_cast<double>(first) / static_cast<double>(second));
        case ParamType::axis: return "channels";  // no type has another
        default: return fmt::to_string(first);
    }
}

Page layers_page() {
    PageBlock types{.heading = "layer types"};
    for (const LayerKind* kind : all_kinds()) {
        types.items.push_back({std::string(kind->name), std::string(kind->summary)});
    }
    PageBlock more{.paragraph = "`nnshape layers TYPE` tells a type's other names, its values and its parameters."};
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

std::string layers_json() {
    std::string out;
    JsonWriter json(out, JsonWriter::Style::indented);
    json.open_object().key("layers").open_array();
    for (const LayerKind* kind : all_kinds()) write_kind(*kind, json);
    json.close_array().key("any_layer").open_array();
    for (const Param& param : common_params()) {
        json.open_object().key("name").value(param.name);
        write_names(json, "also", words_of(param.also));
        json.key("help").value(param.help).close_object();
    }
    json.close_array().close_object();
    return out + "\n";
}

std::string layer_json(const LayerKind& kind) {
    std::string out;
    JsonWriter json(out, JsonWriter::Style::indented);
    write_kind(kind, json);
    return out + "\n";
}

}  // namespace nnshape
