#include "layers/layer_case.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

// Shapes of up to seven axes: what a reshape makes of windows and heads.

TEST_CASE("layers without a window accept shapes of any number of axes") {
    check_layers("HWC", {
                            {"reshape 8x7x8x7x96", "56x56x96", "8x7x8x7x96"},
                            {"reshape 2x2x2x2x2x2x-1", "64x3", "2x2x2x2x2x2x3"},
                            {"permute 0x2x1x3x4", "8x7x6x5x4", "8x6x7x5x4"},
                            {"permute 6x5x4x3x2x1x0", "1x2x3x4x5x6x7", "7x6x5x4x3x2x1"},
                            {"flatten", "1x2x3x4x5x6x7", "5040"},
                            {"tokens", "2x3x4x5x6", "120x6"},
                            {"global_avg_pool", "2x3x4x5x6", "6"},
                            {"global_max_pool keepdims", "2x3x4x5x6", "1x1x1x1x6"},
                            {"relu", "2x3x4x5x6", "2x3x4x5x6"},
                            {"softmax", "2x3x4x5x6", "2x3x4x5x6"},
                            {"dense 7", "2x3x4x5x6", "2x3x4x5x7", 42, 7, 0, 120 * 42},
                            {"layer_norm", "2x3x4x5x6", "2x3x4x5x6", 6, 6},
                            {"layer_norm over=all", "2x3x4x5x6", "2x3x4x5x6", 720, 720},
                            {"rms_norm", "2x3x4x5x6", "2x3x4x5x6", 6},
                            {"batch_norm", "2x3x4x5x6", "2x3x4x5x6", 6, 6, 12},
                            {"group_norm 3", "2x3x4x5x6", "2x3x4x5x6", 6, 6},
                            {"instance_norm", "2x3x4x5x6", "2x3x4x5x6"},
                            {"position_embedding", "2x3x4x5x6", "2x3x4x5x6", 720},
                            {"slice 3 start=1 axis=2", "2x3x4x5x6", "2x3x2x5x6"},
                            {"select -1 axis=3", "2x3x4x5x6", "2x3x4x6"},
                            {"channel_shuffle 2", "2x3x4x5x6", "2x3x4x5x6"},
                        });
    check_layers("CHW", {
                            {"reshape 96x8x7x8x7", "96x56x56", "96x8x7x8x7"},
                            {"permute 1x0x3x2x4", "6x5x4x3x2", "5x6x3x4x2"},
                            {"slice 3 start=1 axis=0", "6x5x4x3x2", "2x5x4x3x2"},
                            {"dense 7", "6x2x3x4x5", "7x2x3x4x5", 42, 7, 0, 120 * 42},
                        });
}

TEST_CASE("a layer with a window refuses more than three spatial axes") {
    const std::string out = "; put a `reshape` before it that joins some of the axes [rank-mismatch]";
    check_refusals("HWC",
                   {
                       {"conv 8 3", "2x3x4x5x6",
                        "`conv`: conv needs a sequence, an image or a volume, but receives a tensor of five "
                        "axes (2x3x4x5x6)" +
                            out},
                       {"max_pool 2", "2x2x2x2x2x2x6",
                        "`max_pool`: max_pool needs a sequence, an image or a volume, but receives a tensor of "
                        "seven axes (2x2x2x2x2x2x6)" +
                            out},
                       {"select 5 axis=1", "2x3x4x5x6",
                        "`5`: there is no index 5 in a second spatial axis of 3; use an index from -3 to 2 "
                        "[index-out-of-range]"},
                       {"global_avg_pool", "6",
                        "`global_avg_pool`: global_avg_pool needs spatial axes, but receives a vector (6); put a "
                        "`reshape` before it that adds spatial axes [rank-mismatch]"},
                   });
}

TEST_CASE("every report prints shapes of many axes, whose receptive field is not known") {
    const std::string spec =
        "input 8x8x4\nconv 4 3 padding=1\nreshape 2x4x2x4x4\npermute 0x2x1x3x4\na: layer_norm\n"
        "add from=a,permute_1\nreshape 4x16x4\nattention 2 over=last\nreshape 8x8x4\nconv 4 1\n";
    for (std::vector<std::string> arguments : {std::vector<std::string>{"show"},
                                               {"show", "--json"},
                                               {"show", "--format", "markdown"},
                                               {"show", "--columns", "name,receptive_field,jump"},
                                               {"explain"},
                                               {"explain", "--format", "markdown"},
                                               {"check", "--notes"},
                                               {"sizes"},
                                               {"convert", "--to", "json", "--flat"}}) {
        arguments.insert(arguments.begin() + 1, "-");
        INFO(arguments[0] << " " << arguments.back());
        const auto ran = run_program(arguments, spec);
        CHECK(ran.code == 0);
    }
    const std::string csv =
        run_program({"show", "-", "--format", "csv", "--columns", "name,output,receptive_field"}, spec).out;
    CHECK(csv.find("conv_1,8x8x4,3x3\n") != std::string::npos);
    CHECK(csv.find("\na,2x2x4x4x4,\n") != std::string::npos);
    CHECK(csv.find("conv_2,8x8x4,\n") != std::string::npos);
}
