#include <fmt/format.h>

#include "draw/box_text.h"
#include "draw/palette.h"
#include "draw/plan_writer.h"

// A picture's graph in the language of Mermaid, which GitHub draws in Markdown.
namespace nnshape {
namespace {

// Whether Markdown would read the text as a list: `+`, `- a`, `1. a`.
bool begins_list(std::string_view text) {
    size_t digits = text.find_first_not_of("0123456789");
    bool numbered = digits != 0 && digits != std::string_view::npos && (text[digits] == '.' || text[digits] == ')');
    return numbered || text.starts_with('+') || text.starts_with('-') || text.starts_with('*');
}

// Characters that Mermaid or its Markdown would read as more than themselves become entities.
std::string escaped(std::string_view text) {
    constexpr std::string_view special = "\"#&<>`$\\";
    bool is_list = begins_list(text);
    std::string out;
    for (char letter : text) {
        bool is_special = special.find(letter) != std::string_view::npos || (out.empty() && is_list);
        out += is_special ? fmt::format("#{};", static_cast<int>(letter)) : std::string(1, letter);
    }
    return out;
}

std::string label_of(const PlanBox& box) {
    std::string label = box.symbol.empty() ? std::string() : escaped(box.symbol);
    for (const StyledLine& line : lines_of(box, 210)) {
        label += (label.empty() ? "" : "<br/>") + escaped(line.text);
    }
    return label;
}

void append_box(const PlanBox& box, uint32_t index, int depth, std::string& out) {
    std::string_view open = !box.symbol.empty() ? "((" : box.is_folded ? "[[" : box.role == Role::input ? "([" : "[";
    std::string_view close = !box.symbol.empty() ? "))" : box.is_folded ? "]]" : box.role == Role::input ? "])" : "]";
    out += fmt::format("{:{}}n{}{}\"{}\"{}:::c{}\n", "", 2 + 2 * depth, index, open, label_of(box), close,
                       static_cast<int>(box.role));
}

}  // namespace

void write_mermaid(const Picture& picture, std::string& out) {
    const Plan& plan = picture.plan;
    out += "flowchart TD\n";
    out += fmt::format("  accTitle: {}\n", escaped(picture.drawing.title));
    visit(plan, {.open =
                     [&](uint32_t frame, int depth) {
                         std::string title = escaped(title_of(plan.frames[frame]));
                         out += fmt::format("{:{}}subgraph f{}[\"{}\"]\n", "", 2 + 2 * depth, frame,
                                            title.empty() ? " " : title);
                     },
                 .close = [&](uint32_t, int depth) { out += fmt::format("{:{}}end\n", "", 2 + 2 * depth); },
                 .box = [&](uint32_t box, int depth) { append_box(plan.boxes[box], box, depth, out); }});
    for (const PlanEdge& edge : plan.edges) {
        const std::string& shape = plan.boxes[edge.from].tensors[edge.tensor].shape;
        out += fmt::format("  n{} -->{} n{}\n", edge.from, shape.empty() ? "" : fmt::format("|\"{}\"|", escaped(shape)),
                           edge.to);
    }
    for (Role role : roles_of(plan)) {
        out += fmt::format("  classDef c{} fill:{},stroke:{},color:#1f2328\n", static_cast<int>(role), fill_of(role),
                           stroke_of(role));
    }
}

}  // namespace nnshape
