#include <fmt/format.h>
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/file.h"
#include "cli/form_option.h"
#include "cli/options.h"
#include "cli/root.h"
#include "cli/spec_files.h"
#include "import/import.h"
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
    "`nnshape rules` lists the codes. The last line on standard error counts the\n"
    "specs, errors and warnings. If --set or --input gives several values, all\n"
    "combinations are checked, and the messages name the values.\n"
    "\n"
    "examples:\n"
    "  nnshape check specs                        all specs in a folder and below\n"
    "  nnshape check net.nn --set width=16..128:16 --limit params=5M\n"
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
    std::string root;
    ReadOptions read;
    OutputOptions output;

    void add_to(OptionParser& parser) {
        parser.operands("SPEC", "a spec, a model of another program such as ONNX, or a folder with specs", SIZE_MAX,
                        specs);
        form.add_to(parser);
        parser.text("--fail-on", "WHAT", "exit with 1 at this severity or above: error, warning, note or never (error)",
                    fail_on);
        parser.words("--fail-on", fail_words);
        limits.add_to(parser);
        add_codes(parser, "--allow", "do not report these warnings and notes", allow);
        add_codes(parser, "--warn", "report these as warnings", warn);
        add_codes(parser, "--deny", "report these as errors", deny);
        parser.flag("--notes", "also show notes", notes);
        parser.text("--root", "FOLDER",
                    "the folder that paths are relative to in the forms github, gitlab and sarif; by default the root "
                    "of the repository",
                    root);
        read.add_to(parser);
        read.add_as_to(parser);
        output.add_to(parser);
        parser.remark(explanation);
    }

    static void add_codes(OptionParser& parser, std::string_view name, std::string_view help,
                          std::vector<std::string>& into);
    Result<Selection, std::string> selection() const;
};

// The codes of at most this severity that an option can change.
std::vector<std::string_view> selectable_codes(Severity most = Severity::error) {
    std::vector<std::string_view> names;
    for (const Code* code : all_codes()) {
        if (is_selectable(*code) && code->severity <= most) names.push_back(code->name);
    }
    return names;
}

void CheckCommand::add_codes(OptionParser& parser, std::string_view name, std::string_view help,
                             std::vector<std::string>& into) {
    parser.list(name, "CODE", help, ',', into);
    parser.words(name, selectable_codes(name == "--allow" ? Severity::warning : Severity::error));
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
                problem = fmt::format("`{}` is an error after which nothing can be calculated; remove it", name);
            } else if (&into == &selection.allow && code->severity == Severity::error) {
                problem = fmt::format("`--allow` does not silence errors such as `{0}`; use `--warn {0}`", name);
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
    Check(const CheckCommand& command, Sweep sweep, Selection selection, Root root, const Streams& streams)
        : command_(command),
          sweep_(std::move(sweep)),
          selection_(std::move(selection)),
          root_(std::move(root)),
          streams_(streams) {}

    int run(const Form<CheckReport>& form) {
        for (const std::string& path : command_.specs) check(path);
        bool color = command_.output.to_stdout() && command_.output.colors(streams_.out);
        std::string out;
        form.write({files_, color}, out);
        code_ = tell(streams_, complaints_, code_);
        if (int failed = command_.output.write(streams_, out, 0); failed != 0) return failed;
        return tell(streams_, summary_of(files_) + "\n", code_);
    }

  private:
    void check(const std::string& path) {
        CheckedFile& file = files_.emplace_back();
        file.path = report_path(std::string(split_operand(path).path));
        file.tracked = root_.path_of(path);
        auto bytes = read_spec_file(path, streams_.in);
        if (!bytes) {
            file.unreadable = bytes.fault().message;
            complaints_ += complaint(file.unreadable);
            code_ = exit_refused;
            return;
        }
        file.calculated = true;
        for (const Variant& variant : sweep_.variants) study(path, bytes->view(), variant, file);
        keep_source(file);
        file.diagnostics = found_.take();
        selection_.apply(file.diagnostics);
        file.fails = selection_.fails(file.diagnostics);
        if (file.fails) code_ = std::max(code_, exit_failed);
        if (!file.calculated) code_ = exit_refused;
    }

    void keep_source(CheckedFile& file) {
        file.source = study_.spec.source;
        file.text = file.source.text;
        file.origins.assign(file.source.origins.begin(), file.source.origins.end());
        file.original = file.source.original;
        file.source.text = file.text;
        file.source.original = file.original;
        file.source.origins = file.origins;
    }

    void study(const std::string& path, std::string_view bytes, const Variant& variant, CheckedFile& file) {
        run_study({.name = source_name(path), .text = bytes}, stem_of(path), variant.options, study_);
        file.calculated = file.calculated && study_.calculated();
        file.marks.asked += study_.marks.asked;
        file.marks.right += study_.marks.right;
        file.marks.unanswered += study_.marks.unanswered;
        if (study_.passed_over && !std::exchange(told_, true)) complaints_ += notice_of_passed_over(variant.options);
        found_.add(study_.diagnostics, label_of(sweep_, variant));
    }

    const CheckCommand& command_;
    Sweep sweep_;
    Selection selection_;
    Root root_;
    const Streams& streams_;
    Study study_;
    VariantDiagnostics found_;
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
    if (!form) return refuse(streams, form.fault());
    auto sweep = command.read.resolve_each();
    if (!sweep) return refuse(streams, sweep.fault());
    auto limits = command.limits.resolve();
    if (!limits) return refuse(streams, limits.fault());
    for (Variant& variant : sweep->variants) variant.options.limits = *limits;
    auto selection = command.selection();
    if (!selection) return refuse(streams, selection.fault());
    auto root = Root::find(command.root);
    if (!root) return refuse(streams, root.fault());
    command.specs = spec_files(command.specs);
    if (auto problem = command.output.problem(command.specs); !problem.empty()) return refuse(streams, problem);
    return Check(command, std::move(*sweep), *selection, *root, streams).run(**form);
}

}  // namespace nnshape
