#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/io.h"

// The table of commands.
namespace nnshape {

#define COMMAND(name, usage, what) int run_##name(const std::vector<std::string>& args, const Streams& streams);
#include "cli/commands.def"
#undef COMMAND

struct Command {
    std::string_view name;
    std::string_view usage;
    std::string_view what;
    int (*run)(const std::vector<std::string>& args, const Streams& streams);
};

std::span<const Command> all_commands();

/// "nnshape layers [TYPE]"
std::string usage_of(const Command& command);

/// The command of this name, or null.
const Command* find_command(std::string_view name);

inline constexpr int exit_fine = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_refused = 2;

/// The line `nnshape: message`. Very long words in it are cut.
std::string complaint(std::string_view message);

/// Prints that line to standard error. Returns exit code 2.
int refuse(const Streams& streams, std::string_view message);

/// Writes messages about a spec to standard error. Returns `code`, or 2 if the write failed.
int tell(const Streams& streams, std::string_view text, int code);

/// Writes a command's result to standard output. Returns `code`, or 2 with a message if the write failed.
int finish(const Streams& streams, std::string_view bytes, int code);

}  // namespace nnshape
