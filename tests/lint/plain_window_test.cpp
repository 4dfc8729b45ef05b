#include <fmt/format.h>

#include "lint/rule.h"
#include "network/place.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// What every rule that looks at windows says of the first layer's, plain or not.
Diagnostics told_of_window(const Network& network, const Analysis& analysis, const Window& window) {
    Diagnostics told;
    Findings findings(network, told);
    for (const Rule* rule : all_rules()) {
        if (!rule->check_window) continue;
        findings.set_code(rule->code);
        rule->check_window({.network = network, .analysis = analysis}, {network.input_count, window}, findings);
    }
    return told;
}

}  // namespace

// Plain windows are passed over, so none of them may be one that a rule would speak of.
TEST_CASE("no rule has anything to say of a plain window") {
    int plain = 0, others = 0;
    for (const char* layer : {"conv 2 {1} stride={2} padding={3}", "conv 2 {1} stride={2} dilation=2 padding={3}",
                              "conv 2 {1} stride={2} padding=same", "max_pool {1} stride={2} padding={3}",
                              "max_pool {1} stride={2} padding={3} ceil", "max_pool {1} stride={2} padding=0:{3}",
                              "conv_transpose 2 {1} stride={2} padding={3}"}) {
        for (int size = 1; size <= 9; ++size) {
            for (int code = 0; code < 4 * 4 * 3; ++code) {
                int kernel = code % 4 + 1, stride = code / 4 % 4 + 1, padding = code / 16;
                std::string written = fmt::format(fmt::runtime(layer), size, kernel, stride, padding);
                Studied studied;
                study_text(studied, fmt::format("input {}x5x1\n{}\n", size, written));
                if (!studied.study.calculated()) continue;
                const Network& network = studied.study.network;
                const Analysis& analysis = studied.study.analysis;
                Window window = window_of(network, network.nodes[network.input_count]);
                Diagnostics told = told_of_window(network, analysis, window);
                INFO(size << " " << written);
                if (is_plain(window)) CHECK(told.empty());
                is_plain(window) ? ++plain : others += told.empty() ? 0 : 1;
            }
        }
    }
    CHECK(plain > 100);
    CHECK(others > 100);
}
