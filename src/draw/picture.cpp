#include "draw/picture.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "draw/blocks.h"
#include "draw/layered.h"
#include "draw/u_shape.h"

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

// The signs in the circles of a plan, each once.
std::vector<DrawnSign> signs_of(const Plan& plan, const Network& network) {
    std::vector<DrawnSign> signs;
    for (const PlanBox& box : plan.boxes) {
        if (box.symbol.empty()) continue;
        DrawnSign sign{box.symbol, std::string(name_of(*network.nodes[box.first].kind))};
        if (std::find(signs.begin(), signs.end(), sign) == signs.end()) signs.push_back(std::move(sign));
    }
    return signs;
}

constexpr int widest_u = 800;

// Chooses the plan and draws it.
class Painter {
  public:
    Painter(Picture& picture, const PictureOptions& options) : picture_(picture), options_(options) {}

    /// Draws, and returns why nothing is drawn, or an empty string.
    std::string draw() {
        bool is_checkpoint = picture_.study.imported.is_inventory;
        if (is_checkpoint) return "a checkpoint has tensors and no layers, so there is nothing to draw";
        if (options_.style != PictureStyle::graph && draw_as_blocks()) return {};
        if (options_.style == PictureStyle::blocks) {
            return "the network has branches, so it is not a row of blocks; use `--style graph`";
        }
        picture_.plan = plan_of(picture_.study, {.depth = options_.depth});
        bool fits = picture_.plan.boxes.size() <= most_boxes && draw_graph(picture_.plan, picture_.drawing);
        if (fits) return {};
        bool is_larger = picture_.plan.boxes.size() > most_boxes;
        size_t boxes = is_larger ? most_boxes : picture_.plan.boxes.size();
        return fmt::format("a picture of {}{} boxes is too large; fold calls with `--depth 1`",
                           is_larger ? "more than " : "", with_commas(static_cast<int64_t>(boxes)));
    }

  private:
    // As a U if it is one at any depth, otherwise as rows if it is a chain.
    bool draw_as_blocks() {
        Plan plan = plan_of(picture_.study, {.depth = options_.depth, .flatten_apart = true});
        if (draw_as_u(plan)) return true;
        bool is_small = options_.depth || plan.boxes.size() <= many_boxes;
        if (!is_small || !plan.is_chain() || plan.has_nested_turns() || !has_shapes(plan)) return false;
        picture_.plan = std::move(plan);
        draw_blocks(picture_.plan, picture_.study.network, picture_.drawing);
        return true;
    }

    bool draw_as_u(const Plan& deep) {
        for (int64_t depth : {int64_t{0}, int64_t{2}, int64_t{1}}) {
            if (depth > 0 && options_.depth) return false;
            Plan plan = depth == 0 ? deep : plan_of(picture_.study, {.depth = depth, .flatten_apart = true});
            auto shape = u_shape_of(plan, picture_.study.network);
            if (!shape) continue;
            Drawing drawing = picture_.drawing;
            int width = draw_u(*shape, plan, picture_.study.network, drawing);
            if (width > widest_u && depth != 1 && !options_.depth) continue;
            picture_.plan = std::move(plan);
            picture_.drawing = std::move(drawing);
            return true;
        }
        return false;
    }

    // A network of a layer that maps words or vectors alone has nothing to see in perspective.
    bool has_shapes(const Plan& plan) const {
        if (options_.style == PictureStyle::blocks) return true;
        return std::any_of(plan.boxes.begin(), plan.boxes.end(),
                           [&](const PlanBox& box) { return shape_of(box, picture_.study.network).rank > 1; });
    }

    Picture& picture_;
    const PictureOptions& options_;
};

}  // namespace

Result<Picture, std::string> picture_of(const Study& study, const PictureOptions& options) {
    Picture picture{
        .study = study, .plan = {}, .drawing = {}, .theme = options.theme, .batch_size = options.batch_size};
    picture.drawing.title = printable(study.network.name);
    picture.drawing.summary = summary_of(study);
    if (std::string problem = Painter(picture, options).draw(); !problem.empty()) return problem;
    picture.drawing.signs = signs_of(picture.plan, study.network);
    finish_drawing(picture.drawing);
    return picture;
}

}  // namespace nnshape
