#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "draw/html_parts.h"
#include "draw/palette.h"
#include "draw/svg.h"
#include "report/table/facts.h"

// A report on one page, which needs no server and no other file: the picture, the table with each layer's formulas, and
// the spec with what is to say about its lines. Only sorting needs a script.
namespace nnshape {
namespace {

constexpr std::string_view light_names =
    "--bg:#fff;--tx:#1f2328;--mu:#59636e;--li:#d1d9e0;--hi:#f6f8fa;--ac:#2f6fb5;--wa:#9a6700";
constexpr std::string_view dark_names =
    "--bg:#0d1117;--tx:#e6edf3;--mu:#9da7b3;--li:#3d444d;--hi:#151b23;--ac:#6cb0f5;--wa:#d29922";

constexpr std::string_view style = R"css(
body{margin:0 auto;padding:1em;max-width:60em;background:var(--bg);color:var(--tx);font:15px/1.45 Helvetica,Arial,sans-serif}
svg{display:block;max-width:100%;height:auto;margin:auto}
h2{font-size:1.1em;margin:1.6em 0 .5em;border-bottom:1px solid var(--li)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px}
th,td{padding:.25em .5em;text-align:left;white-space:nowrap;border-bottom:1px solid var(--li)}
th button{all:unset;cursor:pointer;font-weight:bold}
th button:hover,label:hover{color:var(--ac)}
th[aria-sort=descending] button::after{content:" ▾"}
th[aria-sort=ascending] button::after{content:" ▴"}
.n{text-align:right;font-variant-numeric:tabular-nums}
tfoot td{font-weight:bold}
label{cursor:pointer}
label input{margin:0 .4em 0 0}
.more{display:none}
tbody:has(:checked) .more{display:table-row}
@supports not selector(:has(*)){.more{display:table-row}}
.more td{background:var(--hi);white-space:normal}
pre{margin:.3em 0;overflow-x:auto;font:13px/1.4 ui-monospace,Menlo,Consolas,monospace}
.bar{display:inline-block;width:4em;height:.7em;margin-left:.5em;background:var(--li);vertical-align:baseline}
.bar i{display:block;height:100%;background:var(--ac)}
.spec{background:var(--hi);padding:.6em}
.spec b{display:inline-block;width:3.5em;color:var(--mu);font-weight:normal;user-select:none}
.spec em{display:block;margin-left:3.5em;color:var(--wa);font-style:normal;white-space:pre-wrap}
dl{display:grid;grid-template-columns:max-content max-content 1fr;gap:.1em 1em;margin:0}
dt,dd{margin:0}
dd.r{color:var(--mu)}
footer{margin-top:2em;color:var(--mu)}
)css";

// Sorts the layers by the column whose heading is clicked: numbers in decreasing order first, words in increasing
// order.
constexpr std::string_view script = R"js(
var table = document.querySelector("table");
table.querySelectorAll("th").forEach(function (head, column) {
  head.onclick = function () {
    var key = function (body) {
      var cell = body.rows[0].cells[column];
      return cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
    };
    var bodies = Array.from(table.tBodies), before = head.getAttribute("aria-sort");
    var down = before ? before === "ascending" : typeof key(bodies[0]) === "number";
    table.querySelectorAll("th").forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    bodies.sort(function (one, other) {
      var a = key(one), b = key(other), order = a > b ? 1 : b > a ? -1 : 0;
      return down ? -order : order;
    });
    bodies.forEach(function (body) { table.appendChild(body); });
  };
});
)js";

std::string names_of(Theme theme) {
    if (theme == Theme::dark) return fmt::format(":root{{{}}}", dark_names);
    if (theme != Theme::automatic) return fmt::format(":root{{{}}}", light_names);
    return fmt::format(":root{{color-scheme:light dark;{}}}@media (prefers-color-scheme:dark){{:root{{{}}}}}",
                       light_names, dark_names);
}

void append_facts(const Picture& picture, std::string& out) {
    ReportOptions options{.batch_size = picture.batch_size};
    out += "<dl>\n";
    for (const Fact& fact : facts_of(picture.study, options)) {
        out += fmt::format("<dt>{}</dt><dd class=\"n\">{}</dd><dd class=\"r\">{}</dd>\n", escaped_xml(fact.name),
                           with_commas(fact.number), escaped_xml(fact.remark));
    }
    out += "</dl>\n";
}

}  // namespace

void write_html(const Picture& picture, std::string& out) {
    out += "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n";
    out += "<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width\"/>\n";
    out += fmt::format("<title>{}</title>\n<style>{}{}</style>\n</head>\n<body>\n", escaped_xml(picture.drawing.title),
                       names_of(picture.theme), style);
    append_svg(picture, out);
    out += "<h2>Layers</h2>\n<p>Tick a layer to see its formulas. Click a heading to sort.</p>\n";
    append_layer_table(picture, out);
    out += "<h2>Totals</h2>\n";
    append_facts(picture, out);
    out += "<h2>Spec</h2>\n";
    append_spec(picture, out);
    out += "<footer>calculated by nnshape</footer>\n";
    out += fmt::format("<script>{}</script>\n</body>\n</html>\n", script);
}

}  // namespace nnshape
