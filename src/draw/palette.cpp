#include "draw/palette.h"

#include <fmt/format.h>

namespace nnshape {
namespace {

struct Colours {
    std::string_view fill, stroke;
};

constexpr size_t role_count = 13;
using RoleColours = Colours[role_count];

struct Scheme {
    std::string_view background, text, muted, edge, frame, frame_fill;
    RoleColours roles;  // by role
};

constexpr Scheme light = {"#ffffff",
                          "#1f2328",
                          "#59636e",
                          "#59636e",
                          "#afb8c1",
                          "#f6f8fa",
                          {{"#f3f4f6", "#6e7781"},
                           {"#d7e8fb", "#2f6fb5"},
                           {"#fde3d3", "#c2602a"},
                           {"#d9f0dc", "#2f8543"},
                           {"#e9e0f8", "#7648b8"},
                           {"#fdeec2", "#a97908"},
                           {"#d3f0ee", "#17807a"},
                           {"#e6e6e6", "#6b6b6b"},
                           {"#fbd7e2", "#bf3a66"},
                           {"#ececec", "#8a8a8a"},
                           {"#e4e8ee", "#5f6f85"},
                           {"#ffffff", "#1f2328"},
                           {"#ffffff", "#6e7781"}}};

constexpr Scheme dark = {"#0d1117",
                         "#e6edf3",
                         "#9da7b3",
                         "#9da7b3",
                         "#3d444d",
                         "#151b23",
                         {{"#212830", "#9198a1"},
                          {"#16324f", "#6cb0f5"},
                          {"#4a2b18", "#f0a070"},
                          {"#173d22", "#68c97c"},
                          {"#33244f", "#b796f0"},
                          {"#453510", "#e0b94a"},
                          {"#113f3d", "#5cc9c2"},
                          {"#2d2d2d", "#b0b0b0"},
                          {"#4a1a2c", "#f07fa6"},
                          {"#2a2a2a", "#9a9a9a"},
                          {"#262d38", "#94a5bd"},
                          {"#0d1117", "#e6edf3"},
                          {"#0d1117", "#9198a1"}}};

constexpr Scheme print = {"#ffffff",
                          "#000000",
                          "#000000",
                          "#000000",
                          "#000000",
                          "#ffffff",
                          {{"#f7f7f7", "#000000"},
                           {"#d9d9d9", "#000000"},
                           {"#ffffff", "#000000"},
                           {"#b5b5b5", "#000000"},
                           {"#c8c8c8", "#000000"},
                           {"#e6e6e6", "#000000"},
                           {"#a3a3a3", "#000000"},
                           {"#f2f2f2", "#000000"},
                           {"#8c8c8c", "#000000"},
                           {"#fafafa", "#000000"},
                           {"#ececec", "#000000"},
                           {"#ffffff", "#000000"},
                           {"#ffffff", "#000000"}}};

std::string rules_of(const Scheme& scheme) {
    std::string rules = fmt::format(
        ".bg{{fill:{}}}.tx{{fill:{}}}.mu{{fill:{}}}.ed{{stroke:{}}}.ar{{fill:{}}}.fr{{stroke:{};fill:{}}}",
        scheme.background, scheme.text, scheme.muted, scheme.edge, scheme.edge, scheme.frame, scheme.frame_fill);
    for (size_t role = 0; role < role_count; ++role) {
        const Colours& colours = scheme.roles[role];
        rules += fmt::format(".c{}{{fill:{};stroke:{}}}", role, colours.fill, colours.stroke);
    }
    return rules;
}

}  // namespace

static_assert(static_cast<size_t>(Role::input) + 1 == role_count);

std::string css_of(Theme theme) {
    if (theme == Theme::dark) return rules_of(dark);
    if (theme == Theme::print) return rules_of(print);
    if (theme == Theme::light) return rules_of(light);
    return fmt::format("{}\n@media (prefers-color-scheme:dark){{{}}}", rules_of(light), rules_of(dark));
}

std::string_view fill_of(Role role) { return light.roles[static_cast<size_t>(role)].fill; }
std::string_view stroke_of(Role role) { return light.roles[static_cast<size_t>(role)].stroke; }

std::string escaped_xml(std::string_view text) {
    constexpr std::string_view not_characters[] = {"\xEF\xBF\xBE", "\xEF\xBF\xBF"};  // U+FFFE and U+FFFF
    std::string out;
    for (char letter : text) {
        switch (letter) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += static_cast<unsigned char>(letter) < ' ' ? ' ' : letter;
        }
        for (std::string_view no_character : not_characters) {
            if (out.ends_with(no_character)) out.replace(out.size() - 3, 3, "\xEF\xBF\xBD");
        }
    }
    return out;
}

}  // namespace nnshape
