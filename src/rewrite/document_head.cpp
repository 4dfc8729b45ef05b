#include "rewrite/document_head.h"

#include <algorithm>

#include "rewrite/value.h"
#include "spec/amount.h"

namespace nnshape {

constexpr Param output_param{.name = "output", .type = ParamType::shape};

Document document_head(const Network& network) {
    const Spec& spec = *network.spec;
    Document document;
    document.id = spec.source.at(spec.id);
    document.schema = spec.source.at(spec.schema);
    document.name = spec.text(spec.name);
    document.name_span = spec.name.span;
    if (!spec.layout.empty()) document.layout = name_of(network.layout);
    if (!spec.dtype.empty()) document.dtype = network.dtype->name;
    if (!spec.weights_dtype.empty()) document.weights_dtype = network.weights_dtype->name;
    document.expect = figure_items(spec, spec.expect);
    document.limit = figure_items(spec, spec.limit);
    for (const Literal& name : spec.allow) document.allow.push_back(word_value(spec, name));
    return document;
}

std::vector<Item> figure_items(const Spec& spec, std::span<const Argument> written) {
    std::vector<Item> all;
    for (const Argument& figure : written) {
        if (is_unanswered(spec, figure.value)) continue;
        std::string key(figure.key.empty() ? output_param.name : spec.text(figure.key));
        bool shape = key == output_param.name;
        all.push_back({key, shape ? value_of(spec, output_param, figure.value) : value_of(spec, figure.value)});
    }
    std::stable_partition(all.begin(), all.end(), [](const Item& item) { return item.key == output_param.name; });
    return all;
}

std::vector<Item> figure_items(const Spec& spec, const Statement& statement) {
    return figure_items(spec, {spec.expected.data() + statement.expected.first, statement.expected.count});
}

}  // namespace nnshape
