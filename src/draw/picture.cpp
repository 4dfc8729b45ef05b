#include "draw/picture.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "draw/layered.h"

namespace nnshape {
namespace {

// "AlexNet: 11 layers and 62,378,344 parameters, from 227x227x3 to 1000"
std::string summary_of(const Study& study) {
    const Network& network = study.network;
    std::string summary =
        fmt::format("{}: {} and {} parameters", printable(network.name), counted(network.layer_count(), "layer"),
                    with_commas(study.analysis.totals[Figure::params]));
    auto shape_of = [&](uint32_t node) { return to_text(network.nodes[node].output, network.layout); };
    bool simple = network.input_count == 1 && network.outputs.size() == 1;
    if (simple) summary += fmt::format(", from {} to {}", shape_of(0), shape_of(network.outputs[0]));
    return summary;
}

}  // namespace

std::optional<Picture> picture_of(const Study& study, const PictureOptions& options) {
    Picture picture{.study = study,
                    .plan = plan_of(study, {.depth = options.depth}),
                    .drawing = {},
                    .theme = options.theme,
                    .batch_size = options.batch_size};
    picture.drawing.title = printable(study.network.name);
    picture.drawing.summary = summary_of(study);
    draw_graph(picture.plan, picture.drawing);
    finish_drawing(picture.drawing);
    return picture;
}

}  // namespace nnshape
