#include <fmt/format.h>

#include "base/unicode.h"
#include "lint/rule.h"
#include "spec/dialect.h"

// Finds inputs that are given by an automatic name.
namespace nnshape {
namespace {

void check(const Subject& subject, Findings& findings) {
    if (!subject.is_whole) return;  // the label may be in the part that could not be read
    for (const AutomaticName& use : subject.network.automatic_names) {
        std::string name = printable(subject.network.literals().text(use.name));
        std::string message = fmt::format("`{}` is an automatic name, which changes when a layer is inserted", name);
        std::string help(dialect_of(*subject.network.spec).name_a_layer);
        findings.add(use.reader, use.scope, use.name.span, std::move(message), std::move(help));
    }
}

}  // namespace

namespace rules {

extern const Rule automatic_name;
const Rule automatic_name{
    .code = {"automatic-name", Severity::warning,
             "an input given by an automatic name, which changes when a layer is inserted"},
    .why =
        "A layer without a label is named after its type and its number. If another layer of that type is inserted "
        "above it, the name means a different layer, which may fit as well.",
    .example = "input 28x28x1\nconv 16 3\nconv 16 3 padding=1\nadd from=conv_1,conv_2\n",
    .instead = "input 28x28x1\na: conv 16 3\nb: conv 16 3 padding=1\nadd from=a,b\n",
    .check = check};

}  // namespace rules
}  // namespace nnshape
