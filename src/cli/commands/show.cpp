#include <fmt/format.h>
#include <cerrno>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/file.h"
#include "cli/form_option.h"
#include "cli/options.h"
#include "cli/spec_files.h"
#include "report/report.h"
#include "report/table/columns.h"
#include "report/table/comparison.h"

// nnshape show: prints a report of each spec.
namespace nnshape {
namespace {

constexpr std::string_view examples =
    "The file - is standard input. Several specs print one report after another, or\n"
    "one JSON array. With --depth 0 they share one table, with a row for each\n"
    "network. --set and --input can have several values: a list, a range, or the\n"
    "option again. Then each combination of values is a network. Reports go to\n"
    "standard output, messages to standard error. The exit code is 2 if a file cannot\n"
    "be read or a layer cannot be calculated, and 0 otherwise.\n"
    "\n"
    "examples:\n"
    "  nnshape alexnet.nn                          every layer and the totals\n"
    "  nnshape alexnet.nn --input 224x224x3        with another input size\n"
    "  nnshape alexnet.nn --sort params --top 3    the three largest layers\n"
    "  nnshape alexnet.nn --columns name,output,macs\n"
    "  nnshape alexnet.nn --columns name,params,share --sort params\n"
    "  nnshape a.nn b.nn --depth 0                 networks side by side\n"
    "  nnshape a.nn --depth 0 --set width=16,32,64\n"
    "  nnshape a.nn --depth 0 --set width=16..128:16 --input 32x32x3 --input 64x64x3\n"
    "  nnshape a.nn b.nn --format csv -o layers.csv\n";

struct ShowOptions {
    std::vector<std::string> specs;
    ReadOptions read;
    OutputOptions output;
    FormOption<NetworkReport> form;
    std::vector<std::string> columns;
    std::string sort, top, depth, layout;
    bool notes = false, human = false, no_totals = false, graph = false;

    void add_to(OptionParser& parser) {
        parser.operands("SPEC", "a spec, a model of another program such as ONNX, or a folder with specs", SIZE_MAX,
                        specs);
        form.add_to(parser);
        parser.list("--columns", "A,B", fmt::format("the columns of a table: {}", enumerate(column_names())), ',',
                    columns);
        parser.text("--sort", "COLUMN", "sort the layers by a column, the largest first", sort);
        parser.words("--sort", column_names());
        parser.text("--top", "N", "show only the first N layers; the totals still include all layers", top);
        parser.text("--depth", "N", "show each call at nesting depth N as one row; 0 shows the network as one row",
                    depth);
        parser.flag("--graph", "draw the wiring beside the table: the column graph, before the others", graph);
        parser.text("--layout", "LAYOUT", "print shapes as HWC or CHW; by default as the spec does", layout);
        parser.words("--layout", {"HWC", "CHW"});
        parser.flag("--human", "print short numbers, for example 62.4 M", human);
        parser.flag("--no-totals", "leave the lines under the table out", no_totals);
        parser.flag("--notes", "also show notes", notes);
        read.add_to(parser);
        read.add_as_to(parser);
        output.add_to(parser);
        parser.remark(examples);
    }

    /// How the report is shown in a form of this name.
    Result<ReportOptions, std::string> report(std::string_view form_name) const;

  private:
    std::string add_graph(ReportOptions& report, bool is_json) const;
};

Result<const Column*, std::string> column_of(const std::string& name) {
    if (const Column* column = find_column(name)) return column;
    return not_among(name, "a column", column_names());
}

Result<ReportOptions, std::string> ShowOptions::report(std::string_view form_name) const {
    bool is_json = form_name == "json";
    ReportOptions report{.batch_size = 1, .human = human, .facts = !no_totals, .notes = notes};
    bool for_people = form_name == "table" || form_name == "markdown";
    if ((human || no_totals) && !for_people) {
        return fmt::format("`{}` works with a table or markdown; {} has exact numbers and no lines under a table",
                           human ? "--human" : "--no-totals", is_json ? "the JSON report" : "csv");
    }
    if (!columns.empty() && is_json) {
        return std::string("`--columns` works with a table, csv or markdown; the JSON report always has every key");
    }
    for (const std::string& name : columns) {
        auto column = column_of(name);
        if (!column) return column.fault();
        report.columns.push_back(*column);
    }
    if (!sort.empty()) {
        auto column = column_of(sort);
        if (!column) return column.fault();
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
    std::string problem = add_graph(report, is_json);
    if (!problem.empty()) return problem;
    return report;
}

// Adds the column that `--graph` asks for. Returns what is wrong if the rows are not in the order of the layers.
std::string ShowOptions::add_graph(ReportOptions& report, bool is_json) const {
    if (graph && is_json)
        return "`--graph` works with a table, csv or markdown; the JSON report has each layer's `from`";
    const Column* column = find_column(graph_column);
    if (graph) {
        report.columns = columns_of(report);
        report.columns.insert(report.columns.begin(), column);
    }
    bool is_wired = std::count(report.columns.begin(), report.columns.end(), column) > 0;
    bool is_ordered = !report.sort && !report.top && report.depth != 0;
    report.ascii = !is_utf8_locale();
    if ((!is_wired || is_ordered) && report.sort != column) return {};
    return "the column `graph` needs all layers in their order; leave out `--sort`, `--top` and `--depth 0`";
}

// Collects the reports of all specs, so that the result is written in one piece.
class Show {
  public:
    Show(const ShowOptions& options, const Form<NetworkReport>& form, Sweep sweep, ReportOptions report,
         const Streams& streams)
        : options_(options), form_(form), sweep_(std::move(sweep)), report_(std::move(report)), streams_(streams) {
        report_.batch_size = sweep_.variants[0].options.batch_size;
        report_.several = options.specs.size() * sweep_.variants.size() > 1;
        report_.swept = sweep_.names;
        if (options.output.to_stdout()) report_.width = terminal_width(streams.out);
        if (options.output.to_stdout() && !is_array()) report_.take = [this](std::string& out) { pass_on(out); };
        report_.color = options.output.colors(streams.err);
        if (report_.several && report_.depth == 0) comparing_form_ = find_form<Comparison>(form_.name);
    }

    int run() {
        Comparison comparison = comparison_with(report_);
        for (const std::string& path : options_.specs) show(path, comparison);
        arrange(comparison);
        if (comparing_form_) comparing_form_->write(comparison, out_);
        if (is_array()) close_json_array(out_);
        code_ = tell(streams_, complaints_, code_);
        return passed_on_ == Written::all ? options_.output.write(streams_, out_, code_) : code_;
    }

  private:
    void show(const std::string& path, Comparison& comparison) {
        auto bytes = read_spec_file(path, streams_.in);
        if (!bytes) {
            complaints_ += complaint(bytes.fault().message);
            code_ = exit_refused;
            return;
        }
        report_.source = report_path(path);
        Study study;
        VariantDiagnostics found;
        bool passed_over = false;
        for (const Variant& variant : sweep_.variants) {
            run_study({.name = source_name(path), .text = bytes->view()}, stem_of(path), variant.options, study);
            if (!study.calculated()) code_ = exit_refused;
            report_.values = variant.values;
            report(study, comparison);
            found.add(study.diagnostics, label_of(sweep_, variant));
            passed_over = passed_over || study.passed_over;
        }
        study.diagnostics = found.take();
        write_diagnostics(study, report_, complaints_);
        const StudyOptions& options = sweep_.variants[0].options;
        if (passed_over && !std::exchange(told_, true)) complaints_ += notice_of_passed_over(options);
    }

    // Writes a long report to standard output before it is complete. Its last byte stays: the next one decides by it
    // what separates the two.
    void pass_on(std::string& out) {
        bool is_open = passed_on_ == Written::all;
        if (is_open) passed_on_ = write_all(streams_.out, std::string_view(out).substr(0, out.size() - 1));
        if (is_open && passed_on_ == Written::failed) code_ = refuse(streams_, write_fault("", errno).message);
        out.erase(0, out.size() - 1);
    }

    bool is_array() const { return report_.several && form_.name == "json"; }

    void report(const Study& study, Comparison& comparison) {
        if (comparing_form_) {
            if (study.understood) add_to(comparison, study);
        } else if (is_array()) {
            std::string one;
            form_.write({study, report_}, one);
            append_json_item(one, out_);
        } else {
            form_.write({study, report_}, out_);
        }
    }

    const ShowOptions& options_;
    const Form<NetworkReport>& form_;
    Sweep sweep_;
    ReportOptions report_;
    const Streams& streams_;
    const Form<Comparison>* comparing_form_ = nullptr;  // null: each network has a report of its own
    std::string out_, complaints_;
    int code_ = exit_fine;
    Written passed_on_ = Written::all;
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
    if (!form) return refuse(streams, form.fault());
    auto report = options.report((*form)->name);
    if (!report) return refuse(streams, report.fault());
    auto sweep = options.read.resolve_each();
    if (!sweep) return refuse(streams, sweep.fault());
    options.specs = spec_files(options.specs);
    std::string problem = options.output.problem(options.specs);
    if (!problem.empty()) return refuse(streams, problem);
    return Show(options, **form, std::move(*sweep), *report, streams).run();
}

}  // namespace nnshape
