#include "report/table/facts.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "layers/traits.h"

namespace nnshape {

std::vector<Fact> facts_of(const Study& study, const ReportOptions& options) {
    auto of = [&](Figure figure) { return study.analysis.totals[figure]; };
    std::vector<Fact> facts{{"parameters", of(Figure::params)}};
    if (of(Figure::active_params) != of(Figure::params)) {
        facts.push_back({"  active", of(Figure::active_params), "in one pass"});
    }
    if (of(Figure::frozen) != 0) {
        facts.push_back({"  trainable", of(Figure::trainable)});
        facts.push_back({"  frozen", of(Figure::frozen)});
    }
    if (of(Figure::buffers) != 0) {
        int64_t all = of(Figure::params) + of(Figure::buffers);  // cannot overflow: the bytes, which are more, did not
        facts.push_back({"buffers", of(Figure::buffers), fmt::format("Keras's total: {}", with_commas(all))});
    }
    const Imported& imported = study.imported;
    if (imported.is_inventory) {
        facts.push_back({"parameter bytes", of(Figure::param_bytes), "as stored"});
        return facts;  // nothing is calculated with them
    }
    facts.push_back(
        {"MACs", of(Figure::macs), "multiply-accumulates of convolution, dense, recurrent and attention layers"});
    facts.push_back({"FLOPs", of(Figure::flops), "2 a MAC"});
    std::string_view dtype = study.network.dtype->name;
    std::string stored(dtype);
    if (study.network.weights_dtype != study.network.dtype) {
        stored += fmt::format(", weights {}", study.network.weights_dtype->name);
    }
    facts.push_back({"parameter bytes", of(Figure::param_bytes), stored});
    facts.push_back({"activation bytes", of(Figure::activation_bytes),
                     fmt::format("{}, batch size {}", dtype, with_commas(options.batch_size))});
    const Peak& peak = study.analysis.peak;  // has a node: a calculated network has at least one layer
    facts.push_back(
        {"  peak at once", peak.bytes, fmt::format("at {}", printable(study.network.nodes[*peak.node].name))});
    return facts;
}

std::string_view why_no_totals(const Study& study) {
    return study.analysis.complete ? "the spec has an error" : "a layer could not be calculated";
}

std::string number_of(const Fact& fact, const ReportOptions& options) {
    return options.human ? with_unit(fact.number) : with_commas(fact.number);
}

std::string deployed_note(const Study& study) {
    const Deployed& deployed = study.network.deployed;
    if (!deployed.is_deployed) return {};
    return fmt::format("as deployed: {} folded into the layer before, {} for training left out",
                       counted(deployed.folded, "normalisation"), counted(deployed.left_out, "layer"));
}

std::string custom_note(const Study& study) {
    if (study.imported.is_inventory) return {};
    constexpr size_t most = 4, listed = 3;  // all names up to `most`, else the first `listed`
    std::vector<std::string> names;
    for (const Node& node : study.network.nodes) {
        if (node.kind && traits_of(*node.kind).is_custom) names.push_back(printable(node.name));
    }
    if (names.empty()) return {};
    size_t count = names.size();
    if (count > most) {
        names.resize(listed);
        names.push_back(with_commas(static_cast<int64_t>(count - listed)) + " more");
    }
    return fmt::format("{}, whose counts the spec gives: {}", counted(static_cast<int64_t>(count), "custom layer"),
                       enumerate({names.begin(), names.end()}));
}

}  // namespace nnshape
