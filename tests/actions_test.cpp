#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

#include "support/catch.h"
#include "support/shell.h"

using namespace nnshape::test;

namespace {

const std::string folder = ".github/actions/nnshape/";

// What a pattern's only group matches, wherever it does.
std::set<std::string> all_of(const std::string& text, const std::string& pattern) {
    std::regex regex(pattern);
    std::set<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) found.insert((*at)[1]);
    return found;
}

// A page's lines of code that run nnshape: of a shell, or of a list in YAML.
std::vector<std::string> commands_of(const std::string& page) {
    std::istringstream lines(page);
    std::vector<std::string> commands;
    bool code = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("```")) code = !code;
        size_t begin = line.find_first_not_of(" -");
        if (code && begin != std::string::npos && line.compare(begin, 8, "nnshape ") == 0) {
            commands.push_back(line.substr(begin));
        }
    }
    return commands;
}

// A folder to work in, with the project's specs.
void link_specs(const WorkFolder& work) {
    std::filesystem::create_directory_symlink(NNSHAPE_SOURCE_DIR "/specs", work.path() + "/specs");
}

// The action's second step with these inputs: what it prints, its exit code, what it leaves.
struct Step {
    std::string specs, format = "github", fail_on = "error", args = "";
};

struct Done {
    Shown ran;
    std::string outputs, report;
};

Done run_step(const Step& step, const std::string& report = "none") {
    WorkFolder work;
    link_specs(work);
    work.write("bad.nn", "input 28x28x1\nconv 6 kernal=5\n");
    work.write("a b.nn", "input 28x28\nconv 6 5\n");
    std::filesystem::create_directories(work.path() + "/one/two");
    work.write("one/two/deep.nn", "input 3x3x3\nrelu\n");
    std::string outputs = work.write("outputs", "");
    Done done;
    done.ran = run_shell("cd " + work.path() + " && NNSHAPE_SPECS='" + step.specs + "' NNSHAPE_FAIL_ON='" +
                         step.fail_on + "' NNSHAPE_FORMAT='" + step.format + "' NNSHAPE_ARGS='" + step.args +
                         "' GITHUB_OUTPUT=" + outputs + " " NNSHAPE_SOURCE_DIR "/" + folder + "check.sh");
    done.outputs = read_text_file(outputs);
    done.report = read_text_file(work.path() + "/" + report);
    return done;
}

const std::string marked =
    "::error file=bad.nn,line=2,endLine=2,col=8,endColumn=14,title=unknown-parameter::`kernal` is not a parameter of "
    "conv; did you mean `kernel`?\n";
const std::string printed =
    "bad.nn:2:8: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]\n"
    "    conv 6 kernal=5\n"
    "           ^~~~~~\n";

}  // namespace

TEST_CASE("every nnshape command on the page about CI runs") {
    auto commands = commands_of(read_text_file(folder + "README.md"));
    REQUIRE(commands.size() == 6);
    for (const std::string& command : commands) {
        WorkFolder work;
        link_specs(work);
        Shown ran = run_shell("cd " + work.path() + " && " + command);
        INFO(command << "\n" << ran.all);
        CHECK(ran.code <= 1);
        CHECK(ran.all.find("nnshape: ") == std::string::npos);
    }
}

TEST_CASE("every hook for pre-commit runs a command that there is") {
    auto entries = all_of(read_text_file(".pre-commit-hooks.yaml"), "entry: (nnshape .*)");
    REQUIRE(!entries.empty());
    for (const std::string& entry : entries) {
        Shown ran = run_shell(entry + " specs/alexnet.nn");
        INFO(entry << "\n" << ran.all);
        CHECK(ran.code <= 1);
        CHECK(ran.all.find("nnshape: ") == std::string::npos);
    }
}

TEST_CASE("the action gives its script every input, and its page tells of each with its default") {
    std::string action = read_text_file(folder + "action.yml"), page = read_text_file(folder + "README.md");
    std::string declared =
        action.substr(action.find("\ninputs:\n"), action.find("\noutputs:\n") - action.find("\ninputs:\n"));
    auto inputs = all_of(declared, "\n  ([a-z-]+):");
    CHECK(inputs == std::set<std::string>{"specs", "fail-on", "format", "args"});
    CHECK(all_of(action, R"(\$\{\{ inputs\.([a-z-]+) \}\})") == inputs);
    CHECK(all_of(action, R"((NNSHAPE_[A-Z_]+):)") ==
          all_of(read_text_file(folder + "check.sh"), R"(\$(NNSHAPE_[A-Z_]+))"));
    auto defaults = all_of(declared, "default: \"?([^\"\n]+)");
    CHECK(defaults == std::set<std::string>{"**/*.nn", "error", "github"});
    for (const std::string& input : inputs) CHECK(page.find("\n| `" + input + "` | ") != std::string::npos);
    for (const std::string& value : defaults) CHECK(page.find(" | `" + value + "` |\n") != std::string::npos);
}

TEST_CASE("the action checks what its patterns match") {
    struct Case {
        Step step;
        int code;
        std::string out, summary;
    };
    const Case cases[] = {
        {{.specs = "bad.nn"}, 2, marked, "1 spec: 1 error, 0 warnings"},
        {{.specs = "b*.nn\n\nspecs/alexnet.nn\n"}, 2, marked, "2 specs: 1 error, 0 warnings"},
        {{.specs = "**/deep.nn"}, 0, "", "1 spec: 0 errors, 0 warnings"},
        {{.specs = "bad.nn", .format = "text"}, 2, printed, "1 spec: 1 error, 0 warnings"},
        {{.specs = "specs/alexnet.nn", .args = "--limit params=5M  --fail-on never"},
         0,
         "::error file=specs/alexnet.nn,line=3,endLine=3,col=9,endColumn=16,title=limit-exceeded::`params` is "
         "62,378,344, above the `--limit` of 5,000,000\n",
         "1 spec: 1 error, 0 warnings"},
        {{.specs = "a ?.nn", .fail_on = "warning"},
         1,
         "::warning file=a b.nn,line=1,endLine=1,col=7,endColumn=12,title=suspect-input::read as 28 steps of 28 "
         "channels; for a grey image write `28x28x1`; for a sequence the type is `conv1d`\n",
         "1 spec: 0 errors, 1 warning"},
        {{.specs = "a ?.nn", .format = "text", .args = "--allow suspect-input"}, 0, "", "1 spec: 0 errors, 0 warnings"},
        {{.specs = "none*.nn", .format = "text"},
         2,
         "nnshape: cannot read `none*.nn`: there is no such file\n",
         "1 spec: 0 errors, 0 warnings, 1 unreadable"},
    };
    for (const Case& expected : cases) {
        INFO(expected.step.specs << " " << expected.step.format);
        Done done = run_step(expected.step);
        CHECK(done.ran.all == expected.out + expected.summary + "\n");
        CHECK(done.ran.code == expected.code);
        CHECK(done.outputs == "");
    }
}

TEST_CASE("the action leaves a report where its form is for a file, and the text in the log") {
    struct Case {
        std::string format, file, begin;
    };
    const Case cases[] = {{"sarif", "nnshape.sarif", "{\n  \"$schema\""},
                          {"gitlab", "nnshape.json", "[\n  {\n    \"description\""},
                          {"json", "nnshape.json", "{\n  \"nnshape\""},
                          {"junit", "nnshape.xml", "<?xml"}};
    for (const Case& expected : cases) {
        INFO(expected.format);
        Done done = run_step({.specs = "bad.nn", .format = expected.format}, expected.file);
        CHECK(done.ran.all == "1 spec: 1 error, 0 warnings\n" + printed);
        CHECK(done.ran.code == 2);
        CHECK(done.outputs == "report=" + expected.file + "\n");
        CHECK(done.report.starts_with(expected.begin));
    }
}

TEST_CASE("the action builds nothing where there is an nnshape") {
    Shown ran = run_shell(folder + "build.sh");
    CHECK(ran.all == binary() + "\n");
    CHECK(ran.code == 0);
}
