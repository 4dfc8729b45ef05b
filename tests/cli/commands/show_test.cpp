#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/run.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;
namespace fs = std::filesystem;

namespace {

// A folder of the test's own, gone with it.
class Folder {
  public:
    Folder() {
        char name[] = "/tmp/nnshape-test-XXXXXX";
        path_ = mkdtemp(name);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { fs::remove_all(path_); }

    std::string file(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return (path_ / name).string();
    }
    std::string path(const std::string& name) const { return (path_ / name).string(); }

  private:
    fs::path path_;
};

const std::string good = "input 4x4x1\nconv 2 3\n", broken = "input 4x4x1\nconf 2 3\n",
                  too_small = "input 4x4x1\nconv 2 5\n";

int run_into(const std::vector<std::string>& args, int out, std::string& err) {
    std::string path = "/tmp/nnshape-test-err-" + std::to_string(getpid());
    int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
    int in = open("/dev/null", O_RDONLY);
    int code = run(args, {in, out, descriptor});
    close(descriptor);
    close(in);
    err = read_text_file(path);
    fs::remove(path);
    return code;
}

// What the program prints on a terminal of so many columns.
std::string on_terminal(const std::vector<std::string>& args, unsigned short columns) {
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    REQUIRE(master >= 0);
    REQUIRE(grantpt(master) == 0);
    REQUIRE(unlockpt(master) == 0);
    int terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
    winsize size{.ws_row = 24, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    REQUIRE(ioctl(terminal, TIOCSWINSZ, &size) == 0);
    run(args, {terminal, terminal, terminal});
    char buffer[1 << 14];
    long count = read_some(master, buffer, sizeof buffer);
    close(terminal);
    close(master);
    return {buffer, static_cast<size_t>(std::max(0L, count))};
}

struct Variable {
    Variable(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
    ~Variable() { unsetenv(name_); }
    const char* name_;
};

bool has_color(const std::string& text) { return text.find('\033') != std::string::npos; }

}  // namespace

TEST_CASE("the exit code is the highest of all files, and none stops the others") {
    Folder folder;
    std::string fine = folder.file("fine.nn", good), bad = folder.file("bad.nn", broken),
                small = folder.file("small.nn", too_small), empty = folder.file("empty.nn", ""),
                unmet = folder.file("unmet.nn", good + "expect params=1\n");
    struct Case {
        std::vector<std::string> files;
        int code;
        size_t tables;
    };
    const Case cases[] = {
        {{fine}, 0, 1},
        {{fine, fine}, 0, 2},
        {{unmet}, 0, 1},
        {{bad, fine}, 2, 1},
        {{small, fine}, 2, 2},
        {{fine, folder.path("none.nn"), unmet}, 2, 2},
        {{empty}, 2, 0},
        {{folder.path("none"), fine}, 2, 1},
        {{folder.path(".")}, 2, 3},
    };
    for (const Case& expected : cases) {
        std::vector<std::string> args = {"show", "--json"};
        args.insert(args.end(), expected.files.begin(), expected.files.end());
        CHECK(run_program(args).code == expected.code);
        args[1] = "--format=table";
        Ran ran = run_program(args);
        CHECK(ran.code == expected.code);
        size_t tables = 0;
        for (size_t at = 0; (at = ran.out.find("layer  ", at)) != std::string::npos; ++at) ++tables;
        CHECK(tables == expected.tables);
        CHECK(ran.err.empty() == (expected.code == 0 && expected.files[0] != unmet));
    }
}

TEST_CASE("no report holds an absolute path") {
    Folder folder;
    for (const std::string& text : {good, broken, too_small}) {
        Ran ran = run_program({"--json", folder.file("a.nn", text)});
        CHECK(ran.out.find("/tmp") == std::string::npos);
        CHECK(nlohmann::json::parse(ran.out)["source"] == "a.nn");
    }
    std::string here = fs::current_path().string();
    CHECK(nlohmann::json::parse(run_program({"--json", here + "/specs/alexnet.nn"}).out)["source"] ==
          "specs/alexnet.nn");
    fs::path before = fs::current_path();
    fs::current_path(folder.path("."));
    fs::create_directory("..nets");
    folder.file("..nets/b.nn", good);
    Ran ran = run_program({"--json", fs::current_path().string() + "/..nets/b.nn"});
    fs::current_path(before);
    CHECK(nlohmann::json::parse(ran.out)["source"] == "..nets/b.nn");
}

TEST_CASE("the nearest file of the same folder is offered") {
    Folder folder;
    folder.file("lenet.nn", good);
    folder.file("resnet50.json", good);
    struct Case {
        std::string missing, offered;
    };
    const Case cases[] = {
        {"lnet.nn", "lenet.nn"}, {"lenet", "lenet.nn"}, {"resnet50", "resnet50.json"}, {"vgg.nn", ""}};
    for (const Case& expected : cases) {
        std::string help = expected.offered.empty() ? "" : "; did you mean `" + folder.path(expected.offered) + "`?";
        CHECK(run_program({folder.path(expected.missing)}).err ==
              "nnshape: cannot read `" + folder.path(expected.missing) + "`: there is no such file" + help + "\n");
    }
    CHECK(run_program({folder.path("no/such.nn")}).code == 2);
    fs::create_symlink("nowhere", folder.path("vgg.n"));
    CHECK(run_program({folder.path("vgg.nn")}).err ==
          "nnshape: cannot read `" + folder.path("vgg.nn") + "`: there is no such file\n");
}

// As the system lists them: what lies behind the first 10,000 is not compared.
TEST_CASE("a folder of very many files is not read to its end") {
    Folder folder;
    folder.file("lenet.nn", good);
    for (int file = 0; file < 10'001; ++file) folder.file(std::to_string(file), "");
    size_t before = 0;
    for (const auto& entry : fs::directory_iterator(folder.path("."))) {
        if (entry.path().filename() == "lenet.nn") break;
        ++before;
    }
    std::string help = before < 10'000 ? "; did you mean `" + folder.path("lenet.nn") + "`?" : "";
    CHECK(run_program({folder.path("lenet.n")}).err ==
          "nnshape: cannot read `" + folder.path("lenet.n") + "`: there is no such file" + help + "\n");
}

TEST_CASE("a file called as a command is slipped into is still shown") {
    Folder folder;
    fs::path before = fs::current_path();
    folder.file("shwo", good);
    fs::current_path(folder.path("."));
    Ran ran = run_program({"shwo"});
    fs::current_path(before);
    CHECK(ran.code == 0);
}

TEST_CASE("a result goes to a file where one is named, and nothing to standard output") {
    Folder folder;
    std::string spec = folder.file("a.nn", good), out = folder.path("report.csv");
    Shown ran = run_shown({spec, "-f", "csv", "-o", out});
    CHECK(ran.code == 0);
    CHECK(ran.all.empty());
    CHECK(read_text_file(out) == run_program({spec, "-f", "csv"}).out);
    CHECK(run_program({spec, "-f", "csv", "-o", "-"}).out == read_text_file(out));
}

TEST_CASE("a spec is never written over") {
    Folder folder;
    std::string spec = folder.file("a.nn", good);
    fs::create_symlink(spec, folder.path("link.nn"));
    CHECK(run_program({spec, "-o", folder.path("link.nn")}).code == 2);
    CHECK(read_text_file(spec) == good);
}

TEST_CASE("a full disk is an error, and a closed pipe ends quietly") {
    std::string err;
    int full = open("/dev/full", O_WRONLY);
    CHECK(run_into({"specs/alexnet.nn"}, full, err) == 2);
    CHECK(err == "nnshape: cannot write: the disk is full\n");
    CHECK(run_into({"--help"}, full, err) == 2);
    close(full);

    int ends[2];
    REQUIRE(pipe(ends) == 0);
    close(ends[0]);
    CHECK(run_into({"specs/alexnet.nn"}, ends[1], err) == 0);
    CHECK(err.empty());
    close(ends[1]);
}

TEST_CASE("a table fits the terminal it is printed on") {
    CHECK(on_terminal({"specs/alexnet.nn"}, 120).find("conv 96 11x11 stride=4") != std::string::npos);
    std::string narrow = on_terminal({"specs/alexnet.nn"}, 70);
    CHECK(narrow.find("conv 96 11x11 s…") != std::string::npos);
    CHECK(narrow.find("62,378,344") != std::string::npos);
    CHECK(on_terminal({"specs/alexnet.nn"}, 0) == on_terminal({"specs/alexnet.nn"}, 80));  // one that does not know
}

TEST_CASE("a difference names the column that does not fit the terminal, and a file has them all") {
    const std::vector<std::string> args = {"diff", "specs/lenet-5.nn", "specs/lenet-5-cifar-10.nn"};
    const std::string note = "macs does not fit into this terminal; `--output FILE` writes all columns";
    const std::string macs = "+235,200";  // of C1
    struct Case {
        unsigned short columns;
        bool fits;
    };
    const Case cases[] = {{120, true}, {80, true}, {52, true}, {51, false}, {40, false}};
    for (const Case& one : cases) {
        INFO(one.columns);
        std::string shown = on_terminal(args, one.columns);
        CHECK((shown.find(note) == std::string::npos) == one.fits);
        CHECK((shown.find(macs) != std::string::npos) == one.fits);
    }
    Folder folder;
    std::string name(100, 'a');
    std::string from = folder.file("a.nn", "input 4x4x1\n" + name + ": conv 2 3\n"),
                to = folder.file("b.nn", "input 4x4x1\n" + name + ": conv 3 3\n");
    std::string whole = run_program({"diff", from, to}).out;
    CHECK(whole.find(note) == std::string::npos);
    CHECK(whole.find("+36") != std::string::npos);
}

TEST_CASE("a word of 100 KB is quoted in part, wherever it is") {
    std::string word(100'000, 'w');
    const std::string specs[] = {"input 4\n" + word + " 3\n",
                                 "input 4\ndense " + word + "\n",
                                 "input 4\ndense 3 " + word + "=1\n",
                                 "input 4\nadd from=" + word + "\n",
                                 word + "\n",
                                 "input 4\n" + word + ": dense x\n",
                                 "let " + word + "=1\ninput 4\ndense $b\n",
                                 "input 4\ndense \"" + word + " " + word + "\"\n"};
    for (const std::string& spec : specs) {
        Ran ran = run_program({"check", "-"}, spec);
        CHECK(ran.code == 2);
        CHECK(ran.out.size() < 3'000);
        CHECK(run_program({"check", "-", "-f", "github"}, spec).out.size() < 3'000);
    }
    const std::vector<std::string> lines[] = {{word},
                                              {"check", word},
                                              {"show", "-", "--columns", word},
                                              {"show", "-", "--set", word},
                                              {"explain", word},
                                              {"diff", word, "specs/lenet-5.nn"},
                                              {"show", "--" + word, "-"},
                                              {"rules", word}};
    for (const auto& args : lines) {
        Ran ran = run_program(args, "");
        CHECK(ran.code == 2);
        CHECK(ran.err.size() < 2'000);
    }
}

TEST_CASE("diagnostics are coloured on a terminal alone, unless the user says otherwise") {
    Folder folder;
    std::string spec = folder.file("a.nn", broken);
    auto piped = [&](const std::string& color) { return has_color(run_program({spec, "--color", color}).err); };
    CHECK(!piped("auto"));
    CHECK(piped("always"));
    CHECK(has_color(on_terminal({spec}, 80)));
    CHECK(!has_color(on_terminal({spec, "--color=never"}, 80)));
    {
        Variable forced("CLICOLOR_FORCE", "1");
        CHECK(piped("auto"));
        CHECK(!piped("never"));
        Variable refused("NO_COLOR", "1");
        CHECK(!piped("auto"));
        CHECK(piped("always"));
        CHECK(!has_color(on_terminal({spec}, 80)));
    }
    for (const char* off : {"0", ""}) {
        Variable unforced("CLICOLOR_FORCE", off);
        CHECK(!piped("auto"));
    }
    Variable empty("NO_COLOR", "");
    CHECK(has_color(on_terminal({spec}, 80)));
    Variable dumb("TERM", "dumb");
    CHECK(!has_color(on_terminal({spec}, 80)));
    CHECK(has_color(on_terminal({spec, "--color=always"}, 80)));
    Variable forced("CLICOLOR_FORCE", "1");
    CHECK(has_color(on_terminal({spec}, 80)));
}

TEST_CASE("what the command line changes suspends what is expected of it, and says so once") {
    Folder folder;
    std::string spec = folder.file("a.nn", "input 8x8x1\nconv 2 3 -> 6x6x2 params=20\nexpect activation_bytes=288\n");
    Ran ran = run_program({spec, spec, "--input", "9x9x1"});
    CHECK(ran.err == "nnshape: `--input` is given, so the expected shapes, MACs and bytes are not checked\n");
    CHECK(run_program({spec, "--batch-size", "2"}).err ==
          "nnshape: `--batch-size` is given, so the expected activation bytes are not checked\n");
    CHECK(run_program({spec}).err.empty());
    CHECK(run_program({folder.file("b.nn", good), "--input", "9x9x1"}).err.empty());
}

TEST_CASE("options take their values in every usual way, and the last one counts") {
    const std::string csv = run_program({"specs/alexnet.nn", "--format", "csv", "--top", "1"}).out;
    const std::vector<std::string> others[] = {
        {"-f", "csv", "--top=1", "specs/alexnet.nn"},
        {"-fcsv", "specs/alexnet.nn", "--top", "1"},
        {"show", "-f", "json", "--top", "9", "-f", "csv", "--top", "1", "--", "specs/alexnet.nn"},
        {"--columns", "name,operation,output", "specs/alexnet.nn", "--columns", "weights,biases,params", "--top", "1",
         "-fcsv"},
    };
    for (const auto& args : others) CHECK(run_program(args).out == csv);
    CHECK(run_program({"--json", "specs/alexnet.nn"}).out == run_program({"-f", "json", "specs/alexnet.nn"}).out);
}

TEST_CASE("standard input is told by its content, unless its form is given") {
    const std::string json = R"({"input": [4], "layers": [{"type": "relu"}]})";
    CHECK(run_program({"-"}, json).code == 0);
    CHECK(run_program({"-", "--from", "json"}, json).code == 0);
    CHECK(run_program({"-", "--from", "text"}, json).code == 2);
    CHECK(run_program({"-"}, good).code == 0);
    CHECK(run_program({"-", "--from", "json"}, good).code == 2);
}
