#include "cli/run.h"

#include <fmt/format.h>
#include <algorithm>
#include <cerrno>
#include <new>

#include "base/abridge.h"
#include "base/text.h"
#include "base/unicode.h"
#include "base/version.h"
#include "cli/command.h"
#include "cli/file.h"

namespace nnshape {
namespace {

constexpr Command commands[] = {
#define COMMAND(name, usage, what) {#name, usage, what, run_##name},
#include "cli/commands.def"
#undef COMMAND
};

std::string help() {
    std::string out =
        "nnshape calculates the output shapes and parameter counts of a neural network\n"
        "from a layer spec.\n\n"
        "usage: nnshape SPEC…          the same as nnshape show SPEC…\n";
    for (const Command& command : commands) out += fmt::format("       {}\n", usage_of(command));
    out += "\ncommands:\n";
    for (const Command& command : commands) out += fmt::format("  {:<12}{}\n", command.name, command.what);
    out +=
        "  help        print this help, or the help of a command\n"
        "\n"
        "options:\n"
        "  -h, --help      print this help, or after a command its help\n"
        "  -V, --version   print the versions of program, spec language and report\n"
        "\n"
        "a spec, alexnet.nn:           commands for it:\n"
        "  input 227x227x3               nnshape alexnet.nn\n"
        "  conv 96 11 stride=4           nnshape alexnet.nn --format json\n"
        "  max_pool 3 stride=2           nnshape alexnet.nn --input 224x224x3\n"
        "  flatten                       nnshape alexnet.nn --sort params --top 3\n"
        "  dense 1000\n";
    return out;
}

std::string versions() {
    std::string built_from = commit().empty() ? std::string() : fmt::format(" ({})", commit());
    return fmt::format("nnshape {}{}\nspec language {}\nJSON report {}\n", version(), built_from, language_version,
                       report_version);
}

std::vector<std::string_view> command_names() {
    std::vector<std::string_view> names;
    for (const Command& command : commands) names.push_back(command.name);
    return names;
}

int run_help(const std::vector<std::string>& args, const Streams& streams) {
    if (args.empty()) return finish(streams, help(), exit_fine);
    if (const Command* command = find_command(args[0])) return command->run({"--help"}, streams);
    std::string near = did_you_mean(args[0], command_names());
    return refuse(streams, fmt::format("`{}` is not a command; {}", printable(args[0]),
                                       near.empty() ? "choose from " + enumerate(command_names()) : near));
}

// The command that a first word misspells; empty if a file has that name, or if the word looks like a file or an
// option.
std::string_view misspelt_command(const std::string& word) {
    bool like_a_file = word.find_first_of("./@") != std::string::npos || file_exists(word);
    return like_a_file || word.starts_with('-') ? std::string_view() : nearest(word, command_names());
}

}  // namespace

std::string usage_of(const Command& command) {
    return fmt::format("nnshape {}{}{}", command.name, command.usage.empty() ? "" : " ", command.usage);
}

std::span<const Command> all_commands() { return commands; }

const Command* find_command(std::string_view name) {
    auto found = std::find_if(std::begin(commands), std::end(commands),
                              [&](const Command& command) { return command.name == name; });
    return found == std::end(commands) ? nullptr : found;
}

int refuse(const Streams& streams, std::string_view message) {
    write_all(streams.err, complaint(message));
    return exit_refused;
}

std::string complaint(std::string_view message) { return fmt::format("nnshape: {}\n", abridged(std::string(message))); }

int tell(const Streams& streams, std::string_view text, int code) {
    return write_all(streams.err, text) == Written::failed ? exit_refused : code;
}

int finish(const Streams& streams, std::string_view bytes, int code) {
    if (write_all(streams.out, bytes) != Written::failed) return code;
    return refuse(streams, write_fault("", errno).message);
}

namespace {

int run_unguarded(const std::vector<std::string>& args, const Streams& streams) {
    if (args.empty()) return tell(streams, help(), exit_refused);
    std::vector<std::string> rest(args.begin() + 1, args.end());
    if (args[0] == "help") return run_help(rest, streams);
    if (args[0] == "--help" || args[0] == "-h") return finish(streams, help(), exit_fine);
    if (args[0] == "--version" || args[0] == "-V") return finish(streams, versions(), exit_fine);
    if (const Command* command = find_command(args[0])) return command->run(rest, streams);
    if (auto near = misspelt_command(args[0]); !near.empty()) {
        return refuse(streams, fmt::format("`{}` is neither a command nor a file; did you mean `nnshape {}`?",
                                           printable(args[0]), near));
    }
    return run_show(args, streams);
}

}  // namespace

int run(const std::vector<std::string>& args, const Streams& streams) {
    try {
        return run_unguarded(args, streams);
    } catch (const std::bad_alloc&) {
        write_all(streams.err, "nnshape: out of memory\n");
        return exit_refused;
    }
}

}  // namespace nnshape
