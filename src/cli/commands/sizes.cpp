#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/form_option.h"
#include "cli/options.h"
#include "report/report.h"
#include "report/sizes/sizes.h"

// nnshape sizes: the input sizes that suit a network.
namespace nnshape {
namespace {

constexpr std::string_view explanation =
    "Each axis of the input is varied by itself, the others staying as they are: the\n"
    "sizes near by at which no row of the input is lost, the smallest that every\n"
    "layer accepts, the period after which they repeat, and the layers that bind.\n"
    "\n"
    "examples:\n"
    "  nnshape sizes alexnet.nn                 near the size that the spec has\n"
    "  nnshape sizes alexnet.nn --around 512\n"
    "  nnshape sizes resnet.nn --exact          no remainder at all, padding included\n";

struct SizesCommand {
    std::vector<std::string> specs;
    std::string around;
    bool exact = false;
    FormOption<SizesReport> form;
    ReadOptions read;
    OutputOptions output;

    void add_to(OptionParser& parser) {
        parser.operands("SPEC", "a file that holds a layer spec, text or JSON; - is standard input", 1, specs);
        parser.text("--around", "N", "name sizes near this one; near the spec's own unless given", around);
        parser.flag("--exact", "ask for no remainder at all, not even of padding", exact);
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
    if (!question.around) return fmt::format("`{}` is no size; write `--around 224`, say", printable(around));
    return question;
}

int answer(const SizesCommand& command, const StudyOptions& options, const SizesQuestion& question,
           const Form<SizesReport>& form, const Streams& streams) {
    const std::string& path = command.specs[0];
    auto bytes = read_file(path, streams.in);
    if (!bytes) return refuse(streams, bytes.problem().message);
    Study study;
    run_study({.name = source_name(path), .text = *bytes}, stem_of(path), options, study);
    std::erase_if(study.diagnostics,
                  [](const Diagnostic& diagnostic) { return diagnostic.severity() != Severity::error; });
    // A size that does not fit is what is asked about; all else must be in order.
    if (!study.understood) {
        std::string complaints;
        write_diagnostics(study, {.color = command.output.colors(streams.err)}, complaints);
        return tell(streams, complaints, exit_refused);
    }
    auto axes = sizes_of(study.network, question);
    if (axes.empty()) return refuse(streams, "the network reads vectors alone, which have no rows to lose");
    std::string out;
    form.write({study, question, axes, report_path(path)}, out);
    return command.output.write(streams, out, exit_fine);
}

}  // namespace

int run_sizes(const std::vector<std::string>& args, const Streams& streams) {
    SizesCommand command;
    OptionParser parser("sizes", "Names the input sizes at which no row of the input is lost.");
    command.add_to(parser);
    if (auto code = parser.parse(args, streams)) return *code;
    if (command.specs.empty()) return refuse(streams, "no spec to ask; write `nnshape sizes alexnet.nn`, say");
    auto form = command.form.resolve();
    if (!form) return refuse(streams, form.problem());
    auto options = command.read.resolve();
    if (!options) return refuse(streams, options.problem());
    auto question = command.question();
    if (!question) return refuse(streams, question.problem());
    if (auto problem = command.output.problem(command.specs); !problem.empty()) return refuse(streams, problem);
    return answer(command, *options, *question, **form, streams);
}

}  // namespace nnshape
