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
    if (!sizes.cycle) return fmt::format("no period up to {} is proven", with_commas(longest_cycle));
    if (sizes.cycle->sizes == 0 && sizes.near.empty()) return "no size fits, however large";
    if (sizes.cycle->sizes == 0) return fmt::format("none: no size from {} on fits", with_commas(sizes.cycle->start));
    if (sizes.cycle->period == 1) return "every size that is large enough";
    return fmt::format("{}, with {} in each", with_commas(sizes.cycle->period), counted(sizes.cycle->sizes, "size"));
}

// The sizes of the other axes, without their names if there is one size for all: then axes can share a paragraph.
std::string others_text(const AxisSizes& sizes, size_t axes) {
    const auto& others = sizes.others;
    bool is_one = others.size() + 1 == axes && std::all_of(others.begin(), others.end(), [&](const OtherAxis& other) {
                      return other.size == others[0].size;
                  });
    if (is_one) return fmt::format("{} along the other {}", with_commas(others[0].size), axes == 2 ? "axis" : "axes");
    std::vector<std::string> texts;
    for (const OtherAxis& other : others) {
        texts.push_back(fmt::format("a {} of {}", other.axis, with_commas(other.size)));
    }
    return enumerate({texts.begin(), texts.end()});
}

// The paragraph about one axis, without its name. Axes with the same paragraph share it.
std::string paragraph_of(const SizesReport& report, const AxisSizes& sizes) {
    std::string out;
    int64_t around = report.question.around.value_or(sizes.own);
    std::string near = sizes.near.empty() ? "none" : fmt::format("{}", fmt::join(sizes.near, "  "));
    append_line(out, fmt::format("near {}", around), near);
    if (sizes.fault) {
        std::string name = printable(report.study.network.nodes[*sizes.fault].name);
        append_line(out, "", fmt::format("{} itself fails at {}: {}", around, name, sizes.reason));
    }
    if (!sizes.others.empty()) append_line(out, "with", others_text(sizes, report.axes.size()));
    append_line(out, "smallest", sizes.smallest ? with_commas(*sizes.smallest) : "no accepted size is found");
    if (sizes.smallest) append_line(out, "period", period_text(sizes));
    if (sizes.cycle && !sizes.cycle->faults.empty()) {
        append_line(out, "bound by", names_of(report.study, sizes.cycle->faults));
    }
    if (!sizes.skipping.empty()) {
        append_line(out, "skipping",
                    fmt::format("{}; rows between two windows are not counted as lost",
                                names_of(report.study, sizes.skipping)));
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
