#include "query/solve/axis_solver.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"

namespace nnshape {
namespace {

// Places the window; false if it does not fit.
bool place(WindowRule rule, AxisWindow& window) {
    constexpr std::optional<WindowFault> (*places[])(AxisWindow&) = {
        place_down, place_up, [](AxisWindow& one) { return place_same(one, PaddingMode::same); }, place_transposed,
        place_transposed_same};
    return !places[static_cast<size_t>(rule)](window);
}

bool is_transposed(WindowRule rule) { return rule == WindowRule::transposed || rule == WindowRule::transposed_same; }

template <class Take>
void each(const Choices& choices, Take take) {
    for (const NumberRange& range : choices.ranges) {
        // Counts what is left, because `last + 1` may overflow.
        for (int64_t left = range.last - range.first; left >= 0; --left) take(range.last - left);
    }
}

}  // namespace

bool makes_padding(WindowRule rule) { return rule == WindowRule::same || rule == WindowRule::transposed_same; }

AxisSolver::AxisSolver(WindowRule rule, const AxisQuestion& question) : rule_(rule), asked_(question) {
    auto ratios = whole_ratios();
    std::vector<NumberRange> strides{{1, is_any_size() ? 1 : most_stride}};
    for (int64_t ratio : ratios) strides.push_back({ratio, ratio});
    strides_ = question.stride.value_or(joined(std::move(strides)));
    dilations_ = question.dilation.value_or(Choices{{{1, 1}}});
    kernels_ = question.kernel.value_or(default_kernels(ratios));
    if (!question.kernel && !problem().empty()) kernels_ = default_kernels({});
}

// The ratios of the larger sizes to the smaller ones, rounded down and up. Of ranges only the ends are looked at.
std::vector<int64_t> AxisSolver::whole_ratios() const {
    std::vector<int64_t> ratios;
    if (!asked_.in || !asked_.out) return ratios;
    for (int64_t in : {asked_.in->least(), asked_.in->most()}) {
        for (int64_t out : {asked_.out->least(), asked_.out->most()}) {
            auto [large, small] = is_transposed(rule_) ? std::pair(out, in) : std::pair(in, out);
            ratios.push_back(std::max<int64_t>(1, large / small));
            ratios.push_back(divide_up(large, small));
        }
    }
    return ratios;
}

// Kernels up to 11, and those that a stride of one of the ratios needs to skip nothing.
Choices AxisSolver::default_kernels(const std::vector<int64_t>& ratios) const {
    bool is_bounded = asked_.in && !is_transposed(rule_);
    int64_t most = is_bounded ? asked_.in->most() : INT64_MAX;
    std::vector<NumberRange> ranges{{1, std::min(most_kernel, most)}};
    for (int64_t ratio : ratios) {
        int64_t last = ratio <= most_overlapping ? 2 * ratio : ratio;
        if (ratio <= most) ranges.push_back({ratio, std::min(last, most)});
    }
    return joined(std::move(ranges));
}

std::string AxisSolver::problem() const {
    Checked paddings = asked_.padding ? asked_.padding->count() : Checked(1);
    if (!asked_.padding && !makes_padding(rule_)) {
        Checked reach = padded_reach(kernels_.most(), dilations_.most());
        paddings = reach.overflowed() ? reach : Checked(reach.value() / 2) + 1;
    }
    const Choices one{{{1, 1}}};
    const Choices& sizes = asked_.in ? *asked_.in : asked_.out ? *asked_.out : one;
    const std::pair<std::string_view, Checked> counts[] = {{"--kernel", kernels_.count()},
                                                           {"--stride", strides_.count()},
                                                           {"--dilation", dilations_.count()},
                                                           {"--padding", paddings},
                                                           {asked_.in ? "--in" : "--out", sizes.count()}};
    Checked product = 1;
    for (const auto& count : counts) product *= count.second;
    if (!product.overflowed() && product.value() <= most_combinations) return {};
    auto weight = [](Checked count) { return count.overflowed() ? INT64_MAX : count.value(); };
    auto most = std::max_element(std::begin(counts), std::end(counts),
                                 [&](const auto& a, const auto& b) { return weight(a.second) < weight(b.second); });
    return fmt::format(
        "more than {} combinations to try; narrow `{}`, which alone has {}", with_commas(most_combinations),
        most->first,
        most->second.overflowed() ? "more than a 64-bit integer can count" : with_commas(most->second.value()));
}

void AxisSolver::run() {
    each(kernels_, [&](int64_t kernel) {
        each(strides_, [&](int64_t stride) {
            each(dilations_, [&](int64_t dilation) {
                AxisWindow window{.kernel = kernel, .stride = stride, .dilation = dilation};
                each(paddings_of(window), [&](int64_t padding) {
                    window.before = window.after = padding;
                    each_size(window);
                });
            });
        });
    });
}

std::string AxisSolver::reason() const {
    std::vector<std::string> values{fmt::format("a kernel of {}", to_text(kernels_)),
                                    fmt::format("a stride of {}", to_text(strides_))};
    if (asked_.padding) values.push_back(fmt::format("a padding of {}", to_text(*asked_.padding)));
    if (!asked_.padding && !makes_padding(rule_)) values.emplace_back("a padding of up to half the window");
    if (asked_.dilation) values.push_back(fmt::format("a dilation of {}", to_text(*asked_.dilation)));
    std::string tried = enumerate({values.begin(), values.end()});
    std::string in = asked_.in ? fmt::format(" of {}", to_text(*asked_.in)) : "";
    if (!asked_.out) return fmt::format("no window fits into {} with {}", to_text(*asked_.in), tried);
    std::string reason = fmt::format("no window makes {}{} with {}", to_text(*asked_.out), in, tried);
    std::string nearest;
    for (const Nearest* near : {&below_, &above_}) {
        if (near->distance == INT64_MAX) continue;
        const AxisWindow& window = near->window;
        nearest += fmt::format("{}{} (kernel {}, stride {}, padding {})", nearest.empty() ? "" : " and ",
                               with_commas(window.out), window.kernel, window.stride, padding_text(window));
    }
    if (nearest.empty()) return reason + "; none fits";
    return fmt::format("{}; the nearest {} {}", reason, nearest.find(" and ") == std::string::npos ? "is" : "are",
                       nearest);
}

std::string AxisSolver::padding_text(const AxisWindow& window) const {
    if (rule_ == WindowRule::transposed_same) return "same";
    return window.before == window.after ? fmt::to_string(window.before)
                                         : fmt::format("{}:{}", window.before, window.after);
}

Choices AxisSolver::paddings_of(const AxisWindow& window) const {
    if (makes_padding(rule_)) return {{{0, 0}}};
    if (asked_.padding) return *asked_.padding;
    // Cannot overflow: `problem` has reported that.
    return {{{0, padded_reach(window.kernel, window.dilation).value() / 2}}};
}

// Half of this is the most padding. It is the window's reach; a large kernel that is searched for counts as a smaller
// one.
Checked AxisSolver::padded_reach(int64_t kernel, int64_t dilation) const {
    if (!asked_.kernel) kernel = std::min(kernel, 2 * most_overlapping);
    return AxisWindow{.kernel = kernel, .dilation = dilation}.reach();
}

void AxisSolver::each_size(AxisWindow window) {
    if (asked_.in) {
        each(*asked_.in, [&](int64_t in) {
            window.in = in;
            try_window(window);
        });
    } else if (asked_.out) {
        each(*asked_.out, [&](int64_t out) { try_backwards(window, out); });
    } else {
        window.in = 1;  // at stride 1 the padding does not depend on the size
        try_window(window);
    }
}

// The input that gives this output without a remainder is the output of the inverse window.
void AxisSolver::try_backwards(AxisWindow window, int64_t out) {
    constexpr WindowRule inverses[] = {WindowRule::transposed, WindowRule::transposed, WindowRule::transposed_same,
                                       WindowRule::down, WindowRule::same};
    AxisWindow inverse = window;
    inverse.in = out;
    if (!place(inverses[static_cast<size_t>(rule_)], inverse)) return;
    window.in = inverse.out;
    try_window(window);
}

void AxisSolver::try_window(AxisWindow window) {
    bool is_placed = place(rule_, window);
    if (rule_ == WindowRule::transposed && asked_.out) {
        bool is_wanted = is_placed && asked_.out->contains(window.out);
        if (!is_wanted) return try_output_padding(window, is_placed);
    }
    if (!is_placed) return;
    if (!asked_.out || asked_.out->contains(window.out)) {
        windows_.push_back(window);
        return;
    }
    note_nearest(window);
}

// Output padding makes the output of a transposed window a little larger; without it, that may even be empty.
void AxisSolver::try_output_padding(AxisWindow window, bool is_placed) {
    AxisWindow most = window;
    most.output_padding = std::max(window.stride, window.dilation) - 1;
    if (!place(rule_, most)) return is_placed ? note_nearest(window) : void();
    int64_t bare = most.out - most.output_padding;
    auto wanted = asked_.out->at_least(std::max<int64_t>(bare, 1));
    if (!wanted || *wanted > most.out) return is_placed ? note_nearest(window) : void();
    window.output_padding = *wanted - bare;
    place(rule_, window);
    windows_.push_back(window);
}

void AxisSolver::note_nearest(const AxisWindow& window) {
    if (auto above = asked_.out->at_least(window.out)) below_.take(*above - window.out, window);
    if (auto under = asked_.out->at_most(window.out)) above_.take(window.out - *under, window);
}

}  // namespace nnshape
