#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/file.h"
#include "cli/run.h"
#include "support/catch.h"
#include "support/co_process.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;
using Json = nlohmann::ordered_json;

namespace {

const std::string relu = R"("input":[4,4,2],"layers":[{"type":"relu"}]})";

std::string line_of(const std::string& id) { return "{\"id\":" + id + "," + relu; }

std::vector<Json> reports_of(const std::string& in, const std::vector<std::string>& options = {}) {
    std::vector<std::string> args = {"batch"};
    args.insert(args.end(), options.begin(), options.end());
    std::istringstream lines(run_program(args, in).out);
    std::vector<Json> reports;
    for (std::string line; std::getline(lines, line);) reports.push_back(Json::parse(line));
    return reports;
}

}  // namespace

TEST_CASE("batch answers every line that is not blank, in its order") {
    auto reports = reports_of(line_of("1") + "\r\n\r\n \t\n" + line_of("2") + "\nnonsense\n\n" + line_of("3"));
    REQUIRE(reports.size() == 4);
    CHECK(reports[0]["id"] == 1);
    CHECK(reports[1]["id"] == 2);
    CHECK(reports[2]["line"] == 5);
    CHECK(reports[3]["id"] == 3);
    CHECK(run_shown({"batch"}, "").all.empty());
    CHECK(run_shown({"batch"}, "\n\n").all.empty());
}

TEST_CASE("a report of batch is one line with its keys in order") {
    CHECK(run_program({"batch", "--fields", "params,layers"}, line_of("\"a\"")).out ==
          R"({"id":"a","name":"","ok":true,"output":[4,4,2],"totals":{"layers":1,"params":0},"diagnostics":[]})"
          "\n");
    CHECK(run_program({"batch"}, "{\"id\":[1, 2] oops").out ==
          R"({"id":[1, 2],"line":1,"ok":false,"diagnostics":[{"code":"syntax","severity":"error",)"
          R"("message":"`oops` is not allowed here","help":"a `,` is missing before it",)"
          R"("line":1,"column":14,"end_line":1,"end_column":18}]})"
          "\n");
}

TEST_CASE("an id comes back as it is written") {
    const std::string ids[] = {"1",
                               "-1.50e+3",
                               "null",
                               "true",
                               R"("")",
                               R"("\u0041\\\"")",
                               "[1, [ ]]",
                               R"({"a": {"b": 2}})",
                               "123456789012345678901234567890",
                               R"("层")"};
    for (const std::string& id : ids) {
        INFO(id);
        CHECK(run_program({"batch"}, line_of(id)).out.find("{\"id\":" + id + ",\"name\"") == 0);
        CHECK(run_program({"batch"}, "{\"id\":" + id + ", \"input\": [1").out.find("{\"id\":" + id + ",\"line\":1,") ==
              0);
    }
}

TEST_CASE("a bad line never touches its neighbours") {
    const std::string bad[] = {"{",
                               "[]",
                               "3",
                               "\"",
                               "\xff",
                               "{\"id\":1,\"id\":2}",
                               "{}",
                               std::string("\0", 1),
                               "{\"input\":[4],\"layers\":[{\"type\":\"conv\",\"filters\":1,\"kernel\":1}]}",
                               std::string(100'000, '[')};
    const std::string alone = run_program({"batch"}, line_of("7")).out;
    for (const std::string& line : bad) {
        std::string out = run_program({"batch"}, line_of("7") + "\n" + line + "\n" + line_of("7") + "\n").out;
        INFO(out);
        CHECK(out.find(alone) == 0);
        CHECK(out.substr(out.size() - alone.size()) == alone);
        std::string between = out.substr(alone.size(), out.size() - 2 * alone.size());
        Json report = Json::parse(between);
        CHECK(report["ok"] == false);
        CHECK(report["line"] == 2);
        CHECK(report["diagnostics"][0]["line"] == 2);
    }
}

TEST_CASE("a line over 64 MiB is an error in its place") {
    constexpr size_t most = 64 << 20;
    std::string longest = line_of("2");
    longest.insert(1, std::string(most - longest.size(), ' '));
    auto reports =
        reports_of(line_of("1") + "\n" + longest + "\n " + longest + "\n" + line_of("4"), {"--fields", "params"});
    REQUIRE(reports.size() == 4);
    CHECK(reports[1]["id"] == 2);
    CHECK(reports[1]["ok"] == true);
    CHECK(reports[2]["diagnostics"][0]["code"] == "too-large");
    CHECK(reports[2]["line"] == 3);
    CHECK(reports[3]["id"] == 4);
}

TEST_CASE("warnings carry layer and message, errors line and column too") {
    const std::string line = R"({"input":[3,32,32],"layers":[{"type":"relu"}],"expect":{"params":7}})";
    Json diagnostics = reports_of("\n" + line)[0]["diagnostics"];
    REQUIRE(diagnostics.size() == 2);
    CHECK(diagnostics[0]["code"] == "suspect-input");
    CHECK(diagnostics[0]["layer"] == "input");
    CHECK(!diagnostics[0].contains("line"));
    CHECK(diagnostics[1]["code"] == "expectation-failed");
    CHECK(diagnostics[1]["line"] == 2);
    CHECK(diagnostics[1]["column"] == line.find('7') + 1);
}

TEST_CASE("a limit fails what exceeds it, and only that") {
    const std::string in = R"({"input":[4],"layers":[{"type":"dense","units":10}]})";  // 4·10 + 10 = 50
    struct Case {
        std::string limit;
        bool ok;
    };
    const Case cases[] = {{"params=50", true},          {"params=49", false},   {"layers=0", false},
                          {"layers=1,params=1k", true}, {"params=0.05k", true}, {"macs=39", false}};
    for (const Case& expected : cases) {
        INFO(expected.limit);
        Json report = reports_of(in, {"--limit", expected.limit})[0];
        CHECK(report["ok"] == expected.ok);
        CHECK(report["totals"]["params"] == 50);
    }
    CHECK(reports_of(in, {"--limit", "params=49"})[0]["diagnostics"][0]["message"] ==
          "`params` is 50, above the `--limit` of 49");
    CHECK(reports_of(in, {"--limit", "params=1", "--limit", "macs=1"})[0]["diagnostics"].size() == 2);
}

TEST_CASE("batch writes what is asked for and exits with 2 only where it is strict") {
    const std::string in = line_of("1") + "\nbad\n" + line_of("3") + "\n";
    CHECK(reports_of(in, {"--only", "ok"}).size() == 2);
    CHECK(reports_of(in, {"--only", "failed"}).size() == 1);
    CHECK(run_program({"batch"}, in).code == 0);
    CHECK(run_program({"batch", "--strict"}, in).code == 2);
    CHECK(run_program({"batch", "--strict", "--only", "ok"}, in).code == 2);
    CHECK(run_program({"batch", "--strict"}, line_of("1")).code == 0);
    Json report = reports_of(in, {"--layers", "--fields", "macs"})[0];
    CHECK(report["layers"][0]["type"] == "relu");
    CHECK(report["layers"][0]["output"].dump() == "[4,4,2]");
    CHECK(report["totals"].dump() == R"({"macs":0})");
}

TEST_CASE("batch answers a line as soon as it is there") {
    CoProcess batch({"batch", "--fields", "params"});
    for (int turn = 0; turn < 3; ++turn) {
        std::string id = std::to_string(turn);
        batch.send(line_of(id) + "\n");
        CHECK(batch.receive(10'000).find("{\"id\":" + id + ",") == 0);
    }
    batch.send(line_of("\"half\"").substr(0, 20));
    CHECK(batch.receive(50).empty());
    batch.send(line_of("\"half\"").substr(20) + "\n" + line_of("4") + "\n");
    std::string both;
    while (both.find("\"id\":4,") == std::string::npos) {
        std::string more = batch.receive(10'000);
        REQUIRE(!more.empty());
        both += more;
    }
    CHECK(both.find("{\"id\":\"half\",") == 0);
}

TEST_CASE("the memory of batch does not grow with the lines") {
    auto feed = [](int lines) {
        CoProcess batch({"batch", "--only", "failed"});
        std::string many;
        for (int line = 0; line < 50; ++line) many += line_of("\"" + std::string(1000, 'x') + "\"") + "\n";
        for (int sent = 0; sent < lines; sent += 50) batch.send(many);
    };
    auto peak = [] {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss;  // KiB
    };
    feed(1000);
    long before = peak();
    feed(10'000);  // 10 MB
    CHECK(peak() - before < 2048);
}

TEST_CASE("batch ends quietly where nobody reads, and with a message where it cannot write or read") {
    std::string in;
    for (int line = 0; line < 3000; ++line) in += line_of("1") + "\n";
    auto run_between = [&](int source, int sink, std::string& err) {
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        int code = run({"batch", "--strict"}, {source, sink, ends[1]});
        close(ends[1]);
        char buffer[4096];
        err.assign(buffer, static_cast<size_t>(read_some(ends[0], buffer, sizeof buffer)));
        close(ends[0]);
        return code;
    };
    std::string path = "/tmp/nnshape-test-batch-" + std::to_string(getpid());
    REQUIRE(!write_file(path, in));
    std::string err;

    int source = open(path.c_str(), O_RDONLY);
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    close(ends[0]);
    CHECK(run_between(source, ends[1], err) == 0);
    CHECK(err.empty());
    close(ends[1]);
    close(source);

    source = open(path.c_str(), O_RDONLY);
    int full = open("/dev/full", O_WRONLY);
    CHECK(run_between(source, full, err) == 2);
    CHECK(err == "nnshape: cannot write: the disk is full\n");
    close(full);
    close(source);
    unlink(path.c_str());

    int folder = open("/tmp", O_RDONLY), nowhere = open("/dev/null", O_WRONLY);
    CHECK(run_between(folder, nowhere, err) == 2);
    CHECK(err == "nnshape: cannot read standard input: it is a folder\n");
    close(folder);
    close(nowhere);
}
