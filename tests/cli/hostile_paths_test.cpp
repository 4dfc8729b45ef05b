#include <sys/stat.h>

#include "support/catch.h"
#include "support/program.h"
#include "support/shell.h"

// Paths that are no ordinary files, and specs without an end.
using namespace nnshape::test;

TEST_CASE("what cannot be read as a file is an error of one line") {
    WorkFolder folder;
    std::string longest(300, 'a');
    struct Case {
        std::string path, message;
    };
    const Case cases[] = {
        {"/proc/self/mem", "nnshape: cannot read `/proc/self/mem`: Input/output error\n"},
        {"/dev/null/x", "nnshape: cannot read `/dev/null/x`: Not a directory\n"},
        {folder.path() + "/none", "nnshape: cannot read `" + folder.path() + "/none`: there is no such file\n"},
        {longest, "nnshape: cannot read `" + longest + "`: File name too long\n"},
        {"", "nnshape: cannot read ``: there is no such file\n"},
    };
    for (const Case& one : cases) {
        for (const std::string command : {"show", "check", "annotate", "sizes", "explain", "draw", "batch"}) {
            INFO(command << " " << one.path);
            Ran ran = run_program({command, one.path});
            CHECK(ran.code == 2);
            std::string summary = command == "check" ? "1 spec: 0 errors, 0 warnings, 1 unreadable\n" : "";
            CHECK(ran.out + ran.err == one.message + summary);
        }
    }
}

TEST_CASE("a dash is standard input, and two of them end the options") {
    WorkFolder folder;
    folder.write("-x.nn", "input 5\ndense 3\n");
    CHECK(run_program({"show", "-", "--columns", "name"}, "input 5\ndense 3\n").code == 0);
    CHECK(run_program({"show", "--", "-"}, "input 5\ndense 3\n").code == 0);
    CHECK(run_shell("cd " + folder.path() + " && nnshape show -- -x.nn").code == 0);
    CHECK(run_shell("cd " + folder.path() + " && nnshape show ./-x.nn").code == 0);
    CHECK(run_program({"--"}).code == 2);
    CHECK(run_program({"show", "--"}).code == 2);
}

TEST_CASE("a closed standard input is an error, and a device may be both read and written") {
    CHECK(run_shell("nnshape show - <&-").all == "nnshape: cannot read standard input: Bad file descriptor\n");
    Shown ran = run_shown({"show", "/dev/null", "-o", "/dev/null"});
    CHECK(ran.code == 2);
    CHECK(ran.all ==
          "/dev/null:1:1: error: the file is empty; a spec has an `input`, and a layer on each line [syntax]\n");
}

TEST_CASE("in a folder that is gone a spec is shown by its last part") {
    WorkFolder folder;
    std::string spec = folder.write("net.nn", "input 5\nrelu\n"), gone = folder.path() + "/gone";
    std::string go = "mkdir " + gone + " && cd " + gone + " && rmdir " + gone;
    CHECK(run_shell(go + " && nnshape --json " + spec + " | grep source").all == "  \"source\": \"net.nn\",\n");
}

TEST_CASE("what is no file is not annotated in place") {
    WorkFolder folder;
    std::string fifo = folder.path() + "/fifo";
    REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
    const std::string lines = "printf 'input 5\\nrelu\\n'";
    CHECK(run_shell(lines + " | nnshape annotate --in-place /dev/stdin").all ==
          "nnshape: `/dev/stdin` is not a regular file; name a file that can be written\n");
    CHECK(run_shell(lines + " > " + fifo + " & nnshape annotate --in-place " + fifo).all ==
          "nnshape: `" + fifo + "` is not a regular file; name a file that can be written\n");
    CHECK(run_shell("(" + lines + "; rm " + fifo + ") > " + fifo + " & nnshape annotate --in-place " + fifo).all ==
          "nnshape: `" + fifo + "` is not a regular file; name a file that can be written\n");
    MemoryFile nameless("input 5\nrelu\n");
    std::string path = "/proc/self/fd/" + std::to_string(nameless.descriptor());
    Ran ran = run_program({"annotate", "--in-place", path});
    CHECK(ran.code == 2);
    CHECK(ran.err == "nnshape: `" + path + "` is not a regular file; name a file that can be written\n");
    CHECK(nameless.content() == "input 5\nrelu\n");
}

TEST_CASE("a FIFO is read to its end, and a stream without one is left in time") {
    WorkFolder folder;
    std::string fifo = folder.path() + "/fifo";
    REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
    Shown ran =
        run_shell("(printf 'input 5\\n'; sleep 0.1; printf 'dense 3\\n') > " + fifo + " & nnshape check " + fifo);
    CHECK(ran.code == 0);
    CHECK(ran.all == "1 spec: 0 errors, 0 warnings\n");
    CHECK(run_shell("nnshape check /dev/zero").all ==
          "/dev/zero:1:1: error: the text is longer than 64 MiB [too-large]\n1 spec: 1 error, 0 warnings\n");
    CHECK(run_shell("yes relu 2> /dev/null | nnshape check -").all ==
          "<stdin>:1:1: error: the text is longer than 64 MiB [too-large]\n1 spec: 1 error, 0 warnings\n");
    CHECK(run_shell("truncate -s 1T " + folder.path() + "/large; nnshape check " + folder.path() + "/large").code == 2);
}
