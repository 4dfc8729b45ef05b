#include "draw/svg.h"

#include <fmt/format.h>

#include "draw/palette.h"

namespace nnshape {
namespace {

constexpr std::string_view fonts = "Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif";
constexpr int arrow_length = 7, arrow_half = 3, corner = 5, stripe = 5;

int number_of(Role role) { return static_cast<int>(role); }

// A line with an arrow at its end, which is the direction of its last straight piece.
void append_edge(const DrawnEdge& edge, std::string& out) {
    const Point &first = edge.points.front(), last = edge.points.back();
    std::string path = fmt::format("M{} {}", first.x, first.y);
    for (size_t at = 1; at < edge.points.size(); ++at) {
        const Point &from = edge.points[at - 1], to = edge.points[at];
        int middle = (from.y + to.y) / 2;
        path += from.x == to.x   ? fmt::format("V{}", to.y)
                : from.y == to.y ? fmt::format("H{}", to.x)
                                 : fmt::format("C{} {} {} {} {} {}", from.x, middle, to.x, middle, to.x, to.y);
    }
    out += fmt::format("<path class=\"ed\" d=\"{}\"{}/>\n", path, edge.is_dashed ? " stroke-dasharray=\"5 4\"" : "");
    if (!edge.has_arrow || edge.points.size() < 2) return;
    const Point& before = edge.points[edge.points.size() - 2];
    bool is_level = before.y == last.y;
    int back = is_level ? (before.x < last.x ? -arrow_length : arrow_length)
                        : (before.y < last.y ? -arrow_length : arrow_length);
    out += is_level ? fmt::format("<path class=\"ar\" d=\"M{} {}l{} {}v{}z\"/>\n", last.x, last.y, back, -arrow_half,
                                  2 * arrow_half)
                    : fmt::format("<path class=\"ar\" d=\"M{} {}l{} {}h{}z\"/>\n", last.x, last.y, -arrow_half, back,
                                  2 * arrow_half);
}

void append_rectangle(const DrawnBox& box, std::string& out) {
    const Rectangle& front = box.front;
    out += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>", front.x, front.y, front.width,
                       front.height, front.height > 12 ? corner : 2);
    if (!box.is_folded) return;
    out += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" fill=\"none\"/>", front.x + 3,
                       front.y + 3, front.width - 6, front.height - 6, corner - 2);
}

// The front, the top and the right side of a cuboid, and its stripes.
void append_cuboid(const DrawnBox& box, std::string& out) {
    const Rectangle& front = box.front;
    out += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>", front.x, front.y, front.width,
                       front.height);
    int shift = static_cast<int>(box.accents.size()) * stripe;
    for (Role accent : box.accents) {
        out += fmt::format("<rect class=\"c{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>", number_of(accent),
                           front.right() - shift, front.y, stripe, front.height);
        shift -= stripe;
    }
    if (box.depth == 0) return;
    out += fmt::format("<path d=\"M{0} {1}l{2} {3}h{4}l{5} {2}z\"/>", front.x, front.y, box.depth, -box.depth,
                       front.width, -box.depth);
    out += fmt::format("<path d=\"M{0} {1}l{2} {3}v{4}l{3} {2}z\"/>", front.right(), front.y, box.depth, -box.depth,
                       front.height);
    out += fmt::format("<path class=\"sh\" d=\"M{0} {1}l{2} {3}v{4}l{3} {2}z\"/>", front.right(), front.y, box.depth,
                       -box.depth, front.height);
}

void append_box(const DrawnBox& box, std::string& out) {
    out += fmt::format("<g class=\"c{}\">", number_of(box.role));
    if (!box.hint.empty()) out += fmt::format("<title>{}</title>", escaped_xml(box.hint));
    const Rectangle& front = box.front;
    switch (box.form) {
        case DrawnBox::Form::rectangle: append_rectangle(box, out); break;
        case DrawnBox::Form::cuboid: append_cuboid(box, out); break;
        case DrawnBox::Form::circle:
            out += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"/>", front.x + front.width / 2,
                               front.y + front.height / 2, front.width / 2);
    }
    out += "</g>\n";
}

void append_text(const DrawnText& text, std::string& out) {
    Lettering lettering = lettering_of(text.style);
    std::string_view anchor = text.anchor == Anchor::start    ? ""
                              : text.anchor == Anchor::middle ? " text-anchor=\"middle\""
                                                              : " text-anchor=\"end\"";
    out += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\"{}{}{}>{}</text>\n",
                       text.style == TextStyle::muted ? "mu" : "tx", text.at.x, text.at.y,
                       lettering.size == 11 ? "" : fmt::format(" font-size=\"{}\"", lettering.size),
                       lettering.bold ? " font-weight=\"bold\"" : "", anchor, escaped_xml(text.text));
}

}  // namespace

void append_svg(const Picture& picture, std::string& out) {
    const Drawing& drawing = picture.drawing;
    out += fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
        "aria-labelledby=\"nnshape-title nnshape-desc\" font-family=\"{2}\" font-size=\"11\">\n",
        drawing.width, drawing.height, fonts);
    out += fmt::format("<title id=\"nnshape-title\">{}</title>\n<desc id=\"nnshape-desc\">{}</desc>\n",
                       escaped_xml(drawing.title), escaped_xml(drawing.summary));
    out += fmt::format("<style>{}\n.ed{{fill:none}}.sh{{fill:#000;fill-opacity:.12}}</style>\n", css_of(picture.theme));
    out += fmt::format("<rect class=\"bg\" width=\"{}\" height=\"{}\"/>\n", drawing.width, drawing.height);
    for (auto frame = drawing.frames.rbegin(); frame != drawing.frames.rend(); ++frame) {
        const Rectangle& area = frame->area;
        out += fmt::format("<rect class=\"fr\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\"/>\n", area.x,
                           area.y, area.width, area.height);
    }
    for (const DrawnEdge& edge : drawing.edges) append_edge(edge, out);
    for (const DrawnBox& box : drawing.boxes) append_box(box, out);
    for (const DrawnText& text : drawing.texts) append_text(text, out);
    out += "</svg>\n";
}

void write_svg(const Picture& picture, std::string& out) { append_svg(picture, out); }

}  // namespace nnshape
