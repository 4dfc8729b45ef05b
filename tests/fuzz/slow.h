#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// The commands whose time the fuzzer `slow` and its search measure.
namespace nnshape::fuzz {

inline constexpr size_t longest_slow_input = 2048;

/// The words of each command. They read standard input, but `diff`, which gets two files, and `solve`, whose input is
/// its arguments.
const std::vector<std::vector<std::string>>& slow_commands();

/// Whether the bytes are for this command: those that begin with `--` are the arguments of `solve`.
bool applies(const std::vector<std::string>& command, std::string_view bytes);

struct Cost {
    double seconds = 0;  ///< of the processor
    size_t printed = 0;  ///< bytes
};

/// Runs a command in this process. `diff` compares the two specs between which there is a line `===`, or a spec with
/// itself. `batch` reads one line.
Cost cost_of(const std::vector<std::string>& command, std::string_view bytes);

/// Whether a command takes longer than any input of so few layers may.
bool takes_long(const std::vector<std::string>& command, std::string_view bytes);

}  // namespace nnshape::fuzz
