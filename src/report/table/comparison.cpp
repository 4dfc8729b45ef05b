#include "report/table/comparison.h"

#include <algorithm>

namespace nnshape {

Comparison comparison_with(const ReportOptions& options) {
    if (!options.columns.empty()) return {options, options.columns};
    return {options, columns_named({"name", "output", "params", "macs", "param_bytes", "peak_activation_bytes"})};
}

void add_to(Comparison& comparison, const Study& study, std::string_view label) {
    const ReportOptions& options = comparison.options;
    View view = view_of(study, options);
    LayerOrCall whole{view.whole.output, &view.whole};
    ComparedNetwork network;
    for (const Column* column : comparison.columns) {
        Cell& cell = network.cells.emplace_back(column->cell(view, whole));
        if (column->name == "name" && !label.empty()) cell.text.append(" ").append(label);
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
