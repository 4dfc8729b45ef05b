#include "layers/window.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "layers/args.h"
#include "support/catch.h"

using namespace nnshape;

// The formulas against windows that are laid one by one, on every small combination.
namespace {

int64_t reach_of(const AxisWindow& window) { return window.dilation * (window.kernel - 1) + 1; }

int64_t padded_of(const AxisWindow& window) { return window.before + window.in + window.after; }

// How many windows lie wholly within the padded rows.
int64_t walk_down(const AxisWindow& window) {
    int64_t out = 0;
    while (out * window.stride + reach_of(window) <= padded_of(window)) ++out;
    return out;
}

// With ceil a window may hang over the end, if the one before leaves something to a step of the stride, and if it
// starts within the input or the padding before it.
int64_t walk_up(const AxisWindow& window) {
    int64_t out = 0;
    auto reaches_end = [&](int64_t count) {
        return (count - 1) * window.stride + reach_of(window) >= padded_of(window);
    };
    while (out == 0 ? padded_of(window) - reach_of(window) > -window.stride : !reaches_end(out)) ++out;
    if (out > 0 && (out - 1) * window.stride >= window.before + window.in) --out;
    return out;
}

struct Unread {
    int64_t rows = 0;
    int64_t real = 0;
};

// The rows from where the next window would start, or behind the last one, to the end.
Unread walk_unread(const AxisWindow& window, int64_t out) {
    Unread unread;
    int64_t behind_last = (out - 1) * window.stride + reach_of(window);
    for (int64_t row = std::max(behind_last, out * window.stride); row < padded_of(window); ++row) {
        ++unread.rows;
        if (row >= window.before && row < window.before + window.in) ++unread.real;
    }
    return unread;
}

// Each input row of a transposed convolution paints a window; the outermost rows painted make the size.
int64_t walk_transposed(const AxisWindow& window) {
    int64_t painted = 0;
    for (int64_t row = 0; row < window.in; ++row) {
        for (int64_t tap = 0; tap < window.kernel; ++tap) {
            painted = std::max(painted, row * window.stride + tap * window.dilation + 1);
        }
    }
    return painted - window.before - window.after + window.output_padding;
}

template <class Visit>
void for_each_window(int64_t most_padding, Visit visit) {
    for (int64_t in = 1; in <= 9; ++in) {
        for (int64_t kernel = 1; kernel <= 5; ++kernel) {
            for (int64_t stride = 1; stride <= 6; ++stride) {
                for (int64_t dilation = 1; dilation <= 3; ++dilation) {
                    for (int64_t before = 0; before <= most_padding; ++before) {
                        for (int64_t after = 0; after <= most_padding; ++after) {
                            visit(AxisWindow{.in = in,
                                             .kernel = kernel,
                                             .stride = stride,
                                             .dilation = dilation,
                                             .before = before,
                                             .after = after});
                        }
                    }
                }
            }
        }
    }
}

std::string text_of(const AxisWindow& window) {
    return "in " + std::to_string(window.in) + " kernel " + std::to_string(window.kernel) + " stride " +
           std::to_string(window.stride) + " dilation " + std::to_string(window.dilation) + " padding " +
           std::to_string(window.before) + ":" + std::to_string(window.after);
}

// One assertion for many combinations: the first that is wrong, or nothing.
struct FirstWrong {
    std::string text;
    void expect(bool right, const AxisWindow& window) {
        if (!right && text.empty()) text = text_of(window);
    }
};

// A window that is placed, or why it has no place.
struct Placed {
    AxisWindow window;
    std::optional<WindowFault> misfit;

    explicit operator bool() const { return !misfit; }
    const AxisWindow* operator->() const { return &window; }
};

template <class... Mode>
Placed placed_by(std::optional<WindowFault> (*place)(AxisWindow&, Mode...), AxisWindow window, Mode... mode) {
    auto misfit = place(window, mode...);
    return {window, misfit};
}

Placed down(const AxisWindow& window) { return placed_by(place_down, window); }
Placed up(const AxisWindow& window) { return placed_by(place_up, window); }
Placed same(const AxisWindow& window, PaddingMode mode) { return placed_by(place_same, window, mode); }
Placed transposed(const AxisWindow& window) { return placed_by(place_transposed, window); }
Placed transposed_same(const AxisWindow& window) { return placed_by(place_transposed_same, window); }

}  // namespace

TEST_CASE("a window has as many places as fit, and leaves unread what a walk leaves") {
    FirstWrong places, remainder, unread, lost;
    for_each_window(4, [&](const AxisWindow& window) {
        Placed placed = down(window);
        int64_t out = walk_down(window);
        if (out == 0) return places.expect(placed.misfit == WindowFault::exceeds_input, window);
        places.expect(placed && placed->out == out, window);
        if (!placed) return;
        Unread left = walk_unread(window, out);
        remainder.expect(placed->remainder == padded_of(window) - (out - 1) * window.stride - reach_of(window), window);
        unread.expect(placed->unread == left.rows, window);
        lost.expect(placed->lost == left.real, window);
    });
    CHECK(places.text == "");
    CHECK(remainder.text == "");
    CHECK(unread.text == "");
    CHECK(lost.text == "");
}

TEST_CASE("a window of ceil hangs over the end, never behind it") {
    FirstWrong places, remainder;
    for_each_window(4, [&](const AxisWindow& window) {
        Placed placed = up(window);
        int64_t out = walk_up(window);
        if (out == 0) return places.expect(placed.misfit == WindowFault::exceeds_input, window);
        places.expect(placed && placed->out == out, window);
        if (placed) remainder.expect(placed->remainder == 0 && placed->unread == 0 && placed->lost == 0, window);
    });
    CHECK(places.text == "");
    CHECK(remainder.text == "");
}

TEST_CASE("same padding is the least that gives every step of the stride a window") {
    FirstWrong places, upper, lower;
    for_each_window(0, [&](const AxisWindow& window) {
        int64_t out = 0;
        while (out * window.stride < window.in) ++out;
        int64_t total = 0;
        while (window.in + total < (out - 1) * window.stride + reach_of(window)) ++total;
        Placed upper_same = same(window, PaddingMode::same);
        Placed lower_same = same(window, PaddingMode::same_lower);
        places.expect(upper_same && lower_same && upper_same->out == out && lower_same->out == out, window);
        if (!upper_same || !lower_same) return;
        upper.expect(upper_same->before == total / 2 && upper_same->after == total - total / 2, window);
        lower.expect(lower_same->after == total / 2 && lower_same->before == total - total / 2, window);
        places.expect(upper_same->remainder == 0 && upper_same->unread == 0 && upper_same->lost == 0, window);
    });
    CHECK(places.text == "");
    CHECK(upper.text == "");
    CHECK(lower.text == "");
}

TEST_CASE("a transposed window is as large as what its input rows paint") {
    FirstWrong places, wholes;
    for_each_window(3, [&](AxisWindow window) {
        for (window.output_padding = 0; window.output_padding < 2; ++window.output_padding) {
            int64_t out = walk_transposed(window);
            Placed placed = transposed(window);
            if (out >= 1) places.expect(placed && placed->out == out, window);
            if (out < 1) {
                places.expect(placed.misfit == WindowFault::empty && placed->out == out, window);
            }
        }
        Placed whole = transposed_same(window);
        wholes.expect(whole && whole->out == window.in * window.stride, window);
    });
    CHECK(places.text == "");
    CHECK(wholes.text == "");
}

TEST_CASE("windows as they are published") {
    struct Case {
        AxisWindow window;
        int64_t out, remainder, unread, lost;
    };
    const Case cases[] = {
        // AlexNet's first convolution: (227 - 11)/4 + 1 = 55
        {{.in = 227, .kernel = 11, .stride = 4}, 55, 0, 0, 0},
        // on 224 it loses a row: 224 - 11 = 213 = 53*4 + 1
        {{.in = 224, .kernel = 11, .stride = 4}, 54, 1, 1, 1},
        // ResNet's stem, 7 stride 2 padding 3 on 224: (224 + 6 - 7) = 223 = 111*2 + 1, and the row is padding
        {{.in = 224, .kernel = 7, .stride = 2, .before = 3, .after = 3}, 112, 1, 1, 0},
        // its shortcut, 1 stride 2 on 56: the odd row is skipped anyway
        {{.in = 56, .kernel = 1, .stride = 2}, 28, 1, 0, 0},
        // stride 3 skips one row behind each window of 2: of 7 rows the last begins a third window
        {{.in = 7, .kernel = 2, .stride = 3}, 2, 2, 1, 1},
        // rows before the only window's end are padding: one of the two unread rows is real
        {{.in = 1, .kernel = 4, .stride = 4, .before = 5}, 1, 2, 2, 1},
    };
    for (const Case& wanted : cases) {
        INFO(text_of(wanted.window));
        Placed placed = down(wanted.window);
        REQUIRE(placed);
        CHECK(placed->out == wanted.out);
        CHECK(placed->remainder == wanted.remainder);
        CHECK(placed->unread == wanted.unread);
        CHECK(placed->lost == wanted.lost);
    }
}

TEST_CASE("a window says so when a size overflows a 64-bit integer") {
    constexpr int64_t most = INT64_MAX;
    CHECK(down({.in = most, .before = 1}).misfit == WindowFault::overflow);
    CHECK(down({.in = 9, .kernel = 1LL << 62, .dilation = 3}).misfit == WindowFault::overflow);
    CHECK(up({.in = most, .after = 1}).misfit == WindowFault::overflow);
    CHECK(up({.in = 9, .kernel = most, .dilation = 2}).misfit == WindowFault::overflow);
    CHECK(same({.in = 9, .kernel = most, .dilation = 2}, PaddingMode::same).misfit == WindowFault::overflow);
    CHECK(transposed({.in = (1LL << 62) + 1, .stride = 2}).misfit == WindowFault::overflow);
    CHECK(transposed_same({.in = 1LL << 62, .stride = 2}).misfit == WindowFault::overflow);

    // the largest that there is
    CHECK(down({.in = most})->out == most);
    CHECK(down({.in = most, .kernel = most})->out == 1);
    CHECK(up({.in = most, .kernel = 2, .stride = most})->out == 1);
    CHECK(up({.in = most, .stride = 2})->out == (1LL << 62));
    // the third would start at 2^63, behind all that there is
    CHECK(up({.in = (1LL << 62) + 2, .stride = 1LL << 62})->out == 2);
    CHECK(same({.in = most, .stride = 2}, PaddingMode::same)->out == (1LL << 62));
    CHECK(same({.in = most, .kernel = 3}, PaddingMode::same)->out == most);
    CHECK(transposed({.in = 1LL << 62, .stride = 2})->out == most);
}
