#include "report/apply/apply.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "base/text.h"
#include "spec/decimal.h"

namespace nnshape {
namespace {

__extension__ using Wide = __int128;

// A factor or a term after a minus: negative numbers are in parentheses, as on a blackboard.
std::string enclosed(Fraction number, const SumStyle& style) {
    std::string text = decimal_text(number, style);
    return number < Fraction(0) ? fmt::format("({})", text) : text;
}

std::string terms_text(const Applied& applied, const ChannelTerms& channel, std::string_view joint,
                       const SumStyle& style) {
    bool pools = is_pool(applied.operation.sliding);
    std::string text;
    for (const Term& term : channel.terms) {
        if (!text.empty()) text += joint;
        if (pools) {
            bool listed = joint == ", " || &term == &channel.terms[0];
            text += listed ? decimal_text(term.number, style) : enclosed(term.number, style);
        } else {
            bool first = &term == &channel.terms[0];
            text += first ? decimal_text(term.number, style) : enclosed(term.number, style);
            text += fmt::format("{}{}", style.times, enclosed(term.weight, style));
        }
    }
    return text;
}

// "x" between numbers that differ: 2, or 2x1.
template <class Text>
std::string both_axes(const Operation& operation, Text text) {
    std::string rows = text(operation.axes[0]), columns = text(operation.axes[1]);
    return rows == columns ? rows : fmt::format("{}x{}", rows, columns);
}

std::string padding_of(const AxisWindow& axis) {
    return axis.before == axis.after ? std::to_string(axis.before) : fmt::format("{}:{}", axis.before, axis.after);
}

// "1–3", or "1, 3, 5" if the window has holes.
std::string range_text(const std::vector<int64_t>& places, std::string_view word) {
    auto number = [](int64_t at) { return at < -1 ? fmt::format("−{}", -(at + 1)) : std::to_string(at + 1); };
    if (places.size() == 1) return fmt::format("{} {}", word, number(places[0]));
    bool dense = places.back() - places.front() + 1 == static_cast<int64_t>(places.size());
    if (dense) return fmt::format("{}s {}–{}", word, number(places.front()), number(places.back()));
    std::vector<std::string> all;
    for (int64_t place : places) all.push_back(number(place));
    return fmt::format("{}s {}", word, fmt::join(all, ", "));
}

}  // namespace

std::string decimal_text(Fraction number, const SumStyle& style) {
    constexpr int most_places = 6;
    Wide rest = number.numerator();
    std::string text;
    if (rest < 0) text = style.minus;
    if (rest < 0) rest = -rest;
    Wide divisor = number.denominator();
    text += std::to_string(static_cast<uint64_t>(rest / divisor));
    rest %= divisor;
    if (rest == 0) return text;
    text += '.';
    for (int place = 0; place < most_places && rest != 0; ++place) {
        rest *= 10;
        text += static_cast<char>('0' + static_cast<int>(rest / divisor));
        rest %= divisor;
    }
    if (rest != 0) text += style.dots;
    return text;
}

std::string exact_text(Fraction number) {
    return number.is_whole() ? std::to_string(number.numerator()) : fraction_text(number);
}

std::string equation_of(const Applied& applied, const ChannelTerms& channel, const Fraction* bias,
                        const SumStyle& style) {
    std::string result = decimal_text(bias ? channel.result + *bias : channel.result, style), left;
    switch (applied.operation.sliding) {
        case Sliding::max_pool:
            left = fmt::format("{}max({})", style.times == latex_sums.times ? "\\" : "",
                               terms_text(applied, channel, ", ", style));
            break;
        case Sliding::avg_pool:
            left = fmt::format("({}) / {}", terms_text(applied, channel, " + ", style), channel.terms.size());
            break;
        default: left = terms_text(applied, channel, " + ", style);
    }
    if (bias) left += fmt::format(" + {}", enclosed(*bias, style));
    return fmt::format("{} = {}", left, result);
}

std::vector<std::string> equations_of(const Applied& applied, const ApplyStep& step, const SumStyle& style) {
    std::vector<std::string> lines;
    bool biased = !applied.operation.biases.empty();
    bool single = step.channels.size() == 1;
    std::string sums;
    for (const ChannelTerms& channel : step.channels) {
        lines.push_back(equation_of(applied, channel, single && biased ? &step.bias : nullptr, style));
        sums += sums.empty() ? decimal_text(channel.result, style) : " + " + enclosed(channel.result, style);
    }
    if (!single) {
        if (biased) sums += " + " + enclosed(step.bias, style);
        lines.push_back(fmt::format("{} = {}", sums, decimal_text(step.sum, style)));
    }
    if (applied.operation.relu) {
        lines.push_back(fmt::format("{}max({}, 0) = {}", style.times == latex_sums.times ? "\\" : "",
                                    decimal_text(step.sum, style), decimal_text(step.result, style)));
    }
    return lines;
}

std::string place_text(const Applied& applied, const ApplyStep& step) {
    std::string plane = applied.output.count > 1 ? fmt::format("plane {}, ", step.plane + 1) : std::string();
    return plane + range_text(step.places[0], "row") + ", " + range_text(step.places[1], "column");
}

std::string operation_text(const Operation& operation) {
    const auto& [rows, columns] = operation.axes;
    std::string text =
        fmt::format("{} {}x{}", sliding_names()[static_cast<size_t>(operation.sliding)], rows.kernel, columns.kernel);
    auto add = [&](std::string_view word, const std::string& value, std::string_view standard) {
        if (value != standard) text += fmt::format(", {} {}", word, value);
    };
    add("stride", both_axes(operation, [](const AxisWindow& axis) { return std::to_string(axis.stride); }), "1");
    add("padding", both_axes(operation, padding_of), "0");
    add("dilation", both_axes(operation, [](const AxisWindow& axis) { return std::to_string(axis.dilation); }), "1");
    if (operation.flip) text += ", the kernel turned by 180°";
    if (operation.sliding == Sliding::avg_pool && !operation.counts_padding) text += ", padding not counted";
    if (operation.relu) text += ", relu";
    return text;
}

std::string size_text(const Planes& planes) {
    std::string size = fmt::format("{}x{}", planes.rows, planes.columns);
    return planes.count == 1 ? size : fmt::format("{} planes of {}", planes.count, size);
}

int64_t shown_steps(const ApplyReport& report, const Applied& applied) {
    return std::min(report.steps, applied.step_count());
}

std::string more_steps_text(const ApplyReport& report, const Applied& applied) {
    int64_t more = applied.step_count() - shown_steps(report, applied);
    if (more == 0) return {};
    return fmt::format("{} more; --steps {} shows all", more, applied.step_count());
}

bool shows_padding(const Applied& applied) {
    return std::any_of(applied.operation.axes.begin(), applied.operation.axes.end(),
                       [](const AxisWindow& axis) { return axis.before > 0 || axis.after > 0; });
}

}  // namespace nnshape
