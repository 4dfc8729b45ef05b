#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <thread>

#include "support/catch.h"
#include "support/program.h"
#include "support/shell.h"

// Files that may not be read, or written, as seen by a user who is not their owner or has taken it from himself.
using namespace nnshape::test;

namespace {

// Runs the program in a thread without root's rights, where this process has them: the system keeps them by thread.
Ran run_without_rights(const std::vector<std::string>& args) {
    Ran ran;
    std::thread([&] {
        constexpr long nobody = 65534;
        if (getuid() == 0) REQUIRE(syscall(SYS_setresuid, nobody, nobody, nobody) == 0);
        ran = run_program(args);
    }).join();
    return ran;
}

struct stat status_of(const std::string& path) {
    struct stat status {};
    REQUIRE(stat(path.c_str(), &status) == 0);
    return status;
}

// A folder in which anybody may write, with a spec of this mode.
struct OpenFolder {
    explicit OpenFolder(mode_t mode) : spec(folder.write("net.nn", "input 4\nrelu\n")) {
        REQUIRE(chmod(folder.path().c_str(), 0777) == 0);
        REQUIRE(chmod(spec.c_str(), mode) == 0);
    }
    WorkFolder folder;
    std::string spec;
};

}  // namespace

TEST_CASE("what may not be read or written is an error of one line") {
    struct Case {
        mode_t mode;
        std::vector<std::string> args;
        std::string message;
    };
    const Case cases[] = {
        {0000, {"show", "SPEC"}, "cannot read `SPEC`: it may not be read"},
        {0000, {"batch", "SPEC"}, "cannot read `SPEC`: it may not be read"},
        {0444, {"show", "specs/lenet-5.nn", "-o", "SPEC"}, "cannot write `SPEC`: it may not be written"},
        {0444, {"annotate", "--in-place", "SPEC"}, "cannot write `SPEC`: it may not be written"},
    };
    for (const Case& one : cases) {
        INFO(one.message);
        OpenFolder open(one.mode);
        std::vector<std::string> args = one.args;
        args.back() = open.spec;
        Ran ran = run_without_rights(args);
        std::string message = one.message;
        message.replace(message.find("SPEC"), 4, open.spec);
        CHECK(ran.err == "nnshape: " + message + "\n");
        CHECK(ran.code == 2);
    }
}

// Whoever may write a file but not give one away becomes the owner if forced, and hands no rights of the owner before
// on.
TEST_CASE("a file of another's is replaced only by force, and loses what its mode gave its owner") {
    OpenFolder open(06666);
    uid_t owner = status_of(open.spec).st_uid;
    if (getuid() == 0) {
        Ran refused = run_without_rights({"annotate", "--in-place", open.spec});
        CHECK(refused.code == 2);
        CHECK(refused.err == "nnshape: `" + open.spec +
                                 "` has an owner or a group that a new file cannot have; `--force` replaces it all "
                                 "the same\n");
        CHECK(read_text_file(open.spec) == "input 4\nrelu\n");
    }
    Ran ran = run_without_rights({"annotate", "--in-place", "--force", open.spec});
    CHECK(ran.err == "");
    CHECK(read_text_file(open.spec) == "input 4\nrelu  -> 4\n");
    struct stat after = status_of(open.spec);
    CHECK((after.st_mode & 07777) == (after.st_uid == owner ? 06666 : 0666));
    CHECK((after.st_uid == owner) == (getuid() != 0));
}
