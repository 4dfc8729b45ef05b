#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

// Files and terminals: the only place that touches them.
namespace nnshape {

/// The three streams of a run, as file descriptors.
struct Streams {
    int in = 0;
    int out = 1;
    int err = 2;
};

/// What is wrong with a file, in words: "cannot read `alexnet.n`: there is no such file; did you mean `alexnet.nn`?"
struct FileProblem {
    std::string message;
};

/// The problem behind an errno.
FileProblem read_problem(const std::string& path, int error);
FileProblem write_problem(const std::string& path, int error);

/// All bytes of a file, or of `in` where the path is `-`; of one that is too long for a spec only so many that it
/// shows.
Result<std::string, FileProblem> read_file(const std::string& path, int in);

bool file_exists(const std::string& path);

/// Whether both paths lead to one regular file.
bool is_same_file(const std::string& one, const std::string& other);

/// Reads what is there, at most `size` bytes: the count, 0 at the end, or −1 with errno.
long read_some(int descriptor, char* buffer, size_t size);

/// Whether a read would wait for more to come.
bool would_wait(int descriptor);

enum class Written : uint8_t { all, closed, failed };

/// Writes everything; `closed` where nobody reads any more, `failed` with errno for any other reason.
Written write_all(int descriptor, std::string_view bytes);

/// Writes a file anew; what was wrong with that, if anything.
std::optional<FileProblem> write_file(const std::string& path, std::string_view bytes);

/// Puts a file's new bytes in its place at once: readers see the old ones or the new ones. Its mode stays, and so does
/// a symbolic link to it. What was wrong with that, if anything.
std::optional<FileProblem> replace_file(const std::string& path, std::string_view bytes);

bool is_terminal(int descriptor);

/// The columns of a terminal, or nothing where there is none.
std::optional<int> terminal_width(int descriptor);

/// A path as a report shows it: relative where it lies below this folder, its last part alone where it does not.
std::string report_path(const std::string& path);

/// What a spec is called in messages: its path, or `<stdin>` for `-`.
std::string source_name(const std::string& path);

/// A path's last part without its ending; a network without a name is called so.
std::string stem_of(const std::string& path);

}  // namespace nnshape
