#include <fmt/format.h>

#include "base/text.h"
#include "cli/page_options.h"
#include "report/reference.h"

// nnshape rules: the reference of diagnostics.
namespace nnshape {
namespace {

constexpr std::string_view examples =
    "A code stands in brackets behind each message, and is what `allow` takes.\n"
    "\n"
    "examples:\n"
    "  nnshape rules                        every code, a line each\n"
    "  nnshape rules suspect-input          why it matters, with an example\n"
    "  nnshape rules --format json          everything, for a program\n";

std::vector<std::string_view> code_names() {
    std::vector<std::string_view> names;
    for (const Code* code : all_codes()) names.push_back(code->name);
    return names;
}

}  // namespace

int run_rules(const std::vector<std::string>& args, const Streams& streams) {
    std::vector<std::string> codes;
    PageOptions options;
    OptionParser parser("rules", "Prints every error, warning and note there is, or all there is to know of one.");
    parser.operands("CODE", "the code of a diagnostic", 1, codes);
    parser.words("CODE", code_names());
    options.add_to(parser);
    parser.remark(examples);
    if (auto code = parser.parse(args, streams)) return *code;
    if (auto problem = options.problem(); !problem.empty()) return refuse(streams, problem);
    std::string out;
    if (codes.empty()) {
        out = options.wants_json() ? rules_json() : options.render(rules_page());
    } else {
        const Code* code = find_code(codes[0]);
        if (!code) {
            return refuse(streams,
                          not_among(codes[0], "code of a diagnostic", code_names(), "`nnshape rules` lists them"));
        }
        out = options.wants_json() ? rule_json(*code) : options.render(rule_page(*code));
    }
    return options.output.write(streams, out, exit_fine);
}

}  // namespace nnshape
