#include <fcntl.h>
#include <unistd.h>
#include <csignal>

#include "properties/random.h"
#include "support/catch.h"
#include "support/co_process.h"
#include "support/process.h"
#include "support/program.h"
#include "support/shell.h"

// batch with several jobs: nothing but the time it takes may tell them from one.
using namespace nnshape;
using namespace nnshape::test;

namespace {

const std::vector<std::string> job_counts = {"1", "2", "3", "8", "0"};

std::string spec_line(int64_t id, int64_t size) {
    return "{\"id\":" + std::to_string(id) + ",\"input\":[" + std::to_string(size) +
           R"(,28,1],"layers":[{"type":"conv","filters":6,"kernel":5},{"type":"relu"},{"type":"dense","units":10}]})";
}

// A line of any kind: a spec as a rule, else one with warnings, a wrong one, none at all, or blanks.
std::string any_line(int64_t id, Random& random) {
    const std::string others[] = {
        "",
        " \t",
        "not json",
        "\xff\xfe",
        "{\"id\":" + std::to_string(id) + ",\"input\":[4",
        R"({"input":[3,32,32],"layers":[{"type":"relu"}],"expect":{"params":7}})",
        R"({"input":[3,32,32],"layers":[{"type":"nothing"}]})",
        R"({"name":"\u00e9","input":[8],"layers":[{"type":"repeat","times":3,"layers":[{"type":"dense","units":8}]}]})",
        std::string(5000, '['),
    };
    return random.chance(70) ? spec_line(id, random.number(1, 99)) : random.one_of(others);
}

// Blanks make many blocks of it at little cost; the last line has no end.
std::string many_lines(int64_t count) {
    Random random(1);
    std::string all;
    for (int64_t id = 0; id < count; ++id) {
        all += any_line(id, random) + std::string(static_cast<size_t>(random.number(0, 2000)), ' ');
        if (id + 1 < count) all += random.chance(20) ? "\r\n" : "\n";
    }
    return all;
}

std::vector<std::string> with_jobs(std::vector<std::string> args, const std::string& jobs) {
    args.insert(args.begin(), {"batch", "-j", jobs});
    return args;
}

}  // namespace

TEST_CASE("batch writes the same bytes for any number of jobs") {
    const std::string in = many_lines(3000);
    REQUIRE(in.size() > 2'500'000);  // ten blocks
    struct Case {
        std::vector<std::string> options;
        int code;
    };
    const Case cases[] = {
        {{}, 0},
        {{"--layers"}, 0},
        {{"--fields", "params,peak_layer"}, 0},
        {{"--only", "ok"}, 0},
        {{"--only", "failed"}, 0},
        {{"--limit", "params=20k", "--only", "failed", "--fields", "params"}, 0},
        {{"--strict"}, 2},
    };
    std::vector<std::string> outs;
    for (const Case& one : cases) {
        Ran alone = run_program(with_jobs(one.options, "1"), in);
        CHECK(alone.code == one.code);
        CHECK(alone.err == "");
        for (const std::string& jobs : job_counts) {
            INFO(jobs);
            Ran ran = run_program(with_jobs(one.options, jobs), in);
            REQUIRE(ran.code == alone.code);
            REQUIRE(ran.err == "");
            REQUIRE((ran.out == alone.out));
        }
        outs.push_back(alone.out);
    }
    CHECK(outs[0] == outs[6]);
    CHECK(outs[1].size() > outs[0].size());
    CHECK(outs[3].size() + outs[4].size() == outs[0].size());
}

TEST_CASE("a file gives the same bytes as standard input, with several jobs too") {
    WorkFolder folder;
    const std::string in = many_lines(500), path = folder.write("specs.ndjson", in);
    for (std::string jobs : {"1", "4"}) {
        CHECK(run_program({"batch", path, "--jobs", jobs}).out == run_program({"batch"}, in).out);
    }
}

TEST_CASE("what has no lines has no reports, with any number of jobs") {
    for (const std::string& jobs : job_counts) {
        for (std::string in : {"", "\n", "\n\n \r\n\t"}) {
            Ran ran = run_program({"batch", "--strict", "--jobs", jobs}, in);
            CHECK(ran.out + ran.err == "");
            CHECK(ran.code == 0);
        }
    }
}

TEST_CASE("batch answers line by line, with several jobs too") {
    for (std::string jobs : {"1", "4"}) {
        INFO(jobs);
        CoProcess batch({"batch", "--jobs", jobs, "--fields", "params"});
        auto answer_to = [](int64_t id) { return run_program({"batch", "--fields", "params"}, spec_line(id, 28)).out; };
        for (int64_t id = 0; id < 20; ++id) {
            batch.send(spec_line(id, 28) + "\n");
            REQUIRE(batch.receive_lines(1) == answer_to(id));
        }
        batch.send(spec_line(20, 28) + "\n" + spec_line(21, 28) + "\r\n");
        REQUIRE(batch.receive_lines(2) == answer_to(20) + answer_to(21));
        batch.send("\n" + spec_line(22, 28) + "\n" + spec_line(23, 28).substr(0, 30));
        REQUIRE(batch.receive_lines(1) == answer_to(22));
        CHECK(batch.receive(50) == "");
        batch.send(spec_line(23, 28).substr(30) + "\n");
        REQUIRE(batch.receive_lines(1) == answer_to(23));
        batch.send("{\n");
        CHECK(batch.receive_lines(1).find("{\"line\":26,\"ok\":false,") == 0);
    }
}

TEST_CASE("a line over 64 MiB stands in its place, with several jobs too") {
    const std::string before = many_lines(300) + "\n", after = "\n" + many_lines(300);
    const std::string in = before + std::string(65 << 20, 'x') + after;
    std::string out = run_program({"batch", "-j", "2"}, in).out;
    CHECK((out == run_program({"batch", "-j", "1"}, in).out));
    const std::string too_long =
        R"({"line":301,"ok":false,"diagnostics":[{"code":"too-large","severity":"error",)"
        R"("message":"the line is longer than 64 MiB","line":301,"column":1,"end_line":301,"end_column":1}]})"
        "\n";
    CHECK(out.find(run_program({"batch"}, before).out + too_long) == 0);
    CHECK(run_program({"batch", "-j", "2", "--only", "ok"}, in).out.find("too-large") == std::string::npos);
}

TEST_CASE("a number of jobs is one from 0 to 1024") {
    for (std::string jobs : {"x", "-1", "1025", "", "2.5", "0x4", "99999999999999999999"}) {
        Ran ran = run_program({"batch", "--jobs", jobs}, spec_line(1, 28));
        CHECK(ran.err == "nnshape: `" + jobs +
                             "` is not a number of jobs; for example `--jobs 4`, or 0 for one on each processor\n");
        CHECK(ran.out == "");
        CHECK(ran.code == 2);
    }
    CHECK(run_program({"batch", "-j", "1024"}, spec_line(1, 28)).out == run_program({"batch"}, spec_line(1, 28)).out);
}

TEST_CASE("batch with two jobs ends quietly where nobody reads, and with a message on a full disk") {
    WorkFolder folder;
    int in = open(folder.write("specs.ndjson", many_lines(2000)).c_str(), O_RDONLY | O_CLOEXEC);
    Pipe out, err;
    out.close_read_end();
    Process closed({"batch", "-j", "2"}, {in, out.write_end(), err.write_end()});
    err.close_write_end();
    CHECK(closed.wait() == 0);
    CHECK(err.receive_all() == "");

    lseek(in, 0, SEEK_SET);
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    Pipe told;
    Process refused({"batch", "-j", "2"}, {in, full, told.write_end()});
    told.close_write_end();
    CHECK(refused.wait() == 2 << 8);
    CHECK(told.receive_all() == "nnshape: cannot write: the disk is full\n");
    close(full);
    close(in);
}
