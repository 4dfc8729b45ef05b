#include <fmt/format.h>

#include "base/text.h"
#include "cli/reference_command.h"
#include "lint/codes.h"
#include "report/reference.h"

// nnshape rules: prints the reference of diagnostics.
namespace nnshape {
namespace {

constexpr std::string_view examples =
    "A message ends with its code in brackets. `allow` and --allow accept codes.\n"
    "\n"
    "examples:\n"
    "  nnshape rules                        every code, one per line\n"
    "  nnshape rules suspect-input          why it matters, with an example\n"
    "  nnshape rules --format json          everything, for a program\n";

std::vector<std::string_view> code_names() {
    std::vector<std::string_view> names;
    for (const Code* code : all_codes()) names.push_back(code->name);
    return names;
}

std::string unknown(const std::string& code) {
    return not_among(code, "a code of a diagnostic", code_names(), "`nnshape rules` lists them");
}

}  // namespace

int run_rules(const std::vector<std::string>& args, const Streams& streams) {
    std::vector<std::string> codes;
    OptionParser parser("rules", "Prints the codes of all errors, warnings and notes, or everything about one code.");
    parser.operands("CODE", "the code of a diagnostic", 1, codes);
    parser.words("CODE", code_names());
    return run_reference<RuleReference>(parser, examples, args, streams, [&](RuleReference& reference) {
        if (!codes.empty()) reference.code = find_code(codes[0]);
        return codes.empty() || reference.code ? std::string() : unknown(codes[0]);
    });
}

}  // namespace nnshape
