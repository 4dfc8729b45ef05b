#include "base/json_writer.h"
#include "report/conventions/conventions.h"
#include "report/form.h"

// What other programs print, for programs.
namespace nnshape {

void write_json(const ConventionReport& report, std::string& out) {
    JsonWriter json(out, JsonWriter::Style::indented);
    json.open_object().key("name").value(std::string_view(report.network)).key("conventions").open_array();
    for (const ConventionTotal& total : report.totals) {
        const Convention& one = *total.convention;
        json.open_object().key("program").value(one.program).key("quantity").value(one.quantity).key("value");
        total.value ? json.value(*total.value) : json.null();
        if (!total.uncovered.empty()) json.key("uncovered").value(std::string_view(total.uncovered));
        json.key("rule").value(one.rule).key("source").value(one.source).close_object();
    }
    json.close_array().key("sizes").open_array();
    for (const OtherSize& size : report.sizes) {
        json.open_object().key("layer").value(std::string_view(size.layer)).key("notes").open_array();
        for (const std::string& note : size.notes) json.value(std::string_view(note));
        json.close_array().close_object();
    }
    json.close_array().close_object();
    out += "\n";
}

}  // namespace nnshape
