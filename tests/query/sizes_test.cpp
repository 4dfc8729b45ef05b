#include "query/sizes.h"

#include <algorithm>

#include "analysis/analysis.h"
#include "network/place.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// Whether the engine, asked from outside, accepts the spec with another size along an axis, and loses no row there.
struct Tried {
    bool accepted = false, lossless = false, exact = false;
};

// The engine's own analysis of the whole network, for one size after the other.
class BruteForce {
  public:
    explicit BruteForce(const std::string& text) {
        study_text(own_, text);
        if (own_.study.calculated()) input_ = AxisTrial::input_of(own_.study.network);
    }

    bool has_axes() const { return input_.has_value(); }
    const Study& study() const { return own_.study; }
    int rank() const { return own_.study.network.nodes[*input_].output.rank; }

    Tried at(int axis, int64_t size) {
        Network& network = own_.study.network;
        const auto numbers = network.numbers;
        const auto nodes = network.nodes;
        const Shape first = own_.study.network.nodes[*input_].output;
        std::vector<bool> follows(network.nodes.size());
        for (uint32_t input = 0; input < network.input_count; ++input) {
            Shape shape = own_.study.network.nodes[input].output;
            if (shape.rank != first.rank || shape.spatial[axis] != first.spatial[axis]) continue;
            follows[input] = true;
            shape.spatial[axis] = size;
            auto sizes = nnshape::sizes_of(shape, network.layout);
            const Arg& arg = network.args[network.nodes[input].args];
            std::copy(sizes.begin(), sizes.end(), network.numbers.begin() + arg.first);
        }
        Placer placer(network);
        Analysis analysis;
        Diagnostics diagnostics;
        for (uint32_t node = 0; node < network.nodes.size(); ++node) placer.place(node);
        analyse(network, 1, analysis, diagnostics);
        Tried result = analysis.complete ? lossy_at(axis, follows) : Tried{};
        network.numbers = numbers;
        network.nodes = nodes;
        return result;
    }

  private:
    // Of a network that is analysed: `follows` says which nodes depend on the size that is tried.
    Tried lossy_at(int axis, std::vector<bool>& follows) const {
        const Network& network = own_.study.network;
        Tried result{true, true, true};
        for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
            for (uint32_t read : network.reads_of(network.nodes[node])) follows[node] = follows[node] || follows[read];
            Window window = window_of(network, network.nodes[node]);
            if (!follows[node] || axis >= window.rank) continue;
            if (window.axes[axis].lost > 0) result.lossless = false;
            if (window.axes[axis].unread > 0) result.exact = false;
        }
        return result;
    }

    Studied own_;
    std::optional<uint32_t> input_;
};

}  // namespace

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
