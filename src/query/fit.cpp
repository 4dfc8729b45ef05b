#include "query/fit.h"

#include <algorithm>

namespace nnshape {
namespace {

// The totals that have a limit, each with its lowest one.
std::vector<LimitedTotal> limited_totals(const Study& study, const std::vector<Limit>& limits) {
    std::vector<LimitedTotal> totals;
    auto add = [&](std::string_view key, int64_t most) {
        auto known =
            std::find_if(totals.begin(), totals.end(), [&](const LimitedTotal& one) { return one.key == key; });
        if (known != totals.end()) {
            known->most = std::min(known->most, most);
        } else {
            totals.push_back({std::string(key), total_of(study.network, study.analysis, key), most});
        }
    };
    for (const Argument& limit : study.spec.limit) add(study.spec.text(limit.key), limit.value.number);
    for (const Limit& limit : limits) add(limit.key, limit.most);
    return totals;
}

FittedValue judged(const Study& study, int64_t value, const std::vector<Limit>& limits) {
    FittedValue fitted{.value = value};
    if (study.calculated()) fitted.totals = limited_totals(study, limits);
    auto error = std::find_if(study.diagnostics.begin(), study.diagnostics.end(),
                              [](const Diagnostic& one) { return one.severity() == Severity::error; });
    if (error != study.diagnostics.end()) fitted.reason = error->message;
    return fitted;
}

}  // namespace

FitAnswer fit(Source source, std::string_view fallback_name, const StudyOptions& options, const FitQuestion& question,
              Study& study) {
    FitAnswer answer;
    for (int64_t value : question.values) {
        StudyOptions with_value = options;
        with_value.sets.push_back({question.name, std::to_string(value)});
        run_study(source, fallback_name, with_value, study);
        ++answer.tried;
        FittedValue fitted = judged(study, value, options.limits);
        if (fitted.reason.empty()) {
            answer.best = std::move(fitted);
            break;
        }
        answer.before = std::move(fitted);
    }
    return answer;
}

}  // namespace nnshape
