#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "properties/random.h"
#include "support/catch.h"
#include "support/process.h"
#include "support/program.h"

// batch as a process: what a signal does to it, what a terminal shows of it, what memory it takes.
using namespace nnshape;
using namespace nnshape::test;

namespace {

const std::string line = R"({"id":1,"input":[4,4,2],"layers":[{"type":"relu"}]})"
                         "\n";

std::string report() { return run_program({"batch"}, line).out; }

std::string times(size_t count, const std::string& text) {
    std::string all;
    for (size_t turn = 0; turn < count; ++turn) all += text;
    return all;
}

// The screen's side of a terminal, and the program's.
class Terminal {
  public:
    Terminal() : screen_(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
        REQUIRE(screen_ >= 0);
        REQUIRE(grantpt(screen_) == 0);
        REQUIRE(unlockpt(screen_) == 0);
        program_ = open(ptsname(screen_), O_RDWR | O_NOCTTY | O_CLOEXEC);
        REQUIRE(program_ >= 0);
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;
    ~Terminal() {
        if (program_ >= 0) close(program_);
        close(screen_);
    }

    int program() const { return program_; }

    /// All that was shown, once no process has the terminal any more.
    std::string shown() {
        close(program_);
        program_ = -1;
        std::string all;
        char buffer[4096];
        for (long count; (count = read_some(screen_, buffer, sizeof buffer)) > 0;) {
            all.append(buffer, static_cast<size_t>(count));
        }
        return all;
    }

  private:
    int screen_, program_ = -1;
};

// What is left of a line that carriage returns go back to the beginning of, trailing blanks aside.
std::string left_of(const std::string& shown) {
    std::string row;
    size_t column = 0;
    for (char letter : shown) {
        if (letter == '\r') {
            column = 0;
            continue;
        }
        row.resize(std::max(row.size(), column + 1), ' ');
        row[column++] = letter;
    }
    return row.substr(0, row.find_last_not_of(' ') + 1);
}

// Sends lines for half a second, reading every answer.
void talk_for_a_while(const Pipe& in, const Pipe& out) {
    for (int turn = 0; turn < 5; ++turn) {
        write_all(in.write_end(), times(300, line));
        for (size_t lines = 0; lines < 300;) {
            std::string more = out.receive();
            REQUIRE(!more.empty());
            lines += static_cast<size_t>(std::count(more.begin(), more.end(), '\n'));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(120));
    }
}

}  // namespace

TEST_CASE("a signal ends batch after a whole line, by that signal") {
    for (int signal : {SIGINT, SIGTERM}) {
        for (std::string jobs : {"1", "3"}) {
            INFO(jobs << " jobs, signal " << signal);
            Pipe in, out, err;
            Process batch({"batch", "-j", jobs}, {in.read_end(), out.write_end(), err.write_end()});
            out.close_write_end();
            err.close_write_end();
            write_all(in.write_end(), times(50, line) + line.substr(0, 20));
            std::string written = out.receive();
            REQUIRE(!written.empty());
            batch.send_signal(signal);
            int status = batch.wait();
            CHECK(WIFSIGNALED(status));
            CHECK(WTERMSIG(status) == signal);
            CHECK(written + out.receive_all() == times(50, report()));
            CHECK(err.receive_all() == "");
        }
    }
}

TEST_CASE("a signal ends batch within a second, whatever a line holds") {
    const std::string endless = R"({"input": [8], "layers": [{"type": "repeat", "times": 9000000, "layers": )"
                                R"([{"type": "relu"}]}]})"
                                "\n";
    for (std::string jobs : {"1", "2"}) {
        INFO(jobs);
        Pipe in, out, err;
        Process batch({"batch", "-j", jobs}, {in.read_end(), out.write_end(), err.write_end()});
        out.close_write_end();
        write_all(in.write_end(), line);
        REQUIRE(!out.receive().empty());
        write_all(in.write_end(), endless);
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        auto begin = std::chrono::steady_clock::now();
        batch.send_signal(SIGTERM);
        int status = batch.wait();
        CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(1'500));  // a loaded machine
        CHECK(WIFSIGNALED(status));
        CHECK(WTERMSIG(status) == SIGTERM);
    }
}

TEST_CASE("a signal while input and output never stop leaves whole lines alone") {
    for (std::string jobs : {"1", "2"}) {
        INFO(jobs);
        Pipe in, out, err;
        Process batch({"batch", "-j", jobs}, {in.read_end(), out.write_end(), err.write_end()});
        out.close_write_end();
        in.close_read_end();
        std::thread feeder([&] {
            std::string many = times(500, line);
            while (write_all(in.write_end(), many) == Written::all) {}
        });
        std::string written;
        while (written.size() < 500'000) written += out.receive();
        batch.send_signal(SIGTERM);
        written += out.receive_all();
        int status = batch.wait();
        feeder.join();
        CHECK(WIFSIGNALED(status));
        CHECK(WTERMSIG(status) == SIGTERM);
        const std::string one = report();
        CHECK(written.size() % one.size() == 0);
        CHECK((written == times(written.size() / one.size(), one)));
    }
}

TEST_CASE("a signal that whoever starts batch ignores is ignored") {
    Pipe in, out, err;
    std::signal(SIGINT, SIG_IGN);
    Process batch({"batch"}, {in.read_end(), out.write_end(), err.write_end()});
    std::signal(SIGINT, SIG_DFL);
    write_all(in.write_end(), line);
    CHECK(out.receive() == report());
    batch.send_signal(SIGINT);
    write_all(in.write_end(), line);
    CHECK(out.receive() == report());
    in.close_write_end();
    CHECK(batch.wait() == 0);
}

TEST_CASE("a terminal shows how far batch is, on a line that is gone in the end") {
    for (std::string jobs : {"1", "2"}) {
        Pipe in, out;
        Terminal terminal;
        Process batch({"batch", "-j", jobs}, {in.read_end(), out.write_end(), terminal.program()});
        talk_for_a_while(in, out);
        in.close_write_end();
        CHECK(batch.wait() == 0);
        std::string shown = terminal.shown();
        INFO(shown);
        CHECK(shown.find(" specs, 0 of them failed, ") != std::string::npos);
        CHECK(shown.find(" a second") != std::string::npos);
        CHECK(shown.find('\n') == std::string::npos);
        CHECK(std::count(shown.begin(), shown.end(), '\r') >= 3);
        CHECK(left_of(shown) == "");
    }
}

TEST_CASE("the line of progress gives way to a message and to a signal") {
    Pipe in, out;
    Terminal terminal;
    Process batch({"batch"}, {in.read_end(), out.write_end(), terminal.program()});
    talk_for_a_while(in, out);
    batch.send_signal(SIGINT);
    CHECK(WIFSIGNALED(batch.wait()));
    std::string shown = terminal.shown();
    CHECK(shown.find(" specs, ") != std::string::npos);
    CHECK(left_of(shown) == "");
}

TEST_CASE("no progress is shown where reports go to the terminal, or messages do not") {
    Pipe in;
    Terminal terminal;
    Process batch({"batch"}, {in.read_end(), terminal.program(), terminal.program()});
    for (int turn = 0; turn < 3; ++turn) {
        write_all(in.write_end(), line);
        std::this_thread::sleep_for(std::chrono::milliseconds(250));
    }
    in.close_write_end();
    CHECK(batch.wait() == 0);
    std::string ending = report();
    ending.insert(ending.size() - 1, "\r");  // as a terminal has it
    CHECK(terminal.shown() == times(3, ending));

    Pipe again, out, err;
    Process quiet({"batch"}, {again.read_end(), out.write_end(), err.write_end()});
    err.close_write_end();
    talk_for_a_while(again, out);
    again.close_write_end();
    CHECK(quiet.wait() == 0);
    CHECK(err.receive_all() == "");
}

TEST_CASE("the memory of batch does not grow with the lines of large networks") {
    const std::string large = R"({"input":[4],"layers":[{"type":"repeat","times":20000,"layers":[{"type":"relu"}]}]})"
                              "\n";
    for (std::string jobs : {"1", "2"}) {
        Pipe in, out, err;
        Process batch({"batch", "-j", jobs}, {in.read_end(), out.write_end(), err.write_end()});
        auto feed = [&](int lines) {
            for (int turn = 0; turn < lines; ++turn) {
                write_all(in.write_end(), large);
                REQUIRE(!out.receive().empty());
            }
            return batch.peak_memory();
        };
        long before = feed(15);
        long after = feed(static_cast<int>(case_count(40)));
        in.close_write_end();
        CHECK(batch.wait() == 0);
        INFO(before << " and then " << after << " KiB");
        CHECK(after - before < 4096);
    }
}
