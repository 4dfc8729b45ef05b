#include "import/sub_listing.h"

#include "analysis/analysis.h"
#include "network/build.h"
#include "spec/text/reader.h"

namespace nnshape {

std::optional<ListingTotals> totals_of(std::string_view listing, Layout layout) {
    Spec spec;
    spec.source.text = listing;
    Diagnostics diagnostics;
    read_text(spec, diagnostics);
    Network network;
    build(spec, {{}, {}, {}}, network, diagnostics);
    Analysis analysis;
    analyse(network, 1, analysis, diagnostics);
    if (has_error(diagnostics) || !analysis.complete || network.outputs.size() != 1) return std::nullopt;
    ListingTotals totals;
    auto total = [&](Figure figure) { return analysis.totals[figure]; };
    totals.weights = total(Figure::weights);
    totals.biases = total(Figure::biases);
    totals.buffers = total(Figure::buffers);
    totals.macs = total(Figure::macs);
    Sizes sizes = sizes_of(network.nodes[network.outputs[0]].output, layout);
    totals.output.assign(sizes.begin(), sizes.end());
    return totals;
}

}  // namespace nnshape
