#pragma once

#include "cli/form_option.h"
#include "cli/options.h"

// What the commands that print a part of the reference have in common.
namespace nnshape {

/// Parses the arguments and writes the reference in the form that is asked for. `choose(reference)` says what of it is
/// wanted, from the operands that the parser was given, and returns what is wrong with them, or an empty string.
template <class Reference, class Choose>
int run_reference(OptionParser& parser, std::string_view examples, const std::vector<std::string>& args,
                  const Streams& streams, Choose choose) {
    FormOption<Reference> form;
    OutputOptions output;
    form.add_to(parser);
    output.add_file_to(parser);
    parser.remark(examples);
    if (auto code = parser.parse(args, streams)) return *code;
    auto chosen = form.resolve();
    if (!chosen) return refuse(streams, chosen.fault());
    Reference reference;
    if (std::string problem = choose(reference); !problem.empty()) return refuse(streams, problem);
    std::string out;
    (*chosen)->write(reference, out);
    return output.write(streams, out, exit_fine);
}

}  // namespace nnshape
