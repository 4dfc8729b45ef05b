#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "support/catch.h"
#include "support/program.h"
#include "support/shell.h"

// What `--output` and `--in-place` do to the files that are there.
using namespace nnshape;
using namespace nnshape::test;

namespace {

struct stat status_of(const std::string& path) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status;
}

size_t files_in(const std::string& folder) { return files_below(folder, {""}).size(); }

}  // namespace

TEST_CASE("a result that does not exist leaves the file of its name as it was") {
    WorkFolder folder;
    std::string old_file = folder.write("kept", "before\n");
    std::string wrong = folder.write("wrong.nn", "input 28x28x1\ncnov 6 5\n");
    const std::vector<std::string> commands[] = {
        {"show", wrong},
        {"show", wrong, "--format", "csv"},
        {"show", wrong, "--format", "markdown"},
        {"show", wrong, "--depth", "0"},
        {"show", folder.path() + "/missing.nn"},
        {"explain", wrong},
        {"explain", wrong, "--format", "markdown"},
        {"convert", wrong, "--to", "json"},
        {"annotate", wrong},
        {"sizes", wrong},
        {"diff", wrong, "specs/lenet-5.nn"},
    };
    for (std::vector<std::string> args : commands) {
        INFO(args[0] << " " << args.back());
        args.insert(args.end(), {"-o", old_file});
        CHECK(run_program(args).code == 2);
        CHECK(read_text_file(old_file) == "before\n");
    }
    CHECK(run_program({"show", wrong, "--json", "-o", old_file}).code == 2);
    CHECK(read_text_file(old_file).find("\"ok\": false") != std::string::npos);
    CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("a file is replaced by a new one of the same mode and attributes, where its name leads") {
    WorkFolder folder;
    std::string file = folder.write("file", "before\n"), link = folder.path() + "/link";
    REQUIRE(chmod(file.c_str(), 0640) == 0);
    REQUIRE(symlink("file", link.c_str()) == 0);
    bool has_attributes = setxattr(file.c_str(), "user.note", "mine", 4, 0) == 0;
    ino_t before = status_of(file).st_ino;
    CHECK(run_program({"show", "specs/lenet-5.nn", "-o", link}).code == 0);
    CHECK(read_text_file(file).find("LeNet-5") != std::string::npos);
    CHECK(status_of(file).st_ino != before);
    CHECK((status_of(file).st_mode & 07777) == 0640);
    CHECK(files_in(folder.path()) == 2);
    char note[8] = {};
    if (has_attributes) CHECK(getxattr(file.c_str(), "user.note", note, sizeof note) == 4);
}

TEST_CASE("a file with several names is replaced only by force") {
    WorkFolder folder;
    std::string file = folder.write("a.nn", "input 4\nrelu\n"), other = folder.path() + "/b.nn";
    REQUIRE(link(file.c_str(), other.c_str()) == 0);
    std::string refusal = "nnshape: `" + file +
                          "` has several names (hard links), and only this one would lead to the new file; `--force` "
                          "replaces it all the same\n";
    Ran annotated = run_program({"annotate", "--in-place", file});
    CHECK(annotated.code == 2);
    CHECK(annotated.err == refusal);
    Ran shown = run_program({"show", "specs/lenet-5.nn", "-o", file});
    CHECK(shown.code == 2);
    CHECK(shown.err == refusal);
    CHECK(read_text_file(file) == "input 4\nrelu\n");
    CHECK(run_program({"annotate", "--in-place", "--force", file}).code == 0);
    CHECK(read_text_file(file) == "input 4\nrelu  -> 4\n");
    CHECK(read_text_file(other) == "input 4\nrelu\n");
    CHECK(run_program({"show", "specs/lenet-5.nn", "-o", file}).code == 0);
}

TEST_CASE("a new file has the mode that the process gives, and devices are written to") {
    WorkFolder folder;
    std::string file = folder.path() + "/new";
    mode_t mask = umask(027);
    CHECK(run_program({"show", "specs/lenet-5.nn", "-o", file}).code == 0);
    umask(mask);
    CHECK((status_of(file).st_mode & 07777) == 0640);
    CHECK(run_program({"show", "specs/lenet-5.nn", "-o", "/dev/null"}).code == 0);
    CHECK(status_of("/dev/null").st_size == 0);
    CHECK(files_in(folder.path()) == 1);
    CHECK(run_program({"show", "specs/lenet-5.nn", "-o", folder.path() + "/none/new"}).err ==
          "nnshape: cannot write `" + folder.path() + "/none/new`: there is no such folder\n");
}
