#include "query/solve/solve.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/text.h"
#include "layers/find_kind.h"
#include "query/solve/axis_solver.h"
#include "query/solve/layer.h"
#include "query/solve/rank.h"

namespace nnshape {
namespace {

Rank rank_for(const Question& question, const WindowAnswer& answer) {
    bool by_ratio = std::all_of(question.axes.begin(), question.axes.end(),
                                [](const AxisQuestion& axis) { return axis.in && axis.out; });
    return rank_of(answer, question.rule, by_ratio);
}

void sort_by_rank(const Question& question, std::vector<WindowAnswer>& answers) {
    std::vector<std::pair<Rank, size_t>> order;
    for (size_t index = 0; index < answers.size(); ++index)
        order.emplace_back(rank_for(question, answers[index]), index);
    std::sort(order.begin(), order.end());
    std::vector<WindowAnswer> sorted;
    for (const auto& [rank, index] : order) sorted.push_back(std::move(answers[index]));
    answers = std::move(sorted);
}

// Removes the windows that the layer refuses. Returns why it refuses the first of them.
std::string drop_refused(const Question& question, std::vector<WindowAnswer>& answers) {
    std::string first;
    std::erase_if(answers, [&](const WindowAnswer& answer) {
        auto refusal = refusal_of(question.rule, answer);
        if (refusal && first.empty()) first = *refusal;
        return refusal.has_value();
    });
    return first;
}

// The values that the windows of all axes must share; 0: not shared.
using Common = std::array<int64_t, 4>;

Common common_of(const Question& question, const AxisWindow& window) {
    bool padding = question.same_padding && !makes_padding(question.rule);
    return {question.same_kernel ? window.kernel : 0, question.same_stride ? window.stride : 0,
            padding ? window.before : 0, question.same_dilation ? window.dilation : 0};
}

// Combines a window of each axis in every way in which they share what they must. False if there are too many ways.
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

// The simplest window of each axis, which need not share a value.
WindowAnswer simplest_of_each(const Question& question, const std::vector<AxisSolver>& solvers) {
    WindowAnswer mixed;
    for (const AxisSolver& solver : solvers) {
        mixed.push_back(*std::min_element(solver.windows().begin(), solver.windows().end(),
                                          [&](const AxisWindow& one, const AxisWindow& other) {
                                              return rank_for(question, {one}) < rank_for(question, {other});
                                          }));
    }
    return mixed;
}

std::string missing_size(const Question& question) {
    for (const AxisQuestion& axis : question.axes) {
        if (axis.in || axis.out) continue;
        if (question.rule != WindowRule::same) return "no size is given; add `--in`, `--out` or both";
        if (axis.stride && axis.stride->most() > 1) {
            return "with a stride above 1 the padding depends on the size; add `--in`";
        }
    }
    return {};
}

Result<Answers, std::string> solve_with_rule(const Question& question) {
    if (std::string missing = missing_size(question); !missing.empty()) return missing;
    std::vector<AxisSolver> solvers;
    for (const AxisQuestion& axis : question.axes) solvers.emplace_back(question.rule, axis);
    for (AxisSolver& solver : solvers) {
        if (std::string problem = solver.problem(); !problem.empty()) return problem;
        solver.run();
    }
    Answers answers{.windows = {}, .any_size = solvers[0].is_any_size(), .reasons = {}, .others = {}};
    for (const AxisSolver& solver : solvers) {
        if (solver.windows().empty()) answers.reasons.push_back(solver.reason());
    }
    if (!answers.reasons.empty()) return answers;
    if (!combine(question, solvers, answers.windows)) {
        return fmt::format("more than {} windows for all axes together; give more values",
                           with_commas(most_combinations));
    }
    answers.is_mixed = answers.windows.empty();
    if (answers.is_mixed) answers.windows.push_back(simplest_of_each(question, solvers));
    std::string refusal = drop_refused(question, answers.windows);
    if (answers.windows.empty()) {
        answers.is_mixed = false;
        answers.reasons.push_back(
            fmt::format("{} refuses every window: {}", name_of(kind_for(question.rule)), refusal));
    }
    sort_by_rank(question, answers.windows);
    return answers;
}

// The other rules that have a window for the same values.
std::vector<OtherRule> other_rules(const Question& question) {
    constexpr WindowRule rules[] = {WindowRule::up, WindowRule::same, WindowRule::transposed,
                                    WindowRule::transposed_same};
    bool has_padding = std::any_of(question.axes.begin(), question.axes.end(),
                                   [](const AxisQuestion& axis) { return axis.padding.has_value(); });
    std::vector<OtherRule> others;
    for (WindowRule rule : rules) {
        if (rule == question.rule || (has_padding && makes_padding(rule))) continue;
        Question other = question;
        other.rule = rule;
        auto answers = solve_with_rule(other);
        if (answers && !answers->windows.empty() && !answers->is_mixed) others.push_back({rule, answers->windows[0]});
    }
    return others;
}

}  // namespace

Result<Answers, std::string> solve(const Question& question) {
    auto answers = solve_with_rule(question);
    if (answers && answers->windows.empty()) answers->others = other_rules(question);
    return answers;
}

}  // namespace nnshape
