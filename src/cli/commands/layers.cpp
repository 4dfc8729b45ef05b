#include <fmt/format.h>

#include "base/text.h"
#include "cli/reference_command.h"
#include "report/reference.h"

// nnshape layers: prints the reference of layer types.
namespace nnshape {
namespace {

constexpr std::string_view examples =
    "TYPE is any name that a spec can use, such as Conv2d or MaxPooling2D.\n"
    "\n"
    "examples:\n"
    "  nnshape layers                       every type, one per line\n"
    "  nnshape layers conv                  its values and parameters\n"
    "  nnshape layers --format json         everything, for a program\n";

std::vector<std::string_view> kind_names() {
    std::vector<std::string_view> names;
    for (const LayerKind* kind : all_kinds()) names.push_back(name_of(*kind));
    return names;
}

std::string unknown(const std::string& type) {
    return not_among(type, "a layer type", all_kind_names(), "`nnshape layers` lists them");
}

}  // namespace

int run_layers(const std::vector<std::string>& args, const Streams& streams) {
    std::vector<std::string> types;
    OptionParser parser("layers", "Prints the layer types, or everything about one of them.");
    parser.operands("TYPE", "a layer type, by any of its names", 1, types);
    parser.words("TYPE", kind_names());
    return run_reference<LayerReference>(parser, examples, args, streams, [&](LayerReference& reference) {
        if (!types.empty()) reference.kind = find_kind(types[0]).kind;
        return types.empty() || reference.kind ? std::string() : unknown(types[0]);
    });
}

}  // namespace nnshape
