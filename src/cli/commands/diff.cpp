#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/file.h"
#include "cli/form_option.h"
#include "cli/growth_limits.h"
#include "cli/options.h"
#include "cli/spec_files.h"
#include "report/diff/diff.h"
#include "report/report.h"

// nnshape diff: prints what changed between two specs.
namespace nnshape {
namespace {

constexpr std::string_view explanation =
    "Layers are matched by name and order. + means added, - removed, ~ changed, and >\n"
    "only renamed or moved. The numbers of unlabelled layers (conv_2) are ignored, so\n"
    "an inserted layer renames no other. Comments, spacing, the format (text or\n"
    "JSON), `expect`, `limit` and `allow` are ignored; everything else is compared,\n"
    "labels too. If a spec cannot be calculated, nothing is compared and the exit\n"
    "code is 2. One of the two files can be -, standard input.\n"
    "\n"
    "--limit sets how much a total may grow, as a number or in percent of the old\n"
    "total. The exit code is 1 if one grows by more.\n"
    "\n"
    "examples:\n"
    "  nnshape diff old.nn new.nn\n"
    "  git show main:net.nn | nnshape diff - net.nn --format markdown\n"
    "  nnshape diff net.nn net.json --exit-code      1 unless they are the same\n"
    "  nnshape diff old.nn new.nn --limit params=+5%,macs=+0\n";

struct DiffCommand {
    std::vector<std::string> specs;
    ReadOptions read;
    OutputOptions output;
    FormOption<DiffReport> form;
    bool exit_code = false;
    std::vector<std::string> limits;

    void add_to(OptionParser& parser) {
        parser.operands("SPEC", "two files with layer specs, the old one first", 2, specs);
        form.add_to(parser);
        parser.flag("--exit-code", "exit with 1 if there is a difference", exit_code);
        parser.list("--limit", "KEY=+N", "fail if a total grows by more than a number or a percentage", '\0', limits);
        read.add_to(parser);
        output.add_to(parser);
        parser.remark(explanation);
    }

    std::string problem() const {
        if (specs.size() < 2) return "diff needs two specs; for example `nnshape diff old.nn new.nn`";
        if (specs[0] == "-" && specs[1] == "-") return "both specs are `-`; only one can be standard input";
        return output.problem(specs);
    }
};

// One of the two specs. The study refers to the bytes.
struct ReadSpec {
    std::string path;
    std::optional<FileBytes> bytes = {};
    Study study;
};

class DiffRun {
  public:
    DiffRun(const DiffCommand& command, StudyOptions options, std::vector<GrowthLimit> limits, const Streams& streams)
        : command_(command), options_(std::move(options)), limits_(std::move(limits)), streams_(streams) {}

    int run(const Form<DiffReport>& form) {
        bool old_read = read(command_.specs[0], old_), new_read = read(command_.specs[1], new_);
        if (!old_read || !new_read) return tell(streams_, complaints_, exit_refused);
        Difference difference = difference_of(old_.study, new_.study);
        std::string out;
        form.write({.difference = difference,
                    .old_source = report_path(old_.path),
                    .new_source = report_path(new_.path),
                    .color = command_.output.to_stdout() && command_.output.colors(streams_.out),
                    .width = command_.output.to_stdout() ? terminal_width(streams_.out) : std::nullopt},
                   out);
        std::vector<std::string> messages = exceeded(limits_, difference);
        for (const std::string& message : messages) complaints_ += complaint(message);
        bool fails = !messages.empty() || (command_.exit_code && !difference.empty());
        int code = command_.output.write(streams_, out, fails ? exit_failed : exit_fine);
        return tell(streams_, complaints_, code);
    }

  private:
    // Reads and calculates a spec; false if that fails. Warnings are not reported: that is what `check` does.
    bool read(const std::string& path, ReadSpec& spec) {
        auto bytes = read_spec(path, streams_.in);
        if (!bytes) {
            complaints_ += complaint(bytes.fault().message);
            return false;
        }
        spec.path = path;
        spec.bytes.emplace(std::move(*bytes));
        run_study({.name = source_name(path), .text = spec.bytes->view()}, stem_of(path), options_, spec.study);
        if (spec.study.calculated()) return true;
        write_diagnostics(spec.study, {.color = command_.output.colors(streams_.err)}, complaints_);
        return false;
    }

    const DiffCommand& command_;
    StudyOptions options_;
    std::vector<GrowthLimit> limits_;
    const Streams& streams_;
    ReadSpec old_, new_;
    std::string complaints_;
};

}  // namespace

int run_diff(const std::vector<std::string>& args, const Streams& streams) {
    DiffCommand command;
    OptionParser parser("diff", "Compares two specs: prints what changed in each layer and in the totals.");
    command.add_to(parser);
    if (auto code = parser.parse(args, streams)) return *code;
    if (std::string problem = command.problem(); !problem.empty()) return refuse(streams, problem);
    auto form = command.form.resolve();
    if (!form) return refuse(streams, form.fault());
    auto options = command.read.resolve();
    if (!options) return refuse(streams, options.fault());
    auto limits = growth_limits(command.limits);
    if (!limits) return refuse(streams, limits.fault());
    return DiffRun(command, *options, *limits, streams).run(**form);
}

}  // namespace nnshape
