#include <fmt/format.h>

#include "base/json_writer.h"
#include "lint/rule.h"
#include "report/reference.h"

// The reference of diagnostics.
namespace nnshape {
namespace {

void write_code(const Code& code, JsonWriter& json) {
    json.open_object().key("code").value(code.name).key("severity").value(name_of(code.severity));
    json.key("when").value(code.when);
    if (const Rule* rule = find_rule(code)) {
        json.key("why").value(rule->why).key("example").value(rule->example).key("instead").value(rule->instead);
    }
    json.close_object();
}

std::string consequence(const Code& code) {
    if (code.severity == Severity::error) return "An error: nothing silences it.";
    std::string_view kind = code.severity == Severity::warning ? "A warning" : "A note, shown with `--notes`";
    return fmt::format("{}: `allow {}` silences it in a file, `allow={}` at one layer.", kind, code.name, code.name);
}

}  // namespace

Page rules_page() {
    Page page{.title = {}};
    for (Severity severity : {Severity::error, Severity::warning, Severity::note}) {
        PageBlock block{.heading = fmt::format("{}s", name_of(severity))};
        for (const Code* code : all_codes()) {
            if (code->severity == severity) block.items.push_back({std::string(code->name), std::string(code->when)});
        }
        page.blocks.push_back(block);
    }
    page.blocks.push_back({.paragraph = "`nnshape rules CODE` tells why it matters, with an example."});
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

std::string rules_json() {
    std::string out;
    JsonWriter json(out, JsonWriter::Style::indented);
    json.open_object().key("rules").open_array();
    for (const Code* code : all_codes()) write_code(*code, json);
    json.close_array().close_object();
    return out + "\n";
}

std::string rule_json(const Code& code) {
    std::string out;
    JsonWriter json(out, JsonWriter::Style::indented);
    write_code(code, json);
    return out + "\n";
}

}  // namespace nnshape
