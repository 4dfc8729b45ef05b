#include "draw/plan.h"

#include <algorithm>
#include <numeric>

#include "draw/planner.h"

namespace nnshape {
namespace {

constexpr int64_t deepest = 64;

// The deepest plan that is small, or the one of depth 1.
std::pair<Plan, int64_t> small_plan(const Study& study, const Outline& outline, bool flatten_apart) {
    int64_t best_depth = 1;
    Plan best = make_plan(study, outline, {.depth = 1, .flatten_apart = flatten_apart});
    for (int64_t depth = 2; best.has_folded && depth < deepest; ++depth) {
        Plan deeper = make_plan(study, outline, {.depth = depth, .flatten_apart = flatten_apart});
        if (deeper.boxes.size() > many_boxes) break;
        best = std::move(deeper);
        best_depth = depth;
    }
    return {std::move(best), best_depth};
}

// The same, but if there is room, with an example of each definition that is folded.
Plan small_plan_with_examples(const Study& study, const Outline& outline, bool flatten_apart) {
    auto [best, depth] = small_plan(study, outline, flatten_apart);
    if (!best.has_folded || best.boxes.size() > many_boxes) return best;
    Plan shown = make_plan(study, outline, {.depth = depth, .flatten_apart = flatten_apart, .show_first = true});
    return shown.boxes.size() <= many_boxes ? shown : best;
}

}  // namespace

bool Plan::is_chain() const {
    std::vector<uint32_t> reads(boxes.size()), readers(boxes.size());
    for (const PlanEdge& edge : edges) {
        if (++reads[edge.to] > 1 || ++readers[edge.from] > 1) return false;
    }
    return std::count(reads.begin(), reads.end(), 0u) == 1;
}

bool Plan::has_nested_turns() const {
    return std::any_of(frames.begin(), frames.end(), [&](const PlanFrame& frame) {
        for (uint32_t around = frame.around; frame.turns > 1 && around != no_frame; around = frames[around].around) {
            if (frames[around].turns > 1) return true;
        }
        return false;
    });
}

std::vector<uint32_t> parts_of(const Plan& plan) {
    std::vector<uint32_t> part(plan.boxes.size());
    std::iota(part.begin(), part.end(), 0);
    auto first_of = [&](uint32_t box) {
        while (part[box] != box) box = part[box] = part[part[box]];
        return box;
    };
    auto join = [&](uint32_t one, uint32_t other) {
        uint32_t a = first_of(one), b = first_of(other);
        part[std::max(a, b)] = std::min(a, b);
    };
    for (const PlanEdge& edge : plan.edges) join(edge.from, edge.to);
    for (const PlanFrame& frame : plan.frames) {
        for (uint32_t box = frame.first + 1; box < frame.end; ++box) join(frame.first, box);
    }
    for (uint32_t& box : part) box = part[box];
    return part;
}

Plan plan_of(const Study& study, const PlanOptions& options) {
    Outline outline(study.network, Likeness::written);
    if (options.depth)
        return make_plan(study, outline, {.depth = *options.depth, .flatten_apart = options.flatten_apart});
    Plan plan = small_plan_with_examples(study, outline, options.flatten_apart);
    if (plan.boxes.size() <= many_boxes) return plan;
    plan = small_plan_with_examples(study, Outline(study.network, Likeness::structural), options.flatten_apart);
    if (plan.boxes.size() <= many_boxes) return plan;
    Outline closed(study.network, Likeness::structural, true);
    return make_plan(study, closed, {.depth = 1, .flatten_apart = options.flatten_apart});
}

}  // namespace nnshape
