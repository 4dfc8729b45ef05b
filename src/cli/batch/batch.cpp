#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>

#include "analysis/expectations.h"
#include "base/unicode.h"
#include "cli/batch/progress.h"
#include "cli/batch/workers.h"
#include "cli/file.h"
#include "cli/options.h"
#include "cli/spec_files.h"

// nnshape batch: reads NDJSON of specs and writes NDJSON of reports, one line for each line.
namespace nnshape {
namespace {

constexpr std::string_view explanation =
    "Each line has one spec in JSON. Its report is one line with id, name, ok,\n"
    "output, totals and diagnostics. A line that cannot be read has a report too and\n"
    "does not affect other lines; the exit code is 0 unless --strict is given. `id`\n"
    "can be any JSON value and is copied to the report. Reports are flushed whenever\n"
    "no input is waiting, so you can also send one line at a time. Ctrl-C ends the\n"
    "program after a whole line. With --spec, each line has other values of a base's\n"
    "`let`s and inputs: {\"id\": 7, \"set\": {\"width\": 32}, \"input\": [64, 64, 3]}.\n"
    "\n"
    "examples:\n"
    "  nnshape batch specs.ndjson > reports.ndjson\n"
    "  widths | nnshape batch --spec net.nn --fields params\n"
    "  generate | nnshape batch --limit params=5M --only ok --fields params,macs\n";

const std::vector<std::string_view> diagnostics_words = {"all", "errors", "none"};

struct BatchCommand {
    std::vector<std::string> files;
    std::string base;
    bool layers = false;
    std::vector<std::string> fields;
    std::string diagnostics = "all";
    LimitOptions limits;
    std::string only;
    std::string jobs = "1";
    bool strict = false;

    void add_to(OptionParser& parser) {
        parser.operands("FILE", "a file with one spec per line; by default standard input", 1, files);
        parser.text("--spec", "BASE", "a spec of which each line has other values: {\"set\": {\"width\": 32}}", base);
        parser.flag("--layers", "also write every layer", layers);
        parser.list("--fields", "A,B", "write only these totals, for example params,macs", ',', fields);
        parser.text("--diagnostics", "WHICH", "write all diagnostics, only errors, or none (all)", diagnostics);
        parser.words("--diagnostics", diagnostics_words);
        limits.add_to(parser);
        parser.text("--only", "ok|failed", "write only the reports that are ok, or only those that failed", only);
        parser.text("-j,--jobs", "N", "calculate N specs at once (1); 0: one for each processor", jobs);
        parser.flag("--strict", "exit with 2 if any spec failed", strict);
        parser.remark(explanation);
    }
};

std::vector<std::string_view> field_names() {
    auto names = total_names();
    names.push_back(peak_layer_key);
    return names;
}

// Writes the reports, counts them, and remembers a failed write.
class Reports {
  public:
    explicit Reports(const Streams& streams) : out_(streams.out), progress_(streams) {}

    bool write(const std::string& bytes, const BatchCounts& counts) {
        counts_.specs += counts.specs;
        counts_.failed += counts.failed;
        status_ = write_all(out_, bytes);
        error_ = errno;
        progress_.show(counts_);
        return status_ == Written::all;
    }

    void end_progress() { progress_.clear(); }
    bool any_failed() const { return counts_.failed > 0; }

    /// The errno of a failed write, or 0. A closed pipe is not a failure.
    int error() const { return status_ == Written::failed ? error_ : 0; }

  private:
    int out_;
    Progress progress_;
    BatchCounts counts_;
    Written status_ = Written::all;
    int error_ = 0;
};

// Without threads: studies one block and writes its reports before it reads the next block.
void study_alone(LineBlocks& blocks, const BatchSettings& settings, Reports& reports) {
    BatchLines lines(settings);
    LineBlock block;
    std::string out;
    bool goes_on = true;
    while (goes_on && blocks.next(block)) {
        out.clear();
        BatchCounts counts = lines.take(block, out);
        goes_on = reports.write(out, counts);
    }
}

void study_together(size_t jobs, LineBlocks& blocks, const BatchSettings& settings, Reports& reports) {
    BatchWorkers workers(jobs, settings, [&](const std::string& bytes, const BatchCounts& counts) {
        return reports.write(bytes, counts);
    });
    if (!workers.has_threads()) return study_alone(blocks, settings, reports);
    LineBlock block;
    while (blocks.next(block) && workers.put(block)) {}
    workers.finish();
}

int study_all(int in, const std::string& name, size_t jobs, bool strict, const BatchSettings& settings,
              const Streams& streams) {
    Interrupt interrupt;
    LineBlocks blocks(in, interrupt);
    Reports reports(streams);
    if (jobs == 1) {
        study_alone(blocks, settings, reports);
    } else {
        study_together(jobs, blocks, settings, reports);
    }
    reports.end_progress();
    interrupt.pass_on();
    if (reports.error() != 0) return refuse(streams, write_fault("", reports.error()).message);
    if (blocks.error() != 0) return refuse(streams, read_fault(name, blocks.error()).message);
    return strict && reports.any_failed() ? exit_refused : exit_fine;
}

std::optional<Severity> least_of(std::string_view diagnostics) {
    return diagnostics == "errors" ? std::optional(Severity::error) : std::nullopt;
}

// What is wrong with the base, apart from layers that cannot be calculated with the values that it has.
std::string mistakes_of(const BatchSettings& settings) {
    VariedStudy base(*settings.base, settings.base_name, settings.study);
    const Study& study = base.as_written();
    std::string complaints;
    if (!study.understood) write_diagnostics(study, {}, complaints);
    return complaints;
}

// The number of threads that `--jobs` asks for; 0 means one for each processor.
std::optional<size_t> read_jobs(const std::string& text) {
    constexpr int64_t most_jobs = 1024;
    auto jobs = read_count(text, 0);
    if (!jobs || *jobs > most_jobs) return std::nullopt;
    return *jobs == 0 ? std::max(1u, std::thread::hardware_concurrency()) : static_cast<size_t>(*jobs);
}

}  // namespace

int run_batch(const std::vector<std::string>& args, const Streams& streams) {
    BatchCommand command;
    OptionParser parser("batch", "Reads one spec per line and writes one report per line, in the same order.");
    command.add_to(parser);
    if (auto code = parser.parse(args, streams)) return *code;
    for (const std::string& field : command.fields) {
        auto names = field_names();
        bool known = std::find(names.begin(), names.end(), field) != names.end();
        if (!known) return refuse(streams, not_among(field, "a total", names));
    }
    if (!command.only.empty() && command.only != "ok" && command.only != "failed") {
        return refuse(streams, not_among(command.only, "a value of `--only`", {"ok", "failed"}));
    }
    auto& words = diagnostics_words;
    if (std::find(words.begin(), words.end(), command.diagnostics) == words.end()) {
        return refuse(streams, not_among(command.diagnostics, "a value of `--diagnostics`", words));
    }
    auto jobs = read_jobs(command.jobs);
    if (!jobs) {
        return refuse(
            streams, fmt::format("`{}` is not a number of jobs; for example `--jobs 4`, or 0 for one on each processor",
                                 printable(command.jobs)));
    }
    auto limits = command.limits.resolve();
    if (!limits) return refuse(streams, limits.fault());
    BatchSettings settings;
    std::string base;
    if (command.base == "-" && (command.files.empty() || command.files[0] == "-")) {
        return refuse(streams, "the base and the lines are both standard input; give one of them as a file");
    }
    if (!command.base.empty()) {
        auto bytes = read_spec(command.base, streams.in);
        if (!bytes) return refuse(streams, bytes.fault().message);
        base = bytes->view();
        settings.base = {.name = source_name(command.base), .text = base};
        settings.base_name = stem_of(command.base);
        settings.study = {.notes = false};
        if (auto complaints = mistakes_of(settings); !complaints.empty())
            return tell(streams, complaints, exit_refused);
    }
    settings.study.limits = std::move(*limits);
    settings.report = {.layers = command.layers, .fields = command.fields};
    if (command.diagnostics != "all") settings.report.least = least_of(command.diagnostics);
    settings.writes_ok = command.only != "failed";
    settings.writes_failed = command.only != "ok";
    std::string file = command.files.empty() ? "-" : command.files[0];
    int in = file == "-" ? streams.in : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (in < 0) return refuse(streams, read_fault(file, errno).message);
    int code = study_all(in, file, *jobs, command.strict, settings, streams);
    if (in != streams.in) ::close(in);
    return code;
}

}  // namespace nnshape
