#include "base/json_writer.h"
#include "base/version.h"
#include "report/diff/diff.h"
#include "report/form.h"
#include "report/json_args.h"

// A difference for programs, with the keys of the JSON report: old and new values, and exact numbers.
namespace nnshape {
namespace {

class JsonDifference {
  public:
    JsonDifference(const Difference& difference, JsonWriter& json)
        : difference_(difference), layout_(difference.new_study->network.layout), json_(json) {}

    void side(std::string_view key, const Study& study, std::string_view source) {
        json_.key(key).open_object();
        json_.key("name").value(study.network.name).key("source").value(source);
        json_.close_object();
    }

    void network() {
        json_.key("network").open_object();
        for (const ValueChange& change : difference_.network) {
            json_.key(change.name).open_row_object();
            json_.key("old").value(change.old_text).key("new").value(change.new_text).close_row_object();
        }
        json_.close_object();
    }

    void nodes(std::string_view key, const std::vector<NodeChange>& changes) {
        json_.key(key).open_array();
        for (const NodeChange& change : changes) node(change);
        json_.close_array();
    }

    void totals() {
        json_.key("totals").open_object();
        for (const NumberChange& total : all_totals(difference_)) {
            if (total.name != "active_params" || has_experts(difference_)) number(total);
        }
        json_.close_object();
    }

  private:
    void node(const NodeChange& change) {
        const Study& study = change.is_removed() ? *difference_.old_study : *difference_.new_study;
        uint32_t index = change.is_removed() ? *change.old_node : *change.new_node;
        const Node& layer = study.network.nodes[index];
        json_.open_object();
        json_.key("change").value(change.is_added() ? "added" : change.is_removed() ? "removed" : "changed");
        json_.key("name").value(layer.name);
        if (change.is_renamed) json_.key("old_name").value(difference_.old_study->network.nodes[*change.old_node].name);
        json_.key("type").value(name_of(*layer.kind));
        if (change.is_moved) json_.key("moved").value(true);
        if (change.is_added() || change.is_removed()) {
            json_.key("args");
            write_args(study, index, layout_, json_);
        } else {
            values(change);
        }
        json_.key("output").open_row_object();
        output("old", *difference_.old_study, change.old_node);
        output("new", *difference_.new_study, change.new_node);
        json_.close_row_object();
        figures(change);
        json_.close_object();
    }

    // A parameter has the form that it has in the report's `args`; any other value is text.
    void values(const NodeChange& change) {
        json_.key("changes").open_object();
        for (const ValueChange& value : change.values) {
            json_.key(value.name).open_row_object();
            one_value("old", *difference_.old_study, *change.old_node, value.old_param, value.old_text);
            one_value("new", *difference_.new_study, *change.new_node, value.new_param, value.new_text);
            json_.close_row_object();
        }
        json_.close_object();
    }

    void one_value(std::string_view key, const Study& study, uint32_t node, int param, std::string_view text) {
        json_.key(key);
        if (param >= 0) {
            write_arg(study, node, param, layout_, json_);
        } else if (text.empty()) {
            json_.null();
        } else {
            json_.value(text);
        }
    }

    void output(std::string_view key, const Study& study, std::optional<uint32_t> node) {
        json_.key(key);
        if (!node) {
            json_.null();
            return;
        }
        json_.open_row();
        for (int64_t size : sizes_of(study.network.nodes[*node].output, layout_)) json_.value(size);
        json_.close_row();
    }

    // Only the figures that changed.
    void figures(const NodeChange& change) {
        for (size_t index = 0; index < figure_count; ++index) {
            auto which = static_cast<Figure>(index);
            bool repeats = which == Figure::active_params && !has_experts(difference_);
            NumberChange figure = figure_change(difference_, change, which);
            if (!repeats && figure.old_number != figure.new_number) number(figure);
        }
    }

    void number(const NumberChange& change) {
        json_.key(change.name).open_row_object();
        json_.key("old").value(change.old_number).key("new").value(change.new_number);
        json_.key("change").value(change.new_number - change.old_number).close_row_object();
    }

    const Difference& difference_;
    Layout layout_;
    JsonWriter& json_;
};

}  // namespace

void write_json(const DiffReport& report, std::string& out) {
    const Difference& difference = report.difference;
    JsonWriter json(out, JsonWriter::Style::indented);
    JsonDifference writer(difference, json);
    json.open_object();
    json.key("nnshape").open_object();
    json.key("version").value(version()).key("diff").value(int64_t{diff_version}).close_object();
    writer.side("old", *difference.old_study, report.old_source);
    writer.side("new", *difference.new_study, report.new_source);
    json.key("layout").value(name_of(difference.new_study->network.layout));
    writer.network();
    writer.nodes("inputs", difference.inputs);
    writer.nodes("layers", difference.layers);
    json.key("alike").value(difference.alike);
    writer.totals();
    json.key("same").value(difference.empty());
    json.close_object();
    out += "\n";
}

}  // namespace nnshape
