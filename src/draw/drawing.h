#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "draw/text_width.h"
#include "layers/traits.h"

// A picture as plain numbers: pixels from the upper left corner, to the right and down. The forms only print it.
namespace nnshape {

struct Point {
    int x = 0, y = 0;

    bool operator==(const Point&) const = default;
};

struct Rectangle {
    int x = 0, y = 0, width = 0, height = 0;

    int right() const { return x + width; }
    int bottom() const { return y + height; }
};

/// What a text is, which decides its letters and its colour.
enum class TextStyle : uint8_t { title, name, plain, muted, symbol };

Lettering lettering_of(TextStyle style);

enum class Anchor : uint8_t { start, middle, end };

/// A line of text. `at` is on its base line.
struct DrawnText {
    std::string text;
    Point at;
    Anchor anchor = Anchor::middle;
    TextStyle style = TextStyle::plain;

    Rectangle bounds() const;
};

/// A layer: a rectangle with round corners, a circle, or a cuboid.
struct DrawnBox {
    enum class Form : uint8_t { rectangle, circle, cuboid };

    Form form = Form::rectangle;
    Rectangle front;  ///< of a cuboid the front, without the top and the side
    int depth = 0;    ///< of a cuboid: how far its back is to the right and up
    Role role = Role::other;
    bool is_folded = false;          ///< with a second outline
    std::vector<Role> accents;       ///< of what is written into it, as stripes on the right of a cuboid
    uint32_t plan_box = UINT32_MAX;  ///< its number in the plan; none for the legend
    std::string hint;                ///< a description, which a browser shows beside the pointer

    Rectangle bounds() const { return {front.x, front.y - depth, front.width + depth, front.height + depth}; }
};

/// A line. Between two points that differ in both directions it is curved: it leaves and arrives vertically, and stays
/// in the rectangle between them.
struct DrawnEdge {
    std::vector<Point> points;
    bool has_arrow = false;
    bool is_dashed = false;
};

struct DrawnFrame {
    Rectangle area;
};

/// A sign in a circle, and what it means.
struct DrawnSign {
    std::string sign, meaning;

    bool operator==(const DrawnSign&) const = default;
};

struct Drawing {
    std::string title;    ///< of the network
    std::string summary;  ///< a sentence for those who do not see the picture
    int width = 0, height = 0;
    std::vector<DrawnFrame> frames;
    std::vector<DrawnEdge> edges;
    std::vector<DrawnBox> boxes;
    std::vector<DrawnText> texts;
    std::vector<DrawnSign> signs;  ///< for the legend
};

/// The number of parts that a drawing has of each kind, before more are added.
struct DrawingMark {
    size_t frames = 0, edges = 0, boxes = 0, texts = 0;
};
DrawingMark mark_of(const Drawing& drawing);

/// Moves the parts that were added between two marks.
void move_parts(Drawing& drawing, const DrawingMark& first, const DrawingMark& end, Point by);

/// The smallest rectangle around the parts that were added between two marks; empty if there are none.
Rectangle bounds_of(const Drawing& drawing, const DrawingMark& first, const DrawingMark& end);

/// Adds a legend of the roles that the drawing's boxes have, and of the signs, below everything, and a title above.
/// Sets the size.
void finish_drawing(Drawing& drawing);

}  // namespace nnshape
