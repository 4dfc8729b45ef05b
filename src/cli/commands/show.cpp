#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/file.h"
#include "cli/form_option.h"
#include "cli/options.h"
#include "report/report.h"
#include "report/table/columns.h"
#include "report/table/comparison.h"

// nnshape show: prints a report of each spec.
namespace nnshape {
namespace {

constexpr std::string_view examples =
    "The file - is standard input. Several specs print one report after another. With\n"
    "--depth 0 they share one table, with a row for each network; if --set gives a\n"
    "variable several values, each value has a row. Reports go to standard output,\n"
    "messages to standard error. The exit code is 2 if a file cannot be read or a\n"
    "layer cannot be calculated, and 0 otherwise.\n"
    "\n"
    "examples:\n"
    "  nnshape alexnet.nn                          every layer and the totals\n"
    "  nnshape alexnet.nn --input 224x224x3        with another input size\n"
    "  nnshape alexnet.nn --sort params --top 3    the three largest layers\n"
    "  nnshape alexnet.nn --columns name,output,macs\n"
    "  nnshape alexnet.nn --columns name,params,share --sort params\n"
    "  nnshape a.nn b.nn --depth 0                 networks side by side\n"
    "  nnshape a.nn --depth 0 --set width=16 --set width=32\n"
    "  nnshape a.nn b.nn --format csv -o layers.csv\n";

struct ShowOptions {
    std::vector<std::string> specs;
    ReadOptions read;
    OutputOptions output;
    FormOption<NetworkReport> form;
    std::vector<std::string> columns;
    std::string sort, top, depth, layout;
    bool notes = false;

    void add_to(OptionParser& parser) {
        parser.operands("SPEC", "a file with a layer spec in text or JSON", SIZE_MAX, specs);
        form.add_to(parser);
        parser.list("--columns", "A,B", fmt::format("the columns of a table: {}", enumerate(column_names())), ',',
                    columns);
        parser.text("--sort", "COLUMN", "sort the layers by a column, the largest first", sort);
        parser.words("--sort", column_names());
        parser.text("--top", "N", "show only the first N layers; the totals still include all layers", top);
        parser.text("--depth", "N", "show each call at nesting depth N as one row; 0 shows the network as one row",
                    depth);
        parser.text("--layout", "LAYOUT", "print shapes as HWC or CHW; by default as the spec does", layout);
        parser.words("--layout", {"HWC", "CHW"});
        parser.flag("--notes", "also show notes", notes);
        read.add_to(parser);
        output.add_to(parser);
        parser.remark(examples);
    }

    /// How the report is shown in a form of this name.
    Result<ReportOptions, std::string> report(std::string_view form_name) const;
};

Result<const Column*, std::string> column_of(const std::string& name) {
    if (const Column* column = find_column(name)) return column;
    return not_among(name, "a column", column_names());
}

Result<ReportOptions, std::string> ShowOptions::report(std::string_view form_name) const {
    bool is_json = form_name == "json";
    ReportOptions report{.batch_size = 1, .notes = notes};
    if (!columns.empty() && is_json) {
        return std::string("`--columns` works with a table, csv or markdown; the JSON report always has every key");
    }
    for (const std::string& name : columns) {
        auto column = column_of(name);
        if (!column) return column.problem();
        report.columns.push_back(*column);
    }
    if (!sort.empty()) {
        auto column = column_of(sort);
        if (!column) return column.problem();
        report.sort = *column;
    }
    if (!top.empty()) {
        report.top = read_count(top, 0);
        if (!report.top) return fmt::format("`{}` is not a number of layers; for example `--top 5`", printable(top));
    }
    if (!depth.empty()) {
        report.depth = read_count(depth, 0);
        if (!report.depth) return fmt::format("`{}` is not a depth; for example `--depth 1`", printable(depth));
        bool reordered = !sort.empty() || !top.empty();
        if (reordered && is_json) {
            return std::string(
                "`--depth` makes the JSON report a tree, which cannot be sorted or cut; leave out `--sort` and "
                "`--top`");
        }
    }
    if (!layout.empty()) {
        std::string word = folded(layout);
        if (word != "hwc" && word != "chw") return not_among(layout, "a layout", {"HWC", "CHW"});
        report.layout = word == "chw" ? Layout::chw : Layout::hwc;
    }
    return report;
}

// Collects the reports of all specs, so that the result is written in one piece.
class Show {
  public:
    Show(const ShowOptions& options, const Form<NetworkReport>& form, std::vector<Variant> variants,
         ReportOptions report, const Streams& streams)
        : options_(options),
          form_(form),
          variants_(std::move(variants)),
          report_(std::move(report)),
          streams_(streams),
          comparison_(comparison_with(report_)) {
        report_.batch_size = variants_[0].options.batch_size;
        if (options.output.to_stdout()) report_.width = terminal_width(streams.out);
        report_.color = options.output.colors(streams.err);
    }

    int run() {
        bool several = options_.specs.size() * variants_.size() > 1;
        if (several && report_.depth == 0) comparing_form_ = find_form<Comparison>(form_.name);
        for (const std::string& path : options_.specs) show(path);
        arrange(comparison_);
        if (comparing_form_) comparing_form_->write(comparison_, out_);
        code_ = tell(streams_, complaints_, code_);
        return options_.output.write(streams_, out_, code_);
    }

  private:
    void show(const std::string& path) {
        auto bytes = read_file(path, streams_.in);
        if (!bytes) {
            complaints_ += fmt::format("nnshape: {}\n", bytes.problem().message);
            code_ = exit_refused;
            return;
        }
        report_.source = report_path(path);
        Study study;
        std::string last_complaint;
        for (const Variant& variant : variants_) {
            run_study({.name = source_name(path), .text = *bytes}, stem_of(path), variant.options, study);
            if (!study.calculated()) code_ = exit_refused;
            report(study, variant.label);
            std::string complaint;
            write_diagnostics(study, report_, complaint);
            if (complaint != last_complaint) complaints_ += complaint;
            last_complaint = std::move(complaint);
            if (study.passed_over && !std::exchange(told_, true)) complaints_ += notice_of_passed_over(variant.options);
        }
    }

    void report(const Study& study, const std::string& label) {
        if (!comparing_form_) return form_.write({study, report_}, out_);
        if (study.understood) add_to(comparison_, study, label);
    }

    const ShowOptions& options_;
    const Form<NetworkReport>& form_;
    std::vector<Variant> variants_;
    ReportOptions report_;
    const Streams& streams_;
    const Form<Comparison>* comparing_form_ = nullptr;  // null: each network has a report of its own
    Comparison comparison_;
    std::string out_, complaints_;
    int code_ = exit_fine;
    bool told_ = false;
};

}  // namespace

int run_show(const std::vector<std::string>& args, const Streams& streams) {
    ShowOptions options;
    OptionParser parser("show", "Prints every layer's output size, weights, biases and parameters, and the totals.");
    options.add_to(parser);
    if (auto code = parser.parse(args, streams)) return *code;
    if (options.specs.empty()) {
        return refuse(streams, "no spec is given; for example `nnshape alexnet.nn`, or `nnshape -` for standard input");
    }
    auto form = options.form.resolve();
    if (!form) return refuse(streams, form.problem());
    auto report = options.report((*form)->name);
    if (!report) return refuse(streams, report.problem());
    auto variants = options.read.resolve_each();
    if (!variants) return refuse(streams, variants.problem());
    bool has_rows = find_form<Comparison>((*form)->name) && report->depth == 0;
    if (variants->size() > 1 && !has_rows) {
        return refuse(streams, set_more_than_once((*variants)[0]) +
                                   "; add `--depth 0` for a table, csv or markdown with a row for each value");
    }
    std::string problem = options.output.problem(options.specs);
    if (!problem.empty()) return refuse(streams, problem);
    return Show(options, **form, *variants, *report, streams).run();
}

}  // namespace nnshape
