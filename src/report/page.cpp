#include "report/page.h"

#include <fmt/format.h>
#include <algorithm>
#include <utility>

#include "base/wrap.h"

namespace nnshape {
namespace {

constexpr int page_width = 80, indent = 2;

void append_item(const PageItem& item, int column, std::string& out) {
    std::string left = fmt::format("{:{}}{}", "", indent, item.term);
    for (const std::string& part : {item.text, item.detail}) {
        for (const std::string& line : wrapped(part, page_width - column)) {
            out += fmt::format("{:<{}}{}\n", std::exchange(left, {}), column, line);
        }
    }
}

void append_items(const std::vector<PageItem>& items, std::string& out) {
    size_t widest = 0;
    for (const PageItem& item : items) widest = std::max(widest, item.term.size());
    for (const PageItem& item : items) append_item(item, indent + static_cast<int>(widest) + indent, out);
}

void append_code(std::string_view code, std::string& out) {
    while (!code.empty()) {
        size_t end = std::min(code.find('\n'), code.size());
        out += fmt::format("{:{}}{}\n", "", indent, code.substr(0, end));
        code.remove_prefix(std::min(end + 1, code.size()));
    }
}

// Escapes bars, which would end the cell of a Markdown table.
std::string cell(std::string_view text) {
    std::string out;
    for (char letter : text) out += letter == '|' ? std::string("\\|") : std::string(1, letter);
    return out;
}

void append_table(const std::vector<PageItem>& items, std::string& out) {
    bool detailed = std::any_of(items.begin(), items.end(), [](const PageItem& item) { return !item.detail.empty(); });
    out += detailed ? "| | | |\n|---|---|---|\n" : "| | |\n|---|---|\n";
    for (const PageItem& item : items) {
        out += fmt::format("| `{}` | {} |", cell(item.term), cell(item.text));
        out += detailed ? fmt::format(" {} |\n", cell(item.detail)) : "\n";
    }
}

}  // namespace

std::string page_text(const Page& page) {
    std::string out;
    for (const std::string& line : wrapped(page.title, page_width)) out += line + "\n";
    for (const PageBlock& block : page.blocks) {
        if (!out.empty()) out += "\n";
        if (!block.heading.empty()) out += block.heading + ":\n";
        for (const std::string& line : wrapped(block.paragraph, page_width)) out += line + "\n";
        append_items(block.items, out);
        append_code(block.code, out);
    }
    return out;
}

std::string page_markdown(const Page& page) {
    std::string out = page.title.empty() ? "" : fmt::format("### {}\n", page.title);
    for (const PageBlock& block : page.blocks) {
        if (!out.empty()) out += "\n";
        if (!block.heading.empty()) out += fmt::format("**{}**\n\n", block.heading);
        if (!block.paragraph.empty()) out += block.paragraph + "\n";
        if (!block.items.empty()) append_table(block.items, out);
        if (!block.code.empty()) out += fmt::format("```\n{}```\n", block.code);
    }
    return out;
}

}  // namespace nnshape
