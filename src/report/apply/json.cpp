#include "base/json_writer.h"
#include "base/version.h"
#include "report/apply/apply.h"
#include "report/form.h"

// Numbers under a sliding window, for programs. A number that no decimal expresses is a text such as "1/3".
namespace nnshape {
namespace {

class ApplyJson {
  public:
    ApplyJson(const ApplyReport& report, JsonWriter& json) : report_(report), json_(json) {}

    void write() {
        json_.open_object().key("nnshape").open_object();
        json_.key("version").value(version()).key("apply").value(int64_t{apply_version}).close_object();
        json_.key("operations").open_array();
        for (const Applied& applied : report_.applied) operation(applied);
        json_.close_array().key("output");
        planes(report_.applied.back().output);
        json_.close_object();
    }

  private:
    void operation(const Applied& applied) {
        const Operation& operation = applied.operation;
        json_.open_object().key("operation").value(sliding_names()[static_cast<size_t>(operation.sliding)]);
        sizes("kernel", operation, &AxisWindow::kernel);
        sizes("stride", operation, &AxisWindow::stride);
        json_.key("padding").open_row();
        for (const AxisWindow& axis : operation.axes) {
            json_.open_row().value(axis.before).value(axis.after).close_row();
        }
        json_.close_row();
        sizes("dilation", operation, &AxisWindow::dilation);
        json_.key("flip").value(operation.flip).key("activation");
        operation.relu ? json_.value("relu") : json_.null();
        json_.key("output_shape").open_row();
        json_.value(applied.output.count).value(applied.output.rows).value(applied.output.columns).close_row();
        json_.key("output");
        planes(applied.output);
        json_.key("steps").open_array();
        for (int64_t index = 0; index < shown_steps(report_, applied); ++index) step(applied, index);
        json_.close_array().close_object();
    }

    void sizes(std::string_view key, const Operation& operation, int64_t AxisWindow::*size) {
        json_.key(key).open_row().value(operation.axes[0].*size).value(operation.axes[1].*size).close_row();
    }

    void number(Fraction number) {
        std::string text = exact_text(number);
        text.find('/') == std::string::npos ? json_.raw(text) : json_.value(std::string_view(text));
    }

    void planes(const Planes& planes) {
        json_.open_array();
        for (int64_t plane = 0; plane < planes.count; ++plane) {
            json_.open_array();
            for (int64_t row = 0; row < planes.rows; ++row) {
                json_.open_row();
                for (int64_t column = 0; column < planes.columns; ++column) number(planes.at(plane, row, column));
                json_.close_row();
            }
            json_.close_array();
        }
        json_.close_array();
    }

    // Rows and columns are counted from 1, as in the other forms.
    void step(const Applied& applied, int64_t index) {
        ApplyStep step = step_of(applied, index);
        json_.open_object().key("step").value(index + 1).key("plane").value(step.plane + 1);
        places("rows", step.places[0]);
        places("columns", step.places[1]);
        json_.key("channels").open_array();
        for (const ChannelTerms& channel : step.channels) {
            json_.open_row_object().key("channel").value(channel.channel + 1).key("terms").open_row();
            for (const Term& term : channel.terms) {
                json_.open_row();
                number(term.number);
                number(term.weight);
                json_.close_row();
            }
            json_.close_row().key("result");
            number(channel.result);
            json_.close_row_object();
        }
        json_.close_array().key("bias");
        number(step.bias);
        json_.key("result");
        number(step.result);
        json_.close_object();
    }

    void places(std::string_view key, const std::vector<int64_t>& places) {
        json_.key(key).open_row();
        for (int64_t place : places) json_.value(place + 1);
        json_.close_row();
    }

    const ApplyReport& report_;
    JsonWriter& json_;
};

}  // namespace

void write_json(const ApplyReport& report, std::string& out) {
    JsonWriter json(out, JsonWriter::Style::indented);
    ApplyJson(report, json).write();
    out += "\n";
}

}  // namespace nnshape
