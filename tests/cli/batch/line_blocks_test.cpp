#include "cli/batch/line_blocks.h"

#include <sys/resource.h>
#include <cerrno>

#include "support/catch.h"
#include "support/process.h"
#include "support/program.h"

// What batch reads: whole lines, of any length, until a signal comes.
using namespace nnshape;
using namespace nnshape::test;

namespace {

// A signal to this thread, which is told of it only while it waits.
void raise_held_back(int signal) { REQUIRE(pthread_kill(pthread_self(), signal) == 0); }

bool is_pending(int signal) {
    sigset_t pending;
    sigpending(&pending);
    return sigismember(&pending, signal) == 1;
}

}  // namespace

TEST_CASE("a line far beyond the longest stands alone and empty, at the end too") {
    const std::string excess(longest_line + (1 << 20), 'x');
    struct Case {
        std::string in;
        std::vector<std::string> blocks;
    };
    const Case cases[] = {
        {"a\n" + excess + "\nb\nc", {"1: a\n", "2: too long", "3: b\nc"}},
        {excess + "\n" + excess, {"1: too long", "2: too long"}},
    };
    for (const Case& one : cases) {
        MemoryFile in(one.in);
        Interrupt interrupt;
        LineBlocks blocks(in.descriptor(), interrupt);
        std::vector<std::string> found;
        for (LineBlock block; blocks.next(block);) {
            found.push_back(std::to_string(block.first_line) + ": " + (block.too_long ? "too long" : block.text));
        }
        CHECK(found == one.blocks);
        CHECK(blocks.error() == 0);
    }
}

TEST_CASE("a signal ends the lines, and is there for whoever started the program") {
    for (int signal : {SIGINT, SIGTERM}) {
        Pipe in;
        Interrupt interrupt;
        LineBlocks blocks(in.read_end(), interrupt);
        LineBlock block;
        write_all(in.write_end(), "a\nb");
        CHECK(blocks.next(block));
        CHECK(block.text == "a\n");
        Interrupt::Shield shield;
        raise_held_back(signal);
        CHECK(!blocks.next(block));
        CHECK(blocks.error() == EINTR);
        CHECK(!is_pending(signal));
        CHECK(!interrupt.wait_for(in.read_end()));
        interrupt.pass_on();
        REQUIRE(is_pending(signal));
        sigset_t only;
        sigemptyset(&only);
        sigaddset(&only, signal);
        int taken = 0;
        REQUIRE(sigwait(&only, &taken) == 0);
        interrupt.pass_on();  // once
        CHECK(!is_pending(signal));
    }
}

TEST_CASE("where the system cannot wait, what is there is read") {
    Pipe in;
    Interrupt interrupt;
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
    rlimit none{0, before.rlim_max};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &none) == 0);  // fewer than are to be waited for
    bool goes_on = interrupt.wait_for(in.read_end());
    REQUIRE(setrlimit(RLIMIT_NOFILE, &before) == 0);
    CHECK(goes_on);
}
