#include "cli/reference_command.h"
#include "report/reference.h"

// nnshape specs: lists the networks that come with the program.
namespace nnshape {
namespace {

constexpr std::string_view examples =
    "Their names are operands of every command that reads a spec.\n"
    "\n"
    "examples:\n"
    "  nnshape @resnet-50                   its table\n"
    "  nnshape convert @alexnet --to text   its spec, to begin a new one with\n"
    "  nnshape diff @mobilenet-v2 mine.nn   what is different\n";

}  // namespace

int run_specs(const std::vector<std::string>& args, const Streams& streams) {
    OptionParser parser("specs", "Lists the networks that come with nnshape. `@NAME` reads one of them.");
    return run_reference<SpecReference>(parser, examples, args, streams, [](SpecReference&) { return std::string(); });
}

}  // namespace nnshape
