#include "report/schema.h"

#include <algorithm>

#include "cli/options.h"

// nnshape schema: prints the JSON Schema of a spec or of a report.
namespace nnshape {
namespace {

constexpr std::string_view examples =
    "With the schema an editor completes and checks a JSON spec as you type. Name the\n"
    "schema in the key `$schema` of the spec.\n"
    "\n"
    "examples:\n"
    "  nnshape schema spec > nnshape.schema.json\n"
    "  nnshape schema report > report.schema.json\n"
    "  nnshape schema check > check.schema.json\n";

struct Schema {
    std::string_view name;
    std::string (*make)();
};

constexpr Schema schemas[] = {{"spec", spec_schema}, {"report", report_schema}, {"check", check_schema}};

std::vector<std::string_view> schema_names() {
    std::vector<std::string_view> names;
    for (const Schema& schema : schemas) names.push_back(schema.name);
    return names;
}

}  // namespace

int run_schema(const std::vector<std::string>& args, const Streams& streams) {
    std::vector<std::string> names;
    OutputOptions output;
    OptionParser parser("schema", "Prints the JSON Schema (draft-07) of a spec in JSON, or of a JSON report.");
    parser.operands("spec|report|check", "of a spec, of the JSON of show, or of the JSON of check", 1, names);
    parser.words("spec|report|check", schema_names());
    parser.text("-o,--output", "FILE", "write the result to a file", output.file);
    parser.remark(examples);
    if (auto code = parser.parse(args, streams)) return *code;
    if (names.empty())
        return refuse(
            streams,
            "no schema is named; write `nnshape schema spec`, `nnshape schema report` or `nnshape schema check`");
    auto schema = std::find_if(std::begin(schemas), std::end(schemas),
                               [&](const Schema& candidate) { return candidate.name == names[0]; });
    if (schema == std::end(schemas)) return refuse(streams, not_among(names[0], "a schema", schema_names()));
    return output.write(streams, schema->make(), exit_fine);
}

}  // namespace nnshape
