#include "report/table/facts.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "layers/layer_kind.h"

namespace nnshape {

std::vector<Fact> facts_of(const Study& study, const ReportOptions& options) {
    auto of = [&](Figure figure) { return study.analysis.totals[figure]; };
    std::vector<Fact> facts{{"parameters", of(Figure::params)}};
    if (of(Figure::frozen) != 0) {
        facts.push_back({"  trainable", of(Figure::trainable)});
        facts.push_back({"  frozen", of(Figure::frozen)});
    }
    if (of(Figure::buffers) != 0) {
        int64_t all = of(Figure::params) + of(Figure::buffers);  // cannot overflow: the bytes, which are more, did not
        facts.push_back({"buffers", of(Figure::buffers), fmt::format("Keras's total: {}", with_commas(all))});
    }
    facts.push_back(
        {"MACs", of(Figure::macs), "multiply-accumulates of convolution, dense, recurrent and attention layers"});
    facts.push_back({"FLOPs", of(Figure::flops), "2 a MAC"});
    std::string_view dtype = study.network.dtype->name;
    facts.push_back({"parameter bytes", of(Figure::param_bytes), std::string(dtype)});
    facts.push_back({"activation bytes", of(Figure::activation_bytes),
                     fmt::format("{}, batch size {}", dtype, with_commas(options.batch_size))});
    const Peak& peak = study.analysis.peak;  // has a node: a calculated network has at least one layer
    facts.push_back(
        {"  peak at once", peak.bytes, fmt::format("at {}", printable(study.network.nodes[*peak.node].name))});
    return facts;
}

std::string custom_note(const Study& study) {
    std::string names;
    for (const Node& node : study.network.nodes) {
        if (!node.kind->traits.is_custom) continue;
        names += fmt::format("{} {}", names.empty() ? "custom layers, counted as the spec says:" : ",",
                             printable(node.name));
    }
    return names;
}

}  // namespace nnshape
