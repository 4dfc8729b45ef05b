#include "query/solve/solve.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "base/text.h"

namespace nnshape {
namespace {

using Windows = std::vector<AxisWindow>;

bool place(WindowRule rule, AxisWindow& window) {
    constexpr std::optional<Misfit> (*places[])(AxisWindow&) = {
        place_down, place_up, [](AxisWindow& one) { return place_same(one, PaddingMode::same); }, place_transposed,
        place_transposed_same};
    return !places[static_cast<size_t>(rule)](window);
}

bool makes_padding(WindowRule rule) { return rule == WindowRule::same || rule == WindowRule::transposed_same; }
bool is_transposed(WindowRule rule) { return rule == WindowRule::transposed || rule == WindowRule::transposed_same; }

// The larger the less simple; see solve.h for the order.
auto rank_of(const WindowAnswer& answer) {
    bool has_remainder = false, uneven = false, even_kernel = false;
    Checked lost = 0, kernel = 0, padding = 0, added = 0;
    int64_t dilation = 0, stride = 0;
    for (const AxisWindow& axis : answer) {
        Checked both = Checked(axis.before) + axis.after;
        Checked keeping = axis.reach() - 1;
        has_remainder = has_remainder || axis.remainder != 0;
        uneven = uneven || (both.value() != 0 && both.value() != keeping.value());
        even_kernel = even_kernel || axis.kernel % 2 == 0;
        lost += axis.lost;
        kernel += axis.kernel;
        padding += both;
        added += axis.output_padding;
        dilation = std::max(dilation, axis.dilation);
        stride = std::max(stride, axis.stride);
    }
    auto capped = [](Checked sum) { return sum.overflowed() ? INT64_MAX : sum.value(); };
    return std::tuple(has_remainder, capped(lost), dilation, stride, capped(added), uneven, even_kernel, capped(kernel),
                      capped(padding));
}

void sort_by_rank(std::vector<WindowAnswer>& answers) {
    std::stable_sort(answers.begin(), answers.end(),
                     [](const WindowAnswer& one, const WindowAnswer& other) { return rank_of(one) < rank_of(other); });
}

// How far a size that came out is from one that was asked for.
struct Near {
    int64_t distance = INT64_MAX;
    AxisWindow window = {};

    void take(int64_t away, const AxisWindow& one) {
        if (away < distance) *this = {away, one};
    }
};

// Every window along one axis.
class AxisSolver {
  public:
    AxisSolver(WindowRule rule, const AxisQuestion& question) : rule_(rule), asked_(question) {
        kernels_ = question.kernel.value_or(Choices{{{1, default_kernel()}}});
        strides_ = question.stride.value_or(Choices{{{1, is_any_size() ? 1 : most_stride}}});
        dilations_ = question.dilation.value_or(Choices{{{1, 1}}});
    }

    bool is_any_size() const { return !asked_.in && !asked_.out; }

    // What there is too much of, or nothing.
    std::string problem() const {
        Checked paddings = asked_.padding ? asked_.padding->count() : Checked(1);
        if (!asked_.padding && !makes_padding(rule_)) {
            Checked reach = AxisWindow{.kernel = kernels_.most(), .dilation = dilations_.most()}.reach();
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
            most->first, most->second.overflowed() ? "more than 64 bits can count" : with_commas(most->second.value()));
    }

    void run() {
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

    const Windows& windows() const { return windows_; }

    // "no window makes 100 of 28 with a kernel of 1 to 11, …; the nearest makes 38 (kernel 1, …)"
    std::string reason() const;

  private:
    // `1`, `0:1`, or `same` where it is whatever makes the size.
    std::string padding_text(const AxisWindow& window) const {
        if (rule_ == WindowRule::transposed_same) return "same";
        return window.before == window.after ? fmt::to_string(window.before)
                                             : fmt::format("{}:{}", window.before, window.after);
    }

    int64_t default_kernel() const {
        bool bounded = asked_.in && !is_transposed(rule_);
        return bounded ? std::min(most_kernel, asked_.in->most()) : most_kernel;
    }

    template <class Take>
    static void each(const Choices& choices, Take take) {
        for (const NumberRange& range : choices.ranges) {
            // Counted by what is left: the last may be the largest number there is.
            for (int64_t left = range.last - range.first; left >= 0; --left) take(range.last - left);
        }
    }

    Choices paddings_of(const AxisWindow& window) const {
        if (makes_padding(rule_)) return {{{0, 0}}};
        if (asked_.padding) return *asked_.padding;
        // What leaves 64 bits was refused as a problem.
        return {{{0, window.reach().value() / 2}}};
    }

    void each_size(AxisWindow window) {
        if (asked_.in) {
            each(*asked_.in, [&](int64_t in) {
                window.in = in;
                try_window(window);
            });
        } else if (asked_.out) {
            each(*asked_.out, [&](int64_t out) { try_backwards(window, out); });
        } else {
            window.in = 1;  // at stride 1 the padding is the same for any
            try_window(window);
        }
    }

    // The input that makes an output without a remainder is what the opposite window makes of it.
    void try_backwards(AxisWindow window, int64_t out) {
        constexpr WindowRule opposites[] = {WindowRule::transposed, WindowRule::transposed, WindowRule::transposed_same,
                                            WindowRule::down, WindowRule::same};
        AxisWindow opposite = window;
        opposite.in = out;
        if (!place(opposites[static_cast<size_t>(rule_)], opposite)) return;
        window.in = opposite.out;
        try_window(window);
    }

    void try_window(AxisWindow window) {
        if (!place(rule_, window)) return;
        if (!asked_.out || asked_.out->contains(window.out)) {
            windows_.push_back(window);
            return;
        }
        // A transposed window reaches a little further with output padding.
        auto above = asked_.out->at_least(window.out);
        int64_t limit = std::max(window.stride, window.dilation);
        if (rule_ == WindowRule::transposed && above && *above - window.out < limit) {
            window.output_padding = *above - window.out;
            place(rule_, window);
            windows_.push_back(window);
            return;
        }
        if (above) below_.take(*above - window.out, window);
        if (auto under = asked_.out->at_most(window.out)) above_.take(window.out - *under, window);
    }

    WindowRule rule_;
    const AxisQuestion& asked_;
    Choices kernels_, strides_, dilations_;
    Windows windows_;
    Near below_, above_;  // what comes nearest to an output that was asked for, from either side
};

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
    for (const Near* near : {&below_, &above_}) {
        if (near->distance == INT64_MAX) continue;
        const AxisWindow& window = near->window;
        nearest += fmt::format("{}{} (kernel {}, stride {}, padding {})", nearest.empty() ? "" : " and ",
                               with_commas(window.out), window.kernel, window.stride, padding_text(window));
    }
    if (nearest.empty()) return reason + "; none fits";
    return fmt::format("{}; the nearest {} {}", reason, nearest.find(" and ") == std::string::npos ? "is" : "are",
                       nearest);
}

// What the windows of all axes have in common.
using Common = std::array<int64_t, 4>;

Common common_of(const Question& question, const AxisWindow& window) {
    bool padding = question.same_padding && !makes_padding(question.rule);
    return {question.same_kernel ? window.kernel : 0, question.same_stride ? window.stride : 0,
            padding ? window.before : 0, question.same_dilation ? window.dilation : 0};
}

// Every way to take a window for each axis that have in common what they must; false where there are too many.
bool combine(const Question& question, const std::vector<AxisSolver>& solvers, std::vector<WindowAnswer>& answers) {
    std::map<Common, std::vector<WindowAnswer>> partial;
    for (const AxisWindow& window : solvers[0].windows()) partial[common_of(question, window)].push_back({window});
    for (size_t axis = 1; axis < solvers.size(); ++axis) {
        std::map<Common, std::vector<WindowAnswer>> longer;
        int64_t count = 0;
        for (const AxisWindow& window : solvers[axis].windows()) {
            Common common = common_of(question, window);
            auto found = partial.find(common);
            if (found == partial.end()) continue;
            for (WindowAnswer answer : found->second) {
                if (++count > most_combinations) return false;
                answer.push_back(window);
                longer[common].push_back(std::move(answer));
            }
        }
        partial = std::move(longer);
    }
    for (auto& [common, some] : partial) answers.insert(answers.end(), some.begin(), some.end());
    return true;
}

// The simplest window of each axis by itself.
WindowAnswer simplest_of_each(const std::vector<AxisSolver>& solvers) {
    WindowAnswer mixed;
    for (const AxisSolver& solver : solvers) {
        mixed.push_back(*std::min_element(
            solver.windows().begin(), solver.windows().end(),
            [](const AxisWindow& one, const AxisWindow& other) { return rank_of({one}) < rank_of({other}); }));
    }
    return mixed;
}

std::string missing_size(const Question& question) {
    for (const AxisQuestion& axis : question.axes) {
        if (axis.in || axis.out) continue;
        if (question.rule != WindowRule::same) return "no size to make or to make it of; give `--in`, `--out` or both";
        if (axis.stride && axis.stride->most() > 1) {
            return "with a stride above 1 the padding depends on the size; give `--in`";
        }
    }
    return {};
}

}  // namespace

Result<Answers, std::string> solve(const Question& question) {
    if (std::string missing = missing_size(question); !missing.empty()) return missing;
    std::vector<AxisSolver> solvers;
    for (const AxisQuestion& axis : question.axes) solvers.emplace_back(question.rule, axis);
    for (AxisSolver& solver : solvers) {
        if (std::string problem = solver.problem(); !problem.empty()) return problem;
        solver.run();
    }
    Answers answers{.windows = {}, .any_size = solvers[0].is_any_size(), .reasons = {}};
    for (const AxisSolver& solver : solvers) {
        if (solver.windows().empty()) answers.reasons.push_back(solver.reason());
    }
    if (!answers.reasons.empty()) return answers;
    if (!combine(question, solvers, answers.windows)) {
        return fmt::format("more than {} windows for all axes together; give more of them a value",
                           with_commas(most_combinations));
    }
    answers.is_mixed = answers.windows.empty();
    if (answers.is_mixed) answers.windows.push_back(simplest_of_each(solvers));
    sort_by_rank(answers.windows);
    return answers;
}

}  // namespace nnshape
