#include "query/solve/solve.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <tuple>

#include "query/solve/layer.h"
#include "support/catch.h"

using namespace nnshape;

namespace {

using Numbers = std::tuple<int64_t, int64_t, int64_t, int64_t, int64_t, int64_t>;  // kernel … before, after, out

Choices from_to(int64_t first, int64_t last) { return {{{first, last}}}; }
Choices only(int64_t number) { return from_to(number, number); }

int64_t reach_of(const AxisWindow& window) {
    int64_t last_tap = 0;
    for (int64_t tap = 1; tap < window.kernel; ++tap) last_tap += window.dilation;
    return last_tap + 1;
}

// Windows counted one by one, each pushed on by the stride until it hangs over the padded input.
int64_t count_down(const AxisWindow& window) {
    int64_t count = 0;
    for (int64_t start = 0; start + reach_of(window) <= window.in + 2 * window.before; start += window.stride) ++count;
    return count;
}

// The same, with one more that may hang over where rows are left and it starts in the input or before it.
int64_t count_up(const AxisWindow& window) {
    int64_t padded = window.in + 2 * window.before, reach = reach_of(window);
    if (reach > padded) return reach - padded < window.stride ? 1 : 0;
    int64_t count = 0, end = 0;
    for (int64_t start = 0; end < padded && start < window.in + window.before; start += window.stride) {
        end = start + reach;
        ++count;
    }
    return count;
}

// Every input row painted into the output, each tap a place; what is left of it without the padding.
int64_t count_transposed(const AxisWindow& window) {
    int64_t last = 0;
    for (int64_t row = 0; row < window.in; ++row) {
        for (int64_t tap = 0; tap < window.kernel; ++tap) {
            last = std::max(last, row * window.stride + tap * window.dilation);
        }
    }
    return last + 1 - 2 * window.before;
}

// A window at every step that starts in the input, with as little padding as holds the last.
AxisWindow with_same_padding(AxisWindow window) {
    int64_t last_start = 0;
    window.out = 0;
    for (int64_t start = 0; start < window.in; start += window.stride) {
        last_start = start;
        ++window.out;
    }
    int64_t total = 0;
    while (last_start + reach_of(window) > window.in + total) ++total;
    window.before = total / 2;
    window.after = total - window.before;
    return window;
}

Numbers numbers_of(const AxisWindow& window) {
    return {window.kernel, window.stride, window.dilation, window.before, window.after, window.out};
}

// 1 to 4, and what is next to the ratio of the sizes.
std::set<int64_t> strides_for(int64_t large, int64_t small) {
    std::set<int64_t> strides{1, 2, 3, 4};
    for (int64_t stride = 1; stride <= large; ++stride) {
        if (std::abs(stride * small - large) < small) strides.insert(stride);
    }
    return strides;
}

// What trying every combination finds.
std::vector<Numbers> found_by_trying(WindowRule rule, int64_t in, int64_t out, int64_t dilation) {
    std::vector<Numbers> found;
    for (int64_t kernel = 1; kernel <= 11; ++kernel) {
        for (int64_t stride :
             strides_for(rule == WindowRule::transposed ? out : in, rule == WindowRule::transposed ? in : out)) {
            AxisWindow window{.in = in, .kernel = kernel, .stride = stride, .dilation = dilation};
            int64_t most_padding = rule == WindowRule::same ? 0 : reach_of(window) / 2;
            for (int64_t padding = 0; padding <= most_padding; ++padding) {
                window.before = window.after = padding;
                window.out = rule == WindowRule::up ? count_up(window) : count_down(window);
                if (rule == WindowRule::transposed) window.out = count_transposed(window);
                if (rule == WindowRule::same) window = with_same_padding(window);
                int64_t room = rule == WindowRule::transposed ? std::max(stride, dilation) - 1 : 0;
                int64_t least = rule == WindowRule::transposed ? 1 - room : 1;  // output padding may make it 1
                bool fits = window.out >= least && window.out <= out && out <= window.out + room;
                window.out = out;
                if (fits) found.push_back(numbers_of(window));
            }
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<Numbers> found_by_solving(const Question& question) {
    auto answers = solve(question);
    REQUIRE(answers);
    std::vector<Numbers> found;
    for (const WindowAnswer& answer : answers->windows) found.push_back(numbers_of(answer[0]));
    std::sort(found.begin(), found.end());
    return found;
}

std::string problem_of(const AxisQuestion& axis, WindowRule rule = WindowRule::down) {
    auto answers = solve({.rule = rule, .axes = {axis}});
    return answers ? std::string() : answers.fault();
}

}  // namespace

TEST_CASE("the windows found are those that trying every combination finds") {
    for (WindowRule rule : {WindowRule::down, WindowRule::up, WindowRule::same, WindowRule::transposed}) {
        for (int64_t in : {1, 2, 5, 9, 14, 28}) {
            for (int64_t out = 1; out <= (rule == WindowRule::transposed ? 60 : 30); ++out) {
                for (int64_t dilation : {1, 2, 3}) {
                    INFO(static_cast<int>(rule) << ": " << in << " to " << out << ", dilation " << dilation);
                    AxisQuestion axis{.in = only(in),
                                      .out = only(out),
                                      .kernel = from_to(1, 11),
                                      .stride = {},
                                      .padding = {},
                                      .dilation = only(dilation)};
                    REQUIRE(found_by_solving({.rule = rule, .axes = {axis}}) ==
                            found_by_trying(rule, in, out, dilation));
                }
            }
        }
    }
}

TEST_CASE("the simplest window stands first, and those with a remainder last") {
    struct Case {
        int64_t in, out;
        WindowRule rule;
        int64_t kernel, stride, before, after, output_padding;
    };
    const Case cases[] = {
        {28, 26, WindowRule::down, 3, 1, 0, 0, 0},
        {28, 28, WindowRule::down, 1, 1, 0, 0, 0},
        {28, 14, WindowRule::down, 2, 2, 0, 0, 0},
        {227, 55, WindowRule::down, 11, 4, 0, 0, 0},
        {27, 13, WindowRule::down, 3, 2, 0, 0, 0},
        {14, 28, WindowRule::transposed, 2, 2, 0, 0, 0},
        {14, 27, WindowRule::transposed, 3, 2, 1, 1, 0},
        {5, 7, WindowRule::transposed, 3, 1, 0, 0, 0},
        {7, 4, WindowRule::same, 3, 2, 1, 1, 0},
        {7, 14, WindowRule::transposed_same, 3, 2, 0, 0, 0},
        // the stride nearest the ratio, then kernels not below it
        {224, 14, WindowRule::down, 16, 16, 0, 0, 0},
        {10, 5, WindowRule::down, 2, 2, 0, 0, 0},
        {10, 4, WindowRule::down, 4, 2, 0, 0, 0},
        {100, 33, WindowRule::down, 4, 3, 0, 0, 0},
        {1000000, 100, WindowRule::down, 10000, 10000, 0, 0, 0},
        {14, 224, WindowRule::transposed, 16, 16, 0, 0, 0},
        {1, 1, WindowRule::transposed, 1, 1, 0, 0, 0},
    };
    for (const Case& wanted : cases) {
        INFO(wanted.in << " to " << wanted.out);
        auto answers = solve({.rule = wanted.rule,
                              .axes = {{.in = only(wanted.in),
                                        .out = only(wanted.out),
                                        .kernel = {},
                                        .stride = {},
                                        .padding = {},
                                        .dilation = {}}}});
        REQUIRE(answers);
        REQUIRE(!answers->windows.empty());
        const AxisWindow& first = answers->windows[0][0];
        CHECK(std::tuple(first.kernel, first.stride, first.before, first.after, first.output_padding) ==
              std::tuple(wanted.kernel, wanted.stride, wanted.before, wanted.after, wanted.output_padding));
        bool remainder = false;
        for (const WindowAnswer& answer : answers->windows) {
            REQUIRE((answer[0].remainder != 0 || !remainder));
            remainder = answer[0].remainder != 0;
        }
    }
}

TEST_CASE("a window that is empty before its output padding is found") {
    AxisQuestion axis{
        .in = only(1), .out = only(1), .kernel = only(2), .stride = only(2), .padding = only(1), .dilation = {}};
    auto answers = solve({.rule = WindowRule::transposed, .axes = {axis}});
    REQUIRE(answers);
    REQUIRE(answers->windows.size() == 1);
    CHECK(answers->windows[0][0].output_padding == 1);
    axis.padding = only(2);  // (1 - 1)·2 - 2·2 + 2 = -2, and output padding adds at most 1
    answers = solve({.rule = WindowRule::transposed, .axes = {axis}});
    REQUIRE(answers);
    CHECK(answers->windows.empty());
}

TEST_CASE("no window is found that its layer refuses") {
    AxisQuestion axis{
        .in = only(10), .out = {}, .kernel = only(3), .stride = only(1), .padding = only(3), .dilation = {}};
    auto answers = solve({.rule = WindowRule::up, .axes = {axis}});
    REQUIRE(answers);
    CHECK(answers->windows.empty());
    REQUIRE(answers->reasons.size() == 1);
    CHECK(answers->reasons[0] ==
          "max_pool refuses every window: with padding 3 along the length, a window of 3 can contain only padding");
    axis.padding = {};
    for (WindowRule rule :
         {WindowRule::down, WindowRule::up, WindowRule::same, WindowRule::transposed, WindowRule::transposed_same}) {
        for (int64_t dilation : {1, 2, 3}) {
            axis.kernel = from_to(1, 6);
            axis.stride = from_to(1, 4);
            axis.dilation = only(dilation);
            auto found = solve({.rule = rule, .axes = {axis}});
            REQUIRE(found);
            for (const WindowAnswer& answer : found->windows) CHECK(!refusal_of(rule, answer));
        }
    }
}

TEST_CASE("where a rule has no window, those that have one are named") {
    struct Case {
        int64_t in, out;
        std::optional<Choices> kernel, padding;
        std::vector<WindowRule> others;
    };
    const Case cases[] = {
        {14, 28, only(2), {}, {WindowRule::transposed, WindowRule::transposed_same}},
        {112, 56, only(3), only(0), {WindowRule::up}},
        {7, 4, only(4), only(0), {}},
        {7, 4, only(2), only(0), {WindowRule::up}},
        {8, 8, only(2), {}, {WindowRule::same, WindowRule::transposed_same}},
        {28, 14, {}, {}, {}},
    };
    for (const Case& wanted : cases) {
        INFO(wanted.in << " to " << wanted.out);
        auto answers = solve({.axes = {{.in = only(wanted.in),
                                        .out = only(wanted.out),
                                        .kernel = wanted.kernel,
                                        .stride = {},
                                        .padding = wanted.padding,
                                        .dilation = {}}}});
        REQUIRE(answers);
        std::vector<WindowRule> others;
        for (const OtherRule& other : answers->others) others.push_back(other.rule);
        CHECK(others == wanted.others);
    }
}

TEST_CASE("a missing input is the one that leaves no remainder") {
    for (int64_t out : {1, 4, 13, 55}) {
        auto answers =
            solve({.axes = {{.in = {}, .out = only(out), .kernel = {}, .stride = {}, .padding = {}, .dilation = {}}}});
        REQUIRE(answers);
        REQUIRE(!answers->windows.empty());
        for (const WindowAnswer& answer : answers->windows) {
            CHECK(count_down(answer[0]) == out);
            CHECK(answer[0].remainder == 0);
        }
    }
}

TEST_CASE("ranges without an end are refused at once, with what to narrow") {
    const Choices any = from_to(1, INT64_MAX);
    AxisQuestion axis{.in = only(28), .out = only(26), .kernel = any, .stride = {}, .padding = {}, .dilation = {}};
    CHECK(problem_of(axis) ==
          "more than 250,000 combinations to try; narrow `--kernel`, which alone has 9,223,372,036,854,775,807");
    axis.kernel = only(INT64_MAX);
    CHECK(problem_of(axis) ==
          "more than 250,000 combinations to try; narrow `--padding`, which alone has 4,611,686,018,427,387,904");
    axis.dilation = only(2);
    CHECK(problem_of(axis) ==
          "more than 250,000 combinations to try; narrow `--padding`, which alone has more than a 64-bit integer can "
          "count");
    axis.padding = from_to(0, INT64_MAX);
    CHECK(problem_of(axis) ==
          "more than 250,000 combinations to try; narrow `--padding`, which alone has more than a 64-bit integer can "
          "count");
    axis.padding = only(INT64_MAX);
    axis.dilation = only(INT64_MAX);
    CHECK(problem_of(axis).empty());
    axis = {.in = any, .out = any, .kernel = only(3), .stride = only(1), .padding = only(0), .dilation = {}};
    CHECK(problem_of(axis) ==
          "more than 250,000 combinations to try; narrow `--in`, which alone has 9,223,372,036,854,775,807");
    for (WindowRule rule :
         {WindowRule::down, WindowRule::up, WindowRule::same, WindowRule::transposed, WindowRule::transposed_same}) {
        for (bool with_in : {true, false}) {
            axis = {.in = {},
                    .out = only(INT64_MAX),
                    .kernel = only(INT64_MAX),
                    .stride = only(INT64_MAX),
                    .padding = only(INT64_MAX),
                    .dilation = {}};
            if (with_in) axis.in = only(INT64_MAX);
            CHECK(problem_of(axis, rule).empty());
        }
    }
}

TEST_CASE("choices are a number, a list or a range") {
    struct Case {
        std::string text, shown;
    };
    const Case cases[] = {{"3", "3"},
                          {"1,3,5", "1, 3 or 5"},
                          {"1..7", "1 to 7"},
                          {"5,1..3", "1 to 3 or 5"},
                          {"1..3,2..6", "1 to 6"},
                          {"1,2,3", "1 to 3"},
                          {"4..4", "4"},
                          {"", ""},
                          {"0", ""},
                          {"3..1", ""},
                          {"1..", ""},
                          {"..3", ""},
                          {"1,", ""},
                          {"a", ""},
                          {"1.5", ""},
                          {"-1", ""},
                          {"9223372036854775808", ""},
                          {"1..9223372036854775807", "1 to 9,223,372,036,854,775,807"}};
    for (const Case& wanted : cases) {
        INFO(wanted.text);
        auto choices = read_choices(wanted.text, 1);
        CHECK((choices ? to_text(*choices) : std::string()) == wanted.shown);
    }
    CHECK(read_choices("0..2", 0).has_value());
}
