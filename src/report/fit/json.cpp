#include "base/json_writer.h"
#include "report/fit/fit.h"
#include "report/form.h"

// The value that fits, for programs.
namespace nnshape {
namespace {

void write_value(const FittedValue& value, JsonWriter& json) {
    json.open_object().key("value").value(value.value);
    auto numbers = [&](std::string_view key, int64_t LimitedTotal::*number) {
        json.key(key).open_row_object();
        for (const LimitedTotal& total : value.totals) json.key(total.key).value(total.*number);
        json.close_row_object();
    };
    numbers("totals", &LimitedTotal::found);
    numbers("limits", &LimitedTotal::most);
    json.key("reason");
    value.reason.empty() ? json.null() : json.value(value.reason);
    json.close_object();
}

}  // namespace

void write_json(const FitReport& report, std::string& out) {
    JsonWriter json(out, JsonWriter::Style::indented);
    json.open_object().key("name").value(report.study.network.name).key("source").value(report.source);
    json.key("vary").value(report.question.name);
    json.key("wanted").value(report.question.smallest ? "smallest" : "largest");
    json.key("values").value(static_cast<int64_t>(report.question.values.size()));
    json.key("tried").value(static_cast<int64_t>(report.answer.tried));
    auto value_or_null = [&](std::string_view key, const std::optional<FittedValue>& value) {
        json.key(key);
        value ? write_value(*value, json) : static_cast<void>(json.null());
    };
    value_or_null("best", report.answer.best);
    value_or_null("next", report.answer.before);
    json.close_object();
    out += "\n";
}

}  // namespace nnshape
