#include "report/solve/solve.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "layers/find_kind.h"
#include "query/solve/axis_solver.h"
#include "query/solve/layer.h"

namespace nnshape {
namespace {

// One text if all axes have the same, else one for each axis.
template <class Text>
std::string each_axis(const WindowAnswer& answer, Text text) {
    std::vector<std::string> axes;
    for (const AxisWindow& axis : answer) axes.push_back(text(axis));
    bool alike = std::all_of(axes.begin(), axes.end(), [&](const std::string& one) { return one == axes[0]; });
    return alike ? axes[0] : fmt::format("{}", fmt::join(axes, "x"));
}

}  // namespace

std::string number_text(const WindowAnswer& answer, int64_t AxisWindow::*number) {
    return each_axis(answer, [&](const AxisWindow& axis) { return std::to_string(axis.*number); });
}

std::string padding_text(const WindowAnswer& answer) {
    bool even =
        std::all_of(answer.begin(), answer.end(), [](const AxisWindow& one) { return one.before == one.after; });
    return each_axis(answer, [&](const AxisWindow& axis) {
        return even ? std::to_string(axis.before) : fmt::format("{}:{}", axis.before, axis.after);
    });
}

std::string line_of(const Question& question, const WindowAnswer& answer) {
    const LayerKind& kind = kind_for(question.rule);
    std::string kernel = number_text(answer, &AxisWindow::kernel), line(name_of(kind)), options;
    for (const Param& param : params_of(kind)) {
        bool needed = param.fallback == Fallback::required;
        if (needed) line += param.name == "kernel" ? " " + kernel : " ?";
        const std::pair<std::string_view, std::string> values[] = {
            {"stride", number_text(answer, &AxisWindow::stride)},
            {"padding", makes_padding(question.rule) ? "same" : padding_text(answer)},
            {"output_padding", number_text(answer, &AxisWindow::output_padding)},
            {"dilation", number_text(answer, &AxisWindow::dilation)}};
        for (const auto& [name, value] : values) {
            std::string standard = param.fallback == Fallback::same_as ? kernel : std::to_string(param.standard[0]);
            if (param.name == name && value != standard) options += fmt::format(" {}={}", name, value);
        }
        if (param.name == "ceil") options += " ceil";
    }
    return line + options;
}

std::vector<std::string> derivations_of(const SolveReport& report, const WindowAnswer& answer) {
    std::vector<std::string> lines;
    if (report.question.rule != WindowRule::down || report.answers.any_size) return lines;
    for (const AxisWindow& axis : answer) {
        bool is_plain = axis.remainder == 0 && axis.before == axis.after && axis.dilation == 1;
        if (!is_plain) return {};
        std::string line =
            fmt::format("kernel = in + 2·padding − stride·(out − 1) = {} + 2·{} − {}·({} − 1) = {}",
                        with_commas(axis.in), axis.before, axis.stride, with_commas(axis.out), axis.kernel);
        if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
    }
    return lines;
}

std::string_view options_of(WindowRule rule) {
    constexpr std::string_view options[] = {"", "--ceil", "--same", "--transposed", "--transposed --same"};
    return options[static_cast<size_t>(rule)];
}

size_t shown_count(const SolveReport& report) {
    return static_cast<size_t>(std::min<uint64_t>(static_cast<uint64_t>(report.top), report.answers.windows.size()));
}

}  // namespace nnshape
