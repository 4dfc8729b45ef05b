#include <algorithm>

#include "import/caffe/net.h"

// Which layers a network has: Caffe's NetStateRule, for the TEST phase, and the level and stages that the file gives.
namespace nnshape::caffe {
namespace {

bool has_stage(const PrototxtField* state, std::string_view stage) {
    if (!state) return false;
    auto stages = state->all("stage");
    return std::any_of(stages.begin(), stages.end(), [&](const PrototxtField* one) { return one->value == stage; });
}

bool is_met(const PrototxtField* state, const PrototxtField& rule) {
    std::string_view phase = rule.text("phase", "TEST");
    if (phase != "TEST" && phase != "1") return false;
    int64_t level = state ? integer_of(state->text("level", "0")).value_or(0) : 0;
    if (level < integer_of(rule.text("min_level", "")).value_or(level)) return false;
    if (level > integer_of(rule.text("max_level", "")).value_or(level)) return false;
    auto stages = rule.all("stage"), others = rule.all("not_stage");
    return std::all_of(stages.begin(), stages.end(),
                       [&](const PrototxtField* stage) { return has_stage(state, stage->value); }) &&
           std::none_of(others.begin(), others.end(),
                        [&](const PrototxtField* stage) { return has_stage(state, stage->value); });
}

}  // namespace

bool is_in_test(const PrototxtField* state, const PrototxtField& layer) {
    auto met = [&](const PrototxtField* rule) { return is_met(state, *rule); };
    auto includes = layer.all("include"), excludes = layer.all("exclude");
    if (!includes.empty()) return std::any_of(includes.begin(), includes.end(), met);
    return std::none_of(excludes.begin(), excludes.end(), met);
}

}  // namespace nnshape::caffe
