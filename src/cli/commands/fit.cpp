#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "cli/file.h"
#include "cli/form_option.h"
#include "cli/options.h"
#include "cli/spec_files.h"
#include "report/fit/fit.h"
#include "report/report.h"

// nnshape fit: finds the value of a `let` that keeps a network's limits.
namespace nnshape {
namespace {

constexpr std::string_view explanation =
    "The limits are those of --limit and of the spec's `limit`. The values are tried\n"
    "from the largest down, or with --smallest from the smallest up, until one keeps\n"
    "all limits: every value beyond the answer was tried, and the report names the\n"
    "limit that the next one breaks. --set gives other names their values. The exit\n"
    "code is 1 if no value keeps the limits.\n"
    "\n"
    "examples:\n"
    "  nnshape fit net.nn --vary width=8..512:8 --limit params=1M\n"
    "  nnshape fit net.nn --vary depth=1..20 --limit macs=600M,activation_bytes=512Ki\n"
    "  nnshape fit net.nn --vary groups=1,2,4,8 --limit params=1M --smallest\n";

struct FitCommand {
    std::vector<std::string> specs;
    std::string vary;
    bool smallest = false;
    LimitOptions limits;
    FormOption<FitReport> form;
    ReadOptions read;
    OutputOptions output;

    void add_to(OptionParser& parser) {
        parser.operands("SPEC", "a file with a layer spec in text or JSON; - is standard input", 1, specs);
        parser.text("--vary", "NAME=VALUES", "the `let` and its values: a list 1,2,4 or a range 8..512:8", vary);
        limits.add_to(parser);
        parser.flag("--smallest", "find the smallest value instead of the largest", smallest);
        form.add_to(parser);
        read.add_to(parser);
        read.add_as_to(parser);
        output.add_to(parser);
        parser.remark(explanation);
    }

    Result<FitQuestion, std::string> question() const;
};

// The values in the order in which they are tried.
Result<FitQuestion, std::string> FitCommand::question() const {
    constexpr std::string_view example = "for example `--vary width=8..512:8`";
    if (vary.empty()) return fmt::format("no `let` is given; {}", example);
    if (vary.find('=') == std::string::npos) {
        return fmt::format("`{}` is not NAME=VALUES; {}", printable(vary), example);
    }
    auto sweep = sweep_of({}, {vary}, {});
    if (!sweep) return sweep.fault();
    FitQuestion question{.name = vary.substr(0, vary.find('=')), .values = {}, .smallest = smallest};
    for (const Variant& variant : sweep->variants) {
        const std::string& value = variant.options.sets[0].value;
        ReadInteger number = read_integer(value);
        if (number.form != Literal::Form::integer) {
            return fmt::format("`{}` is not a whole number; for example `--vary {}=8..512:8`", printable(value),
                               printable(question.name));
        }
        question.values.push_back(number.value);
    }
    std::sort(question.values.begin(), question.values.end());
    question.values.erase(std::unique(question.values.begin(), question.values.end()), question.values.end());
    if (!smallest) std::reverse(question.values.begin(), question.values.end());
    return question;
}

// Says why the network cannot be calculated.
int complain(const FitCommand& command, const Study& study, const Streams& streams) {
    std::string complaints;
    write_diagnostics(study, {.color = command.output.colors(streams.err)}, complaints);
    return tell(streams, complaints, exit_refused);
}

int answer(const FitCommand& command, const StudyOptions& options, const FitQuestion& question,
           const Form<FitReport>& form, const Streams& streams) {
    const std::string& path = command.specs[0];
    auto bytes = read_spec(path, streams.in);
    if (!bytes) return refuse(streams, bytes.fault().message);
    Study study;
    FitAnswer found = fit({.name = source_name(path), .text = bytes->view()}, stem_of(path), options, question, study);
    if (!found.best && !study.calculated()) return complain(command, study, streams);
    if (options.limits.empty() && study.spec.limit.empty()) {
        return refuse(streams, "no limit is given; for example `--limit params=1M`");
    }
    std::string out;
    form.write({study, question, found, report_path(path)}, out);
    return command.output.write(streams, out, found.best ? exit_fine : exit_failed);
}

}  // namespace

int run_fit(const std::vector<std::string>& args, const Streams& streams) {
    FitCommand command;
    OptionParser parser("fit", "Finds the largest value of a `let` with which a network keeps its limits.");
    command.add_to(parser);
    if (auto code = parser.parse(args, streams)) return *code;
    if (command.specs.empty()) return refuse(streams, "no spec is given; for example `nnshape fit net.nn`");
    auto form = command.form.resolve();
    if (!form) return refuse(streams, form.fault());
    auto question = command.question();
    if (!question) return refuse(streams, question.fault());
    auto options = command.read.resolve();
    if (!options) return refuse(streams, options.fault());
    auto limits = command.limits.resolve();
    if (!limits) return refuse(streams, limits.fault());
    options->limits = *limits;
    if (auto problem = command.output.problem(command.specs); !problem.empty()) return refuse(streams, problem);
    return answer(command, *options, *question, **form, streams);
}

}  // namespace nnshape
