#include <fmt/format.h>

#include "lint/rule.h"

// Finds an `allow` that silences nothing.
namespace nnshape {

namespace rules {
extern const Rule unused_allow;
}

namespace {

void check(const Subject& subject, Findings& findings) {
    if (!subject.is_whole || !subject.as_written) return;
    const Network& network = subject.network;
    const Spec& spec = *network.spec;
    auto is_unused = [&](const Literal& code) {
        return spec.text(code) != rules::unused_allow.code.name && !findings.has_silenced(code.span);
    };
    auto message = [&](const Literal& code) { return fmt::format("`{}` silences nothing here", spec.text(code)); };
    const std::string help = "remove it";
    for (uint32_t node = 0; node < network.nodes.size(); ++node) {
        for (const Literal& code : allowed_at(spec, *network.nodes[node].statement)) {
            if (is_unused(code)) findings.add(node, code.span, message(code), help);
        }
    }
    for (const Call& call : network.calls) {
        for (const Literal& code : allowed_at(spec, *call.statement)) {
            if (is_unused(code)) findings.add(call, code.span, message(code), help);
        }
    }
    for (const Literal& code : spec.allow) {
        if (is_unused(code)) findings.add(nullptr, 0, code.span, message(code), help);
    }
}

}  // namespace

namespace rules {

const Rule unused_allow{
    .code = {"unused-allow", Severity::warning, "an `allow` that silences nothing"},
    .why =
        "The mistake that it silenced is fixed, or has a different code. If it stays, it silences the "
        "next mistake of that kind.",
    .example = "input 227x227x3\nconv 96 11 stride=4 allow=stride-remainder\n",
    .instead = "input 227x227x3\nconv 96 11 stride=4\n",
    .check = check,
    .runs_last = true};

}  // namespace rules
}  // namespace nnshape
