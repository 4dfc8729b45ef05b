#include "base/json_writer.h"
#include "base/version.h"
#include "report/form.h"
#include "report/solve/solve.h"

// The windows that turn one size into another, for programs.
namespace nnshape {
namespace {

class SolveJson {
  public:
    SolveJson(const SolveReport& report, JsonWriter& json)
        : report_(report), question_(report.question), answers_(report.answers), json_(json) {}

    void write() {
        json_.open_object().key("nnshape").open_object();
        json_.key("version").value(version()).key("solve").value(int64_t{solve_version}).close_object();
        json_.key("found").value(answers_.is_mixed ? int64_t{0} : static_cast<int64_t>(answers_.windows.size()));
        json_.key("mixed").value(answers_.is_mixed);
        json_.key("windows").open_array();
        for (size_t index = 0; index < shown_count(report_); ++index) window(answers_.windows[index]);
        json_.close_array().key("reasons").open_array();
        for (const std::string& reason : answers_.reasons) json_.value(reason);
        json_.close_array().key("others").open_array();
        for (const OtherRule& other : answers_.others) {
            json_.open_row_object().key("options").value(options_of(other.rule));
            json_.key("written").value(line_of({.rule = other.rule, .axes = {}}, other.window)).close_row_object();
        }
        json_.close_array().close_object();
    }

  private:
    void window(const WindowAnswer& answer) {
        json_.open_object();
        row("kernel", answer, &AxisWindow::kernel);
        row("stride", answer, &AxisWindow::stride);
        json_.key("padding");
        if (question_.rule == WindowRule::transposed_same) {
            json_.null();  // each framework chooses the padding in its own way
        } else {
            json_.open_row();
            for (const AxisWindow& axis : answer) json_.open_row().value(axis.before).value(axis.after).close_row();
            json_.close_row();
        }
        row("dilation", answer, &AxisWindow::dilation);
        if (question_.rule == WindowRule::transposed) row("output_padding", answer, &AxisWindow::output_padding);
        if (answers_.any_size) {
            json_.key("in").null().key("out").null();
        } else {
            row("in", answer, &AxisWindow::in);
            row("out", answer, &AxisWindow::out);
        }
        row("remainder", answer, &AxisWindow::remainder);
        row("lost", answer, &AxisWindow::lost);
        json_.key("written").value(line_of(question_, answer)).close_object();
    }

    void row(std::string_view key, const WindowAnswer& answer, int64_t AxisWindow::*number) {
        json_.key(key).open_row();
        for (const AxisWindow& axis : answer) json_.value(axis.*number);
        json_.close_row();
    }

    const SolveReport& report_;
    const Question& question_;
    const Answers& answers_;
    JsonWriter& json_;
};

}  // namespace

void write_json(const SolveReport& report, std::string& out) {
    JsonWriter json(out, JsonWriter::Style::indented);
    SolveJson(report, json).write();
    out += "\n";
}

}  // namespace nnshape
