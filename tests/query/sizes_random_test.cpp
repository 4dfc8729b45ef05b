#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "properties/random.h"
#include "query/brute_sizes.h"
#include "query/sizes.h"
#include "support/catch.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

constexpr int64_t most = 1024;

// Random networks whose layers refuse or lose rows at many sizes, with merges, of one to three dimensions.
class RandomNetwork {
  public:
    explicit RandomNetwork(Random& random) : random_(random), rank_(static_cast<int>(random.number(1, 3))) {
        for (int axis = 0; axis < rank_; ++axis) own_.push_back(random_.number(4, rank_ == 3 ? 24 : 70));
        if (random_.chance(60)) std::fill(own_.begin(), own_.end(), own_[0]);
        int64_t count = random_.number(1, 4);
        for (int64_t layer = 0; layer < count; ++layer) layers_ += random_.chance(35) ? merge() : line() + "\n";
        if (random_.chance(15)) layers_ += fmt::format("flatten\ndense 3 in={}\n", random_.number(1, 60) * 4);
        if (random_.chance(20)) layers_ += fmt::format("pixel_unshuffle {}\n", random_.number(2, 3));
    }

    const std::vector<int64_t>& own() const { return own_; }

    std::string text(const std::vector<int64_t>& sizes) const {
        return fmt::format("input {}x4\n{}", fmt::join(sizes, "x"), layers_);
    }

  private:
    // A value for each axis, which are often the same.
    std::string each(int64_t least, int64_t largest) {
        std::vector<int64_t> values;
        for (int axis = 0; axis < rank_; ++axis) values.push_back(random_.number(least, largest));
        if (random_.chance(70)) std::fill(values.begin(), values.end(), values[0]);
        return fmt::format("{}", fmt::join(values, "x"));
    }

    std::string line() {
        switch (random_.number(0, 7)) {
            case 0: return fmt::format("conv 4 {} stride={}", each(1, 5), each(1, 4));
            case 1: return fmt::format("conv 4 {} stride={} padding={}", each(2, 4), each(1, 3), each(0, 1));
            case 2: return fmt::format("conv 4 {} stride={} dilation={}", each(1, 3), each(1, 4), each(1, 4));
            case 3: return fmt::format("max_pool {}", each(2, 3));
            case 4: return fmt::format("max_pool {} stride={} ceil", each(2, 3), each(1, 3));
            case 5: return fmt::format("conv_transpose 4 {} stride={}", each(1, 4), each(1, 3));
            case 6: return fmt::format("conv 4 3 stride={} padding=same", each(1, 3));
            default:
                return random_.chance(50) ? fmt::format("upsample {}", each(2, 3))
                                          : fmt::format("crop {}", random_.number(1, 2));
        }
    }

    std::string merge() {
        std::string paths;
        int64_t count = random_.number(2, 3);
        for (int64_t path = 0; path < count; ++path) {
            paths += " path { " + line();
            if (random_.chance(40)) paths += " ; " + line();
            paths += " }";
        }
        return fmt::format("{} {{{} }}\n", random_.chance(50) ? "add" : "concat", paths);
    }

    Random& random_;
    int rank_;
    std::vector<int64_t> own_;
    std::string layers_;
};

bool meets(const Tried& tried, Demand demand) {
    if (demand == Demand::accepted) return tried.accepted;
    return demand == Demand::lossless ? tried.lossless : tried.exact;
}

// The sizes that meet a demand, up to `most`, as trying each of them finds.
std::vector<int64_t> found_by_trying(const std::vector<Tried>& tried, Demand demand) {
    std::vector<int64_t> sizes;
    for (int64_t size = 1; size <= most; ++size) {
        if (meets(tried[static_cast<size_t>(size)], demand)) sizes.push_back(size);
    }
    return sizes;
}

// The two nearest below a size, the size, and the two nearest above.
std::vector<int64_t> near(const std::vector<int64_t>& sizes, int64_t around) {
    auto from = std::lower_bound(sizes.begin(), sizes.end(), around), to = from;
    if (to != sizes.end() && *to == around) ++to;
    from -= std::min<std::ptrdiff_t>(2, from - sizes.begin());
    to += std::min<std::ptrdiff_t>(2, sizes.end() - to);
    return {from, to};
}

void check_axis(const AxisSizes& found, const std::vector<Tried>& tried, Demand demand) {
    auto expected = found_by_trying(tried, demand);
    auto accepted = found_by_trying(tried, Demand::accepted);
    std::vector<int64_t> within;
    std::copy_if(found.near.begin(), found.near.end(), std::back_inserter(within),
                 [](int64_t size) { return size <= most; });
    REQUIRE(within == near(expected, found.own));
    if (found.smallest) {
        REQUIRE((*found.smallest > most ? accepted.empty() : *found.smallest == accepted.at(0)));
    }
    if (!found.cycle) return;
    auto holds = [&](int64_t size) { return meets(tried[static_cast<size_t>(size)], demand); };
    int64_t start = found.cycle->start, period = found.cycle->period, count = 0;
    for (int64_t size = start; size + period <= most; ++size) {
        INFO("size " << size << " and a period of " << period << " later");
        REQUIRE(holds(size) == holds(size + period));
    }
    if (start + period > most + 1) return;
    for (int64_t size = start; size < start + period; ++size) count += holds(size);
    REQUIRE(found.cycle->sizes == count);
}

}  // namespace

TEST_CASE("sizes of random networks with merges are what trying every one of them gives") {
    int64_t axes = 0, fitting = 0, cycles = 0, with_others = 0;
    for (uint64_t seed = first_seed(), last = seed + static_cast<uint64_t>(case_count(150)); seed < last; ++seed) {
        Random random(seed);
        RandomNetwork network(random);
        std::string text = network.text(network.own());
        INFO("seed " << seed << "\n" << text);
        Studied studied;
        study_text(studied, text);
        REQUIRE(studied.study.understood);
        Demand demand = random.one_of(std::array{Demand::accepted, Demand::lossless, Demand::exact});
        auto all = sizes_of(studied.study.network, {.demand = demand});
        bool are_apart = all.size() == network.own().size();  // else they only fit together
        for (size_t axis = 0; are_apart && axis < all.size(); ++axis) {
            if (!all[axis].smallest) continue;
            std::vector<int64_t> sizes = network.own();
            for (size_t other = 0; other < sizes.size(); ++other) {
                for (const OtherAxis& known : all[axis].others) {
                    bool is_it = other != axis &&
                                 axis_name(static_cast<int>(sizes.size()), static_cast<int>(other)) == known.axis;
                    if (is_it) sizes[other] = known.size;
                }
            }
            INFO("axis " << axis << " of " << fmt::format("{}", fmt::join(sizes, "x")) << ", demand "
                         << static_cast<int>(demand));
            BruteForce brute(network.text(sizes));
            std::vector<Tried> tried(1);
            for (int64_t size = 1; size <= most; ++size) tried.push_back(brute.at(static_cast<int>(axis), size));
            check_axis(all[axis], tried, demand);
            ++axes;
            fitting += all[axis].near.size() > 1;
            cycles += all[axis].cycle.has_value();
            with_others += !all[axis].others.empty();
        }
    }
    CHECK(axes > 100);
    CHECK(fitting > 80);
    CHECK(cycles > 70);
    CHECK(with_others > 5);
}
