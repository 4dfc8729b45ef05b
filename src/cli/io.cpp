#include "cli/io.h"

#include "base/text.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <cerrno>
#include <cstdlib>

namespace nnshape {
namespace {

// Whether to repeat a call that failed: a signal interrupted it, or the descriptor is non-blocking. In the second case
// this waits until the descriptor is ready.
bool waits_out(int descriptor, short event) {
    if (errno == EINTR) return true;
    if (errno != EAGAIN) return false;
    pollfd request{descriptor, event, 0};
    ::poll(&request, 1, -1);
    return true;
}

}  // namespace

long read_some(int descriptor, char* buffer, size_t size) {
    while (true) {
        long count = ::read(descriptor, buffer, size);
        if (count >= 0 || !waits_out(descriptor, POLLIN)) return count;
    }
}

bool would_wait(int descriptor) {
    pollfd request{descriptor, POLLIN, 0};
    return ::poll(&request, 1, 0) == 0;
}

Written write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        long count = ::write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && waits_out(descriptor, POLLOUT)) continue;
        if (count < 0) return errno == EPIPE ? Written::closed : Written::failed;
        if (count == 0) {
            errno = EIO;
            return Written::failed;
        }
        bytes.remove_prefix(static_cast<size_t>(count));
    }
    return Written::all;
}

bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

std::optional<int> terminal_width(int descriptor) {
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0) return std::nullopt;
    return size.ws_col == 0 ? 80 : size.ws_col;
}

bool is_utf8_locale() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const char* value = std::getenv(name);
        if (value && *value != '\0') return folded(value).find("utf8") != std::string::npos;
    }
    return true;
}

}  // namespace nnshape
