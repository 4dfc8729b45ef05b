#include "support/co_process.h"

#include <poll.h>
#include <unistd.h>
#include <algorithm>

#include "cli/run.h"
#include "support/catch.h"

namespace nnshape::test {

CoProcess::CoProcess(std::vector<std::string> args) {
    REQUIRE(pipe(in_) == 0);
    REQUIRE(pipe(out_) == 0);
    thread_ = std::thread([this, args = std::move(args)] {
        run(args, {in_[0], out_[1], 2});
        close(out_[1]);
    });
}

CoProcess::~CoProcess() {
    close(in_[1]);
    thread_.join();
    close(in_[0]);
    close(out_[0]);
}

void CoProcess::send(const std::string& bytes) { write_all(in_[1], bytes); }

std::string CoProcess::receive(int milliseconds) {
    pollfd request{out_[0], POLLIN, 0};
    if (poll(&request, 1, milliseconds) != 1) return {};
    char buffer[1 << 16];
    return {buffer, static_cast<size_t>(read_some(out_[0], buffer, sizeof buffer))};
}

std::string CoProcess::receive_lines(size_t count) {
    std::string lines;
    while (static_cast<size_t>(std::count(lines.begin(), lines.end(), '\n')) < count) {
        std::string more = receive(10'000);
        if (more.empty()) break;
        lines += more;
    }
    return lines;
}

}  // namespace nnshape::test
