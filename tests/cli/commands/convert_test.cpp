#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape::test;

namespace {

using Json = nlohmann::json;

std::string converted(const std::string& spec, const std::string& form, bool flat = false) {
    std::vector<std::string> args{"convert", "-", "--to", form};
    if (flat) args.push_back("--flat");
    Ran ran = run_program(args, spec);
    INFO(spec);
    INFO(ran.err);
    REQUIRE(ran.code == 0);
    REQUIRE(ran.err.empty());
    return ran.out;
}

// A JSON report without the places and the advice, which go by the form, and the id, which text cannot hold.
std::string report_of(const std::string& spec) {
    Ran ran = run_program({"show", "--json", "-"}, spec);
    INFO(spec);
    REQUIRE(ran.code == 0);
    Json report = Json::parse(ran.out);
    for (const char* key : {"source", "id"}) report.erase(key);
    for (Json& layer : report["layers"]) layer.erase("line");
    Json told = Json::array();
    for (Json& one : report["diagnostics"]) {
        if (one["code"] == "framework-default") continue;  // it is about the spelling, which becomes ours
        for (const char* key : {"line", "column", "end_line", "end_column", "help", "file", "used_from"})
            one.erase(key);
        told.push_back(one);
    }
    report["diagnostics"] = told;
    return report.dump();
}

// Each layer's figures; its name, type and inputs stand beside them.
std::string figures_of(const std::string& spec) {
    Ran ran = run_program({"show", "-", "--format", "csv", "--columns", "name,type,output,weights,biases,buffers,macs"},
                          spec);
    REQUIRE(ran.code == 0);
    return ran.out;
}

void check_round_trips(const std::string& spec) {
    std::string report = report_of(spec);
    for (std::string form : {"text", "json"}) {
        std::string once = converted(spec, form);
        REQUIRE(report_of(once) == report);
        REQUIRE(converted(once, form) == once);
        std::string there = converted(once, form == "text" ? "json" : "text");
        REQUIRE(converted(there, form) == once);
    }
}

size_t count_of(const std::string& text, const std::string& part) {
    size_t count = 0;
    for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

void check_flat(const std::string& spec) {
    std::string figures = figures_of(spec);
    std::string text = converted(spec, "text", true);
    REQUIRE(figures_of(text) == figures);
    REQUIRE(converted(text, "text", true) == text);
    REQUIRE(converted(text, "text") == text);
    size_t braces = count_of(text, " {\n"), experts = count_of(text, "\nexperts ");
    REQUIRE(braces == experts);
    REQUIRE(text.find(" { }") == std::string::npos);
    REQUIRE(text.find('$') == std::string::npos);
    REQUIRE(figures_of(converted(spec, "json", true)) == figures);
}

// Every form that a value, a name or a statement has.
const std::vector<std::string> specs_of_every_form = {
    R"(# a comment
network "My net" ; layout channels_first ; dtype Float16
let width=8 pad=2:0 act=relu flag=yes k=3 both=a,b
input 3x32x32 -> 3x32x32
define block(filters, stride=1, mode=same, residual=true) {
  conv $filters ${k}x${k} padding=$mode bias=$residual stride=$stride
  inner: batch_norm no-affine ; activation: relu
}
define empty { }
"FC 1": Conv2d out_channels=$width kernel_size=3 pad=0:2x1:1 use_bias=no eps=.5 momentum=5. activation=Swish -> params=216
a: conv 8 $k padding=$pad freeze in=8
b: conv ($width + 0)*1 3x3 padding=Same_Lower dilation=1 allow=stride-remainder from="FC 1"
add from=a,"FC 1" -> 8x32x32
add from=$both ; multiply from="FC 1",b,a
b1: block 4 stride=2 residual=no mode=valid -> 4x15x15
repeat 2 { r: block $width*2//2 mode=same from=b1 ; relu }
concat { path { } ; path { conv 4 1 ; freeze { batch_norm } } } -> 12x15x15
subtract { empty } ; maximum { }
upsample 1.50 ; upsample size=7x9 ; max_pool 2 ceil
permute 1,2,0 ; x: permute 1x2x0
dropout .25 ; dropout rate=5e-1
adaptive_avg_pool -x5 ; y: flatten
d: dense 1_0 ; relu
e: dense 10 share=d from=y
prelu Channel ; prelu per=element
outputs e prelu_1
limit params=1.5M macs=1G ; allow stride-exceeds-kernel
)",
    R"~({"name": "a \"quoted\" \\ name",
 "input": [32, 32, 3], "let": {"k": 3, "w": 8, "names": ["left one", "b"], "n": null, "word": "true", "digits": "3x3"},
 "define": {"blk": {"parameters": {"f": null, "p": [[1, 1], [0, 2]], "s": [1, 1]},
                    "layers": [{"type": "conv", "filters": "$f", "kernel": ["${k}", 3], "padding": "$p", "stride": "$s"}]}},
 "layers": [
  {"type": "conv", "name": "left one", "filters": "$w * 2", "kernel": 3, "padding": "1:1", "inplace": true, "mode": "3x3"},
  {"type": "conv", "name": "b", "filters": "$w*(1 + 1)", "kernel": [3, 3], "padding": [1, 1], "device": "a,b; {c}"},
  {"type": "add", "name": "network", "inputs": "$names"},
  {"type": "add", "inputs": ["left one", "network"], "expect": {"params": 0, "output": [32, 32, 16]}},
  {"type": "blk", "name": "→", "f": 4},
  {"type": "repeat", "times": "$k", "layers": []},
  {"type": "add", "paths": [[], [{"type": "relu", "name": "a.b/c-d_é"}]]}, {"type": "add", "layers": []},
  {"type": "upsample", "scale": 1.5E0}, {"type": "relu", "allow": [], "eps": 1e-5}],
 "outputs": ["add_1", "left one"], "allow": []})~",
    R"(left: input 8x8x3
right: input shape=8x8x3 allow=suspect-input
l: conv 4 3 padding=1:1 from=left
r: conv 4 3 padding=1 from=right share=l
concat from=l,r axis=2 ; concat from=l,r axis=Channels
concat axis=channels from=l { relu } -> params=0
slice 4 start=1 axis=0 ; select -1 ; dense 3 no-bias
)",
    R"(input 16x8
lstm 4 bidirectional bias=single layers=2 ; gru 4 no-return_sequences ; reshape -1x2 ; attention 2 ; pad 0:1 ; crop 1
reshape 2 ; dense 3
expect output=3
)",
    R"({"layers": [{"type": "input", "shape": 10, "expect": {"output": 10}}, {"type": "Linear", "out_features": 3}], "layout": "HWC"})",
    "input 4\nrepeat 0 { relu }\nrelu\n",
};

}  // namespace

TEST_CASE("a network of specs is the same in either form, and converting twice changes nothing") {
    auto files = files_below("specs", {".nn", ".json"});
    REQUIRE(files.size() > 40);
    for (const std::string& path : files) {
        if (path.starts_with("specs/errors/")) continue;
        INFO(path);
        check_round_trips(read_text_file(path));
    }
}

TEST_CASE("a network of specs has the same figures when it is flat") {
    for (const std::string& path : files_below("specs", {".nn", ".json"})) {
        if (path.starts_with("specs/errors/")) continue;
        INFO(path);
        check_flat(read_text_file(path));
    }
}

TEST_CASE("every form of a value, a name and a statement survives both ways") {
    for (const std::string& spec : specs_of_every_form) {
        check_round_trips(spec);
        check_flat(spec);
    }
}

TEST_CASE("a statement is written canonically in text, and its like in JSON") {
    struct Case {
        std::string written, text, json;
    };
    const Case cases[] = {
        {"Conv2d kernel_size=3 out_channels=6", "conv2d 6 3", R"("type": "conv2d", "filters": 6, "kernel": 3)"},
        {"conv 0_6 3X5 pad=0:1 use_bias=No", "conv 6 3x5 padding=0:1 no-bias",
         R"("type": "conv", "filters": 6, "kernel": [3, 5], "padding": "0:1", "bias": false)"},
        {"conv 6 3 padding=SAME", "conv 6 3 padding=same",
         R"("type": "conv", "filters": 6, "kernel": 3, "padding": "same")"},
        {"concat from=input,input axis=Channels", "concat from=input,input axis=channels",
         R"("type": "concat", "inputs": ["input", "input"], "axis": "channels")"},
        {"MaxPool2D 3 ceil stride=2", "max_pool2d 3 ceil stride=2",
         R"("type": "max_pool2d", "kernel": 3, "ceil": true, "stride": 2)"},
        {"C1: relu -> 28x28x1 params=0 macs=0k", "C1: relu -> 28x28x1 params=0 macs=0",
         R"("type": "relu", "name": "C1", "expect": {"output": [28, 28, 1], "params": 0, "macs": 0})"},
        {"\"C 1\": relu", "\"C 1\": relu", R"("type": "relu", "name": "C 1")"},
        {"dropout .5", "dropout 0.5", R"("type": "dropout", "rate": 0.5)"},
        {"dropout rate=00.50", "dropout 0.50", R"("type": "dropout", "rate": 0.50)"},
        {"upsample size=7", "upsample size=7", R"("type": "upsample", "size": 7)"},
        {"layer_norm All", "layer_norm over=all", R"("type": "layer_norm", "over": "all")"},
        {"reshape 784", "reshape 784", R"("type": "reshape", "shape": [784])"},
        {"global_avg_pool keepdims", "global_avg_pool keepdims", R"("type": "global_avg_pool", "keepdims": true)"},
        {"relu from=input allow=unused-layer", "relu from=input allow=unused-layer",
         R"("type": "relu", "inputs": ["input"], "allow": ["unused-layer"])"},
        {"conv 3*($n - 1) $n", "conv 3*($n-1) $n", R"~("type": "conv", "filters": "3*($n-1)", "kernel": "$n")~"},
        {"conv 3 3 no_bias", "conv 3 3 no-bias", R"("type": "conv", "filters": 3, "kernel": 3, "bias": false)"},
        {"conv ($n\t+ 1) ${n}*2 stride=${n}-1", "conv ($n+1) $n*2 stride=$n-1",
         R"~("type": "conv", "filters": "($n+1)", "kernel": "$n*2", "stride": "$n-1")~"},
        {"relu eps=-.5 momentum=0e5 alpha=1.e5", "relu eps=-0.5 momentum=0e5 alpha=1.0e5",
         R"("type": "relu", "eps": -0.5, "momentum": 0e5, "alpha": 1.0e5)"},
        {"relu eps=-00_99_999_999_999_999_999_999", "relu eps=-99999999999999999999",
         R"("type": "relu", "eps": -99999999999999999999)"},
        {"conv 3 ${n}x${n} stride=${n}", "conv 3 ${n}x${n} stride=$n",
         R"("type": "conv", "filters": 3, "kernel": ["$n", "$n"], "stride": "$n")"},
    };
    for (const auto& [written, text, json] : cases) {
        INFO(written);
        std::string head = "input 28x28x1\n\nlet n=2\n\n";
        REQUIRE(converted(head + written, "text") == head + text + "\n");
        REQUIRE(converted(head + written, "json").find("    {" + json + "}\n") != std::string::npos);
    }
}

TEST_CASE("a flat network names each layer by its path and what it reads where that is not the layer before") {
    const std::string spec = R"(input 8x8x4
let w=4
define twice(f) { conv $f 1 ; freeze { norm: batch_norm } }
a: twice $w
repeat 2 { add { twice $w ; relu } }
conv 2 1 from=a
)";
    REQUIRE(converted(spec, "text", true) == R"(input 8x8x4

a/conv_1: conv 4 1
a/norm: batch_norm freeze
twice_1/conv_1: conv 4 1
twice_1/norm: batch_norm freeze
relu_1: relu
add_1: add from=a/norm,relu_1
twice_2/conv_1: conv 4 1
twice_2/norm: batch_norm freeze
relu_2: relu
add_2: add from=add_1,relu_2
conv_1: conv 2 1 from=a/norm
)");
}

TEST_CASE("what one form cannot hold is refused at its place") {
    struct Case {
        std::string spec, form, error;
    };
    const Case cases[] = {
        {"input 8\n\"a$b\": relu\nadd from=\"a$b\",input\n", "json",
         "<stdin>:3:11: error: `a$b` cannot be written in JSON, where `$` begins an expression; choose a name without "
         "it [bad-value]\n    add from=\"a$b\",input\n              ^~~\n"},
        {R"({"input": 8, "layers": [{"type": "relu", "name": "a\nb"}]})", "text",
         "<stdin>:1:51: error: `a\\nb` cannot be written in the text form; a name is on one line [bad-value]\n    "
         "{\"input\": 8, \"layers\": [{\"type\": \"relu\", \"name\": \"a\\nb\"}]}\n"
         "                                                      ^~~~\n"},
        {"input 8\nrelu\ndefine unused { foo 3 }\n", "json",
         "<stdin>:3:17: error: `foo` is not a layer type [unknown-layer]\n    define unused { foo 3 }\n"
         "                    ^~~\n"},
        {"input 8\nrelu\nrepeat 0 { foo 3 }\n", "json",
         "<stdin>:3:12: error: `foo` is not a layer type [unknown-layer]\n    repeat 0 { foo 3 }\n"
         "               ^~~\n"},
        {"input 8\nrelu\ndefine f(n) { dense $n }\ndefine unused { f 3 4 }\n", "json",
         "<stdin>:4:21: error: `4` is one value too many for f; remove it, or give it its name [bad-value]\n"
         "    define unused { f 3 4 }\n                        ^\n"},
        {"input 8\nrelu\ndefine unused { conv 3 3 stride 4 }\n", "json",
         "<stdin>:3:26: error: `stride` is one value too many for conv; remove it, or give it its name [bad-value]\n"
         "    define unused { conv 3 3 stride 4 }\n                             ^~~~~~\n"},
        {"input 8\nrelu\ndefine unused { relu 3 }\n", "json",
         "<stdin>:3:22: error: `3` is one value too many for relu; remove it, or give it its name [bad-value]\n"
         "    define unused { relu 3 }\n                         ^\n"},
        {R"({"input": 8, "layers": [{"type": "relu"}, {"type": "repeat", "times": 0, "layers": )"
         R"([{"type": "dense", "units": {}}]}]})",
         "text",
         "<stdin>:1:112: error: an object cannot be converted; remove the parameter [bad-value]\n"
         "    …\"times\": 0, \"layers\": [{\"type\": \"dense\", \"units\": {}}]}]}\n"
         "                                                       ^\n"},
        {R"({"input": 8, "layers": [{"type": "relu", "eps": [{}]}]})", "json",
         "<stdin>:1:49: error: an object cannot be converted; remove the parameter [bad-value]\n"
         "    {\"input\": 8, \"layers\": [{\"type\": \"relu\", \"eps\": [{}]}]}\n"
         "                                                    ^~~~\n"},
    };
    for (const auto& [spec, form, error] : cases) {
        Ran ran = run_program({"convert", "-", "--to", form}, spec);
        CHECK(ran.code == 2);
        CHECK(ran.out.empty());
        CHECK(ran.err == error);
    }
}

TEST_CASE("a value of a call without a key is the first parameter's where all have a default") {
    const std::string spec = "input 8\n\ndefine f(n=2, m=3) {\n  dense $n\n  dense $m\n}\n\nf 5\nf m=4\nf n=6\n";
    CHECK(converted(spec, "text") == "input 8\n\ndefine f(n=2, m=3) {\n  dense $n\n  dense $m\n}\n\nf 5\nf m=4\nf 6\n");
    CHECK(converted(spec, "json")
              .find("    {\"type\": \"f\", \"n\": 5},\n    {\"type\": \"f\", \"m\": 4},\n"
                    "    {\"type\": \"f\", \"n\": 6}\n") != std::string::npos);
    check_round_trips(spec);
}

TEST_CASE("a definition's parameter keeps its name where any layer has one that is called so too") {
    std::string spec = "input 8x8x3\n\ndefine f(in_channels) {\n  conv $in_channels 3\n}\n\nf 4\n";
    CHECK(converted(spec, "text") == spec);
    CHECK(converted("input 8x8x3\ndefine f(in_channels) { conv $in_channels 3 }\nf in_channels=4\n", "text") == spec);
    CHECK(converted(spec, "json").find(R"({"type": "f", "in_channels": 4})") != std::string::npos);
}

TEST_CASE("what stands in a definition that is never used is written as it is") {
    const std::string spec =
        "input 8\n\ndefine f(n, p) {\n  conv 3 3 padding=smae\n  prelu per=3\n  reshape $n\n  reshape 1:2\n"
        "  dense ${n\n}\ndefine g {\n  f 3 \"same\"\n}\n\nrelu\n";
    std::string json = converted(spec, "json");
    CHECK(json.find(R"("type": "conv", "filters": 3, "kernel": 3, "padding": "smae"})") != std::string::npos);
    CHECK(json.find(R"({"type": "prelu", "per": 3})") != std::string::npos);
    CHECK(json.find(R"({"type": "reshape", "shape": "$n"})") != std::string::npos);
    CHECK(json.find(R"({"type": "reshape", "shape": "1:2"})") != std::string::npos);
    CHECK(json.find(R"({"type": "dense", "units": "${n"})") != std::string::npos);
    CHECK(json.find(R"({"type": "f", "n": 3, "p": "same"})") != std::string::npos);
    const std::string braces =
        R"({"input": 8, "define": {"f": {"layers": [{"type": "conv", "kernel": "${k}x${k}"}]}}, "layers": [{"type": "relu"}]})";
    CHECK(converted(braces, "json").find(R"({"type": "conv", "kernel": "${k}x$k"})") != std::string::npos);
}

TEST_CASE("a parameter that changes nothing is written as it is, and flat without what text cannot hold") {
    const std::string spec =
        R"({"input": 8, "layers": [{"type": "relu", "eps": [[1, 2, 3], [4, 5]], "momentum": "0:x", "alpha": "1:2"}]})";
    CHECK(converted(spec, "json")
              .find(R"({"type": "relu", "eps": [[1, 2, 3], [4, 5]], "momentum": "0:x", "alpha": "1:2"})") !=
          std::string::npos);
    const std::string object = R"({"input": 8, "layers": [{"type": "relu", "eps": {"a": 1}, "momentum": 2}]})";
    CHECK(converted(object, "text", true) == "input 8\n\nrelu_1: relu momentum=2\n");
}

TEST_CASE("a spec that would be too long to read when it is converted is not written") {
    std::string longest = R"({"input":8,"layers":[{"type":"relu"}],"id":"")";
    longest.insert(longest.size() - 1, std::string((64 << 20) - longest.size() - 1, 'i'));
    longest += '}';
    Ran ran = run_program({"convert", "-", "--to", "json"}, longest);
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(ran.err == "nnshape: `<stdin>` does not read back as the same network in json; nothing is written\n");
}

TEST_CASE("what JSON alone can hold stays in JSON and is left out of the text") {
    const std::string spec = R"({
  "$schema": "nnshape.schema.json",
  "id": {"a": [1, 2]},
  "input": [8],
  "layers": [
    {"type": "relu"}
  ]
}
)";
    REQUIRE(converted(spec, "json") == spec);
    REQUIRE(converted(spec, "text") == "input 8\n\nrelu\n");
}

TEST_CASE("a name in quotes may stand in a list") {
    REQUIRE(diagnostics_of("input 8\n\"a, b\": relu\n\"c \\\" d\": relu\ne: relu\nf: add from=\"a, b\",\"c \\\" d\",e\n"
                           "add from=f,\"a, b\"\n")
                .empty());
}

TEST_CASE("an expression may stand in a list of names") {
    REQUIRE(
        diagnostics_of("input 8\nlet which=b\na: relu\nb: relu\nc: add from=a,$which\nadd from=$which,c\n").empty());
}

namespace {

// A random spec that is right: an image that keeps its 8x8x4, so that any layer may follow any other.
class RandomSpec {
  public:
    explicit RandomSpec(uint32_t seed) : random_(seed) {}

    std::string write() {
        std::string spec =
            "input 8x8x4\nlet w=4 k=3\ndefine unit(n=4, k=3) {\n" + statements(2) + "conv $n $k padding=same\n}\n";
        return spec + statements(6) + "last: relu\n" + (one_of(2) == 0 ? "outputs last\n" : "");
    }

  private:
    size_t one_of(size_t many) { return random_() % many; }

    std::string statements(size_t most) {
        std::string out;
        for (size_t count = 1 + one_of(most); count > 0; --count) out += statement() + "\n";
        return out;
    }

    std::string block() {
        ++depth_;
        std::string inside = "{\n" + statements(3) + "}";
        --depth_;
        return inside;
    }

    std::string statement() {
        const std::string layers[] = {"conv 4 3 padding=1",
                                      "Conv2d kernel_size=5 out_channels=4 pad=2:2 no-bias",
                                      "conv $w ${k}x$k padding=1x1 activation=relu",
                                      "depthwise_conv 3 padding=same -> 8x8x4 params=40",
                                      "batch_norm eps=1e-5",
                                      "dropout 0.25 allow=unused-layer",
                                      "max_pool 3 stride=1 padding=1",
                                      "layer_norm all no-center",
                                      "prelu per=channel",
                                      "upsample scale=1.0",
                                      "permute 1x0x2",
                                      "custom 8x8x4 weights=7"};
        if (depth_ < 3 && one_of(3) == 0) {
            const std::string blocks[] = {
                "add " + block(), "repeat 2 " + block(), "freeze " + block(),
                "average {\npath " + block() + "\npath { }\npath " + block() + "\n} -> 8x8x4"};
            return blocks[one_of(4)];
        }
        std::string label = one_of(4) == 0 ? "layer" + std::to_string(++labels_) + ": " : "";
        return label + layers[one_of(12)];
    }

    std::mt19937 random_;
    int depth_ = 0;
    int labels_ = 0;
};

}  // namespace

TEST_CASE("random specs come back from the other form as they were") {
    for (uint32_t seed = 1; seed <= 40; ++seed) {
        std::string spec = RandomSpec(seed).write();
        check_round_trips(spec);
        check_flat(spec);
    }
}
