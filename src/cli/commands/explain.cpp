#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/file.h"
#include "cli/form_option.h"
#include "cli/options.h"
#include "cli/spec_files.h"
#include "report/conventions/conventions.h"
#include "report/explain/explain.h"
#include "report/report.h"

// nnshape explain: prints the formula of each number.
namespace nnshape {
namespace {

constexpr std::string_view remark =
    "LAYER is a layer's name, its path such as stage1/conv_2, or its number. The name\n"
    "of a call explains all layers inside. Without LAYER every layer is explained,\n"
    "and the totals. `field` and `jump` are the receptive field's size and step. In a\n"
    "drawing ■ is a row of the input, □ padding, [─] a window, and ^ a row that no\n"
    "window reads. The exit code is 2 if a layer cannot be calculated; the other\n"
    "layers are still explained.\n"
    "\n"
    "examples:\n"
    "  nnshape explain alexnet.nn                    every layer and the totals\n"
    "  nnshape explain alexnet.nn Conv-1             one layer\n"
    "  nnshape explain alexnet.nn 1 --input 224x224x3\n"
    "  nnshape explain alexnet.nn --format markdown  with formulas in LaTeX\n"
    "  nnshape explain alexnet.nn --letters --only height,params\n"
    "  nnshape explain alexnet.nn --blank            a question sheet\n"
    "  nnshape explain alexnet.nn --conventions      the totals of other programs\n";

struct ExplainOptions {
    std::vector<std::string> operands;
    ReadOptions read;
    OutputOptions output;
    FormOption<ExplainedNetwork> form;
    bool notes = false;
    ExplainedSheet sheet;
    bool conventions = false;

    void add_to(OptionParser& parser) {
        parser.operands("SPEC", "a spec or a model of another program, and a LAYER of it", 2, operands);
        form.add_to(parser);
        parser.list("--only", "LINE,…", "show only these lines, for example height,params", ',', sheet.only);
        parser.flag("--letters", "write each formula in letters above its numbers, with a legend", sheet.letters);
        parser.flag("--blank", "leave the formulas and results out: a question sheet", sheet.blank);
        parser.flag("--conventions", "show what other programs print for the totals, and why", conventions);
        parser.flag("--notes", "also show notes", notes);
        read.add_to(parser);
        read.add_as_to(parser);
        output.add_to(parser);
        parser.remark(remark);
    }
};

// The requested layers: nodes [first, end). `whole` is their name if they have sums.
struct Asked {
    uint32_t first = 0, end = 0;
    std::string whole = {};
};

std::optional<Asked> whole_of(const Network& network) {
    return Asked{network.input_count, static_cast<uint32_t>(network.nodes.size()), std::string(network.name)};
}

std::optional<Asked> find_asked(const Network& network, const std::string& layer) {
    auto count = static_cast<uint32_t>(network.nodes.size());
    for (uint32_t node = network.input_count; node < count; ++node) {
        if (network.nodes[node].name == layer) return Asked{node, node + 1};
    }
    for (const Call& call : network.calls) {
        if (call.name == layer) return Asked{call.first, call.end, layer};
    }
    auto number = read_count(layer, 1);
    if (!number || *number > network.layer_count()) return std::nullopt;
    auto node = static_cast<uint32_t>(*number - 1) + network.input_count;
    return Asked{node, node + 1};
}

std::string unknown_layer(const Network& network, const std::string& layer) {
    std::vector<std::string_view> names;
    for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
        names.push_back(network.nodes[node].name);
    }
    for (const Call& call : network.calls) names.push_back(call.name);
    std::string near = printable(nearest(layer, names));
    return fmt::format("the spec has no layer `{}`; {}", printable(layer),
                       near.empty()
                           ? fmt::format("write a layer's name, or a number from 1 to {}", network.layer_count())
                           : fmt::format("did you mean `{}`?", near));
}

// Drops the warnings and notes about other layers.
void keep_what_concerns(const Asked& asked, Study& study) {
    auto is_about = [&](const Diagnostic& diagnostic) {
        auto nodes = std::span(study.network.nodes).subspan(asked.first, asked.end - asked.first);
        return std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) { return node.name == diagnostic.layer; });
    };
    std::erase_if(study.diagnostics, [&](const Diagnostic& diagnostic) {
        return diagnostic.severity() != Severity::error && !is_about(diagnostic);
    });
}

ExplainedNetwork explain(const Study& study, const Explainer& explainer, const Asked& asked, bool all) {
    const Network& network = study.network;
    ExplainedNetwork explained{.study = study, .explainer = explainer, .whole = asked.whole};
    auto calculated = [&](uint32_t node) { return study.analysis.nodes[node].state == State::calculated; };
    for (uint32_t input = 0; all && input < network.input_count; ++input) {
        if (calculated(input)) explained.inputs.push_back(input);
    }
    bool whole = study.understood;  // sums over a part of the spec would be wrong
    for (uint32_t node = asked.first; node < asked.end; ++node) {
        whole = whole && calculated(node);
        if (calculated(node)) explained.layers.push_back(node);
    }
    bool summed = whole && !asked.whole.empty();
    if (summed) explained.sums = explain_sums(study.analysis, asked.first, asked.end);
    auto peak = all && summed ? explain_peak(network, study.analysis) : std::nullopt;
    if (peak) explained.sums.push_back(std::move(*peak));
    return explained;
}

// What is wrong with `--only`, or nothing: each of its words must be a line of some layer or of the sums.
std::string unknown_line(const ExplainedNetwork& explained) {
    if (explained.sheet.only.empty()) return {};
    std::vector<std::string_view> labels = {"tensors"};
    auto add = [&](const std::vector<ExplainedFigure>& figures) {
        for (const ExplainedFigure& figure : figures) {
            for (std::string_view label : {short_label(figure.label), figure.label}) {
                if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
            }
        }
    };
    for (uint32_t layer : explained.layers) add(explained.explainer.layer(layer).figures);
    add(explained.sums);
    for (const std::string& one : explained.sheet.only) {
        bool known = std::any_of(labels.begin(), labels.end(),
                                 [&](std::string_view label) { return are_same_folded(one, label); });
        if (!known) return not_among(one, "a line of this explanation", labels);
    }
    return {};
}

// Explains the requested layers of one study.
class Explanation {
  public:
    Explanation(const ExplainOptions& options, const Form<ExplainedNetwork>& form, const StudyOptions& study_options,
                Study& study, const Streams& streams)
        : options_(options), form_(form), study_options_(study_options), study_(study), streams_(streams) {}

    int run() {
        const Network& network = study_.network;
        bool all = options_.operands.size() == 1;
        auto asked = all ? whole_of(network) : find_asked(network, options_.operands[1]);
        if (!all && asked) keep_what_concerns(*asked, study_);
        int code = complain(study_.calculated() ? exit_fine : exit_refused);
        if (options_.conventions) return show_conventions(code);
        if (!asked) return refuse(streams_, unknown_layer(network, options_.operands[1]));
        std::string out;
        Explainer explainer(network, study_.analysis, study_options_.batch_size);
        bool has_result = study_.listed || form_.name == "json";
        if (!has_result) return options_.output.write(streams_, out, code);
        ExplainedNetwork explained = explain(study_, explainer, *asked, all);
        explained.sheet = options_.sheet;
        if (std::string wrong = unknown_line(explained); !wrong.empty()) return refuse(streams_, wrong);
        std::erase_if(explained.sums, [&](const ExplainedFigure& one) { return !explained.sheet.shows(one.label); });
        form_.write(explained, out);
        return options_.output.write(streams_, out, code);
    }

  private:
    // The forms of both reports have the same names.
    int show_conventions(int code) const {
        if (!study_.calculated()) return code;
        const Network& network = study_.network;
        ConventionReport report{std::string(network.name), convention_totals(network, study_.analysis), {}};
        for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
            auto notes = other_sizes(network, node);
            if (!notes.empty()) report.sizes.push_back({std::string(network.nodes[node].name), std::move(notes)});
        }
        std::string out;
        find_form<ConventionReport>(form_.name)->write(report, out);
        return options_.output.write(streams_, out, code);
    }

    int complain(int code) const {
        std::string complaints;
        bool color = options_.output.colors(streams_.err);
        write_diagnostics(study_, {.color = color, .notes = options_.notes}, complaints);
        if (study_.passed_over) complaints += notice_of_passed_over(study_options_);
        return tell(streams_, complaints, code);
    }

    const ExplainOptions& options_;
    const Form<ExplainedNetwork>& form_;
    const StudyOptions& study_options_;
    Study& study_;
    const Streams& streams_;
};

}  // namespace

int run_explain(const std::vector<std::string>& args, const Streams& streams) {
    ExplainOptions options;
    OptionParser parser("explain", "Prints the formula of each number, with its values put in.");
    options.add_to(parser);
    if (auto code = parser.parse(args, streams)) return *code;
    if (options.operands.empty()) {
        return refuse(streams, "no spec is given; for example `nnshape explain alexnet.nn`");
    }
    if (options.conventions && options.operands.size() > 1) {
        return refuse(streams, "`--conventions` is about the whole network; leave the layer out");
    }
    auto form = options.form.resolve();
    if (!form) return refuse(streams, form.fault());
    if (options.sheet.blank && (*form)->name == "json")
        return refuse(streams, "`--blank` is for people; leave `--json` out");
    auto study_options = options.read.resolve();
    if (!study_options) return refuse(streams, study_options.fault());
    const std::string& path = options.operands[0];
    if (auto problem = options.output.problem({path}); !problem.empty()) return refuse(streams, problem);
    auto bytes = read_spec(path, streams.in);
    if (!bytes) return refuse(streams, bytes.fault().message);

    Study study;
    run_study({.name = source_name(path), .text = bytes->view()}, stem_of(path), *study_options, study);
    return Explanation(options, **form, *study_options, study, streams).run();
}

}  // namespace nnshape
