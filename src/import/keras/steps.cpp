#include <fmt/format.h>

#include "import/keras/graph.h"
#include "import/sub_listing.h"

// A layer or a model that is applied to each step of a sequence.
namespace nnshape::keras_format {

std::string each_step(Site& site, const JsonValue& inner) {
    auto sizes = site.sizes();
    if (sizes.size() < 2) {
        site.refuse("a TimeDistributed needs steps", {});
        return {};
    }
    ImportOptions options;
    Tracer tracer("keras", site.file.layout, options);
    int64_t steps = sizes[0];
    sizes.erase(sizes.begin());
    Tensor input = tracer.input("step", sizes, {}, {});
    File file = site.file;
    file.stored.clear();
    Graph graph(tracer, file);
    auto outputs = graph.apply(inner, {input}, {}, false);
    if (!tracer.failed()) tracer.outputs(outputs);
    Imported listing = tracer.finish();
    auto totals = listing.remarks.empty() ? totals_of(listing.listing, site.file.layout) : std::nullopt;
    if (!totals) {
        std::string why = listing.remarks.empty() ? std::string() : listing.remarks[0].message;
        site.refuse(
            fmt::format("the layer in the TimeDistributed cannot be calculated{}{}", why.empty() ? "" : ": ", why));
        return {};
    }
    auto output = totals->output;
    output.insert(output.begin(), steps);
    int64_t macs = product_of({steps, totals->macs});
    if (macs < 0) {
        site.refuse("the number of MACs overflows a 64-bit integer");
        return {};
    }
    return fmt::format("custom {} weights={} biases={} buffers={} macs={}", joined(output), totals->weights,
                       totals->biases, totals->buffers, macs);
}

}  // namespace nnshape::keras_format
