#include <fmt/format.h>
#include <array>
#include <random>

#include "support/catch.h"
#include "support/program.h"

// Sizes up to 2^63 − 1 at every parameter, through every command: what does not fit is an error, never a wrapped
// number. It is the sanitizers that find the fault here.
using namespace nnshape::test;

namespace {

constexpr std::array<int64_t, 12> sizes = {1,
                                           2,
                                           3,
                                           7,
                                           64,
                                           int64_t{1} << 31,
                                           int64_t{1} << 40,
                                           (int64_t{1} << 40) + 1,
                                           int64_t{1} << 62,
                                           INT64_MAX - 2,
                                           INT64_MAX - 1,
                                           INT64_MAX};

class Hostile {
  public:
    std::string spec() {
        std::string text = fmt::format("input {}x{}x{}\n", size(), size(), size());
        for (int layer = std::uniform_int_distribution<int>(1, 3)(random_); layer > 0; --layer) text += line();
        return text;
    }

  private:
    int64_t size() {
        bool is_small = std::bernoulli_distribution(0.7)(random_);
        return is_small ? small() : sizes[std::uniform_int_distribution<size_t>(0, sizes.size() - 1)(random_)];
    }
    int64_t small() { return sizes[std::uniform_int_distribution<size_t>(0, 4)(random_)]; }

    std::string line() {
        switch (std::uniform_int_distribution<int>(0, 9)(random_)) {
            case 0: return fmt::format("conv {} {} stride={} padding={}\n", small(), size(), size(), size());
            case 1: return fmt::format("conv {} {} stride={} dilation={}\n", size(), small(), size(), size());
            case 2: return fmt::format("max_pool {} stride={} padding={} ceil\n", size(), size(), size());
            case 3: return fmt::format("conv_transpose {} {} stride={}\n", small(), size(), size());
            case 4: return fmt::format("conv {} {} stride={} padding=same\n", small(), size(), size());
            case 5: return fmt::format("pad {}\n", size());
            case 6: return fmt::format("upsample {}\n", size());
            case 7: return fmt::format("concat {{ max_pool 2 ; conv_transpose {} 2 stride=2 }}\n", small());
            case 8: return fmt::format("dense {}\n", size());
            default: return fmt::format("avg_pool {} stride={}\n", small(), size());
        }
    }

    std::mt19937 random_{20261122};
};

}  // namespace

TEST_CASE("sizes at the edge of 64 bits go through every command") {
    Hostile hostile;
    int calculated = 0;
    for (int turn = 0; turn < 150; ++turn) {
        std::string spec = hostile.spec();
        INFO(spec);
        Ran shown = run_program({"show", "-", "--json"}, spec);
        CHECK((shown.code == 0 || shown.code == 2));
        CHECK(run_program({"check", "-", "--notes"}, spec).code == shown.code);
        CHECK(run_program({"explain", "-"}, spec).code == shown.code);
        CHECK(run_program({"annotate", "-"}, spec).code == shown.code);
        CHECK(run_program({"sizes", "-"}, spec).code == 0);
        CHECK(run_program({"sizes", "-", "--exact", "--around", "9223372036854775807"}, spec).code == 0);
        calculated += shown.code == 0;
    }
    CHECK(calculated > 20);
    CHECK(calculated < 130);
}
