#include "support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <thread>

#include "support/catch.h"
#include "support/program.h"
#include "support/shell.h"

namespace nnshape::test {

Pipe::Pipe() { REQUIRE(pipe2(ends_, O_CLOEXEC) == 0); }

Pipe::~Pipe() {
    close_read_end();
    close_write_end();
}

void Pipe::close_end(size_t end) {
    if (ends_[end] >= 0) close(ends_[end]);
    ends_[end] = -1;
}

std::string Pipe::receive() const {
    pollfd request{read_end(), POLLIN, 0};
    if (poll(&request, 1, 10'000) != 1) return {};
    char buffer[1 << 16];
    long count = read_some(read_end(), buffer, sizeof buffer);
    return {buffer, static_cast<size_t>(std::max(count, 0L))};
}

std::string Pipe::receive_all() const {
    std::string all;
    for (std::string more = receive(); !more.empty(); more = receive()) all += more;
    return all;
}

Process::Process(const std::vector<std::string>& args, const Streams& streams) {
    std::string path = binary();
    std::vector<std::string> words = args;
    words.insert(words.begin(), path);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    process_ = fork();
    if (process_ == 0) {
        dup2(streams.in, 0), dup2(streams.out, 1), dup2(streams.err, 2);
        setenv("ASAN_OPTIONS", "quarantine_size_mb=1", 0);  // or what is freed counts as memory for long
        execv(path.c_str(), arguments.data());
        _exit(127);
    }
    REQUIRE(process_ > 0);
}

Process::~Process() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
}

void Process::send_signal(int signal) const { REQUIRE(kill(process_, signal) == 0); }

long Process::peak_memory() const {
    std::string status = read_text_file("/proc/" + std::to_string(process_) + "/status");
    size_t at = status.find("VmHWM:");
    REQUIRE(at != std::string::npos);
    return std::stol(status.substr(at + 6));
}

int Process::wait() {
    for (int turn = 0; turn < 2000; ++turn) {
        int status = 0;
        if (waitpid(process_, &status, WNOHANG) == process_) {
            process_ = 0;
            return status;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return -1;
}

}  // namespace nnshape::test
