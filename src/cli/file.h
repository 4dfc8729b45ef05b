#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/fault.h"
#include "base/result.h"

// Reads and writes files, and names them. Only this file, `cli/io`, `cli/root`, `cli/spec_files` and `cli/batch` touch
// the system.
namespace nnshape {

/// Why a file cannot be read or written: "cannot read `alexnet.n`: there is no such file; did you mean `alexnet.nn`?"
/// `where` is its path.
using FileFault = Fault<std::string>;

/// The words for an errno. An empty path is standard output.
FileFault read_fault(const std::string& path, int error);
FileFault write_fault(const std::string& path, int error);

/// The bytes of a file: in memory, or mapped if it is large, so that only what is looked at is read.
class FileBytes {
  public:
    FileBytes(std::string bytes) : read_(std::move(bytes)) {}  // NOLINT: a text is the bytes of a file
    FileBytes(const char* mapped, size_t size) : mapped_(mapped), size_(size) {}
    FileBytes(FileBytes&& other) noexcept
        : read_(std::move(other.read_)), mapped_(std::exchange(other.mapped_, nullptr)), size_(other.size_) {}
    FileBytes& operator=(FileBytes&&) = delete;
    ~FileBytes();

    std::string_view view() const { return mapped_ ? std::string_view(mapped_, size_) : std::string_view(read_); }

  private:
    std::string read_;
    const char* mapped_ = nullptr;
    size_t size_ = 0;
};

/// The bytes of a file, or of the descriptor `in` if the path is `-`. A regular file of at least a megabyte is mapped;
/// of anything else, more than `longest_text` bytes are cut one byte after that length.
Result<FileBytes, FileFault> read_bytes(const std::string& path, int in);

/// Reads files in the folder of another. What was read stays until the function and its copies are gone. A name that
/// leads out of the folder is not read.
std::function<std::optional<std::string_view>(const std::string& path, const std::string& name)> neighbour_reader();

/// All bytes of a file, or of the descriptor `in` if the path is `-`. A file longer than `longest_text` is cut one byte
/// after that length.
Result<std::string, FileFault> read_file(const std::string& path, int in);

bool file_exists(const std::string& path);

/// Whether both paths lead to the same regular file.
bool is_same_file(const std::string& one, const std::string& other);

/// Creates or replaces a file, as `replace_file` does. What is not a regular file, a pipe for example, is written to.
/// Returns the fault, if there is one.
std::optional<FileFault> write_file(const std::string& path, std::string_view bytes, bool force = false);

/// Replaces the bytes of a regular file atomically: readers see the old or the new bytes. The mode, the owner, extended
/// attributes and a symbolic link to the file are kept. Where they cannot be, or the file has several hard links, it is
/// replaced only with `force`. Returns the fault, if there is one.
std::optional<FileFault> replace_file(const std::string& path, std::string_view bytes, bool force = false);

/// A path as reports show it: an absolute path is made relative if it is below the current folder, else cut to its last
/// part. A relative path is kept.
std::string report_path(const std::string& path);

/// The name of a spec in messages: its path, or `<stdin>` for `-`.
std::string source_name(const std::string& path);

/// The last part of a path without its extension, or the name in `@NAME`: the default name of a network.
std::string stem_of(const std::string& path);

}  // namespace nnshape
