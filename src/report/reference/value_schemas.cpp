#include "report/reference/value_schemas.h"

#include <fmt/format.h>

#include "base/text.h"
#include "network/bind.h"
#include "report/reference/schema_text.h"

namespace nnshape {
namespace {

const std::string expression = reference("expression");

std::string whole(int64_t least) {
    if (least == INT64_MIN) return R"({"type": "integer"})";
    return fmt::format(R"({{"type": "integer", "minimum": {}}})", least);
}

std::string one_or_each(const std::string& one) { return any_of({one, list_of(one, 1, window_rank)}); }

// before:after
std::string two_ends(const Param& param) {
    std::string_view end = param.least < 0 ? "-?[0-9]+" : "[0-9]+";
    return fmt::format(R"({{"type": "string", "pattern": "^{}:{}$"}})", end, end);
}

std::string padding(const Param& param, const std::string& one) {
    std::vector<std::string> forms{one, list_of(one, 1, window_rank), list_of(list_of(one, 2, 2), 1, window_rank),
                                   two_ends(param)};
    if (param.takes_same) forms.push_back(enum_of(words_of(padding_words)));
    return any_of(forms);
}

std::string definition(const Param& param) {
    std::string one = any_of({whole(param.least), expression});
    switch (param.type) {
        case ParamType::integer: return one;
        case ParamType::boolean:
            if (param.choices.empty()) return any_of({R"({"type": "boolean"})", expression});
            return any_of({R"({"type": "boolean"})", enum_of(words_of(param.choices)), expression});
        case ParamType::choice: return any_of({enum_of(words_of(param.choices)), expression});
        case ParamType::rate: return any_of({R"({"type": "number", "minimum": 0, "maximum": 1})", expression});
        case ParamType::sizes: return one_or_each(one);
        case ParamType::kept_sizes: return one_or_each(any_of({whole(1), R"({"type": "null"})", expression}));
        case ParamType::scales:
            return one_or_each(any_of({R"({"type": "number", "exclusiveMinimum": 0})", expression}));
        case ParamType::padding: return padding(param, one);
        case ParamType::ends: return any_of({one, list_of(one, 2, 2), two_ends(param)});
        case ParamType::shape: return any_of({one, list_of(one, 1, max_rank + 1)});
        case ParamType::axis: return any_of({R"({"const": "channels"})", one});
        case ParamType::axes: {
            std::string axis = any_of({R"({"const": "channels"})", one});
            return any_of({axis, list_of(axis, 1, max_rank + 1)});
        }
        case ParamType::order: return any_of({one, list_of(one, 1, max_rank + 1)});
        case ParamType::layer: return R"({"type": "string"})";
    }
    return {};
}

}  // namespace

std::string ValueSchemas::schema_of(const Param& param) {
    if (!param.choices.empty()) return definition(param);  // each has its own words
    std::string name(name_of(param.type));
    bool bounded = param.type != ParamType::boolean && param.type != ParamType::rate &&
                   param.type != ParamType::scales && param.least != 1;
    if (bounded) name += param.least == INT64_MIN ? "_of_any_sign" : fmt::format("_from_{}", param.least);
    if (param.takes_same) name += "_or_same";
    used_.emplace(name, param);
    return reference(name);
}

void ValueSchemas::write(JsonWriter& json) const {
    json.key("expression").raw(R"({"type": "string", "pattern": "\\$"})");
    for (const auto& [name, param] : used_) json.key(name).raw(definition(param));
}

}  // namespace nnshape
