#include "query/solve/choices.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "spec/spec.h"

namespace nnshape {
namespace {

std::optional<NumberRange> read_range(std::string_view text, int64_t least) {
    size_t dots = text.find("..");
    std::string_view first = text.substr(0, dots);
    std::string_view last = dots == std::string_view::npos ? first : text.substr(dots + 2);
    ReadInteger begin = read_integer(first), end = read_integer(last);
    bool whole = begin.form == Literal::Form::integer && end.form == Literal::Form::integer;
    if (!whole || begin.value < least || end.value < begin.value) return std::nullopt;
    return NumberRange{begin.value, end.value};
}

// Sorts the ranges, and joins those that overlap or touch.
std::vector<NumberRange> merged(std::vector<NumberRange> ranges) {
    std::sort(ranges.begin(), ranges.end(),
              [](const NumberRange& one, const NumberRange& other) { return one.first < other.first; });
    std::vector<NumberRange> apart;
    for (const NumberRange& range : ranges) {
        if (!apart.empty() && range.first - 1 <= apart.back().last) {
            apart.back().last = std::max(apart.back().last, range.last);
        } else {
            apart.push_back(range);
        }
    }
    return apart;
}

}  // namespace

Checked Choices::count() const {
    Checked sum = 0;
    for (const NumberRange& range : ranges) sum += Checked(range.last) - range.first + 1;
    return sum;
}

std::optional<int64_t> Choices::at_least(int64_t number) const {
    for (const NumberRange& range : ranges) {
        if (range.last >= number) return std::max(range.first, number);
    }
    return std::nullopt;
}

std::optional<int64_t> Choices::at_most(int64_t number) const {
    for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
        if (range->first <= number) return std::min(range->last, number);
    }
    return std::nullopt;
}

Choices joined(std::vector<NumberRange> ranges) { return {merged(std::move(ranges))}; }

std::optional<Choices> read_choices(std::string_view text, int64_t least) {
    std::vector<NumberRange> ranges;
    while (true) {
        size_t end = std::min(text.find(','), text.size());
        auto range = read_range(text.substr(0, end), least);
        if (!range) return std::nullopt;
        ranges.push_back(*range);
        if (end == text.size()) return Choices{merged(std::move(ranges))};
        text.remove_prefix(end + 1);
    }
}

std::string to_text(const Choices& choices) {
    std::vector<std::string> texts;
    for (const NumberRange& range : choices.ranges) {
        texts.push_back(range.first == range.last
                            ? with_commas(range.first)
                            : fmt::format("{} to {}", with_commas(range.first), with_commas(range.last)));
    }
    return enumerate({texts.begin(), texts.end()}, "or");
}

}  // namespace nnshape
