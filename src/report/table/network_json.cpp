#include "report/table/network_json.h"

#include <algorithm>

#include "report/json_args.h"

namespace nnshape {

void NetworkJson::shape(const Shape& shape) {
    json_.open_row();
    for (int64_t size : sizes_of(shape, view_.layout)) json_.value(size);
    json_.close_row();
}

// A node's name and output shape, which is null if it is not known.
void NetworkJson::tensor(uint32_t node) {
    const std::string_view name = study_.network.nodes[node].name;
    const auto& scalars = study_.imported.scalars;
    json_.open_object().key("name").value(name).key("shape");
    bool is_scalar = std::find(scalars.begin(), scalars.end(), name) != scalars.end();
    if (is_scalar) {
        json_.open_row().close_row();
    } else {
        output_of(node);
    }
    json_.close_object();
}

void NetworkJson::output_of(uint32_t node) {
    if (study_.analysis.nodes[node].state == State::calculated) return shape(study_.network.nodes[node].output);
    json_.null();
}

void NetworkJson::layer(uint32_t index) {
    const Node& node = study_.network.nodes[index];
    bool calculated = study_.analysis.nodes[index].state == State::calculated;
    json_.open_object();
    json_.key("index").value(static_cast<int64_t>(index) - study_.network.input_count + 1);
    json_.key("name").value(node.name);
    json_.key("type").value(node.kind ? name_of(*node.kind) : study_.spec.text(node.statement->type));
    json_.key("args");
    if (calculated) {
        write_args(study_, index, view_.layout, json_);
    } else {
        json_.null();
    }
    json_.key("from").open_array();
    for (uint32_t read : study_.network.operands_of(node)) tensor(read);
    json_.close_array();
    if (node.shares != nothing_shared) json_.key("shares").value(study_.network.nodes[node.shares].name);
    if (node.experts != 0) experts(study_.network.experts_of(node));
    json_.key("output");
    output_of(index);
    figures(calculated ? &study_.analysis.figures_of(index) : nullptr);
    peak(index, index + 1);
    field(index);
    json_.key("line").value(view_.lines.line_of(node.statement->span.begin));
    json_.close_object();
}

void NetworkJson::experts(const Experts& experts) {
    json_.key("experts").open_row_object();
    json_.key("count").value(experts.count).key("active").value(experts.active).close_row_object();
}

void NetworkJson::figures(const Figures* known) {
    for (size_t index = 0; index < figure_count; ++index) {
        if (!is_shown(study_.network, static_cast<Figure>(index))) continue;
        json_.key(figure_names[index]);
        known ? json_.value(known->values[index]) : json_.null();
    }
}

// The most bytes alive while one of these layers runs; null if a layer of the network is not calculated.
void NetworkJson::peak(uint32_t first, uint32_t end) {
    json_.key(peak_key);
    study_.calculated() ? json_.value(most_alive(study_.analysis, first, end)) : json_.null();
}

// The receptive field of a layer, or of a call's output.
void NetworkJson::field(uint32_t node) {
    const ReceptiveField& field = view_.fields[node];
    int rank = study_.network.nodes[node].output.rank;
    axes("receptive_field", if_known(field.size, rank));
    axes("jump", if_known(field.jump, rank));
}

void NetworkJson::axes(std::string_view key, const std::optional<Sizes>& sizes) {
    json_.key(key);
    if (!sizes) {
        json_.null();
        return;
    }
    json_.open_row();
    for (int64_t size : *sizes) json_.value(size);
    json_.close_row();
}

// A call is an object with its sums and, down to `depth`, its layers.
void NetworkJson::call(const CallTree& tree, const Call& call, int64_t depth) {
    auto sums = sum_of(study_.analysis, call.first, call.end);
    json_.open_object();
    json_.key("name").value(call.name);
    if (call.statement) json_.key("type").value(study_.spec.text(call.statement->type));
    json_.key("output");
    output_of(call.output);
    figures(sums ? &*sums : nullptr);
    peak(call.first, call.end);
    field(call.output);
    if (call.statement) json_.key("line").value(view_.lines.line_of(call.statement->span.begin));
    if (depth > 1) {
        json_.key("layers").open_array();
        items(tree, &call, depth - 1);
        json_.close_array();
    }
    json_.close_object();
}

void NetworkJson::items(const CallTree& tree, const Call* around, int64_t depth) {
    for (const LayerOrCall& item : tree.items_in(around)) item.call ? call(tree, *item.call, depth) : layer(item.node);
}

void NetworkJson::layers(const ReportOptions& options, std::string& out) {
    json_.open_array();
    if (!options.depth && study_.listed) {
        for (const LayerOrCall& item : items_of(view_, options)) {
            layer(item.node);
            options.pass_on(out);
        }
    } else if (study_.listed && *options.depth > 0) {
        items(CallTree(study_.network), nullptr, *options.depth);
    }
    json_.close_array();
}

void NetworkJson::totals(const std::vector<std::string>& fields) {
    if (!study_.calculated()) {
        json_.null();
        return;
    }
    auto wanted = [&](std::string_view name) {
        return fields.empty() || std::find(fields.begin(), fields.end(), name) != fields.end();
    };
    json_.open_object();
    if (wanted(layers_key)) {
        json_.key(layers_key).value(study_.network.layer_count());
    }
    for (size_t index = 0; index < figure_count; ++index) {
        if (wanted(figure_names[index]) && is_shown(study_.network, static_cast<Figure>(index))) {
            json_.key(figure_names[index]).value(study_.analysis.totals.values[index]);
        }
    }
    const Peak& peak = study_.analysis.peak;
    if (wanted(peak_key)) json_.key(peak_key).value(peak.bytes);
    if (wanted(peak_layer_key)) json_.key(peak_layer_key).value(study_.network.nodes[*peak.node].name);
    json_.close_object();
}

void NetworkJson::outputs() {
    json_.open_array();
    if (study_.listed) {
        for (uint32_t node : study_.network.outputs) tensor(node);
    }
    json_.close_array();
}

void NetworkJson::inputs() {
    json_.open_array();
    for (uint32_t node = 0; study_.listed && node < study_.network.input_count; ++node) tensor(node);
    json_.close_array();
}

}  // namespace nnshape
