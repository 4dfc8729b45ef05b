#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/file.h"
#include "cli/form_option.h"
#include "cli/options.h"
#include "cli/spec_files.h"
#include "report/report.h"
#include "report/sizes/sizes.h"

// nnshape sizes: prints the input sizes that fit a network.
namespace nnshape {
namespace {

constexpr std::string_view explanation =
    "Each axis of the input is varied while the others keep sizes that every layer\n"
    "accepts: those of the spec, or else the nearest that are found. For each axis\n"
    "the command prints the nearest sizes at which no row of the input is lost, the\n"
    "smallest size that every layer accepts, the period after which fitting sizes\n"
    "repeat if it can be proven, and the layers that cause that period. Rows that a\n"
    "window skips at any size are not counted as lost; such windows are named.\n"
    "`in=`, and a size after `->` that does not grow with the input, must hold.\n"
    "\n"
    "examples:\n"
    "  nnshape sizes alexnet.nn                 near the size in the spec\n"
    "  nnshape sizes alexnet.nn --around 512\n"
    "  nnshape sizes resnet.nn --exact          no remainder, not even of padding\n";

struct SizesCommand {
    std::vector<std::string> specs;
    std::string around;
    bool exact = false;
    FormOption<SizesReport> form;
    ReadOptions read;
    OutputOptions output;

    void add_to(OptionParser& parser) {
        parser.operands("SPEC", "a spec or a model of another program; - is standard input", 1, specs);
        parser.text("--around", "N", "print sizes near this one; by default near the spec's own size", around);
        parser.flag("--exact", "allow no remainder, not even of padding", exact);
        form.add_to(parser);
        read.add_to(parser);
        output.add_to(parser);
        parser.remark(explanation);
    }

    Result<SizesQuestion, std::string> question() const;
};

Result<SizesQuestion, std::string> SizesCommand::question() const {
    SizesQuestion question{.demand = exact ? Demand::exact : Demand::lossless};
    if (around.empty()) return question;
    question.around = read_count(around, 1);
    if (!question.around) return fmt::format("`{}` is not a size; for example `--around 224`", printable(around));
    return question;
}

int answer(const SizesCommand& command, const StudyOptions& options, const SizesQuestion& question,
           const Form<SizesReport>& form, const Streams& streams) {
    const std::string& path = command.specs[0];
    auto bytes = read_spec(path, streams.in);
    if (!bytes) return refuse(streams, bytes.fault().message);
    Study study;
    run_study({.name = source_name(path), .text = bytes->view()}, stem_of(path), options, study);
    std::erase_if(study.diagnostics,
                  [](const Diagnostic& diagnostic) { return diagnostic.severity() != Severity::error; });
    // The size may not fit, since that is the question; everything else must be correct.
    if (!study.understood) {
        std::string complaints;
        write_diagnostics(study, {.color = command.output.colors(streams.err)}, complaints);
        return tell(streams, complaints, exit_refused);
    }
    auto axes = sizes_of(study.network, question);
    if (axes.empty()) return refuse(streams, "the inputs of the network are vectors, which have no rows to lose");
    std::string out;
    form.write({study, question, axes, report_path(path)}, out);
    return command.output.write(streams, out, exit_fine);
}

}  // namespace

int run_sizes(const std::vector<std::string>& args, const Streams& streams) {
    SizesCommand command;
    OptionParser parser("sizes", "Prints the input sizes at which no row of the input is lost.");
    command.add_to(parser);
    if (auto code = parser.parse(args, streams)) return *code;
    if (command.specs.empty()) return refuse(streams, "no spec is given; for example `nnshape sizes alexnet.nn`");
    auto form = command.form.resolve();
    if (!form) return refuse(streams, form.fault());
    auto options = command.read.resolve();
    if (!options) return refuse(streams, options.fault());
    auto question = command.question();
    if (!question) return refuse(streams, question.fault());
    question->expects_outputs = options->sets.empty();
    if (auto problem = command.output.problem(command.specs); !problem.empty()) return refuse(streams, problem);
    return answer(command, *options, *question, **form, streams);
}

}  // namespace nnshape
