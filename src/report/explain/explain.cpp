#include "report/explain/explain.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "report/explain/axis_drawing.h"
#include "rewrite/operation.h"

namespace nnshape {
namespace {

// Whether two axes have the same drawing.
bool is_alike(const AxisWindow& a, const AxisWindow& b) {
    return a.in == b.in && a.kernel == b.kernel && a.stride == b.stride && a.dilation == b.dilation &&
           a.before == b.before && a.after == b.after;
}

}  // namespace

std::string description_of(const Network& network, const ExplainedLayer& layer) {
    return layer.words.empty() ? operation_of(network, network.nodes[layer.node]) : layer.words;
}

std::string times_text(const DenseComparison& dense) {
    if (dense.tenths < 10) return "fewer";
    if (dense.tenths == 10) return "as many";
    if (dense.tenths >= 100) return fmt::format("{} times as many", with_commas((dense.tenths + 5) / 10));
    return fmt::format("{}.{} times as many", dense.tenths / 10, dense.tenths % 10);
}

std::vector<UnevenAxis> uneven_axes(const Window& window) {
    std::vector<UnevenAxis> axes;
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[axis];
        if (along.remainder == 0) continue;
        auto same = std::find_if(axes.begin(), axes.end(),
                                 [&](const UnevenAxis& other) { return is_alike(*other.window, along); });
        std::string name(axis_name(window.rank, axis));
        if (same == axes.end()) {
            axes.push_back({name, row_name(window.rank, axis), &along});
            continue;
        }
        same->names += " and the " + name;
        same->noun = "place";
    }
    return axes;
}

std::string UnevenAxis::text() const { return fmt::format("along the {}, {}", names, unread_text(*window, noun)); }

}  // namespace nnshape
