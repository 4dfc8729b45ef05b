#include "report/reference/layer_facts.h"

#include <fmt/format.h>

#include "base/text.h"
#include "layers/decimal.h"
#include "layers/layer_kind.h"
#include "layers/value.h"

namespace nnshape {

std::string_view words_for(const Param& param) {
    if (!param.choices.empty()) return param.choices;
    return param.takes_same ? padding_words : std::string_view();
}

// Numbers below 0 exist only as an index or as the rest of a shape.
bool has_least(const Param& param) {
    switch (param.type) {
        case ParamType::integer:
        case ParamType::sizes:
        case ParamType::kept_sizes:
        case ParamType::padding:
        case ParamType::ends: return param.least >= 0;
        default: return false;
    }
}

std::string default_of(const Param& param) {
    ParamValue value = default_value(param);
    switch (value.form) {
        case ParamValue::Form::boolean: return value.number != 0 ? "true" : "false";
        case ParamValue::Form::word: return std::string(value.word);
        case ParamValue::Form::decimal: return decimal_of(value.ratio);
        default: return fmt::to_string(value.number);
    }
}

std::vector<std::string_view> ranks_of(const LayerKind& kind) {
    std::vector<std::string_view> ranks;
    for (int rank = kind.ranks_of(0).least; rank <= kind.ranks_of(0).most; ++rank) ranks.push_back(rank_name(rank));
    return ranks;
}

std::vector<std::string_view> values_of(const LayerKind& kind) {
    std::vector<std::string_view> names;
    for (int param : positionals(kind.params)) names.push_back(kind.params[param].name);
    return names;
}

}  // namespace nnshape
