#include "cli/io.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace nnshape {
namespace {

namespace fs = std::filesystem;

std::string reason(int error) {
    switch (error) {
        case ENOENT: return "there is no such file";
        case EACCES: return "it may not be read";
        case EISDIR: return "it is a folder";
        default: return std::strerror(error);
    }
}

Result<std::string, FileProblem> read_all(int descriptor) {
    std::string bytes;
    struct stat status {};
    bool sized = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
    size_t step = sized ? static_cast<size_t>(status.st_size) + 1 : 1 << 16;
    while (true) {
        size_t size = bytes.size();
        bytes.resize(size + step);
        long count = read_some(descriptor, bytes.data() + size, step);
        if (count < 0) return FileProblem{reason(errno)};
        bytes.resize(size + static_cast<size_t>(count));
        if (count == 0) return bytes;
        step = 1 << 16;
    }
}

}  // namespace

long read_some(int descriptor, char* buffer, size_t size) {
    while (true) {
        long count = ::read(descriptor, buffer, size);
        if (count >= 0 || errno != EINTR) return count;
    }
}

Result<std::string, FileProblem> read_file(const std::string& path, int in) {
    if (path == "-") return read_all(in);
    int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return FileProblem{reason(errno)};
    auto bytes = read_all(descriptor);
    ::close(descriptor);
    return bytes;
}

bool would_wait(int descriptor) {
    pollfd request{descriptor, POLLIN, 0};
    return ::poll(&request, 1, 0) == 0;
}

Written write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        long count = ::write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno == EPIPE ? Written::closed : Written::failed;
        bytes.remove_prefix(static_cast<size_t>(count));
    }
    return Written::all;
}

bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

std::optional<int> terminal_width(int descriptor) {
    winsize size{};
    if (!is_terminal(descriptor) || ::ioctl(descriptor, TIOCGWINSZ, &size) != 0) return std::nullopt;
    return size.ws_col == 0 ? 80 : size.ws_col;
}

std::string report_path(const std::string& path) {
    if (path == "-" || !fs::path(path).is_absolute()) return path;
    std::error_code error;
    fs::path here = fs::current_path(error);
    std::string relative = fs::path(path).lexically_relative(here).generic_string();
    bool below = !error && !relative.empty() && !relative.starts_with("..");
    return below ? relative : fs::path(path).filename().string();
}

std::string stem_of(const std::string& path) {
    if (path == "-") return "stdin";
    std::string stem = fs::path(path).stem().string();
    return stem.empty() ? path : stem;
}

}  // namespace nnshape
