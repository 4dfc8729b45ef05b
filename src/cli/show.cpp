#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/options.h"
#include "report/columns.h"

// nnshape show: a report of each spec.
namespace nnshape {
namespace {

struct ShowOptions {
    std::vector<std::string> specs;
    ReadOptions read;
    OutputOptions output;
    std::string format = "table";
    bool json = false;
    std::vector<std::string> columns;
    std::string sort, top, layout;
    bool notes = false;

    void add_to(CLI::App& app) {
        app.add_option("SPEC", specs, "Files of layer specs, text or JSON; - is standard input")->type_name("");
        std::vector<std::string_view> names;
        for (const ReportFormat& form : all_formats()) names.push_back(form.name);
        app.add_option("-f,--format", format, fmt::format("{} (table)", enumerate(names, "or")))->type_name("FORM");
        app.add_flag("--json", json, "The same as --format json");
        app.add_option("--columns", columns, "What the table shows, as in name,output,params")
            ->type_name("A,B")
            ->delimiter(',')
            ->allow_extra_args(false);
        app.add_option("--sort", sort, "Sort the layers by a column, the largest first")->type_name("COLUMN");
        app.add_option("--top", top, "Show only so many layers")->type_name("N");
        app.add_option("--layout", layout, "Print shapes as HWC or CHW")->type_name("LAYOUT");
        app.add_flag("--notes", notes, "Show notes too");
        read.add_to(app);
        output.add_to(app);
    }
};

Result<const Column*, std::string> column_of(const std::string& name) {
    if (const Column* column = find_column(name)) return column;
    std::vector<std::string_view> names;
    for (const Column& column : all_columns()) names.push_back(column.name);
    std::string near = did_you_mean(name, names);
    return fmt::format("`{}` is no column; {}", printable(name),
                       near.empty() ? fmt::format("those are {}", enumerate(names)) : near);
}

Result<ReportOptions, std::string> report_options(const ShowOptions& show, const ReportFormat& format) {
    ReportOptions options{.notes = show.notes};
    bool tabular = format.name != "json";
    if (!show.columns.empty() && !tabular) return std::string("`--columns` goes with a table, csv and markdown");
    for (const std::string& name : show.columns) {
        auto column = column_of(name);
        if (!column) return column.problem();
        options.columns.push_back(*column);
    }
    if (!show.sort.empty()) {
        auto column = column_of(show.sort);
        if (!column) return column.problem();
        options.sort = *column;
    }
    if (!show.top.empty()) {
        options.top = read_count(show.top, 0);
        if (!options.top) return fmt::format("`{}` is no number of layers; write `--top 5`, say", printable(show.top));
    }
    if (!show.layout.empty()) {
        std::string layout = folded(show.layout);
        if (layout != "hwc" && layout != "chw") {
            return fmt::format("`{}` is no layout; `--layout` takes HWC or CHW", printable(show.layout));
        }
        options.layout = layout == "chw" ? Layout::chw : Layout::hwc;
    }
    return options;
}

// The reports of all specs, gathered so that a result is written whole.
class Show {
  public:
    Show(const ShowOptions& options, const ReportFormat& format, const StudyOptions& study_options,
         ReportOptions report_options, const Streams& streams)
        : options_(options),
          format_(format),
          study_options_(study_options),
          report_(std::move(report_options)),
          streams_(streams) {
        report_.batch_size = study_options.batch_size;
        if (options.output.file.empty()) report_.width = terminal_width(streams.out);
        report_.color = options.output.colors(streams.err);
    }

    int run() {
        for (const std::string& path : options_.specs) show(path);
        write_all(streams_.err, complaints_);
        return options_.output.write(streams_, out_, code_);
    }

  private:
    void show(const std::string& path) {
        auto bytes = read_file(path, streams_.in);
        if (!bytes) {
            complaints_ += fmt::format("nnshape: cannot read `{}`: {}\n", printable(path), bytes.problem().message);
            code_ = exit_refused;
            return;
        }
        report_.source = report_path(path);
        std::string stem = stem_of(path);
        Study study;
        run_study({.name = path == "-" ? "<stdin>" : path, .text = *bytes}, stem, study_options_, study);
        if (!study.analysis.complete || !study.understood) code_ = exit_refused;
        if (!out_.empty() && format_.name == "table") out_ += "\n";
        format_.write(study, report_, out_);
        write_diagnostics(study, report_, complaints_);
        if (study.passed_over && !std::exchange(told_, true)) {
            complaints_ +=
                "nnshape: the command line changes the input, so what the spec expects of shapes, MACs and "
                "bytes is not compared\n";
        }
    }

    const ShowOptions& options_;
    const ReportFormat& format_;
    const StudyOptions& study_options_;
    ReportOptions report_;
    const Streams& streams_;
    std::string out_, complaints_;
    int code_ = exit_fine;
    bool told_ = false;
};

}  // namespace

int run_show(const std::vector<std::string>& args, const Streams& streams) {
    ShowOptions options;
    OptionParser parser("show", "Prints every layer's output size, weights, biases and parameters, and the totals.");
    options.add_to(parser.app());
    if (auto code = parser.parse(args, streams)) return *code;
    if (options.specs.empty()) return refuse(streams, "no spec to show", "write `nnshape specs/alexnet.nn`, say");
    const ReportFormat* format = find_format(options.json ? "json" : options.format);
    if (!format) {
        std::vector<std::string_view> names;
        for (const ReportFormat& form : all_formats()) names.push_back(form.name);
        return refuse(streams, fmt::format("`{}` is no format", printable(options.format)),
                      fmt::format("a format is {}", enumerate(names, "or")));
    }
    auto study_options = options.read.resolve();
    if (!study_options) return refuse(streams, study_options.problem());
    auto report = report_options(options, *format);
    if (!report) return refuse(streams, report.problem());
    return Show(options, *format, *study_options, *report, streams).run();
}

}  // namespace nnshape
