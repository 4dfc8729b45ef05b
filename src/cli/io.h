#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

// The streams of a run and terminals.
namespace nnshape {

/// The three streams of a run, as file descriptors.
struct Streams {
    int in = 0;
    int out = 1;
    int err = 2;
};

/// Reads at most `size` bytes. Returns their number, 0 at the end, or −1 and sets errno.
long read_some(int descriptor, char* buffer, size_t size);

/// Whether a read would block.
bool would_wait(int descriptor);

enum class Written : uint8_t { all, closed, failed };

/// Writes all bytes. Returns `closed` for a closed pipe, and `failed` with errno for any other failure.
Written write_all(int descriptor, std::string_view bytes);

bool is_terminal(int descriptor);

/// The number of columns of a terminal, or nothing if the descriptor is not one.
std::optional<int> terminal_width(int descriptor);

/// Whether the locale has UTF-8, by the first of LC_ALL, LC_CTYPE and LANG that is set. If none is set, it has.
bool is_utf8_locale();

}  // namespace nnshape
