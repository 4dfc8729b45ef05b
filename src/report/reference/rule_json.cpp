#include "base/json_writer.h"
#include "lint/codes.h"
#include "lint/rule.h"
#include "report/form.h"
#include "report/reference.h"

// The reference of diagnostics, for programs.
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

void write_all_codes(JsonWriter& json) {
    json.open_object().key("rules").open_array();
    for (const Code* code : all_codes()) write_code(*code, json);
    json.close_array().close_object();
}

}  // namespace

void write_json(const RuleReference& reference, std::string& out) {
    JsonWriter json(out, JsonWriter::Style::indented);
    reference.code ? write_code(*reference.code, json) : write_all_codes(json);
    out += "\n";
}

}  // namespace nnshape
