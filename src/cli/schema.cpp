#include "report/schema.h"
#include "cli/options.h"

// nnshape schema: JSON Schemas of what goes in and what comes out.
namespace nnshape {
namespace {

constexpr std::string_view examples =
    "An editor that knows the schema completes and checks a spec as it is typed; a\n"
    "spec names it in its key `$schema`.\n"
    "\n"
    "examples:\n"
    "  nnshape schema spec > nnshape.schema.json\n"
    "  nnshape schema report > report.schema.json\n";

const std::vector<std::string_view> schema_names = {"spec", "report"};

}  // namespace

int run_schema(const std::vector<std::string>& args, const Streams& streams) {
    std::vector<std::string> names;
    OutputOptions output;
    OptionParser parser("schema", "Prints the JSON Schema (draft-07) of a spec in JSON, or of the JSON report.");
    parser.operands("spec|report", "which of the two", 1, names);
    parser.words("spec|report", schema_names);
    parser.text("-o,--output", "FILE", "write the result to a file", output.file);
    parser.remark(examples);
    if (auto code = parser.parse(args, streams)) return *code;
    if (names.empty())
        return refuse(streams, "no schema named; write `nnshape schema spec` or `nnshape schema report`");
    if (names[0] != "spec" && names[0] != "report") return refuse(streams, not_among(names[0], "schema", schema_names));
    return output.write(streams, names[0] == "spec" ? spec_schema() : report_schema(), exit_fine);
}

}  // namespace nnshape
