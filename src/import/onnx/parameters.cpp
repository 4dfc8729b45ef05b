// Stored tensors as layers: parameters, and constants that are not learned.
#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "import/onnx/graph_reader.h"

namespace nnshape::onnx {

Traced GraphReader::traced(const Node& node, size_t index) { return traced(input(node, index), node.input(index)); }

Traced GraphReader::traced(const Value& value, std::string_view name) {
    if (value.is_traced()) return value.traced;
    if (!value.is_stored()) {
        std::string why = value.kind == Value::Kind::unknown ? "depends on " + value.why : "is missing";
        refuse(fmt::format("its input `{}` {}", printable(name), why));
    }
    if (auto found = parameters_.find(name); found != parameters_.end()) {
        bool same = found->second.dims == value.dims() || !at_;
        return same ? found->second : placer_.reshaped(found->second, value.dims());
    }
    Traced traced{.tensor = no_tensor, .dims = value.dims(), .batch = -1, .order = {}};
    traced.order = axes_without_batch(traced);
    if (placer_.layout() == Layout::chw && traced.order.size() > 1) {
        traced.order = placer_.order_with(traced, traced.order.back());
    }
    return add_parameter(value.stored, name, std::move(traced));
}

Traced GraphReader::add_parameter(const Stored& stored, std::string_view name, Traced traced) {
    bool learned = !stored.generated && is_real(stored.type) && !stored.is_one();
    if (traced.order.size() > max_rank + 1) refuse(fmt::format("`{}` has more than seven axes", printable(name)));
    std::string shape = fmt::format("{}", fmt::join(placer_.written_sizes(traced), "x"));
    TracedLayer layer{.name = std::string(name),
                      .operation = fmt::format("{} {}", learned ? "parameter" : "constant", shape),
                      .inputs = {},
                      .origin = at_ ? origin_of(*at_) : Origin{}};
    if (layer.name.ends_with(".weight")) layer.name.resize(layer.name.size() - 7);
    for (std::string_view root : stored.roots) (learned ? counted_ : constant_).insert(root);
    traced.tensor = tracer_.layer(layer);
    if (tracer_.failed()) refuse(fmt::format("`{}` cannot be a tensor of a network", printable(name)));
    parameters_.emplace(name, traced);
    return traced;
}

Traced GraphReader::traced_like(const Value& value, std::string_view name, const Traced& target) {
    bool is_there = parameters_.count(name) != 0;
    size_t rank = target.dims.size(), own = value.dims().size();
    auto at_batch = target.batch < 0 ? own : static_cast<size_t>(target.batch) - (rank - own);
    bool has_batch = at_batch < own && value.dims()[at_batch] != 1;
    if (is_there || own > rank || has_batch || target.batch > 0) return placer_.conformed(traced(value, name), target);
    // Its axes are those that the target writes, in that order.
    std::vector<int> written = target.order;
    std::sort(written.begin(), written.end());
    Traced alone{.tensor = no_tensor, .dims = {}, .batch = -1, .order = {}};
    for (int axis : target.order) {
        alone.order.push_back(static_cast<int>(std::find(written.begin(), written.end(), axis) - written.begin()));
    }
    for (int axis : written) {
        auto at = static_cast<size_t>(axis);
        alone.dims.push_back(at + own < rank ? 1 : value.dims()[at + own - rank]);
    }
    return placer_.conformed(add_parameter(value.stored, name, std::move(alone)), target);
}

}  // namespace nnshape::onnx
