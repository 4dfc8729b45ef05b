#include "failure/invocation.h"

#include <fmt/ranges.h>
#include <algorithm>
#include <filesystem>

#include "cli/run.h"
#include "failure/faults.h"
#include "support/every_form.h"
#include "support/shell.h"

namespace nnshape::test {
namespace {

// Branches, a definition, a repeat, an expression, an expectation that holds and one that does not.
constexpr std::string_view network = R"(network Sample
let width=8
define block(filters, stride=1) {
  add {
    path { conv $filters 3 stride=$stride padding=1 no-bias ; batch_norm }
    path { conv $filters*1 1 stride=$stride no-bias }
  }
  relu
}
input 33x33x3
C1: conv $width 5 stride=2 -> 15x15x8 params=608
b: block $width*2 stride=2
repeat 2 { r: concat { max_pool 3 stride=1 padding=1 } }
flatten
dense 10 -> 11
limit params=1k
)";

constexpr std::string_view right = "input 28x28x1\nC1: conv 6 5 -> 24x24x6\nmax_pool 3 stride=2\nflatten\ndense 10\n";

constexpr std::string_view broken = "input 28x28x1\nconv 6 kernal=5\ndens 10\nadd from=nowhere\n";

constexpr std::string_view json =
    R"({"name": "J", "input": [28, 28, 1], "define": {"b": {"parameters": {"n": null}, "layers": [)"
    R"({"type": "conv", "filters": "$n", "kernel": 3}]}}, "layers": [{"type": "b", "n": 4}, )"
    R"({"type": "concat", "paths": [[{"type": "relu"}], []]}, {"type": "dense", "units": 10}]})";

constexpr std::string_view broken_json = R"({"input": [28, 28, 1], "layers": [{"type": "conv", "filters": 4,}]})";

constexpr std::string_view lines =
    "{\"id\": 1, \"input\": [28, 28, 1], \"layers\": [{\"type\": \"dense\", \"units\": 10}]}\n"
    "{\"id\": 2, \"input\": [28, 28, 1], \"layers\": [{\"type\": \"dens\", \"units\": 10}]}\n"
    "{\"id\": [\n"
    "{\"id\": 4, \"input\": [5], \"layers\": [{\"type\": \"relu\"}]}\n";

}  // namespace

std::vector<Invocation> invocations() {
    std::vector<Invocation> all = {
        {{"show", "SPEC"}, broken, {}},
        {{"check", "SPEC"}, broken, {}},
        {{"show", "-"}, {}, right},
        {{"show", "-", "--input", "32x32x1", "--json"}, {}, json},
        {{"check", "-"}, {}, broken_json},
        {{"convert", "-", "--to", "text"}, {}, json},
        {{"batch"}, {}, lines},
        {{"batch", "-j", "2"}, {}, lines},
        {{"batch", "--strict", "--only", "failed"}, {}, lines},
        {{"annotate", "--in-place", "SPEC"}, right, {}},
        {{"annotate", "--check", "SPEC"}, right, {}},
        {{"show", "SPEC", "--set", "width=4", "--set", "width=16", "--depth", "0"}, network, {}},
        {{"draw", "SPEC"}, right, {}},
        {{"draw", "SPEC", "--style", "blocks"}, network, {}},
        {{"draw", "SPEC"}, broken, {}},
        {{"solve", "--in", "28", "--out", "26"}, {}, {}},
        {{"fit", "SPEC", "--vary", "w=1..9", "--limit", "params=40"}, "input 4\nlet w=1\ndense $w\n", {}},
        {{"apply", "conv", "[[1, 0], [0, 1]]", "-", "then", "max_pool", "2"}, {}, "1 2 3\n4 5 6\n7 8 9\n"},
        {{"apply", "conv", "SPEC", "-", "--json"}, "1 x\n", {}},
        {{"batch", "--spec", "SPEC"}, "input 4\nlet w=1\ndense $w\n", "{\"set\": {\"w\": 2}}\n"},
        {{"layers", "conv"}, {}, {}},
        {{"rules"}, {}, {}},
        {{"specs"}, {}, {}},
        {{"schema", "spec"}, {}, {}},
        {{"completion", "bash"}, {}, {}},
        {{"help"}, {}, {}},
        {{"--version"}, {}, {}},
        {{"shwo"}, {}, {}},
        {{"show", "nowhere.nn"}, {}, {}},
        {{"show", "SPEC", "--colums", "name"}, right, {}},
    };
    for (auto& args : every_form("SPEC")) all.push_back({std::move(args), network, {}});
    return all;
}

std::string words_of(const Invocation& invocation) { return fmt::format("{}", fmt::join(invocation.args, " ")); }

Failing run_failing(const Invocation& invocation, const std::function<void()>& arm) {
    static const WorkFolder folder;  // one for all runs: its path stands in the messages
    std::string path = folder.write("sample.nn", std::string(invocation.spec));
    std::vector<std::string> args = invocation.args;
    std::replace(args.begin(), args.end(), std::string("SPEC"), path);
    MemoryFile in(invocation.in), out, err;
    Streams streams{in.descriptor(), out.descriptor(), err.descriptor()};
    Failing result;
    arm();
    result.ran.code = run(args, streams);
    result.failed = end_faults();
    result.ran.out = out.content();
    result.ran.err = err.content();
    result.ran.spec = read_text_file(path);
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) result.files += entry.exists();
    return result;
}

}  // namespace nnshape::test
