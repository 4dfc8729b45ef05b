#include "query/sizes.h"

#include <algorithm>

#include "query/brute_sizes.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

// Height and width, each size from 1 to 1,024, one at a time: what is accepted, what loses nothing, what leaves nothing
// over, and that it repeats as is said.
TEST_CASE("sizes are what trying every one of them gives") {
    constexpr int64_t most = 1024;
    size_t axes = 0;
    for (const std::string& path : files_below("specs", {".nn"})) {
        if (path.starts_with("specs/errors/") || path.starts_with("specs/lint/right/")) continue;
        BruteForce brute(read_text_file(path));
        if (!brute.has_axes()) continue;
        const Study& study = brute.study();
        // What is deep has square windows, and both of its axes are one and the same question.
        bool square = study.network.nodes.size() > 120 && path != "specs/models/inception-v3.nn";
        for (int axis = 0; axis < (square ? 1 : brute.rank()); ++axis) {
            INFO(path << " axis " << axis);
            AxisTrial trial(study.network, static_cast<AxisSet>(1 << axis));
            std::vector<Tried> tried(1);
            for (int64_t size = 1; size <= most; ++size) tried.push_back(brute.at(axis, size));
            for (Demand demand : {Demand::accepted, Demand::lossless, Demand::exact}) {
                auto holds = [&](int64_t size) {
                    const Tried& one = tried[static_cast<size_t>(size)];
                    return demand == Demand::accepted ? one.accepted
                                                      : (demand == Demand::lossless ? one.lossless : one.exact);
                };
                std::vector<int64_t> expected, upwards, downwards;
                for (int64_t size = 1; size <= most; ++size) {
                    if (holds(size)) expected.push_back(size);
                }
                for (auto at = trial.nearest(1, 1, demand); at && *at <= most; at = trial.nearest(*at + 1, 1, demand)) {
                    upwards.push_back(*at);
                }
                REQUIRE(upwards == expected);
                if (demand != Demand::lossless) continue;
                for (auto at = trial.nearest(most, -1, demand); at; at = trial.nearest(*at - 1, -1, demand)) {
                    downwards.insert(downwards.begin(), *at);
                }
                REQUIRE(downwards == expected);
                auto cycle = trial.cycle(demand);
                int64_t steady = trial.smallest().value_or(most) + 64;  // where no window is short of rows any more
                for (int64_t size = steady; cycle && size + cycle->period <= most; ++size) {
                    INFO("period " << cycle->period << " at " << size);
                    REQUIRE(holds(size) == holds(size + cycle->period));
                }
            }
            ++axes;
        }
    }
    CHECK(axes > 60);
}

TEST_CASE("the smallest inputs are those that torchvision publishes") {
    // torchvision's _meta["min_size"] of each model's weights, in torchvision/models/*.py.
    const std::pair<const char*, int64_t> published[] = {
        {"tests/reference/zoo/alexnet.json", 63},       {"tests/reference/zoo/squeezenet1_0.json", 21},
        {"tests/reference/zoo/squeezenet1_1.json", 17}, {"tests/reference/zoo/vgg16.json", 32},
        {"tests/reference/zoo/densenet121.json", 29},   {"specs/models/googlenet.nn", 15},
        {"specs/models/inception-v3.nn", 75},  // without its auxiliary head, which is for training
    };
    for (auto [path, smallest] : published) {
        INFO(path);
        Studied studied;
        std::string text = read_text_file(path);
        size_t head = text.find("\navg_pool 5 stride=3 from=last_17");
        study_text(studied, text.substr(0, head));
        for (const AxisSizes& sizes : sizes_of(studied.study.network, {})) {
            CHECK(sizes.smallest == smallest);
        }
    }
}

TEST_CASE("what each axis is asked, and what is reported where nothing fits") {
    struct Case {
        std::string spec;
        std::vector<std::string> axes;
        std::vector<std::vector<int64_t>> near;
        std::vector<std::string> reasons;
    };
    const Case cases[] = {
        // an axis is not at fault because another one is
        {"input 35x52x3\nd: conv 8 3 padding=1\nmax_pool 2\nu: upsample 2\nconcat from=u,d\n",
         {"height", "width"},
         {{32, 34, 36, 38}, {48, 50, 52, 54, 56}},
         {"it leaves 1 of 35 unread", ""}},
        // axes that must be the same
        {"input 32x32x3\na: conv 8 3 padding=1\nb: permute 1x0x2\nadd from=a,b\nmax_pool 2\n",
         {"height and width"},
         {{28, 30, 32, 34, 36}},
         {""}},
        // every axis is at fault, with another period each
        {"input 50x61x73x2\na: max_pool 16x24x36\nb: conv_transpose 2 16x24x36 stride=16x24x36\nadd from=b,input\n",
         {"depth", "height", "width"},
         {{32, 48, 64, 80}, {24, 48, 72, 96}, {36, 72, 108, 144}},
         {"it leaves 2 of 50 unread", "it leaves 13 of 61 unread", "it leaves 1 of 73 unread"}},
        {"input 28x28x1\nmax_pool 2\nflatten\ndense 9 in=256\n",
         {"height", "width"},
         {{32}, {32}},
         {"it receives 224, not 256", "it receives 224, not 256"}},
        {"input 28x2\nmax_pool 2\nflatten\ndense 9 in=255\n", {"length"}, {{}}, {"it receives 28, not 255"}},
        {"input 29x2\nmax_pool 2\nconcat { conv 2 3 }\n", {"length"}, {{}}, {"14x2 and 12x2 cannot be joined"}},
        // an expected size that the input does not change is a condition, and one that it changes is not
        {"input 20x2\nadaptive_avg_pool 7 -> 6x2\n",
         {"length"},
         {{}},
         {"its output is 7x2, not the one that the spec expects"}},
        {"input 20x2\nconv 4 2 stride=2 -> 10x5\n",
         {"length"},
         {{}},
         {"its output is 10x4, not the one that the spec expects"}},
        {"input 20x2\nconv 4 2 stride=2 -> 10x4\n", {"length"}, {{16, 18, 20, 22, 24}}, {""}},
        // a stride that shares a factor with the dilation skips rows, and so does a kernel of 1
        {"input 20x2\nconv 4 3 stride=2 dilation=2\nconv 4 1 stride=3\n", {"length"}, {{18, 19, 20, 21, 22}}, {""}},
        {"input 20x2\nconv 4 2 stride=4 dilation=2\n", {"length"}, {{16, 19, 20, 23, 24}}, {""}},
    };
    for (const Case& one : cases) {
        INFO(one.spec);
        Studied studied;
        study_text(studied, one.spec);
        REQUIRE(studied.study.understood);
        std::vector<std::string> axes, reasons;
        std::vector<std::vector<int64_t>> near;
        for (const AxisSizes& sizes : sizes_of(studied.study.network, {})) {
            axes.push_back(sizes.axis);
            near.push_back(sizes.near);
            reasons.push_back(sizes.reason);
        }
        CHECK(axes == one.axes);
        CHECK(near == one.near);
        CHECK(reasons == one.reasons);
    }
}
