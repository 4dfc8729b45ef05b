#include <cstdio>
#include <cstdlib>

#include "cli/command.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

TEST_CASE("a command says what may follow") {
    struct Case {
        std::vector<std::string> args;
        std::string out;
    };
    const Case cases[] = {
        {{"show", "--complete", "-f", ""}, "table\njson\ncsv\nmarkdown\n"},
        {{"show", "--complete", "--format", "=", "js"}, "table\njson\ncsv\nmarkdown\n"},  // as bash takes it apart
        {{"show", "--complete", "--format", "="}, "table\njson\ncsv\nmarkdown\n"},
        {{"show", "--complete", "--layout=C"}, "--layout=HWC\n--layout=CHW\n"},  // as zsh and fish do not
        {{"alexnet.nn", "--complete", "--color", ""}, "auto\nalways\nnever\n"},
        {{"show", "--complete", ""}, ""},  // files
        {{"show", "--complete", "--output", ""}, ""},
        {{"show", "--complete", "alexnet.nn", ""}, ""},
        {{"solve", "--complete", ""}, ""},  // takes no words
        {{"show", "--complete"}, ""},
        {{"schema", "--complete", "s"}, "spec\nreport\ncheck\n"},
        {{"completion", "--complete", ""}, "bash\nzsh\nfish\n"},
        {{"rules", "--complete", "--fo"}, "--format\n--json\n--output\n--force\n--help\n"},
        {{"rules", "--complete", "-"}, "--format\n--json\n--output\n--force\n--help\n"},
    };
    for (const Case& wanted : cases) {
        INFO(wanted.args[0] << " " << wanted.args.back());
        Ran ran = run_program(wanted.args);
        CHECK(ran.out == wanted.out);
        CHECK(ran.code == 0);
    }
}

TEST_CASE("every command stands in every shell's script, which its shell reads without an error") {
    for (std::string shell : {"bash", "zsh", "fish"}) {
        INFO(shell);
        Ran ran = run_program({"completion", shell});
        for (const Command& command : all_commands()) CHECK(ran.out.find(command.name) != std::string::npos);
        if (std::system(("command -v " + shell + " >/dev/null").c_str()) != 0) continue;
        FILE* reader = popen((shell + " -n /dev/stdin").c_str(), "w");
        REQUIRE(reader);
        std::fwrite(ran.out.data(), 1, ran.out.size(), reader);
        CHECK(pclose(reader) == 0);
    }
}
