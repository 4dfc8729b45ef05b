#include <map>
#include <nlohmann/json.hpp>

#include "layers/layer_kind.h"
#include "report/report_text.h"
#include "support/catch.h"

using namespace nnshape;
using namespace nnshape::test;
using Json = nlohmann::ordered_json;

namespace {

std::vector<std::string> keys_of(const Json& object) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
}

using Keys = std::vector<std::string>;

// What a layer type reads, its parameters, and what the report says of them, every default put in.
struct ArgsCase {
    std::string input, layer, args;
};

const ArgsCase args_cases[] = {
    {"8x8x4", "conv 6 3",
     R"({"filters":6,"kernel":[3,3],"stride":[1,1],"padding":[[0,0],[0,0]],"dilation":[1,1],"groups":1,"bias":true})"},
    {"8x4", "conv 6 3 padding=1:2 activation=relu",
     R"({"filters":6,"kernel":[3],"stride":[1],"padding":[[1,2]],"dilation":[1],"groups":1,"bias":true,"activation":"relu"})"},
    {"8x8x8x4", "conv 6 1x2x3 padding=0x1x2 no-bias",
     R"({"filters":6,"kernel":[1,2,3],"stride":[1,1,1],"padding":[[0,0],[1,1],[2,2]],"dilation":[1,1,1],"groups":1,"bias":false})"},
    {"8x8x4", "depthwise_conv 3 padding=same",
     R"({"kernel":[3,3],"multiplier":1,"stride":[1,1],"padding":"same","dilation":[1,1],"bias":true})"},
    {"8x8x4", "separable_conv 6 3 padding=valid",
     R"({"filters":6,"kernel":[3,3],"multiplier":1,"stride":[1,1],"padding":[[0,0],[0,0]],"dilation":[1,1],"bias":true})"},
    {"8x8x4", "conv_transpose 6 2 stride=2",
     R"({"filters":6,"kernel":[2,2],"stride":[2,2],"padding":[[0,0],[0,0]],"output_padding":[0,0],"dilation":[1,1],"groups":1,"bias":true})"},
    {"8x8x4", "max_pool 2", R"({"kernel":[2,2],"stride":[2,2],"padding":[[0,0],[0,0]],"dilation":[1,1],"ceil":false})"},
    {"8x8x4", "avg_pool 2x4 ceil", R"({"kernel":[2,4],"stride":[2,4],"padding":[[0,0],[0,0]],"ceil":true})"},
    {"8x8x4", "global_avg_pool", R"({"keepdims":false})"},
    {"8x8x4", "global_max_pool keepdims", R"({"keepdims":true})"},
    {"8x8x4", "adaptive_avg_pool 7", R"({"size":[7,7]})"},
    {"8x8x4", "adaptive_max_pool 1x-", R"({"size":[1,null]})"},
    {"8x8x4", "flatten", "{}"},
    {"8", "dense 5", R"({"units":5,"bias":true})"},
    {"8x8x4", "batch_norm", R"({"affine":true,"scale":true,"center":true,"track_stats":true})"},
    {"8x8x4", "layer_norm", R"({"over":"channels","scale":true,"center":true})"},
    {"8x8x4", "group_norm 2", R"({"groups":2,"affine":true})"},
    {"8x8x4", "instance_norm", R"({"affine":false})"},
    {"8x8x4", "rms_norm", "{}"},
    {"8x8x4", "lrn", R"({"size":5})"},
    {"8x8x4", "glu", "{}"},
    {"8x8x4", "prelu", R"({"per":"layer"})"},
    {"8x8x4", "dropout", R"({"rate":0.5})"},
    {"8x8x4", "dropout 0.125", R"({"rate":0.125})"},
    {"8x8x4", "identity", "{}"},
    {"8x8x4", "pad 1", R"({"padding":[[1,1],[1,1]],"channels":[0,0],"like":null})"},
    {"8x8x4", "crop 0:1x1:2", R"({"cropping":[[0,1],[1,2]]})"},
    {"8x8x4", "center_crop 4", R"({"size":[4,4],"like":null})"},
    {"8x8x4", "upsample 1.5", R"({"scale":[1.5,1.5],"size":null,"like":null})"},
    {"8x8x4", "upsample size=9x9", R"({"scale":null,"size":[9,9],"like":null})"},
    {"8x8x4", "pixel_shuffle 2", R"({"factor":2})"},
    {"8x8x4", "pixel_unshuffle 2", R"({"factor":2})"},
    {"8x8x4", "channel_shuffle 2", R"({"groups":2})"},
    {"8x8x4", "reshape 16x16", R"({"shape":[16,16]})"},
    {"8x8x4", "permute 2x0x1", R"({"order":[2,0,1]})"},
    {"8x8x4", "tokens", "{}"},
    {"8x4", "class_token", R"({"count":1})"},
    {"8x4", "position_embedding", "{}"},
    {"8x4", "layer_scale", "{}"},
    {"8x8x4", "select -1", R"({"index":-1,"axis":0})"},
    {"8x8x4", "slice 2", R"({"start":0,"end":2,"axis":"channels","step":1})"},
    {"8x8x4", "slice -1 start=-4 axis=0 step=2", R"({"start":-4,"end":-1,"axis":0,"step":2})"},
    {"8x8x4", "reduce 0,channels by=max", R"({"axis":[0,"channels"],"by":"max","keepdims":false})"},
    {"8x8x4", "reduce 1", R"({"axis":[1],"by":"mean","keepdims":false})"},
    {"1x8x4", "squeeze 0", R"({"axis":[0]})"},
    {"8x4", "unsqueeze 2", R"({"axis":[2]})"},
    {"1x8x4", "expand 6x-1x4", R"({"shape":[6,-1,4]})"},
    {"8x8x4", "tile 2x1x3", R"({"repeats":[2,1,3]})"},
    {"8x8x4", "roll -3", R"({"shift":[-3,-3],"channels":0})"},
    {"8x8x4", "log", "{}"},
    {"8x8x4", "sqrt", "{}"},
    {"8x8x4", "square", "{}"},
    {"8x8x4", "abs", "{}"},
    {"8x8x4", "negate", "{}"},
    {"8x8x4", "reciprocal", "{}"},
    {"8x8x4", "sin", "{}"},
    {"8x8x4", "cos", "{}"},
    {"8x8x4", "erf", "{}"},
    {"8x8x4", "clip", "{}"},
    {"8x8x4", "sign", "{}"},
    {"8x8x4", "round", "{}"},
    {"8x8x4", "floor", "{}"},
    {"8x8x4", "ceiling", "{}"},
    {"8x8x4", "cumulative_sum", "{}"},
    {"8x8x4", "normalize", "{}"},
    {"8x4", "attention 2",
     R"({"heads":2,"kv_heads":2,"dim":4,"key_dim":2,"bias":true,"over":"sequence","kdim":null,"vdim":null})"},
    {"8", "embedding 100 16", R"({"vocabulary":100,"dim":16})"},
    {"8x4", "rnn 3", R"({"units":3,"layers":1,"bidirectional":false,"return_sequences":true,"bias":"double"})"},
    {"8x4", "gru 3 bias=single",
     R"({"units":3,"layers":1,"bidirectional":false,"return_sequences":true,"bias":"single"})"},
    {"8x4", "lstm 3 layers=2 no-return_sequences",
     R"({"units":3,"layers":2,"bidirectional":false,"return_sequences":false,"bias":"double","proj_size":0})"},
    {"5x8x8x4", "conv_lstm 3 3x1 padding=same",
     R"({"filters":3,"kernel":[3,1],"stride":[1,1],"padding":"same","dilation":[1,1],"bias":true,)"
     R"("return_sequences":false})"},
    {"5x8x8x4", "conv_lstm 3 3 padding=1",
     R"({"filters":3,"kernel":[3,3],"stride":[1,1],"padding":[[1,1],[1,1]],"dilation":[1,1],"bias":true,)"
     R"("return_sequences":false})"},
    {"8x8x4", "divide from=input,input", "{}"},
    {"8x8x4", "power", "{}"},
    {"8x8x4", "where from=input,input,input", "{}"},
    {"8x4", "stack from=input,input axis=1", R"({"axis":1})"},
    {"8x8x4", "matmul from=input,input transpose", R"({"transpose":true})"},
    {"8x8x4", "parameter 4x4", R"({"shape":[4,4]})"},
    {"8x8x4", "constant 4x4", R"({"shape":[4,4]})"},
    {"8x8x4", "add from=input,input", "{}"},
    {"8x8x4", "subtract from=input,input", "{}"},
    {"8x8x4", "multiply from=input,input", "{}"},
    {"8x8x4", "average from=input,input", "{}"},
    {"8x8x4", "maximum from=input,input", "{}"},
    {"8x8x4", "minimum from=input,input", "{}"},
    {"8x8x4", "concat from=input,input axis=1", R"({"axis":1})"},
    {"8x8x4", "custom 4x4x2", R"({"shape":[4,4,2],"weights":0,"biases":0,"buffers":0,"macs":0,"bytes":0})"},
};

}  // namespace

TEST_CASE("the JSON report has its keys in the order of version 1") {
    Json report = Json::parse(report_of("input 9x9x1\nconv 2 3 stride=4\n", "json"));
    CHECK(keys_of(report) == Keys{"nnshape", "convention", "name", "source", "layout", "dtype", "batch_size", "inputs",
                                  "outputs", "input", "output", "layers", "totals", "diagnostics", "ok"});
    CHECK(keys_of(report["nnshape"]) == Keys{"version", "report"});
    CHECK(report["nnshape"]["report"] == 1);
    CHECK(keys_of(report["layers"][0]) == Keys{"index",
                                               "name",
                                               "type",
                                               "args",
                                               "from",
                                               "output",
                                               "weights",
                                               "biases",
                                               "params",
                                               "trainable",
                                               "frozen",
                                               "buffers",
                                               "macs",
                                               "flops",
                                               "param_bytes",
                                               "activation_bytes",
                                               "peak_activation_bytes",
                                               "receptive_field",
                                               "jump",
                                               "line"});
    CHECK(keys_of(report["totals"]) == Keys{"layers", "weights", "biases", "params", "trainable", "frozen", "buffers",
                                            "macs", "flops", "param_bytes", "activation_bytes", "peak_activation_bytes",
                                            "peak_layer"});
    Json failed = Json::parse(report_of("input 9x9x1\nconv 2 3 -> 1x1x1\n", "json", {.source = "a.nn"}));
    CHECK(keys_of(failed["diagnostics"][0]) ==
          Keys{"code", "severity", "layer", "message", "file", "line", "column", "end_line", "end_column"});
    CHECK(failed["ok"] == false);
    CHECK(failed["totals"]["params"] == 20);
}

TEST_CASE("the JSON report has the receptive field an axis each, or null") {
    Json report = Json::parse(report_of("input 9x12x1\nconv 2 3x5 stride=1x2\nupsample 2\nflatten\ndense 1\n", "json"));
    CHECK(report["layers"][0]["receptive_field"] == Json({3, 5}));
    CHECK(report["layers"][0]["jump"] == Json({1, 2}));
    CHECK(report["layers"][1]["receptive_field"] == Json({3, 5}));
    CHECK(report["layers"][1]["jump"] == nullptr);  // half a row, and one column
    CHECK(report["layers"][2]["receptive_field"] == nullptr);
    CHECK(report["layers"][2]["jump"] == nullptr);
    CHECK(report["totals"]["peak_activation_bytes"] == 4 * (7 * 4 * 2 + 14 * 8 * 2));
    CHECK(report["totals"]["peak_layer"] == "upsample_1");
}

TEST_CASE("the args of every layer type have each parameter with its default put in") {
    std::map<std::string, bool> seen;
    for (const ArgsCase& expected : args_cases) {
        Json report = Json::parse(report_of("input " + expected.input + "\n" + expected.layer + "\n", "json"));
        INFO(expected.layer);
        REQUIRE(report["layers"].size() == 1);
        CHECK(report["layers"][0]["args"].dump() == expected.args);
        seen[report["layers"][0]["type"]] = true;
    }
    for (const LayerKind* kind : all_kinds()) {
        INFO(kind->name);
        CHECK((kind->traits.is_activation || kind->most_inputs == 0 || seen[std::string(kind->name)]));
    }
}

TEST_CASE("the layout of a report changes the order of shapes and axes and nothing else") {
    struct Case {
        std::string layer, hwc, chw;
    };
    const Case cases[] = {
        {"permute 2x0x1", R"({"order":[2,0,1]})", R"({"order":[2,0,1]})"},
        {"permute 1x0x2", R"({"order":[1,0,2]})", R"({"order":[0,2,1]})"},
        {"reshape 16x8x2", R"({"shape":[16,8,2]})", R"({"shape":[2,16,8]})"},
        {"reshape -1x8x2", R"({"shape":[-1,8,2]})", R"({"shape":[2,-1,8]})"},
        {"custom 3x5x7", R"({"shape":[3,5,7],"weights":0,"biases":0,"buffers":0,"macs":0,"bytes":0})",
         R"({"shape":[7,3,5],"weights":0,"biases":0,"buffers":0,"macs":0,"bytes":0})"},
        {"select 0", R"({"index":0,"axis":0})", R"({"index":0,"axis":1})"},
        {"slice 2 axis=1", R"({"start":0,"end":2,"axis":1,"step":1})", R"({"start":0,"end":2,"axis":2,"step":1})"},
        {"slice 2 axis=2", R"({"start":0,"end":2,"axis":2,"step":1})", R"({"start":0,"end":2,"axis":0,"step":1})"},
        {"slice 2", R"({"start":0,"end":2,"axis":"channels","step":1})",
         R"({"start":0,"end":2,"axis":"channels","step":1})"},
        {"tile 2x3x1", R"({"repeats":[2,3,1]})", R"({"repeats":[1,2,3]})"},
        {"reduce 0x2 keepdims", R"({"axis":[0,2],"by":"mean","keepdims":true})",
         R"({"axis":[1,0],"by":"mean","keepdims":true})"},
        {"unsqueeze 3", R"({"axis":[3]})", R"({"axis":[0]})"},
        {"unsqueeze 2", R"({"axis":[2]})", R"({"axis":[3]})"},
        {"stack axis=1 from=input,input", R"({"axis":1})", R"({"axis":2})"},
    };
    for (const Case& expected : cases) {
        std::string spec = "input 8x8x4\n" + expected.layer + "\n";
        Json hwc = Json::parse(report_of(spec, "json"));
        Json chw = Json::parse(report_of(spec, "json", {.layout = Layout::chw}));
        INFO(expected.layer);
        CHECK(hwc["layers"][0]["args"].dump() == expected.hwc);
        CHECK(chw["layers"][0]["args"].dump() == expected.chw);
        CHECK(chw["layout"] == "CHW");
        CHECK(chw["input"].dump() == "[4,8,8]");
        CHECK(hwc["totals"] == chw["totals"]);
    }
}

TEST_CASE("a report turned into the other layout is that of the same network written in it") {
    Json turned = Json::parse(report_of("input 8x6x4\nconv 5 3\npermute 1x2x0\nslice 2 axis=1\nselect 0 axis=0\n",
                                        "json", {.layout = Layout::chw}));
    Json written = Json::parse(
        report_of("layout CHW\ninput 4x8x6\nconv 5 3\npermute 1x2x0\nslice 2 axis=2\nselect 0 axis=1\n", "json"));
    for (Json* report : {&turned, &written}) {
        for (Json& layer : (*report)["layers"]) layer.erase("line");
    }
    CHECK(turned["layers"][0]["output"].dump() == "[5,6,4]");
    // height takes the width's 4, width the channels' 5, channels the height's 6
    CHECK(turned["layers"][1]["output"].dump() == "[6,4,5]");
    CHECK(turned["layers"] == written["layers"]);
    CHECK(turned["totals"] == written["totals"]);
}

TEST_CASE("a JSON report is valid for every input, and the same whenever it is made") {
    const std::string specs[] = {
        "",
        "input 3x3x3\nrelu\n",
        "input 3x3x3\nconv 4 9\nrelu\n",
        "input 3x3x3\nconf 4\n",
        "network \"a\\\"\\\\ \u202e层\"\ninput 3x3x3\n\"\t\": relu\n",
        "\xff\xfe",
        std::string("a\0b", 3),
        "{\"id\": [1, {\"a\": \"\\u202e\"}], \"input\": [1], \"layers\": [{\"type\": \"relu\"}]}",
        "{\"id\": 3, \"input\": [1",
        "{\"id\": {",
        "[",
        "\"",
        "input 9223372036854775807\ndense 9223372036854775807\n",
        "a: input 3\nb: input 3\nx: add from=a,b\ny: relu from=a\noutputs x y\n",
        "input 3x3x3\nrelu\nexpect prams=3\n",
    };
    for (const std::string& spec : specs) {
        std::string report = report_of(spec, "json");
        INFO(report);
        REQUIRE(Json::accept(report));
        CHECK(report == report_of(spec, "json"));
        Json parsed = Json::parse(report);
        CHECK(parsed["totals"].is_null() <= !parsed["ok"].get<bool>());
    }
}

TEST_CASE("a report has one input or output where there is one, and lists where there are more") {
    Json report =
        Json::parse(report_of("a: input 3\nb: input 3\nx: add from=a,b\ny: relu from=a\noutputs x y\n", "json"));
    CHECK(!report.contains("input"));
    CHECK(!report.contains("output"));
    CHECK(report["inputs"].dump() == R"([{"name":"a","shape":[3]},{"name":"b","shape":[3]}])");
    CHECK(report["outputs"].dump() == R"([{"name":"x","shape":[3]},{"name":"y","shape":[3]}])");
    CHECK(report["layers"][0]["from"].dump() == R"([{"name":"a","shape":[3]},{"name":"b","shape":[3]}])");
    CHECK(report["totals"]["layers"] == 2);
}

TEST_CASE("a spec that cannot be understood gives a machine a whole document, and a person nothing") {
    const std::string spec = "input 3x3x3\nconv 4 3 paddin=1\n";
    CHECK(report_of(spec, "table").empty());
    CHECK(report_of(spec, "markdown").empty());
    CHECK(report_of(spec, "csv").empty());
    Json report = Json::parse(report_of(spec, "json"));
    CHECK(report["ok"] == false);
    CHECK(report["layers"].empty());
    CHECK(report["totals"].is_null());
    CHECK(report["diagnostics"][0]["code"] == "unknown-parameter");
}

TEST_CASE("notes are in a report only where they are asked for") {
    const std::string spec = "input 8x8x3\nconv 4 3 stride=2 padding=1\n";  // (8 + 2 − 3) mod 2 = 1, in the padding
    CHECK(Json::parse(report_of(spec, "json"))["diagnostics"].empty());
    CHECK(Json::parse(report_of(spec, "json", {.notes = true})).contains("diagnostics"));
}
