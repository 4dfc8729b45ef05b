#include "report/table/comparison.h"

#include <algorithm>

namespace nnshape {

Comparison comparison_with(const ReportOptions& options) {
    Comparison comparison{.options = options, .keys = key_columns(options), .columns = {}};
    for (const Column& key : comparison.keys) comparison.columns.push_back(&key);
    Columns asked = options.columns;
    if (asked.empty()) asked = columns_named({"output", "params", "macs", "param_bytes", "peak_activation_bytes"});
    for (const Column* column : asked) {
        if (column->name != "name") comparison.columns.push_back(column);
    }
    return comparison;
}

void add_to(Comparison& comparison, const Study& study) {
    const ReportOptions& options = comparison.options;
    View view = view_of(study, options);
    LayerOrCall whole{view.whole.output, &view.whole};
    ComparedNetwork network;
    network.cells = key_cells({study, options});
    for (size_t index = comparison.keys.size(); index < comparison.columns.size(); ++index) {
        network.cells.push_back(comparison.columns[index]->cell(view, whole));
    }
    if (options.sort) network.sorted_by = options.sort->cell(view, whole);
    comparison.networks.push_back(std::move(network));
}

void arrange(Comparison& comparison) {
    const ReportOptions& options = comparison.options;
    auto& networks = comparison.networks;
    if (options.sort) {
        std::stable_sort(networks.begin(), networks.end(),
                         [](const ComparedNetwork& one, const ComparedNetwork& other) {
                             return comes_before(one.sorted_by, other.sorted_by);
                         });
    }
    auto most = static_cast<uint64_t>(options.top.value_or(INT64_MAX));
    if (most < networks.size()) networks.resize(static_cast<size_t>(most));
}

}  // namespace nnshape
