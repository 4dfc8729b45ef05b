#include "cli/run.h"

#include <fmt/format.h>
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/text.h"
#include "base/unicode.h"
#include "base/version.h"
#include "cli/command.h"

namespace nnshape {
namespace {

constexpr Command commands[] = {
#define COMMAND(name, usage, what) {#name, usage, what, run_##name},
#include "cli/commands.def"
#undef COMMAND
};

std::string help() {
    std::string out =
        "nnshape tells what a neural network's layers come to: it reads a layer spec,\n"
        "propagates the shape, and prints each layer's output size and parameters.\n\n"
        "usage: nnshape SPEC…              the same as nnshape show SPEC…\n";
    for (const Command& command : commands) {
        out += fmt::format("       nnshape {:<6} {:<10} {}\n", command.name, command.usage, "");
    }
    out += "\ncommands:\n";
    for (const Command& command : commands) out += fmt::format("  {:<8}{}\n", command.name, command.what);
    out +=
        "\noptions:\n"
        "  -h, --help      print this, or a command's own help behind its name\n"
        "      --version   print the version\n"
        "\n"
        "a spec, alexnet.nn say:        then:\n"
        "  input 227x227x3                nnshape alexnet.nn\n"
        "  conv 96 11 stride=4            nnshape alexnet.nn --format json\n"
        "  max_pool 3 stride=2            nnshape alexnet.nn --input 224x224x3\n"
        "  flatten                        nnshape alexnet.nn --sort params --top 3\n"
        "  dense 1000\n";
    return out;
}

const Command* find_command(std::string_view name) {
    auto found = std::find_if(std::begin(commands), std::end(commands),
                              [&](const Command& command) { return command.name == name; });
    return found == std::end(commands) ? nullptr : found;
}

}  // namespace

std::span<const Command> all_commands() { return commands; }

int refuse(const Streams& streams, std::string_view message, std::string_view help) {
    write_all(streams.err, fmt::format("nnshape: {}{}{}\n", message, help.empty() ? "" : "; ", help));
    return exit_refused;
}

int finish(const Streams& streams, int descriptor, std::string_view bytes, int code) {
    if (write_all(descriptor, bytes) != Written::failed) return code;
    return refuse(streams, fmt::format("cannot write: {}", std::strerror(errno)));
}

int run(const std::vector<std::string>& args, const Streams& streams) {
    if (args.empty()) {
        write_all(streams.err, help());
        return exit_refused;
    }
    if (args[0] == "--help" || args[0] == "-h" || args[0] == "help")
        return finish(streams, streams.out, help(), exit_fine);
    if (args[0] == "--version") {
        return finish(streams, streams.out, fmt::format("nnshape {}\n", version()), exit_fine);
    }
    if (const Command* command = find_command(args[0])) {
        return command->run({args.begin() + 1, args.end()}, streams);
    }
    return run_show(args, streams);
}

}  // namespace nnshape
