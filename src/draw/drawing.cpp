#include "draw/drawing.h"

#include <algorithm>

#include "draw/role_name.h"

namespace nnshape {
namespace {

constexpr int margin = 16, title_height = 26, legend_gap = 14, legend_height = 16, swatch = 10;

void move(Point& point, Point by) {
    point.x += by.x;
    point.y += by.y;
}

void widen(Rectangle& all, const Rectangle& one) {
    int right = std::max(all.right(), one.right()), bottom = std::max(all.bottom(), one.bottom());
    all.x = std::min(all.x, one.x);
    all.y = std::min(all.y, one.y);
    all.width = right - all.x;
    all.height = bottom - all.y;
}

// The roles that have a colour in the drawing, in the order of their enumerators.
std::vector<Role> roles_of(const Drawing& drawing) {
    std::vector<Role> roles;
    for (const DrawnBox& box : drawing.boxes) {
        if (box.form != DrawnBox::Form::circle) roles.push_back(box.role);
        roles.insert(roles.end(), box.accents.begin(), box.accents.end());
    }
    std::erase_if(roles, [](Role role) { return role == Role::other || role == Role::input || role == Role::merge; });
    std::sort(roles.begin(), roles.end());
    roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
    return roles;
}

// Writes a legend into lines of at most some width.
class Legend {
  public:
    Legend(Drawing& drawing, Point from, int width) : drawing_(drawing), from_(from), at_(from), width_(width) {
        at_.y += legend_gap;
    }

    void add(Role role) {
        std::string name(name_of(role));
        make_room(swatch + 5 + width_of(name));
        drawing_.boxes.push_back({.front = {at_.x, at_.y, swatch, swatch}, .role = role, .accents = {}, .hint = {}});
        add_text(std::move(name), swatch + 5);
    }

    void add(const DrawnSign& sign) {
        std::string text = sign.sign + " " + sign.meaning;
        make_room(width_of(text));
        add_text(std::move(text), 0);
    }

    int height() const { return is_empty_ ? 0 : at_.y + swatch - from_.y; }

  private:
    static int width_of(const std::string& text) { return text_width(text, lettering_of(TextStyle::muted)); }

    void make_room(int width) {
        if (at_.x > from_.x && at_.x + width > from_.x + width_) at_ = {from_.x, at_.y + legend_height};
        is_empty_ = false;
    }

    void add_text(std::string text, int left) {
        int width = width_of(text);
        drawing_.texts.push_back(
            {std::move(text), {at_.x + left, at_.y + swatch - 1}, Anchor::start, TextStyle::muted});
        at_.x += left + width + 14;
    }

    Drawing& drawing_;
    Point from_, at_;
    int width_;
    bool is_empty_ = true;
};

}  // namespace

Lettering lettering_of(TextStyle style) {
    switch (style) {
        case TextStyle::title: return {15, true};
        case TextStyle::name: return {11, true};
        case TextStyle::plain: return {11, false};
        case TextStyle::muted: return {10, false};
        case TextStyle::symbol: return {14, false};
    }
    return {};
}

Rectangle DrawnText::bounds() const {
    Lettering lettering = lettering_of(style);
    int width = text_width(text, lettering);
    int left = anchor == Anchor::start ? 0 : anchor == Anchor::middle ? width / 2 : width;
    return {at.x - left, at.y - lettering.size * 4 / 5, width, lettering.size};
}

DrawingMark mark_of(const Drawing& drawing) {
    return {drawing.frames.size(), drawing.edges.size(), drawing.boxes.size(), drawing.texts.size()};
}

void move_parts(Drawing& drawing, const DrawingMark& first, const DrawingMark& end, Point by) {
    for (size_t frame = first.frames; frame < end.frames; ++frame) {
        Rectangle& area = drawing.frames[frame].area;
        area.x += by.x;
        area.y += by.y;
    }
    for (size_t edge = first.edges; edge < end.edges; ++edge) {
        for (Point& point : drawing.edges[edge].points) move(point, by);
    }
    for (size_t box = first.boxes; box < end.boxes; ++box) {
        drawing.boxes[box].front.x += by.x;
        drawing.boxes[box].front.y += by.y;
    }
    for (size_t text = first.texts; text < end.texts; ++text) move(drawing.texts[text].at, by);
}

Rectangle bounds_of(const Drawing& drawing, const DrawingMark& first, const DrawingMark& end) {
    Rectangle all{INT32_MAX / 4, INT32_MAX / 4, -INT32_MAX / 2, -INT32_MAX / 2};
    for (size_t at = first.frames; at < end.frames; ++at) widen(all, drawing.frames[at].area);
    for (size_t at = first.boxes; at < end.boxes; ++at) widen(all, drawing.boxes[at].bounds());
    for (size_t at = first.texts; at < end.texts; ++at) widen(all, drawing.texts[at].bounds());
    for (size_t at = first.edges; at < end.edges; ++at) {
        for (const Point& point : drawing.edges[at].points) widen(all, {point.x - 1, point.y - 1, 2, 2});
    }
    return all.width < 0 ? Rectangle() : all;
}

void finish_drawing(Drawing& drawing) {
    Rectangle content = bounds_of(drawing, {}, mark_of(drawing));
    std::string title = cut_to(drawing.title, 760, lettering_of(TextStyle::title));
    int title_width = text_width(title, lettering_of(TextStyle::title));
    int inner = std::max({content.width, title_width, 240});
    int left = (inner - content.width) / 2;  // of the content, which is in the middle
    move_parts(drawing, {}, mark_of(drawing), {margin + left - content.x, margin + title_height - content.y});
    drawing.texts.push_back({title, {margin, margin + 13}, Anchor::start, TextStyle::title});
    int bottom = margin + title_height + content.height;
    Legend legend(drawing, {margin, bottom}, inner);
    for (Role role : roles_of(drawing)) legend.add(role);
    for (const DrawnSign& sign : drawing.signs) legend.add(sign);
    bottom += legend.height();
    drawing.width = inner + 2 * margin;
    drawing.height = bottom + margin;
}

}  // namespace nnshape
