#include <fmt/format.h>
#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/form_option.h"
#include "cli/options.h"
#include "layers/shape.h"
#include "report/solve/solve.h"

// nnshape solve: finds the windows that turn one size into another.
namespace nnshape {
namespace {

constexpr std::string_view explanation =
    "N is a number, a list 1,3,5, a range 1..7, or both 1..3,7. If the axes differ,\n"
    "write an x between them: 39x31, 1..7x3. Values that are not given are searched\n"
    "for: kernels of 1 to 11 but at most the input size, strides of 1 to 4, paddings\n"
    "of 0 to half the window; the dilation is 1. With --in and --out, the strides\n"
    "next to their ratio are tried, too, with kernels from such a stride to twice as\n"
    "much. Without --in, the input size is the one that leaves no remainder.\n"
    "\n"
    "Windows without a remainder come first, then windows that lose no row of the\n"
    "input. After that the order is: the stride nearest the ratio of the sizes, a\n"
    "kernel not below the stride, smaller dilation, smaller stride, a padding that is\n"
    "0 or keeps the size at stride 1, odd kernel, smaller kernel, smaller padding.\n"
    "The last column is the line for a spec.\n"
    "\n"
    "examples:\n"
    "  nnshape solve --in 28 --out 26             for example a kernel of 3\n"
    "  nnshape solve --kernel 5 --same            the padding that keeps the size\n"
    "  nnshape solve --in 224 --out 112 --kernel 3,7\n"
    "  nnshape solve --out 56x28 --kernel 3 --stride 2x1\n"
    "  nnshape solve --in 14 --out 28 --transposed\n";

// An option; if it is not given, its values are searched for.
struct SizeOption {
    std::string_view name;
    std::string_view help;
    int64_t least;
    std::optional<Choices> AxisQuestion::*member;
    bool Question::*same;  // whether all axes have one value; null for sizes
};

constexpr SizeOption size_options[] = {
    {"--in", "the size of the input", 1, &AxisQuestion::in, nullptr},
    {"--out", "the size of the output", 1, &AxisQuestion::out, nullptr},
    {"--kernel", "the size of the window", 1, &AxisQuestion::kernel, &Question::same_kernel},
    {"--stride", "the step from one window to the next", 1, &AxisQuestion::stride, &Question::same_stride},
    {"--padding", "the zeros before and after the axis", 0, &AxisQuestion::padding, &Question::same_padding},
    {"--dilation", "the distance between two taps of the window", 1, &AxisQuestion::dilation, &Question::same_dilation},
};

struct SolveCommand {
    std::array<std::string, std::size(size_options)> sizes;
    bool transposed = false, same = false, ceil = false;
    std::string top = "10";
    FormOption<SolveReport> form;
    OutputOptions output;

    void add_to(OptionParser& parser) {
        for (size_t index = 0; index < sizes.size(); ++index) {
            parser.text(size_options[index].name, "N", size_options[index].help, sizes[index]);
        }
        parser.flag("--transposed", "find transposed convolutions, which make the size larger", transposed);
        parser.flag("--same", "pad so that the output is the input divided by the stride, rounded up", same);
        parser.flag("--ceil", "round the output size up, as `ceil` of a pooling layer does", ceil);
        parser.text("--top", "N", "show the first N windows (10)", top);
        form.add_to(parser);
        output.add_to(parser);
        parser.remark(explanation);
    }

    std::string problem() const {
        if (ceil && (same || transposed)) {
            return fmt::format("`--ceil` excludes `{}`, which has nothing to round; give one of them",
                               same ? "--same" : "--transposed");
        }
        if (same && !sizes[4].empty()) return "`--same` sets the padding, so it excludes `--padding`; give one of them";
        return output.problem({});
    }

    Result<Question, std::string> question() const;
    std::string take(const SizeOption& option, const std::string& text, Question& question) const;
};

// Puts an option's value into the axes of the question. Returns what is wrong with it, or an empty string.
std::string SolveCommand::take(const SizeOption& option, const std::string& text, Question& question) const {
    std::vector<Choices> axes;
    for (std::string_view rest = text;;) {
        size_t end = std::min(rest.find_first_of("xX"), rest.size());
        auto choices = read_choices(rest.substr(0, end), option.least);
        if (!choices) {
            return fmt::format("`{}` is not a value of `{}`; write `{} 3`, `1,3,5`, `1..7` or `3x5`, at least {}",
                               printable(text), option.name, option.name, option.least);
        }
        axes.push_back(std::move(*choices));
        if (end == rest.size()) break;
        rest.remove_prefix(end + 1);
    }
    if (axes.size() == 1) {
        for (AxisQuestion& axis : question.axes) axis.*option.member = axes[0];
        return {};
    }
    if (axes.size() != question.axes.size()) {
        return fmt::format("`{} {}` has {} axes, and another option has {}; give the same number", option.name,
                           printable(text), axes.size(), question.axes.size());
    }
    for (size_t axis = 0; axis < axes.size(); ++axis) question.axes[axis].*option.member = axes[axis];
    if (option.same) question.*option.same = false;
    return {};
}

Result<Question, std::string> SolveCommand::question() const {
    Question question;
    if (transposed) question.rule = same ? WindowRule::transposed_same : WindowRule::transposed;
    if (!transposed && same) question.rule = WindowRule::same;
    if (ceil) question.rule = WindowRule::up;
    size_t axes = 1;
    for (const std::string& text : sizes) {
        auto joints =
            std::count_if(text.begin(), text.end(), [](char letter) { return letter == 'x' || letter == 'X'; });
        axes = std::max(axes, static_cast<size_t>(joints) + 1);
    }
    if (axes > window_rank) return fmt::format("{} axes are given; a layer has at most {}", axes, window_rank);
    question.axes.resize(axes);
    for (size_t index = 0; index < sizes.size(); ++index) {
        if (sizes[index].empty()) continue;
        if (auto wrong = take(size_options[index], sizes[index], question); !wrong.empty()) return wrong;
    }
    return question;
}

}  // namespace

int run_solve(const std::vector<std::string>& args, const Streams& streams) {
    SolveCommand command;
    OptionParser parser("solve",
                        "Finds the windows that turn one size into another: kernel, stride, padding, dilation.");
    command.add_to(parser);
    if (auto code = parser.parse(args, streams)) return *code;
    auto form = command.form.resolve();
    if (!form) return refuse(streams, form.fault());
    if (std::string problem = command.problem(); !problem.empty()) return refuse(streams, problem);
    auto top = read_count(command.top, 1);
    if (!top)
        return refuse(streams,
                      fmt::format("`{}` is not a number of windows; for example `--top 5`", printable(command.top)));
    auto question = command.question();
    if (!question) return refuse(streams, question.fault());
    auto answers = solve(*question);
    if (!answers) return refuse(streams, answers.fault());
    std::string out;
    (*form)->write({*question, *answers, *top}, out);
    return command.output.write(streams, out, exit_fine);
}

}  // namespace nnshape
