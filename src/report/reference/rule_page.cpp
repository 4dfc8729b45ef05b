#include <fmt/format.h>

#include "lint/codes.h"
#include "lint/rule.h"
#include "report/form.h"
#include "report/reference.h"

// The reference of diagnostics, as pages.
namespace nnshape {
namespace {

std::string consequence(const Code& code) {
    if (code.severity == Severity::error) return "An error, which cannot be silenced.";
    std::string_view kind = code.severity == Severity::warning ? "A warning" : "A note, shown with `--notes`";
    return fmt::format("{}: `allow {}` silences it in a file, `allow={}` at one layer.", kind, code.name, code.name);
}

Page rules_page() {
    Page page{.title = {}};
    for (Severity severity : {Severity::error, Severity::warning, Severity::note}) {
        PageBlock block{.heading = fmt::format("{}s", name_of(severity))};
        for (const Code* code : all_codes()) {
            if (code->severity == severity) block.items.push_back({std::string(code->name), std::string(code->when)});
        }
        page.blocks.push_back(block);
    }
    page.blocks.push_back({.paragraph = "`nnshape rules CODE` prints why a code matters, with an example."});
    return page;
}

Page rule_page(const Code& code) {
    Page page{.title = fmt::format("{}: {}", code.name, code.when)};
    page.blocks.push_back({.paragraph = consequence(code)});
    if (const Rule* rule = find_rule(code)) {
        page.blocks.push_back({.heading = "why", .paragraph = std::string(rule->why)});
        page.blocks.push_back({.heading = "example", .code = std::string(rule->example)});
        page.blocks.push_back({.heading = "instead", .code = std::string(rule->instead)});
    }
    return page;
}

}  // namespace

Page page_of(const RuleReference& reference) { return reference.code ? rule_page(*reference.code) : rules_page(); }

void write_text(const RuleReference& reference, std::string& out) { out += page_text(page_of(reference)); }

void write_markdown(const RuleReference& reference, std::string& out) { out += page_markdown(page_of(reference)); }

}  // namespace nnshape
