#include <fmt/format.h>
#include <algorithm>
#include <cerrno>
#include <span>

#include "cli/command.h"
#include "failure/faults.h"
#include "failure/invocation.h"
#include "support/catch.h"

// Every read, write, close and rename failing in turn, and done by halves: a result is whole, or the exit code is 2.
using namespace nnshape;
using namespace nnshape::test;

namespace {

struct FailingCall {
    SystemCall call;
    int error;
    std::string_view words;  // of the message
};

// Reads and writes are cut into about so many pieces, so that a failure comes half way.
constexpr size_t pieces = 3;

size_t piece_of(const Invocation& invocation, const FailingCall& failing, const FileRun& right) {
    size_t read = std::max(invocation.spec.size(), invocation.in.size());
    return 1 + (failing.call == SystemCall::read ? read : right.out.size() + right.err.size()) / pieces;
}

using Judge = std::string(const FailingCall& failing, const FileRun& ran, const FileRun& right);

// Runs with each call of a kind failing in turn, until there are no more; `judge` says what is wrong with a run.
std::string first_problem(const Invocation& invocation, const FailingCall& failing, Judge& judge, int& runs) {
    FileRun right = run_failing(invocation, [] {}).ran;
    size_t piece = piece_of(invocation, failing, right);
    for (uint64_t number = 1;; ++number, ++runs) {
        Failing result = run_failing(invocation, [&] {
            fail_calls(failing.call, {number, number, failing.error}, piece);
        });
        bool same = result.ran.out == right.out && result.ran.err == right.err && result.ran.code == right.code;
        if (!result.failed) return same ? "" : "the result is another without any failure";
        std::string problem = result.files == 1 ? judge(failing, result.ran, right) : "a file is left behind";
        if (problem.empty()) continue;
        return fmt::format("call {}, errno {}: {} (exit {}, {})", number, failing.error, problem, result.ran.code,
                           result.ran.err);
    }
}

void check_each(std::span<const FailingCall> calls, Judge& judge) {
    for (const Invocation& invocation : invocations()) {
        INFO(words_of(invocation));
        for (const FailingCall& failing : calls) {
            int runs = 0;
            CHECK(first_problem(invocation, failing, judge, runs) == "");
            if (failing.call == SystemCall::write) CHECK(runs > 1);
        }
    }
}

bool is_same(const FileRun& ran, const FileRun& right) {
    return ran.code == right.code && ran.out == right.out && ran.err == right.err && ran.spec == right.spec;
}

std::string problem_of_unnoticed(const FailingCall&, const FileRun& ran, const FileRun& right) {
    return is_same(ran, right) ? "" : "the result is another";
}

std::string problem_of_read(const FailingCall& failing, const FileRun& ran, const FileRun&) {
    if (ran.code != 2) return "read by halves";
    bool said = (ran.err + ran.out).find(failing.words) != std::string::npos;
    return said ? "" : "the message is another";
}

// Standard error that fails cannot say so.
std::string problem_of_write(const FailingCall& failing, const FileRun& ran, const FileRun& right) {
    if (ran.code != 2) return "written by halves";
    if (!right.out.starts_with(ran.out)) return "what was written is no part of the result";
    bool cut = ran.out != right.out || ran.spec != right.spec;
    return !cut || ran.err.ends_with(failing.words) ? "" : "the message is another";
}

std::string problem_of_closed_pipe(const FailingCall&, const FileRun& ran, const FileRun& right) {
    if (ran.err.ends_with(".nn`: Broken pipe\n")) return ran.code == 2 ? "" : "a file cut short";  // which is no pipe
    if (ran.code != right.code) return "the exit code is another";
    bool quiet = right.err.starts_with(ran.err) && right.out.starts_with(ran.out);
    return quiet ? "" : "a closed pipe is told of";
}

// A call that fails when its turn comes.
struct FailingAt {
    FailingCall failing;
    uint64_t number;
};

// The result, which cannot be written to its file, and says why.
Failing run_refused(const Invocation& invocation, const FailingAt& one) {
    INFO(static_cast<int>(one.failing.call) << " " << one.failing.error);
    Failing result = run_failing(invocation, [&] {
        fail_calls(one.failing.call, {one.number, one.number, one.failing.error}, 20);
    });
    CHECK(result.failed);
    CHECK(result.ran.code == 2);
    CHECK(result.ran.err.ends_with(fmt::format("/sample.nn`: {}\n", one.failing.words)));
    return result;
}

}  // namespace

TEST_CASE("a signal, a stream that does not wait and pieces of any size change nothing") {
    constexpr FailingCall calls[] = {{SystemCall::read, EINTR, {}},
                                     {SystemCall::read, EAGAIN, {}},
                                     {SystemCall::write, EINTR, {}},
                                     {SystemCall::write, EAGAIN, {}}};
    check_each(calls, problem_of_unnoticed);
}

TEST_CASE("a read that fails is an error, wherever it does") {
    constexpr FailingCall calls[] = {{SystemCall::read, EIO, "Input/output error"}};
    check_each(calls, problem_of_read);
}

TEST_CASE("a write that fails is never passed over, to either stream") {
    constexpr FailingCall calls[] = {{SystemCall::write, EIO, "Input/output error\n"},
                                     {SystemCall::write, ENOSPC, "the disk is full\n"},
                                     {SystemCall::write, 0, "Input/output error\n"}};
    check_each(calls, problem_of_write);
}

TEST_CASE("a pipe that nobody reads any more ends a command quietly") {
    constexpr FailingCall calls[] = {{SystemCall::write, EPIPE, {}}};
    check_each(calls, problem_of_closed_pipe);
}

TEST_CASE("a file that cannot be written anew stays as it was") {
    const FailingAt cases[] = {
        {{SystemCall::write, ENOSPC, "the disk is full"}, 1},
        {{SystemCall::write, ENOSPC, "the disk is full"}, 3},
        {{SystemCall::write, EIO, "Input/output error"}, 2},
        {{SystemCall::write, EPIPE, "Broken pipe"}, 2},
        {{SystemCall::close, ENOSPC, "the disk is full"}, 3},  // those before read the spec and its attributes
        {{SystemCall::fchmod, EPERM, "Operation not permitted"}, 1},
        {{SystemCall::rename, EIO, "Input/output error"}, 1},
    };
    const Invocation invocation{{"annotate", "--in-place", "SPEC"}, "input 28x28x1\nconv 6 5\ndense 10\n", {}};
    for (const FailingAt& one : cases) {
        INFO(static_cast<int>(one.failing.call) << " " << one.failing.error);
        Failing result = run_refused(invocation, one);
        CHECK(result.ran.spec == invocation.spec);
        CHECK(result.files == 1);
    }
    CHECK(run_failing(invocation, [] {}).ran.spec != invocation.spec);
}

TEST_CASE("a result that cannot be written to its file is an error") {
    const FailingAt cases[] = {{{SystemCall::write, ENOSPC, "the disk is full"}, 2},
                               {{SystemCall::write, EIO, "Input/output error"}, 1},
                               {{SystemCall::close, ENOSPC, "the disk is full"}, 3},
                               {{SystemCall::rename, EIO, "Input/output error"}, 1}};
    const Invocation invocation{{"show", "specs/lenet-5.nn", "-o", "SPEC"}, "before\n", {}};
    for (const FailingAt& one : cases) {
        Failing result = run_refused(invocation, one);
        CHECK(result.ran.spec == "before\n");
        CHECK(result.files == 1);
    }
}

TEST_CASE("a write that fails is told of, and not the close behind it") {
    const Invocation invocation{{"show", "specs/lenet-5.nn", "-o", "SPEC"}, {}, {}};
    Failing result = run_failing(invocation, [] {
        fail_calls(SystemCall::write, {1, 1, ENOSPC}, 20);
        fail_calls(SystemCall::close, {3, 3, EIO}, 20);
    });
    CHECK(result.ran.code == 2);
    CHECK(result.ran.err.ends_with("/sample.nn`: the disk is full\n"));
}

TEST_CASE("a file that is a pipe nobody reads any more ends a command quietly") {
    const Invocation invocation{{"show", "specs/lenet-5.nn", "-o", "/dev/null"}, {}, {}};
    Failing result = run_failing(invocation, [] { fail_calls(SystemCall::write, {2, 2, EPIPE}, 20); });
    CHECK(result.failed);
    CHECK(result.ran.code == 0);
    CHECK(result.ran.err == "");
}

TEST_CASE("every command has its turn at failing") {
    auto all = invocations();
    for (const Command& command : all_commands()) {
        INFO(command.name);
        CHECK(std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.args[0] == command.name; }));
    }
}
