#include <fmt/format.h>

#include "draw/box_text.h"
#include "draw/palette.h"
#include "draw/plan_writer.h"

// A picture's graph in the language of Graphviz, which places it itself.
namespace nnshape {
namespace {

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char letter : text) {
        if (letter == '"' || letter == '\\') out += '\\';
        out += letter;
    }
    return out + "\"";
}

std::string label_of(const PlanBox& box) {
    if (!box.symbol.empty()) return quoted(box.symbol);
    std::string label;
    for (const StyledLine& line : lines_of(box, 210)) {
        std::string one = quoted(line.text);
        label += (label.empty() ? "" : "\\n") + one.substr(1, one.size() - 2);
    }
    return "\"" + label + "\"";
}

void append_box(const PlanBox& box, uint32_t index, int depth, std::string& out) {
    std::string shape = !box.symbol.empty() ? " shape=circle width=0.3 fixedsize=true"
                        : box.is_folded     ? " peripheries=2"
                                            : "";
    std::string beside;  // what a circle has no room for
    for (const StyledLine& line : box.symbol.empty() ? std::vector<StyledLine>() : lines_of(box, 210)) {
        beside += (beside.empty() ? "" : ", ") + line.text;
    }
    if (!beside.empty()) shape += " xlabel=" + quoted(beside);
    out += fmt::format("{:{}}n{} [label={} fillcolor=\"{}\" color=\"{}\"{}];\n", "", 2 + 2 * depth, index,
                       label_of(box), fill_of(box.role), stroke_of(box.role), shape);
}

}  // namespace

void write_dot(const Picture& picture, std::string& out) {
    const Plan& plan = picture.plan;
    out += fmt::format("digraph {} {{\n", quoted(picture.drawing.title));
    out +=
        "  node [shape=box style=\"rounded,filled\" fontname=\"Helvetica\" fontsize=11];\n"
        "  edge [fontname=\"Helvetica\" fontsize=10];\n"
        "  graph [fontname=\"Helvetica\" fontsize=11 labeljust=l style=rounded color=\"#afb8c1\"];\n";
    visit(plan, {.open =
                     [&](uint32_t frame, int depth) {
                         out += fmt::format("{0:{1}}subgraph cluster_{2} {{\n{0:{1}}  label={3};\n", "", 2 + 2 * depth,
                                            frame, quoted(title_of(plan.frames[frame])));
                     },
                 .close = [&](uint32_t, int depth) { out += fmt::format("{:{}}}}\n", "", 2 + 2 * depth); },
                 .box = [&](uint32_t box, int depth) { append_box(plan.boxes[box], box, depth, out); }});
    for (const PlanEdge& edge : plan.edges) {
        const std::string& shape = plan.boxes[edge.from].tensors[edge.tensor].shape;
        out += fmt::format("  n{} -> n{}{};\n", edge.from, edge.to,
                           shape.empty() ? "" : fmt::format(" [label={}]", quoted(shape)));
    }
    out += "}\n";
}

}  // namespace nnshape
