#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/spec_files.h"
#include "support/catch.h"
#include "support/program.h"
#include "support/shell.h"

// Folders as SPEC operands, and the paths of reports for CI services.
using namespace nnshape;
using namespace nnshape::test;
namespace fs = std::filesystem;

namespace {

const std::string good = "input 4x4x1\nconv 2 3\n", broken = "input 4x4x1\nconf 2 3\n";
const std::string json = R"({"input": [4, 4, 1], "layers": [{"type": "conv", "filters": 2, "kernel": 3}]})";

// Sets a variable, or removes it if the value is null, and restores it.
class Variable {
  public:
    Variable(const char* name, const char* value) : name_(name) {
        if (const char* old = std::getenv(name)) old_ = old;
        value ? setenv(name, value, 1) : unsetenv(name);
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;
    ~Variable() { old_.empty() ? unsetenv(name_) : setenv(name_, old_.c_str(), 1); }

  private:
    const char* name_;
    std::string old_;
};

}  // namespace

TEST_CASE("a JSON file is a spec if its outermost object has layers and an input") {
    struct Case {
        std::string text;
        bool is_spec;
    };
    const Case cases[] = {
        {json, true},
        {R"({"inputs": {}, "layers": []})", true},
        {"{\"input\" : [4],\n\t\"layers\"\n: [{]}", true},  // a mistake
        {R"({"input": [4,], "layers": [}})", true},         // another
        {R"({"input": [4], "layers": [)", true},            // it ends early
        {R"({"layers": [], "version": 8})", false},         // a map style
        {R"({"input": [4]})", false},
        {R"({"name": "layers", "input": 1})", false},               // a value
        {R"({"a": {"layers": 1, "input": 2}})", false},             // deeper
        {R"({"a": "\"layers\": , \"input\": "})", false},           // in a string
        {R"({"nnshape": {}, "input": [4], "layers": []})", false},  // a report
        {R"([{"input": [4], "layers": []}])", false},
        {"", false},
        {"\"", false},
        {"{\"a\\", false},
        {"}}:{\"layers\":\"input\":", false},
    };
    for (const Case& one : cases) {
        INFO(one.text);
        CHECK(is_json_spec(one.text) == one.is_spec);
    }
}

TEST_CASE("a folder stands for the specs below it, sorted") {
    WorkFolder work;
    fs::path root = work.path();
    for (const char* folder : {"b/c", ".git", "empty", "b/link"}) fs::create_directories(root / folder);
    fs::remove(root / "b/link");
    fs::create_directory_symlink(root, root / "b/link");
    for (const char* name : {"z.nn", "a.nn", "b/c/x.nn", ".git/no.nn", "b/.no.nn", "b/no.nn.bak"})
        work.write(name, good);
    for (const char* name : {"b/net.json", "b/c/net.json"}) work.write(name, json);
    work.write("package.json", R"({"name": "layers"})");
    fs::create_symlink(root / "z.nn", root / "b/same.nn");
    fs::create_symlink(root / "nowhere.nn", root / "b/gone.nn");
    std::vector<std::string> expected;
    for (const char* name : {"a.nn", "b/c/net.json", "b/c/x.nn", "b/net.json", "b/same.nn", "z.nn"}) {
        expected.push_back((root / name).string());
    }
    CHECK(spec_files({work.path()}) == expected);
    CHECK(spec_files({"-", "none.nn", work.path() + "/empty"}) ==
          std::vector<std::string>{"-", "none.nn", work.path() + "/empty"});
    Ran ran = run_program({"check", work.path(), work.path() + "/empty"});
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(ran.err == "nnshape: cannot read `" + work.path() +
                         "/empty`: the folder has no specs, which end in `.nn` or `.json`\n"
                         "7 specs: 0 errors, 0 warnings, 1 unreadable\n");
    CHECK(run_program({"show", work.path(), "-f", "csv", "--columns", "params"}).out ==
          "network,params\na,20\nnet,20\nx,20\nnet,20\nsame,20\nz,20\n");
    CHECK(nlohmann::json::parse(run_program({"--json", work.path()}).out).size() == 6);
    work.write("a.nn", broken);
    CHECK(run_program({"check", work.path()}).code == 2);
    CHECK(run_program({"annotate", "--check", work.path() + "/b"}).code == 1);
}

TEST_CASE("an annotated folder is a folder of annotated specs") {
    WorkFolder work;
    work.write("a.nn", good);
    work.write("b.nn", good);
    CHECK(run_program({"annotate", "--in-place", work.path()}).code == 0);
    CHECK(run_program({"annotate", "--check", work.path()}).code == 0);
}

TEST_CASE("paths for CI services are relative to the root of the repository") {
    WorkFolder work;
    fs::path root = fs::canonical(work.path());
    fs::create_directories(root / "repository/.git");
    fs::create_directories(root / "repository/nets/deep");
    fs::create_directories(root / "other/nets");
    work.write("repository/nets/a.nn", broken);
    work.write("other/nets/a.nn", broken);
    struct Case {
        std::string from, spec;
        std::vector<std::string> more;
        std::string github, gitlab, path;
    };
    const std::string repository = (root / "repository").string(), other = (root / "other").string();
    const Case cases[] = {
        {repository, "nets/a.nn", {}, "", "", "nets/a.nn"},
        {repository + "/nets/deep", "../a.nn", {}, "", "", "nets/a.nn"},
        {repository + "/nets", "./a.nn", {}, "", "", "nets/a.nn"},
        {repository + "/nets", repository + "/nets/a.nn", {}, "", "", "nets/a.nn"},
        {repository + "/nets", "a.nn", {"--root", "."}, "", "", "a.nn"},
        {repository + "/nets", "a.nn", {"--root", root.string()}, "", "", "repository/nets/a.nn"},
        {repository + "/nets", "a.nn", {"--root", ".."}, root.string(), root.string(), "nets/a.nn"},
        {repository + "/nets", "a.nn", {}, root.string(), repository + "/nets", "repository/nets/a.nn"},
        {repository + "/nets", "a.nn", {}, "", root.string(), "repository/nets/a.nn"},
        {repository + "/nets", "a.nn", {}, "/nowhere", root.string(), "repository/nets/a.nn"},
        {other, repository + "/nets/a.nn", {}, "", "", "nets/a.nn"},
        {other, "nets/a.nn", {}, "", "", "nets/a.nn"},
        {repository, "../other/nets/a.nn", {}, "", "", "../other/nets/a.nn"},
        {repository, other + "/nets/a.nn", {}, "", "", "a.nn"},
    };
    fs::path before = fs::current_path();
    for (const Case& one : cases) {
        INFO(one.from << " " << one.spec);
        Variable github("GITHUB_WORKSPACE", one.github.c_str()), gitlab("CI_PROJECT_DIR", one.gitlab.c_str());
        std::vector<std::string> args = {"check", one.spec, "--format", "github"};
        args.insert(args.end(), one.more.begin(), one.more.end());
        fs::current_path(one.from);
        std::string commands = run_program(args).out;
        args[3] = "gitlab";
        std::string quality = run_program(args).out;
        args[3] = "sarif";
        std::string sarif = run_program(args).out;
        fs::current_path(before);
        CHECK(commands.starts_with("::error file=" + one.path + ",line=2,"));
        CHECK(nlohmann::json::parse(quality)[0]["location"]["path"] == one.path);
        auto place = nlohmann::json::parse(sarif)["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        CHECK(place["artifactLocation"]["uri"] == one.path);
    }
    CHECK(run_program({"check", "-", "--root", "nowhere"}, good).err ==
          "nnshape: `--root nowhere` is not a folder; name one\n");
    CHECK(run_program({"check", "-", "--format", "github"}, broken).out.starts_with("::error file=-,line=2,"));
}
