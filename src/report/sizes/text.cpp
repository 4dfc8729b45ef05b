#include <fmt/format.h>
#include <fmt/ranges.h>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"
#include "base/wrap.h"
#include "report/form.h"
#include "report/sizes/sizes.h"

// The input sizes that fit a network, for people: a paragraph for each axis.
namespace nnshape {
namespace {

constexpr int page_width = 80, label_width = 12;

std::string_view words_of(Demand demand) {
    constexpr std::string_view words[] = {"that every layer accepts", "at which no row of the input is lost",
                                          "at which no division leaves a remainder"};
    return words[static_cast<size_t>(demand)];
}

std::string names_of(const Study& study, const std::vector<uint32_t>& nodes) {
    constexpr size_t most = 12;
    std::string names;
    for (size_t index = 0; index < std::min(most, nodes.size()); ++index) {
        names += fmt::format("{}{}", index == 0 ? "" : ", ", printable(study.network.nodes[nodes[index]].name));
    }
    if (nodes.size() > most) names += fmt::format(" and {} more", nodes.size() - most);
    return names;
}

void append_line(std::string& out, std::string_view label, std::string_view text) {
    std::string left(label);
    for (const std::string& line : wrapped(text, page_width - label_width - 2)) {
        out += fmt::format("  {:<{}}{}\n", std::exchange(left, {}), label_width, line);
    }
}

std::string period_text(const AxisSizes& sizes) {
    if (!sizes.cycle) return fmt::format("these sizes do not repeat within {}", with_commas(longest_cycle));
    if (sizes.cycle->sizes == 0) return "no size fits, however large";
    if (sizes.cycle->period == 1) return "every size that is large enough";
    return fmt::format("{}, with {} in each", with_commas(sizes.cycle->period), counted(sizes.cycle->sizes, "size"));
}

// The paragraph about one axis, without its name. Axes with the same paragraph share it.
std::string paragraph_of(const SizesReport& report, const AxisSizes& sizes) {
    std::string out;
    int64_t around = report.question.around.value_or(sizes.own);
    std::string near = sizes.near.empty() ? "none" : fmt::format("{}", fmt::join(sizes.near, "  "));
    append_line(out, fmt::format("near {}", around), near);
    if (sizes.fault) {
        std::string name = printable(report.study.network.nodes[*sizes.fault].name);
        append_line(out, "", fmt::format("{} itself fails at {}", around, name));
    }
    append_line(out, "smallest", sizes.smallest ? with_commas(*sizes.smallest) : "no size is accepted");
    append_line(out, "period", period_text(sizes));
    if (sizes.cycle && !sizes.cycle->faults.empty()) {
        append_line(out, "bound by", names_of(report.study, sizes.cycle->faults));
    }
    return out;
}

}  // namespace

void write_text(const SizesReport& report, std::string& out) {
    out += fmt::format("{}: input sizes {}\n", printable(report.study.network.name), words_of(report.question.demand));
    std::string shared;
    std::vector<std::string_view> axes;
    auto append = [&] {
        if (!axes.empty()) out += fmt::format("\n{}\n{}", enumerate(axes), shared);
        axes.clear();
    };
    for (const AxisSizes& sizes : report.axes) {
        std::string paragraph = paragraph_of(report, sizes);
        if (paragraph != shared) append();
        shared = paragraph;
        axes.push_back(sizes.axis);
    }
    append();
}

}  // namespace nnshape
