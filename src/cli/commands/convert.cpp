#include <fmt/format.h>

#include "base/unicode.h"
#include "cli/file.h"
#include "cli/options.h"
#include "cli/spec_files.h"
#include "export/export.h"
#include "report/report.h"
#include "rewrite/canonical.h"
#include "rewrite/writer.h"

// nnshape convert: writes a spec in text or JSON.
namespace nnshape {
namespace {

constexpr std::string_view examples =
    "Definitions, repeats and expressions are kept; comments and spacing are lost. A\n"
    "spec that cannot be calculated is not converted, and the exit code is 2.\n"
    "\n"
    "Source code has a class for each definition and a loop for each repeat, with the\n"
    "shapes as comments. A layer that the framework does not have is an error.\n"
    "\n"
    "examples:\n"
    "  nnshape convert resnet.nn --to json           for a program to read\n"
    "  nnshape convert resnet.nn --to json --compact | nnshape batch\n"
    "  nnshape convert resnet.json --to text         for people\n"
    "  nnshape convert resnet.nn --to json --flat    each layer named by its path\n"
    "  nnshape convert draft.nn --to text -o net.nn  tidied, in the same format\n"
    "  nnshape convert resnet.nn --to pytorch        a module for PyTorch\n"
    "  nnshape convert resnet.nn --to keras          a model for Keras\n";

struct ConvertOptions {
    std::vector<std::string> specs, inputs;
    std::string to, from;
    bool flat = false, compact = false;
    OutputOptions output;

    void add_to(OptionParser& parser) {
        parser.operands("IN", "a spec or a model of another program; - is standard input", 1, specs);
        parser.text("--to", "FORMAT", "the format to write: text, json, pytorch or keras", to);
        parser.flag("--flat", "write the expanded network, each layer with its path as its name", flat);
        parser.flag("--compact", "write JSON on one line, as `nnshape batch` reads it", compact);
        parser.text("--from", "FORMAT", "the format of the file; by default its content decides", from);
        parser.list("--input", "SHAPE", "the size of an input that an imported file leaves open", '\0', inputs);
        output.add_to(parser);
        parser.remark(examples);
    }

    /// Whether source code of a framework is asked for.
    bool is_code() const { return to == "pytorch" || to == "keras"; }

    std::string problem() const {
        if (specs.empty()) return "no spec is given; for example `nnshape convert alexnet.nn --to json`";
        if (to.empty())
            return "no format to convert to; write `--to text`, `--to json`, `--to pytorch` or `--to keras`";
        if (!is_code() && to != "text" && to != "json")
            return not_among(to, "a format", {"text", "json", "pytorch", "keras"});
        if (is_code() && flat) return "`--flat` writes a spec; add `--to text` or `--to json`";
        if (compact && to != "json") return "`--compact` writes JSON; add `--to json`";
        return output.problem(specs);
    }
};

// Converts one spec.
class Conversion {
  public:
    Conversion(const ConvertOptions& options, StudyOptions study_options, const Streams& streams)
        : options_(options), study_options_(std::move(study_options)), streams_(streams) {}

    int run() {
        const std::string& path = options_.specs[0];
        auto bytes = read_spec(path, streams_.in);
        if (!bytes) return refuse(streams_, bytes.fault().message);
        run_study({.name = source_name(path), .text = bytes->view()}, stem_of(path), study_options_, study_);
        if (!study_.calculated()) return complain();
        study_.diagnostics.clear();  // warnings are for `show` and `check` to report
        std::string out;
        if (auto problem = write(out)) {
            study_.diagnostics.push_back(std::move(*problem));
            return complain();
        }
        if (!options_.is_code() && !reads_back(out)) return refuse_difference();
        return options_.output.write(streams_, out, exit_fine);
    }

  private:
    int complain() {
        std::string complaints;
        write_diagnostics(study_, {.color = options_.output.colors(streams_.err)}, complaints);
        return tell(streams_, complaints, exit_refused);
    }

    std::optional<Diagnostic> write(std::string& out) const {
        if (options_.is_code()) return write_code(out);
        auto form = options_.compact ? write_compact_form : options_.to == "json" ? write_json_form : write_text_form;
        if (options_.flat) return form(flat_document(study_.network), out);
        auto document = canonical_document(study_.network);
        return document ? form(*document, out) : document.fault();
    }

    std::optional<Diagnostic> write_code(std::string& out) const {
        auto code = options_.to == "keras" ? keras_code(study_.network) : pytorch_code(study_.network);
        if (!code) return code.fault();
        out = std::move(*code);
        return std::nullopt;
    }

    // Guards against a conversion that changes the network.
    bool reads_back(const std::string& out) const {
        Study again;
        run_study({.name = "<converted>", .text = out}, study_.fallback_name, {}, again);
        return again.calculated() && is_same_network(study_, again);
    }

    int refuse_difference() const {
        return refuse(streams_, fmt::format("`{}` does not read back as the same network in {}; nothing is written",
                                            printable(source_name(options_.specs[0])), options_.to));
    }

    const ConvertOptions& options_;
    StudyOptions study_options_;
    const Streams& streams_;
    Study study_;
};

}  // namespace

int run_convert(const std::vector<std::string>& args, const Streams& streams) {
    ConvertOptions options;
    OptionParser parser("convert", "Writes a spec in text or JSON, in a canonical layout, or as source code.");
    options.add_to(parser);
    if (auto code = parser.parse(args, streams)) return *code;
    std::string problem = options.problem();
    if (!problem.empty()) return refuse(streams, problem);
    ReadOptions read;
    read.form = options.from;
    read.inputs = options.inputs;
    auto study_options = read.resolve();
    if (!study_options) return refuse(streams, study_options.fault());
    return Conversion(options, *study_options, streams).run();
}

}  // namespace nnshape
