#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "report/fit/fit.h"
#include "report/form.h"

// The value that fits, for people.
namespace nnshape {
namespace {

// "width=96"
std::string written(const FitReport& report, const FittedValue& value) {
    return fmt::format("{}={}", printable(report.question.name), value.value);
}

void append_totals(const FittedValue& value, std::string& out) {
    size_t key_width = 0, number_width = 0;
    for (const LimitedTotal& total : value.totals) {
        key_width = std::max(key_width, total.key.size());
        number_width = std::max(number_width, with_commas(total.found).size());
    }
    for (const LimitedTotal& total : value.totals) {
        out += fmt::format("  {:<{}}  {:>{}} of {}\n", total.key, key_width, with_commas(total.found), number_width,
                           with_commas(total.most));
    }
}

}  // namespace

void write_text(const FitReport& report, std::string& out) {
    const auto& [tried, best, before] = report.answer;
    std::string_view end = report.question.smallest ? "smallest" : "largest";
    auto count = static_cast<int64_t>(report.question.values.size());
    if (!best) {
        out += fmt::format("none of {} of `{}` keeps the limits\n", counted(count, "value"),
                           printable(report.question.name));
    } else {
        out += fmt::format("{} is the {} of {} that keeps the limits\n", written(report, *best), end,
                           counted(count, "value"));
        append_totals(*best, out);
    }
    if (before) {
        out += fmt::format("{} does not: {}\n", written(report, *before), before->reason);
    } else {
        out += fmt::format("no {} value is given\n", report.question.smallest ? "smaller" : "larger");
    }
}

}  // namespace nnshape
