#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

namespace fs = std::filesystem;

std::string annotated(const std::string& spec, std::vector<std::string> options = {}) {
    options.insert(options.begin(), {"annotate", "-"});
    Ran ran = run_program(options, spec);
    INFO(spec << ran.err);
    REQUIRE(ran.code == 0);
    REQUIRE(ran.err.empty());
    return ran.out;
}

struct AnnotateCase {
    std::string spec;
    std::string annotated;
    std::vector<std::string> options = {};
};

// Each comes out as it should, and annotating that again changes nothing.
void check_all(const std::vector<AnnotateCase>& cases) {
    for (const AnnotateCase& wanted : cases) {
        INFO(wanted.spec);
        CHECK(annotated(wanted.spec, wanted.options) == wanted.annotated);
        CHECK(annotated(wanted.annotated, wanted.options) == wanted.annotated);
        std::vector<std::string> check{"annotate", "--check", "-"};
        check.insert(check.end(), wanted.options.begin(), wanted.options.end());
        CHECK(run_program(check, wanted.spec).code == (wanted.spec == wanted.annotated ? 0 : 1));
        Shown again = run_shown(check, wanted.annotated);
        CHECK(again.code == 0);
        CHECK(again.all.empty());
    }
}

// Whether a text is another one with something taken out.
bool is_part_of(const std::string& one, const std::string& other) {
    size_t at = 0;
    for (char letter : other) at += at < one.size() && one[at] == letter ? 1 : 0;
    return at == one.size();
}

// The networks of specs that are calculated; of a few an expectation fails.
std::vector<std::string> networks() {
    auto files = files_below("specs", {".nn", ".json"});
    auto broken = [](const std::string& path) { return run_program({"show", path}).code != 0; };
    files.erase(std::remove_if(files.begin(), files.end(), broken), files.end());
    return files;
}

bool expectation_fails(const std::string& spec) {
    Studied studied;
    study_text(studied, spec);
    const Diagnostics& diagnostics = studied.study.diagnostics;
    return std::any_of(diagnostics.begin(), diagnostics.end(),
                       [](const Diagnostic& one) { return one.code == &code::expectation_failed; });
}

// A folder for one test, with a file in it.
class Folder {
  public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "nnshape-annotate-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string file(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return (path_ / name).string();
    }
    size_t entries() const {
        return static_cast<size_t>(std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
    }
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

ino_t inode_of(const std::string& path) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_ino;
}

}  // namespace

TEST_CASE("a layer without an expectation gets one, and nothing else of the text changes") {
    check_all({
        {"input 28x28x1\nconv 6 5\nrelu\n", "input 28x28x1\nconv 6 5  -> 24x24x6 params=156\nrelu      -> 24x24x6\n"},
        {"input 4\nrelu", "input 4\nrelu  -> 4"},
        {"input 4\r\nrelu\r\n\r\ndense 3 # three \r\n",
         "input 4\r\nrelu  -> 4\r\n\r\ndense 3  -> 3 params=15 # three \r\n"},
        {"\xef\xbb\xbfinput 4\nrelu\n", "\xef\xbb\xbfinput 4\nrelu  -> 4\n"},
        {"input\t4\n\trelu\t# -> 5\n    dense 3\n", "input\t4\n\trelu  -> 4\t# -> 5\n    dense 3   -> 3 params=15\n"},
        {"input 4 ; relu;dense 3", "input 4 ; relu -> 4;dense 3 -> 3 params=15"},
        {"layout CHW\ninput 3x8x8\nconv 4 3\n", "layout CHW\ninput 3x8x8\nconv 4 3  -> 4x6x6 params=112\n"},
        {"input 8x8x3\nconv 4 \\\n  3 activation=relu # two lines\n",
         "input 8x8x3\nconv 4 \\\n  3 activation=relu  -> 6x6x4 params=112 # two lines\n"},
        {"input 8x8x3\nconv 4 3 \\\n\nrelu\n", "input 8x8x3\nconv 4 3 -> 6x6x4 params=112 \\\n\nrelu  -> 6x6x4\n"},
        {"input 4\n\"a -> b; c\": relu\nadd from=\"a -> b; c\",\"a -> b; c\"\nadd { } from=\"a -> b; c\"#\n",
         "input 4\n\"a -> b; c\": relu -> 4\nadd from=\"a -> b; c\",\"a -> b; c\" -> 4\n"
         "add { } from=\"a -> b; c\" -> 4 #\n"},
        {"input 4\n字: relu\nrelu_six: relu6\n", "input 4\n字: relu         -> 4\nrelu_six: relu6  -> 4\n"},
        {"left: input 4\nright: input 4\nadd from=left,right\n",
         "left: input 4\nright: input 4\nadd from=left,right  -> 4\n"},
        {"input 4\nexpect params=0\nlimit params=0\nrelu\n", "input 4\nexpect params=0\nlimit params=0\nrelu  -> 4\n"},
    });
}

TEST_CASE("an arrow stands in the column of those near by") {
    check_all({
        {"input 4\nrelu      -> 4\ndense 3\ndense 2 no-bias\n\nrelu\n",
         "input 4\nrelu      -> 4\ndense 3   -> 3 params=15\ndense 2 no-bias  -> 2 params=6\n\nrelu  -> 2\n"},
        // The nearest, and of two as near the one above.
        {"input 4\nrelu -> 4\nrelu\nrelu    -> 4\nrelu\nrelu\nrelu  -> 4\n",
         "input 4\nrelu -> 4\nrelu -> 4\nrelu    -> 4\nrelu    -> 4\nrelu  -> 4\nrelu  -> 4\n"},
        {"input 4\nrelu\n# a comment\n  relu → 4\n", "input 4\nrelu   -> 4\n# a comment\n  relu → 4\n"},
        // One that begins a line is none to go by.
        {"input 4\nrelu\ndense 3 -> \\\n 3\ntanh\n", "input 4\nrelu  -> 4\ndense 3 -> \\\n 3\ntanh  -> 3\n"},
        // A line beyond the others leaves them where they are.
        {"input 4\nrelu\ndense 3 activation=leaky_relu no-bias allow=unused-layer,dense-on-image\n",
         "input 4\nrelu  -> 4\n"
         "dense 3 activation=leaky_relu no-bias allow=unused-layer,dense-on-image  -> 3 params=12\n"},
    });
}

TEST_CASE("statements in braces are annotated, those of definitions are not") {
    check_all({
        {"input 8x8x3\nadd{conv 3 3 padding=1}#c\n",
         "input 8x8x3\nadd{conv 3 3 padding=1 -> 8x8x3 params=84} -> 8x8x3 #c\n"},
        {"input 4\nadd { relu } relu\nadd{relu}relu\nadd { relu } \\\nexpect params=0\n",
         "input 4\nadd { relu -> 4 } -> 4 ; relu -> 4\nadd{relu -> 4} -> 4 ; relu -> 4\n"
         "add { relu -> 4 } -> 4 ; \\\nexpect params=0\n"},
        {"input 4\nconcat {\n  path { relu }\n  path {\n    dense 2\n  }\n}\n",
         "input 4\nconcat {\n  path { relu -> 4 }\n  path {\n    dense 2  -> 2 params=10\n  }\n}            -> 6\n"},
        {"input 4\nc: relu\nadd { relu } from=c # x\nadd {\n  relu\n} from=c # x\n",
         "input 4\nc: relu   -> 4\nadd { relu -> 4 } from=c -> 4 # x\nadd {\n  relu    -> 4\n} from=c  -> 4 # x\n"},
        {"input 4\nfreeze { dense 4 }\n", "input 4\nfreeze { dense 4 -> 4 params=20 }\n"},
        {"input 4\ndefine d(n) { dense $n }\ndefine none { dense 7 }\nstage1: d 3\nadd { d 3 }\n",
         "input 4\ndefine d(n) { dense $n }\ndefine none { dense 7 }\nstage1: d 3  -> 3 params=15\n"
         "add { d 3 -> 3 params=12 } -> 3\n"},
        {"input 4\ndefine d { relu -> 4 }\nd ; repeat 2 { d }\n",
         "input 4\ndefine d { relu -> 4 }\nd -> 4 ; repeat 2 { d -> 4 }\n"},
    });
}

TEST_CASE("of a repeat what is the same in each turn is annotated") {
    check_all({
        {"input 8x8x3\nrepeat 2 { conv 3 3 }\n", "input 8x8x3\nrepeat 2 { conv 3 3 }\n"},
        {"input 8x8x3\nrepeat 2 {\n  conv 4 3 padding=1\n  relu\n}\n",
         "input 8x8x3\nrepeat 2 {\n  conv 4 3 padding=1\n  relu  -> 8x8x4\n}\n"},
        {"input 8x8x4\nrepeat 2 { conv 4 3 padding=1 }\n",
         "input 8x8x4\nrepeat 2 { conv 4 3 padding=1 -> 8x8x4 params=148 }\n"},
        {"input 4\nrepeat 1 { relu }\nrepeat 0 { relu -> 3 }\n",
         "input 4\nrepeat 1 { relu -> 4 }\nrepeat 0 { relu -> 3 }\n"},
        {"input 8x8x3\nrepeat 2 { conv 4 3 padding=1 -> biases=5 }\n",
         "input 8x8x3\nrepeat 2 { conv 4 3 padding=1 -> biases=4 }\n"},
        // Its shape alone would be the same, so without counts it is written.
        {"input 8x8x3\nrepeat 2 { conv 4 3 padding=1 }\n",
         "input 8x8x3\nrepeat 2 { conv 4 3 padding=1 -> 8x8x4 }\n",
         {"--counts", "none"}},
    });
}

TEST_CASE("what does not hold is written anew as it was written, and what holds stays") {
    check_all({
        {"input 8x8x3\nflatten -> 191x1\ndense 5 -> 5x1 params=965\nexpect params=0.965k\n",
         "input 8x8x3\nflatten -> 192x1\ndense 5 -> 5x1 params=965\nexpect params=0.965k\n"},
        {"input 8x8x3\nconv 4 3 → 6X6X5 weights=1_09 params=1k # ours\n",
         "input 8x8x3\nconv 4 3 → 6X6X4 weights=108 params=112 # ours\n"},
        {"input 8x8x3\nconv 4 3 -> 6×6 biases=\"5\"\n", "input 8x8x3\nconv 4 3 -> 6×6×4 biases=\"4\"\n"},
        {"input 8x8x3\nflatten -> 8x8x3 params=1\n", "input 8x8x3\nflatten -> 192 params=0\n"},
        {"input 8x8x3\nrelu -> 9\n", "input 8x8x3\nrelu -> 8x8x3\n"},
        {"input 2000\ndense 1_000 -> 1_001 params=2_001_001 weights=2,001,000 biases=1001\n",
         "input 2000\ndense 1_000 -> 1_000 params=2_001_000 weights=2,000,000 biases=1000\n"},
        {"input 2000\ndense 1_000 -> 1_000_1 params=2.01M weights=3M macs=2.0M flops=1Ki\n",
         "input 2000\ndense 1_000 -> 1_000 params=2,001,000 weights=2M macs=2.0M flops=4,000,000\n"},
        {"input 4\nrelu -> params=0\nrelu -> output=5 params=1\n",
         "input 4\nrelu -> 4 params=0\nrelu -> output=4 params=0\n"},
        {"input 4\ndense 3 -> 3\nexpect peak_activation_bytes=9\n",
         "input 4\ndense 3 -> 3\nexpect peak_activation_bytes=28\n"},
        {"input 4 -> 5\ndense 3\nexpect output=9 layers=7 params=9 macs=1\n",
         "input 4 -> 4\ndense 3  -> 3 params=15\nexpect output=3 layers=1 params=15 macs=12\n"},
        {"input 4\ndefine d { dense 3 ; relu }\nd -> 5 layers=3 params=16\n",
         "input 4\ndefine d { dense 3 ; relu }\nd -> 3 layers=2 params=15\n"},
        {"input 4\ndense 3 -> 3\nlimit params=1\n", "input 4\ndense 3 -> 3\nlimit params=1\n"},
    });
}

TEST_CASE("the counts that are asked for are written everywhere") {
    const std::string spec = "input 4\ndense 3 -> 3\nrelu\n";
    check_all({
        {spec, "input 4\ndense 3 -> 3\nrelu    -> 3\n"},
        {spec, "input 4\ndense 3 -> 3\nrelu    -> 3\n", {"--counts", "none"}},
        {spec, "input 4\ndense 3 -> 3 macs=12 params=15\nrelu    -> 3\n", {"--counts", "macs,params,macs"}},
        {"input 4\nadd { dense 4 -> params=20 }dense 3",
         "input 4\nadd { dense 4 -> 4 params=20 weights=16 } -> 4 ; dense 3 -> 3 weights=12",
         {"--counts", "weights"}},
    });
}

TEST_CASE("JSON gets `expect` in the style of its layers, and nothing else of it changes") {
    check_all({
        {R"({"input":4,"layers":[{"type":"dense","units":3},{"type":"relu"}]})",
         R"({"input":4,"layers":[{"type":"dense","units":3,"expect":{"output":[3],"params":15}},)"
         R"({"type":"relu","expect":{"output":[3]}}]})"},
        {R"({"input": [8, 8, 3], "layers": [{ "type": "flatten" }, {"type": "dense", "units": 3}]})",
         R"({"input": [8, 8, 3], "layers": [{ "type": "flatten", "expect": {"output": [192]} }, )"
         R"({"type": "dense", "units": 3, "expect": {"output": [3], "params": 579}}]})"},
        {"\xef\xbb\xbf{\"input\": 4,\r\n \"layers\": [{\r\n\t\"type\": \"dense\",\r\n\t\"units\": 3\r\n }]}\r\n",
         "\xef\xbb\xbf{\"input\": 4,\r\n \"layers\": [{\r\n\t\"type\": \"dense\",\r\n\t\"units\": 3,\r\n"
         "\t\"expect\": {\"output\": [3], \"params\": 15}\r\n }]}\r\n"},
        {"{\"input\": 4, \"layers\": [{ \n  \"type\": \"relu\"\n}]}",
         "{\"input\": 4, \"layers\": [{ \n  \"type\": \"relu\",\n  \"expect\": {\"output\": [4]}\n}]}"},
        // Into an `expect` that is there.
        {R"({"input": 4, "layers": [{"type": "dense", "units": 3, "expect": {}}, {"expect":{ },"type":"relu"}]})",
         R"({"input": 4, "layers": [{"type": "dense", "units": 3, "expect": {"output": [3], "params": 15}}, )"
         R"({"expect":{"output":[3] },"type":"relu"}]})"},
        {R"({"input": 4, "layers": [{"type": "dense", "units": 3, "expect": {"params": 9}, "bias": false}]})",
         R"({"input": 4, "layers": [{"type": "dense", "units": 3, "expect": {"output": [3], "params": 12}, "bias": false}]})"},
        {"{\"input\": 4, \"layers\": [{\"type\": \"relu\", \"expect\": {\n  \"params\": 9\n}}]}",
         "{\"input\": 4, \"layers\": [{\"type\": \"relu\", \"expect\": {\n  \"output\": [4],\n  \"params\": 0\n}}]}"},
        {R"({"input": 4, "layers": [{"type": "dense", "units": 3, "expect": {"output": 3}}]})",
         R"({"input": 4, "layers": [{"type": "dense", "units": 3, "expect": {"output": 3, "macs": 12}}]})",
         {"--counts", "macs"}},
        // Values alone.
        {R"({"input": [6, 6, 2], "layers": [{"type": "relu", "\u0065xpect": {"\u006futput": [ 6 ,7,2 ], "p\u0061rams": 7}}]})",
         R"({"input": [6, 6, 2], "layers": [{"type": "relu", "\u0065xpect": {"\u006futput": [ 6 ,6,2 ], "p\u0061rams": 0}}]})"},
        {R"({"input": [6, 6, 2], "layers": [{"type": "relu", "expect":{"output":5}}, {"type": "flatten", "expect": {"output": [1, 1]}}],
             "expect": {"output": [8,9], "params": 1}, "limit": {"params": 0}})",
         R"({"input": [6, 6, 2], "layers": [{"type": "relu", "expect":{"output":[6,6,2]}}, {"type": "flatten", "expect": {"output": [72, 1]}}],
             "expect": {"output": [72], "params": 0}, "limit": {"params": 0}})"},
        {R"({"input": [6, 6, 2], "layers": [{"type": "relu", "expect": {"output": 5}}]})",
         R"({"input": [6, 6, 2], "layers": [{"type": "relu", "expect": {"output": [6, 6, 2]}}]})"},
        // What holds other statements.
        {R"({"layers": [{"type": "input", "shape": 4}, {"type": "add", "layers": [{"type": "freeze", "layers": [{"type": "relu"}]}]},
             {"type": "concat", "paths": [[], [{"type": "relu"}]]}]})",
         R"({"layers": [{"type": "input", "shape": 4}, {"type": "add", "layers": [{"type": "freeze", "layers": [{"type": "relu", "expect": {"output": [4]}}]}], "expect": {"output": [4]}},
             {"type": "concat", "paths": [[], [{"type": "relu", "expect": {"output": [4]}}]], "expect": {"output": [8]}}]})"},
        {R"({"input": 4, "define": {"d": {"layers": [{"type": "dense", "units": 4}]}},
             "layers": [{"type": "repeat", "times": 2, "layers": [{"type": "d"}, {"type": "dense", "units": 2}]}]})",
         R"({"input": 4, "define": {"d": {"layers": [{"type": "dense", "units": 4}]}},
             "layers": [{"type": "repeat", "times": 2, "layers": [{"type": "d"}, {"type": "dense", "units": 2, "expect": {"output": [2], "params": 10}}]}]})"},
    });
}

TEST_CASE("every network of specs is the same annotated, and holds all that was there") {
    REQUIRE(networks().size() > 35);
    for (const std::string& path : networks()) {
        INFO(path);
        std::string spec = read_text_file(path);
        std::string once = annotated(spec);
        bool held = !expectation_fails(spec);
        REQUIRE((is_part_of(spec, once) || !held));
        REQUIRE(annotated(once) == once);
        REQUIRE(run_program({"show", "--format", "csv", "-"}, once).out ==
                run_program({"show", "--format", "csv", "-"}, spec).out);
        REQUIRE(!expectation_fails(once));
        std::string everything = "weights,biases,params,trainable,frozen,buffers,macs,flops,param_bytes";
        std::string all = annotated(spec, {"--counts", everything});
        REQUIRE((is_part_of(spec, all) || !held));
        REQUIRE(annotated(all, {"--counts", everything}) == all);
    }
}

TEST_CASE("files are written in place where they change, with their mode and through links") {
    Folder folder;
    std::string net = folder.file("net.nn", "input 4\nrelu\n"), done = folder.file("done.nn", "input 4\nrelu -> 4\n");
    REQUIRE(::chmod(net.c_str(), 0640) == 0);
    fs::path link = folder.path() / "link.nn";
    fs::create_symlink("net.nn", link);
    ino_t untouched = inode_of(done), old = inode_of(net);
    Shown ran = run_shown({"annotate", "--in-place", link.string(), done});
    CHECK(ran.code == 0);
    CHECK(ran.all.empty());
    CHECK(read_text_file(net) == "input 4\nrelu  -> 4\n");
    CHECK(fs::is_symlink(link));
    CHECK(fs::status(net).permissions() == fs::perms(0640));
    CHECK(inode_of(net) != old);
    CHECK(inode_of(done) == untouched);
    CHECK(folder.entries() == 3);
}

TEST_CASE("the result goes to another file where one is named") {
    Folder folder;
    std::string net = folder.file("net.nn", "input 4\nrelu"), out = (folder.path() / "out").string();
    CHECK(run_shown({"annotate", net, "-o", out}).all.empty());
    CHECK(read_text_file(out) == "input 4\nrelu  -> 4");
    Ran ran = run_program({"annotate", "--check", net, out, "-o", out + ".txt"});
    CHECK(ran.code == 1);
    CHECK(read_text_file(out + ".txt") == net + ":2:5: add `-> 4`\n");
    CHECK(read_text_file(net) == "input 4\nrelu");
}

TEST_CASE("a file is replaced even if its name leaves no room for a longer one beside it") {
    Folder folder;
    std::string net = folder.file(std::string(250, 'n'), "input 4\nrelu\n");
    Shown ran = run_shown({"annotate", "--in-place", net});
    CHECK(ran.code == 0);
    CHECK(ran.all.empty());
    CHECK(read_text_file(net) == "input 4\nrelu  -> 4\n");
}

TEST_CASE("a spec that would be too long to read when it is annotated is left as it is") {
    std::string longest = "input 4\nrelu\n#";
    longest.resize(64 << 20, '#');
    Ran ran = run_program({"annotate", "-"}, longest);
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(ran.err ==
          "nnshape: `<stdin>` does not read back as the same network when it is annotated; it is not changed\n");
}

TEST_CASE("a file that cannot be annotated stays as it is, and the others are written") {
    Folder folder;
    const std::string broken = "input 4\nrelu\nconv 3 5 7 -> 2\n",
                      twice = "input 4\nrepeat 2 { dense 3 -> params=1 }\n";
    std::string first = folder.file("a.nn", broken), second = folder.file("b.nn", twice),
                third = folder.file("c.nn", "input 4\nrelu\n"), none = (folder.path() / "d.nn").string();
    Ran ran = run_program({"annotate", "--in-place", first, second, none, third});
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(read_text_file(first) == broken);
    CHECK(read_text_file(second) == twice);
    CHECK(read_text_file(third) == "input 4\nrelu  -> 4\n");
    CHECK(folder.entries() == 3);
}
