#include "cli/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <filesystem>
#include <memory>
#include <vector>

#include "base/source.h"
#include "base/text.h"
#include "base/unicode.h"
#include "cli/io.h"
#include "cli/new_file.h"
#include "import/import.h"
#include "study/included.h"

namespace nnshape {
namespace {

namespace fs = std::filesystem;

constexpr size_t most_names_compared = 10'000;

// Closes the descriptor at the end of the scope.
struct OpenFile {
    int descriptor;

    explicit OpenFile(int opened) : descriptor(opened) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (descriptor >= 0) ::close(descriptor);
    }
};

// The names of the files in a folder. std::filesystem's iterator is not used: it terminates when memory runs out.
std::vector<std::string> files_in(const fs::path& folder) {
    std::vector<std::string> names;
    std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(folder.c_str()), ::closedir);
    while (entries && names.size() < most_names_compared) {
        const dirent* entry = ::readdir(entries.get());
        if (!entry) break;
        struct stat status {};
        bool is_file = ::fstatat(::dirfd(entries.get()), entry->d_name, &status, 0) == 0 && S_ISREG(status.st_mode);
        if (is_file) names.emplace_back(entry->d_name);
    }
    return names;
}

// A path to the file in the same folder whose name is nearest, or whose stem is the given name; empty if there is none.
std::string nearest_file(const fs::path& path) {
    auto names = files_in(path.has_parent_path() ? path.parent_path() : fs::path("."));
    std::sort(names.begin(), names.end());
    std::string wanted = path.filename().string();
    std::string near(nearest(wanted, {names.begin(), names.end()}));
    for (const std::string& name : names) {
        if (near.empty() && fs::path(name).stem() == wanted) near = name;
    }
    return near.empty() ? near : (path.parent_path() / near).string();
}

// Reads everything, but stops one byte after the longest spec: the input may be endless.
Result<std::string, FileFault> read_all(int descriptor, const std::string& path) {
    std::string bytes;
    struct stat status {};
    bool sized = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
    size_t step = sized ? std::min<size_t>(static_cast<size_t>(status.st_size), longest_text) + 1 : 1 << 16;
    while (true) {
        size_t size = bytes.size();
        bytes.resize(size + step);
        long count = read_some(descriptor, bytes.data() + size, step);
        if (count < 0) return read_fault(path, errno);
        bytes.resize(size + static_cast<size_t>(count));
        if (count == 0 || bytes.size() > longest_text) return bytes;
        step = 1 << 16;
    }
}

// Writes all bytes and closes. Returns the errno of the first failure, or 0.
int write_and_close(int descriptor, std::string_view bytes) {
    int error = write_all(descriptor, bytes) == Written::all ? 0 : errno;
    return ::close(descriptor) != 0 && error == 0 ? errno : error;
}

// Whether a path leads to an open file of a process, which keeps its place in the file.
bool is_of_process(const std::string& path) { return path.starts_with("/dev/") || path.starts_with("/proc/"); }

std::optional<FileFault> overwrite(const std::string& path, std::string_view bytes) {
    int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0) return write_fault(path, errno);
    int error = write_and_close(descriptor, bytes);
    if (error != 0 && error != EPIPE) return write_fault(path, error);
    return std::nullopt;
}

// The place of an existing regular file; nothing if there is none, or a path such as /dev/fd/3 leads to a deleted one.
std::optional<Destination> destination_of(const std::string& path, bool force) {
    struct stat status {};
    bool is_file = ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
    std::error_code unresolved;
    Destination to{path, fs::canonical(path, unresolved).string(), status, force};
    return is_file && !unresolved ? std::optional(to) : std::nullopt;
}

}  // namespace

FileFault read_fault(const std::string& path, int error) {
    if (path == "-")
        return {path, fmt::format("cannot read standard input: {}",
                                  error == EISDIR ? "it is a folder" : std::strerror(error))};
    std::string message = fmt::format("cannot read `{}`: ", printable(path));
    if (error == ENOENT) {
        std::string near = nearest_file(path);
        return {path, message + "there is no such file" +
                          (near.empty() ? "" : fmt::format("; did you mean `{}`?", printable(near)))};
    }
    if (error == EACCES) return {path, message + "it may not be read"};
    if (error == EISDIR) return {path, message + "it is a folder"};
    return {path, message + std::strerror(error)};
}

FileFault write_fault(const std::string& path, int error) {
    std::string message = path.empty() ? "cannot write: " : fmt::format("cannot write `{}`: ", printable(path));
    if (error == ENOENT) return {path, message + "there is no such folder"};
    if (error == EACCES) return {path, message + "it may not be written"};
    if (error == EISDIR) return {path, message + "it is a folder"};
    if (error == ENOSPC) return {path, message + "the disk is full"};
    return {path, message + std::strerror(error)};
}

FileBytes::~FileBytes() {
    if (mapped_) ::munmap(const_cast<char*>(mapped_), size_);
}

// Maps a regular file of at least a megabyte; nothing if it is not one, or cannot be mapped.
static std::optional<FileBytes> mapped(int descriptor) {
    constexpr off_t least = 1 << 20;
    struct stat status {};
    bool is_large = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size >= least &&
                    ::lseek(descriptor, 0, SEEK_CUR) == 0;
    if (!is_large) return std::nullopt;
    auto size = static_cast<size_t>(status.st_size);
    void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (memory == MAP_FAILED) return std::nullopt;
    ::madvise(memory, size, MADV_RANDOM);  // an importer jumps from header to header
    return FileBytes(static_cast<const char*>(memory), size);
}

Result<FileBytes, FileFault> read_bytes(const std::string& path, int in) {
    OpenFile file{path == "-" ? -1 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (path != "-" && file.descriptor < 0) return read_fault(path, errno);
    if (path != "-") {
        if (auto bytes = mapped(file.descriptor)) return std::move(*bytes);
    }
    auto bytes = read_all(path == "-" ? in : file.descriptor, path);
    return bytes ? Result<FileBytes, FileFault>(std::move(*bytes)) : bytes.fault();
}

std::function<std::optional<std::string_view>(const std::string& path, const std::string& name)> neighbour_reader() {
    auto files = std::make_shared<std::deque<FileBytes>>();
    return [files](const std::string& path, const std::string& name) -> std::optional<std::string_view> {
        bool is_source = name.ends_with(".py") && !name.starts_with('/');  // which imports from folders around it
        bool is_inside = !name.empty() && name.find('/') == std::string::npos && name != "." && name != "..";
        std::string near = (fs::path(path).parent_path() / name).string();
        std::error_code error;
        if ((!is_inside && !is_source) || !fs::is_regular_file(near, error)) return std::nullopt;
        auto bytes = read_bytes(near, -1);
        if (!bytes) return std::nullopt;
        return files->emplace_back(std::move(*bytes)).view();
    };
}

Result<std::string, FileFault> read_file(const std::string& path, int in) {
    if (path == "-") return read_all(in, path);
    OpenFile file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.descriptor < 0) return read_fault(path, errno);
    return read_all(file.descriptor, path);
}

bool file_exists(const std::string& path) {
    std::error_code error;
    return fs::exists(path, error);
}

bool is_same_file(const std::string& one, const std::string& other) {
    std::error_code error;
    return fs::equivalent(one, other, error) && fs::is_regular_file(one, error);
}

std::optional<FileFault> write_file(const std::string& path, std::string_view bytes, bool force) {
    if (is_of_process(path)) return overwrite(path, bytes);
    if (destination_of(path, force)) return replace_file(path, bytes, force);
    struct stat status {};
    bool is_new = ::lstat(path.c_str(), &status) != 0 && errno == ENOENT && !path.empty() && !path.ends_with('/');
    return is_new ? write_new({path, path}, bytes) : overwrite(path, bytes);
}

std::optional<FileFault> replace_file(const std::string& path, std::string_view bytes, bool force) {
    auto to = destination_of(path, force);
    if (!to)
        return FileFault{path,
                         fmt::format("`{}` is not a regular file; name a file that can be written", printable(path))};
    if (::access(to->target.c_str(), W_OK) != 0) return write_fault(path, errno);
    return write_new(*to, bytes);
}

std::string report_path(const std::string& path) {
    if (path == "-" || !fs::path(path).is_absolute()) return path;
    std::error_code error;
    fs::path relative = fs::path(path).lexically_relative(fs::current_path(error));
    bool below = !relative.empty() && *relative.begin() != "..";
    return below ? relative.generic_string() : fs::path(path).filename().string();
}

std::string source_name(const std::string& path) { return path == "-" ? "<stdin>" : path; }

std::string stem_of(const std::string& path) {
    if (path == "-") return "stdin";
    if (auto included = included_name(path)) return std::string(*included);
    return fs::path(split_operand(path).path).stem().string();
}

}  // namespace nnshape
