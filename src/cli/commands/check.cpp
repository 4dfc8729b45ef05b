#include <fmt/format.h>
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/file.h"
#include "cli/form_option.h"
#include "cli/options.h"
#include "lint/codes.h"
#include "lint/selection.h"
#include "report/check/check.h"

// nnshape check: finds mistakes in specs, for people and for CI.
namespace nnshape {
namespace {

constexpr std::string_view explanation =
    "Errors, warnings and, with --notes, notes go to standard output. The exit code\n"
    "is 1 if a diagnostic has at least the severity of --fail-on; a failed\n"
    "expectation and an exceeded limit are errors. It is 2 if a file cannot be read\n"
    "or a layer cannot be calculated, regardless of --fail-on, and 0 otherwise.\n"
    "`nnshape rules` lists the codes.\n"
    "\n"
    "examples:\n"
    "  nnshape check specs/*.nn\n"
    "  nnshape check net.nn --fail-on warning --allow padding-remainder\n"
    "  nnshape check net.nn --limit params=5M,macs=600M,activation_bytes=512Ki\n"
    "  nnshape check specs/*.nn --format sarif -o nnshape.sarif\n";

const std::vector<std::string_view> fail_words = {"error", "warning", "note", "never"};

struct CheckCommand {
    std::vector<std::string> specs;
    FormOption<CheckReport> form;
    std::string fail_on = "error";
    bool notes = false;
    std::vector<std::string> allow, warn, deny;
    LimitOptions limits;
    ReadOptions read;
    OutputOptions output;

    void add_to(OptionParser& parser) {
        parser.operands("SPEC", "a file with a layer spec in text or JSON", SIZE_MAX, specs);
        form.add_to(parser);
        parser.text("--fail-on", "WHAT", "exit with 1 at this severity or above: error, warning, note or never (error)",
                    fail_on);
        parser.words("--fail-on", fail_words);
        limits.add_to(parser);
        add_codes(parser, "--allow", "do not report these warnings and notes", allow);
        add_codes(parser, "--warn", "report these as warnings", warn);
        add_codes(parser, "--deny", "report these as errors", deny);
        parser.flag("--notes", "also show notes", notes);
        read.add_to(parser);
        output.add_to(parser);
        parser.remark(explanation);
    }

    static void add_codes(OptionParser& parser, std::string_view name, std::string_view help,
                          std::vector<std::string>& into);
    Result<Selection, std::string> selection() const;
};

std::vector<std::string_view> selectable_codes() {
    std::vector<std::string_view> names;
    for (const Code* code : all_codes()) {
        if (is_selectable(*code)) names.push_back(code->name);
    }
    return names;
}

void CheckCommand::add_codes(OptionParser& parser, std::string_view name, std::string_view help,
                             std::vector<std::string>& into) {
    parser.list(name, "CODE", help, ',', into);
    parser.words(name, selectable_codes());
}

Result<Selection, std::string> CheckCommand::selection() const {
    Selection selection{.allow = {}, .warn = {}, .deny = {}, .notes = notes};
    std::vector<const Code*> seen;
    std::string problem;
    auto take = [&](const std::vector<std::string>& names, std::vector<const Code*>& into) {
        for (const std::string& name : names) {
            const Code* code = find_code(name);
            if (!code) {
                problem = not_among(name, "a code of a diagnostic", selectable_codes(), "`nnshape rules` lists them");
            } else if (!is_selectable(*code)) {
                problem = fmt::format("`{}` is an error after which nothing can be calculated; leave it out", name);
            } else if (std::find(seen.begin(), seen.end(), code) != seen.end()) {
                problem = fmt::format("`{}` is given twice among `--allow`, `--warn` and `--deny`; give it once", name);
            }
            seen.push_back(code);
            into.push_back(code);
        }
    };
    take(allow, selection.allow);
    take(warn, selection.warn);
    take(deny, selection.deny);
    auto word = std::find(fail_words.begin(), fail_words.end(), fail_on);
    if (word == fail_words.end()) problem = not_among(fail_on, "a severity", fail_words);
    if (!problem.empty()) return problem;
    constexpr std::optional<Severity> least[] = {Severity::error, Severity::warning, Severity::note, std::nullopt};
    selection.fail_on = least[word - fail_words.begin()];
    return selection;
}

// Collects the diagnostics of all files, so that a form that is one document is written in one piece.
class Check {
  public:
    Check(const CheckCommand& command, StudyOptions options, Selection selection, const Streams& streams)
        : command_(command), options_(std::move(options)), selection_(std::move(selection)), streams_(streams) {}

    int run(const Form<CheckReport>& form) {
        for (const std::string& path : command_.specs) check(path);
        bool color = command_.output.to_stdout() && command_.output.colors(streams_.out);
        std::string out;
        form.write({files_, color}, out);
        code_ = tell(streams_, complaints_, code_);
        return command_.output.write(streams_, out, code_);
    }

  private:
    void check(const std::string& path) {
        CheckedFile& file = files_.emplace_back();
        file.path = report_path(path);
        auto bytes = read_file(path, streams_.in);
        if (!bytes) {
            file.unreadable = bytes.problem().message;
            complaints_ += fmt::format("nnshape: {}\n", file.unreadable);
            code_ = exit_refused;
            return;
        }
        file.bytes = std::move(*bytes);
        run_study({.name = source_name(path), .text = file.bytes}, stem_of(path), options_, study_);
        file.source = study_.spec.source;
        file.calculated = study_.calculated();
        file.diagnostics = std::exchange(study_.diagnostics, {});
        if (study_.passed_over && !std::exchange(told_, true)) complaints_ += notice_of_passed_over(options_);
        selection_.apply(file.diagnostics);
        file.fails = selection_.fails(file.diagnostics);
        if (file.fails) code_ = std::max(code_, exit_failed);
        if (!file.calculated) code_ = exit_refused;
    }

    const CheckCommand& command_;
    StudyOptions options_;
    Selection selection_;
    const Streams& streams_;
    Study study_;
    CheckedFiles files_;
    std::string complaints_;
    int code_ = exit_fine;
    bool told_ = false;
};

}  // namespace

int run_check(const std::vector<std::string>& args, const Streams& streams) {
    CheckCommand command;
    OptionParser parser("check", "Finds mistakes in specs: errors, failed expectations and likely mistakes.");
    command.add_to(parser);
    if (auto code = parser.parse(args, streams)) return *code;
    if (command.specs.empty()) {
        return refuse(streams,
                      "no spec is given; for example `nnshape check alexnet.nn`, or `nnshape check -` for "
                      "standard input");
    }
    auto form = command.form.resolve();
    if (!form) return refuse(streams, form.problem());
    auto options = command.read.resolve();
    if (!options) return refuse(streams, options.problem());
    auto limits = command.limits.resolve();
    if (!limits) return refuse(streams, limits.problem());
    options->limits = *limits;
    auto selection = command.selection();
    if (!selection) return refuse(streams, selection.problem());
    if (auto problem = command.output.problem(command.specs); !problem.empty()) return refuse(streams, problem);
    return Check(command, *options, *selection, streams).run(**form);
}

}  // namespace nnshape
