#include "report/json_diagnostic.h"

#include <algorithm>

namespace nnshape {

void DiagnosticWriter::write(const Diagnostic& diagnostic, bool placed) {
    json_.open_object();
    json_.key("code").value(diagnostic.code->name);
    json_.key("severity").value(name_of(diagnostic.severity()));
    if (!diagnostic.layer.empty()) json_.key("layer").value(diagnostic.layer);
    json_.key("message").value(diagnostic.message);
    if (!diagnostic.help.empty()) json_.key("help").value(diagnostic.help);
    if (!file_.empty()) json_.key("file").value(file_);
    if (placed) write_place(diagnostic);
    json_.close_object();
}

void DiagnosticWriter::write_place(const Diagnostic& diagnostic) {
    Place begin = begins_.at(diagnostic.span.begin);
    Place end = ends_.at(diagnostic.span.end);
    if (begin.is_node()) {
        if (!begin.origin->node.empty()) json_.key("node").value(begin.origin->node);
        return;
    }
    if (begin.is_quoted()) {
        end = place_of({.name = {}, .text = original_},
                       std::min<uint32_t>(begin.origin->span.end, static_cast<uint32_t>(original_.size())));
    }
    write_number("line", begin.line);
    write_number("column", begin.column);
    write_number("end_line", end.line);
    write_number("end_column", end.column);
    if (diagnostic.used_from.empty()) return;
    json_.key("used_from").open_array();
    for (Span use : diagnostic.used_from) {
        Place place = uses_.at(use.begin);
        json_.open_object();
        write_number("line", place.line);
        write_number("column", place.column);
        json_.close_object();
    }
    json_.close_array();
}

void DiagnosticWriter::write_number(std::string_view key, uint64_t number) {
    json_.key(key).value(static_cast<int64_t>(number));
}

}  // namespace nnshape
