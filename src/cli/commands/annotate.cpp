#include "edit/annotate.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "cli/file.h"
#include "cli/options.h"
#include "cli/spec_files.h"
#include "report/report.h"
#include "study/included.h"

// nnshape annotate: writes the output of each layer into the spec.
namespace nnshape {
namespace {

constexpr std::string_view explanation =
    "A failed expectation is corrected in the style in which it is written, and a\n"
    "layer without `->` gets one. Everything else keeps its bytes: comments, spacing,\n"
    "order, line endings and expectations that hold. Statements in definitions,\n"
    "`limit` and statements in a `repeat` whose values differ between turns are not\n"
    "changed. Without --in-place and --check the spec goes to standard output.\n"
    "\n"
    "The exit code is 1 if --check finds something to write, and 2 if a spec cannot\n"
    "be calculated; that spec is not changed.\n"
    "\n"
    "examples:\n"
    "  nnshape annotate draft.nn                        print it\n"
    "  nnshape annotate --in-place specs/*.nn           write the files\n"
    "  nnshape annotate --check specs/*.nn              for CI\n"
    "  nnshape annotate net.nn --counts weights,biases  other counts\n";

constexpr std::string_view no_counts = "none";

struct AnnotateCommand {
    std::vector<std::string> specs, counts;
    bool in_place = false, check = false;
    std::string from;
    OutputOptions output;

    void add_to(OptionParser& parser) {
        parser.operands("SPEC", "a file with a layer spec in text or JSON, or a folder with specs; - is standard input",
                        SIZE_MAX, specs);
        parser.flag("--in-place", "write each file that changes", in_place);
        parser.flag("--check", "write nothing; list the changes, and exit with 1 if there are any", check);
        parser.list("--counts", "KEY",
                    "write these counts, in layers that already have expectations too; by default only a new `->` "
                    "gets params; none: shapes only",
                    ',', counts);
        parser.words("--counts", count_words());
        parser.text("--from", "FORMAT", "the format of the specs, text or json; by default their content decides",
                    from);
        parser.words("--from", {"text", "json"});
        output.add_to(parser);
        parser.remark(explanation);
    }

    static std::vector<std::string_view> count_words() {
        std::vector<std::string_view> words(std::begin(figure_names), std::end(figure_names));
        words.push_back(no_counts);
        return words;
    }

    std::string problem() const;
    Result<AnnotateOptions, std::string> options() const;
};

std::string AnnotateCommand::problem() const {
    if (specs.empty()) return "no spec is given; for example `nnshape annotate alexnet.nn`";
    if (in_place && check) return "`--in-place` writes files and `--check` does not; give one of them";
    bool reads_stdin = std::find(specs.begin(), specs.end(), "-") != specs.end();
    if (in_place && reads_stdin) return "standard input cannot be written in place; leave `--in-place` out";
    if (in_place && !output.file.empty()) return "`--in-place` writes the specs themselves; leave `--output` out";
    if (!in_place && !check && specs.size() > 1) {
        return "several specs cannot go to standard output; use `--in-place` or `--check`";
    }
    return output.problem(specs);
}

Result<AnnotateOptions, std::string> AnnotateCommand::options() const {
    AnnotateOptions options;
    if (counts.empty()) return options;
    options.counts.clear();
    options.complete = true;
    for (const std::string& name : counts) {
        auto figure = find_figure(name);
        if (!figure && name != no_counts) return not_among(name, "a count of a layer", count_words());
        if (name == no_counts && counts.size() > 1)
            return std::string("`none` excludes other counts in `--counts`; leave it or them out");
        bool twice = figure && std::find(options.counts.begin(), options.counts.end(), *figure) != options.counts.end();
        if (figure && !twice) options.counts.push_back(*figure);
    }
    return options;
}

bool is_failed_expectation(const Diagnostic& diagnostic) { return diagnostic.code == &code::expectation_failed; }

// Whether annotating leaves an error in the spec. An exceeded limit does not count: annotating cannot correct it, and
// `check` reports it.
bool remains(const Diagnostic& diagnostic, const Edits& edits) {
    if (diagnostic.severity() != Severity::error || diagnostic.code == &code::limit_exceeded) return false;
    if (!is_failed_expectation(diagnostic)) return true;
    auto first = std::lower_bound(edits.begin(), edits.end(), diagnostic.span.begin,
                                  [](const Edit& edit, uint32_t begin) { return edit.span.begin < begin; });
    return first == edits.end() || first->span != diagnostic.span;
}

// Annotates one spec after the other.
class AnnotateRun {
  public:
    AnnotateRun(const AnnotateCommand& command, AnnotateOptions options, StudyOptions study_options,
                const Streams& streams)
        : command_(command),
          options_(std::move(options)),
          study_options_(std::move(study_options)),
          streams_(streams) {}

    int run() {
        for (const std::string& path : command_.specs) annotate(path);
        bool has_result = command_.check || (!command_.in_place && code_ == exit_fine);
        code_ = tell(streams_, complaints_, code_);
        return has_result ? command_.output.write(streams_, out_, code_) : code_;
    }

  private:
    void annotate(const std::string& path) {
        auto bytes = read_spec_file(path, streams_.in);
        if (!bytes) return refuse_with(bytes.fault().message);
        std::string name = source_name(path);
        run_study({.name = name, .text = bytes->view()}, stem_of(path), study_options_, study_);
        if (!study_.imported.format.empty()) return refuse_import(path);
        if (!study_.calculated()) return complain();
        Edits edits = nnshape::annotate(study_.network, study_.analysis, study_.diagnostics, options_);
        if (!keep_what_remains(name, edits)) return;
        std::string_view text = study_.spec.source.text;
        std::string annotated(bytes->view().substr(0, bytes->view().size() - text.size()));  // the byte-order mark
        annotated += with_edits(text, edits);
        if (!reads_back(annotated)) {
            return refuse_with(
                fmt::format("`{}` does not read back as the same network when it is annotated; it is "
                            "not changed",
                            printable(name)));
        }
        finish(path, edits, std::move(annotated));
    }

    void refuse_import(const std::string& path) {
        refuse_with(
            fmt::format("`{0}` is not a spec, so nothing can be written into it; `nnshape convert {0} --to text` "
                        "makes one of it",
                        printable(path)));
    }

    // Keeps the errors that annotating does not correct; false if there are any.
    bool keep_what_remains(const std::string& name, const Edits& edits) {
        Diagnostics remaining;
        for (const Diagnostic& diagnostic : study_.diagnostics) {
            if (remains(diagnostic, edits)) remaining.push_back(diagnostic);
        }
        study_.diagnostics = std::move(remaining);
        if (study_.diagnostics.empty()) return true;
        complain();
        bool left_alone = std::any_of(study_.diagnostics.begin(), study_.diagnostics.end(), is_failed_expectation);
        if (left_alone) {
            refuse_with(
                fmt::format("`{}` is not changed: expectations in a definition, or in a `repeat` whose turns "
                            "differ, are not annotated; correct or remove them",
                            printable(name)));
        }
        return false;
    }

    // Guards against an annotation that changes the network or does not hold.
    bool reads_back(const std::string& annotated) {
        run_study({.name = "<annotated>", .text = annotated}, study_.fallback_name, study_options_, again_);
        bool holds = std::none_of(again_.diagnostics.begin(), again_.diagnostics.end(), is_failed_expectation);
        return holds && again_.calculated() && is_same_network(study_, again_);
    }

    void finish(const std::string& path, const Edits& edits, std::string annotated) {
        if (command_.in_place && included_name(path)) {
            return refuse_with(fmt::format("`{}` comes with nnshape and is no file", printable(path)));
        }
        if (command_.check) {
            append_edits(out_, study_.spec.source, edits);
            if (!edits.empty()) code_ = std::max(code_, exit_failed);
        } else if (!command_.in_place) {
            out_ = std::move(annotated);
        } else if (!edits.empty()) {
            if (auto problem = replace_file(path, annotated, command_.output.force)) refuse_with(problem->message);
        }
    }

    void complain() {
        write_diagnostics(study_, {.color = command_.output.colors(streams_.err)}, complaints_);
        code_ = exit_refused;
    }

    void refuse_with(std::string_view message) {
        complaints_ += complaint(message);
        code_ = exit_refused;
    }

    const AnnotateCommand& command_;
    AnnotateOptions options_;
    StudyOptions study_options_;
    const Streams& streams_;
    Study study_, again_;
    std::string out_, complaints_;
    int code_ = exit_fine;
};

}  // namespace

int run_annotate(const std::vector<std::string>& args, const Streams& streams) {
    AnnotateCommand command;
    OptionParser parser("annotate", "Writes the output shape and counts of each layer into the spec, or checks them.");
    command.add_to(parser);
    if (auto code = parser.parse(args, streams)) return *code;
    command.specs = spec_files(command.specs);
    if (auto problem = command.problem(); !problem.empty()) return refuse(streams, problem);
    auto options = command.options();
    if (!options) return refuse(streams, options.fault());
    ReadOptions read;
    read.form = command.from;
    auto study_options = read.resolve();
    if (!study_options) return refuse(streams, study_options.fault());
    return AnnotateRun(command, *options, *study_options, streams).run();
}

}  // namespace nnshape
