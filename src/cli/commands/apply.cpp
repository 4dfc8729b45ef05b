#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/file.h"
#include "cli/form_option.h"
#include "cli/options.h"
#include "report/apply/apply.h"
#include "report/snippet.h"

// nnshape apply: slides a window over given numbers.
namespace nnshape {
namespace {

constexpr std::string_view explanation =
    "OPERATION is conv, depthwise_conv, max_pool or avg_pool. KERNEL is a file of\n"
    "numbers for a convolution, each of which makes one plane of the output, and a\n"
    "size such as 2 or 2x3 for a pool. INPUT is the last file, or that of --input.\n"
    "`then` begins another operation, which is applied to the output.\n"
    "\n"
    "A file has a row of numbers on each line, with blanks, commas or | between them;\n"
    "a Markdown table is such a file. An empty line begins another plane, which is a\n"
    "channel of the image or of the kernel. A JSON array is accepted too, also in\n"
    "place of a file; - is standard input. Numbers are whole, decimal, or fractions\n"
    "such as 1/9, and are calculated exactly.\n"
    "\n"
    "conv does not turn the kernel, as in every framework; --flip turns it by 180°,\n"
    "as in mathematics. Zeros of the padding are part of the mean of avg_pool, as in\n"
    "PyTorch, and max_pool leaves them out.\n"
    "\n"
    "examples:\n"
    "  nnshape apply conv kernel.txt image.txt --padding 1\n"
    "  nnshape apply conv kernel.txt image.txt then max_pool 2 --steps 4\n"
    "  nnshape apply max_pool 2 '[[1, 3], [2, 4]]'\n";

constexpr size_t most_operands = 1000;

// Reads a file, or takes an array that is written in its place. Keeps the text for messages.
struct NumberFile {
    std::string name, text;
    PlaneStacks numbers = {};

    Source source() const { return {.name = name, .text = text}; }
};

// One operation as it is written: the words up to `then`.
struct OperationWords {
    std::vector<std::string> operands, kernels;
    std::string stride, padding, dilation, bias, activation;
    bool flip = false, ceil = false, skips_padding = false;
};

// The options of the whole command, which may be written at any operation.
struct ApplyOptions {
    std::string input, steps = "9";
    FormOption<ApplyReport> form;
    OutputOptions output;
};

void declare(OptionParser& parser, OperationWords& words, ApplyOptions& options) {
    parser.operands("OPERATION", "the operation, its kernels, and the input of the first one", most_operands,
                    words.operands);
    parser.words("OPERATION", sliding_names());
    parser.list("--kernel", "KERNEL", "a kernel, or the size of a pool; can be repeated", '\0', words.kernels);
    parser.text("--input", "FILE", "the numbers to apply it to", options.input);
    parser.text("--stride", "N", "the step of the window (1; of a pool, its size)", words.stride);
    parser.text("--padding", "N", "zeros around the input: 1, 1x2, 0:1x0:1 or same (0)", words.padding);
    parser.text("--dilation", "N", "the distance between two numbers of the window (1)", words.dilation);
    parser.text("--bias", "B,…", "a number to add, or one for each plane of the output", words.bias);
    parser.text("--activation", "relu", "what the results pass through", words.activation);
    parser.words("--activation", {"relu"});
    parser.flag("--flip", "turn the kernels by 180°", words.flip);
    parser.flag("--ceil", "round the size of a pool's output up", words.ceil);
    parser.flag("--exclude-padding", "leave the padding out of the mean of avg_pool", words.skips_padding);
    parser.text("--steps", "N", "show the first N steps of each operation (9)", options.steps);
    options.form.add_to(parser);
    options.output.add_to(parser);
    parser.remark(explanation);
}

// Splits the arguments at each `then`. CLI11 takes the brackets off an operand that begins with one, so such an operand
// begins with a blank here.
std::vector<std::vector<std::string>> split_operations(const std::vector<std::string>& args) {
    std::vector<std::vector<std::string>> operations(1);
    for (const std::string& arg : args) {
        if (arg == "then") {
            operations.emplace_back();
        } else {
            operations.back().push_back(arg.starts_with('[') ? " " + arg : arg);
        }
    }
    return operations;
}

using Pair = std::array<int64_t, 2>;

// "2" or "2x3".
std::optional<Pair> read_pair(const std::string& text, int64_t least) {
    size_t joint = std::min(text.find_first_of("xX"), text.size());
    auto rows = read_count(text.substr(0, joint), least);
    auto columns = joint == text.size() ? rows : read_count(text.substr(joint + 1), least);
    if (!rows || !columns) return std::nullopt;
    return Pair{*rows, *columns};
}

// Makes an operation of its words. Reports on standard error what is wrong, and then has no result.
class OperationReader {
  public:
    OperationReader(const OperationWords& words, const Streams& streams, bool color)
        : words_(words), streams_(streams), color_(color) {}

    // `has_input`: the last operand is a file of numbers to apply it to.
    std::optional<Operation> read(bool has_input) {
        if (words_.operands.empty()) return fail("an operation is missing; for example `conv kernel.txt image.txt`");
        auto names = sliding_names();
        const std::string& name = words_.operands[0];
        auto found =
            std::find_if(names.begin(), names.end(), [&](std::string_view one) { return are_same_folded(one, name); });
        if (found == names.end()) return fail(not_among(name, "an operation", names));
        operation_.sliding = static_cast<Sliding>(found - names.begin());
        std::vector<std::string> kernels = words_.kernels;
        bool ends_with_input = has_input && words_.operands.size() > 1;
        size_t end = words_.operands.size() - (ends_with_input ? 1 : 0);
        kernels.insert(kernels.begin(), words_.operands.begin() + 1,
                       words_.operands.begin() + static_cast<std::ptrdiff_t>(end));
        if (kernels.empty()) return fail(missing_kernel());
        bool pools = is_pool(operation_.sliding);
        if (!(pools ? take_size(kernels) : take_kernels(kernels)) || !take_options()) return std::nullopt;
        return operation_;
    }

    const std::vector<NumberFile>& files() const { return files_; }

  private:
    std::optional<Operation> fail(const std::string& message) {
        refuse(streams_, message);
        return std::nullopt;
    }

    bool refused(const std::string& message) { return fail(message).has_value(); }

    std::string missing_kernel() const {
        std::string_view name = sliding_names()[static_cast<size_t>(operation_.sliding)];
        return is_pool(operation_.sliding)
                   ? fmt::format("{} needs the size of its window and an input; for example `{} 2 image.txt`", name,
                                 name)
                   : fmt::format("{} needs a kernel and an input; for example `{} kernel.txt image.txt`", name, name);
    }

    bool take_size(const std::vector<std::string>& kernels) {
        auto size = read_pair(kernels[0], 1);
        if (!size || kernels.size() > 1) {
            return refused(fmt::format("`{}` is not the size of a window; for example `2` or `2x3`",
                                       printable(kernels[size ? 1 : 0])));
        }
        for (size_t axis = 0; axis < 2; ++axis) {
            operation_.axes[axis].kernel = operation_.axes[axis].stride = (*size)[axis];
        }
        return true;
    }

    bool take_kernels(const std::vector<std::string>& paths);
    bool take_options();
    bool take_padding();
    bool take_bias();

    bool take_pair(std::string_view name, const std::string& text, int64_t AxisWindow::*member) {
        if (text.empty()) return true;
        auto pair = read_pair(text, 1);
        if (!pair) {
            return refused(fmt::format("`{}` is not a value of `{}`; for example `{} 2` or `{} 2x1`", printable(text),
                                       name, name, name));
        }
        for (size_t axis = 0; axis < 2; ++axis) operation_.axes[axis].*member = (*pair)[axis];
        return true;
    }

    const OperationWords& words_;
    const Streams& streams_;
    bool color_;
    Operation operation_;
    std::vector<NumberFile> files_;
};

// Says what is wrong with a file of numbers, at its place.
void complain(const Diagnostic& diagnostic, const NumberFile& file, const Streams& streams, bool color) {
    std::string out;
    append_diagnostics(out, file.source(), {diagnostic}, color);
    tell(streams, out, exit_refused);
}

std::optional<NumberFile> read_numbers(const std::string& path, const Streams& streams, bool color) {
    NumberFile file{source_name(path), {}};
    bool is_array = path.find_first_not_of(' ') != std::string::npos && path[path.find_first_not_of(' ')] == '[';
    if (is_array) {
        file = {"<array>", path.substr(path.find('['))};
    } else {
        auto bytes = read_file(path, streams.in);
        if (!bytes) {
            refuse(streams, bytes.fault().message + (bytes.fault().help.empty() ? "" : "; " + bytes.fault().help));
            return std::nullopt;
        }
        file.text = std::move(*bytes);
        if (file.text.starts_with("\xEF\xBB\xBF")) file.text.erase(0, 3);
    }
    auto numbers = read_planes(file.text);
    if (!numbers) {
        complain(numbers.fault(), file, streams, color);
        return std::nullopt;
    }
    file.numbers = std::move(*numbers);
    return file;
}

bool OperationReader::take_kernels(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
        auto file = read_numbers(path, streams_, color_);
        if (!file) return false;
        for (Planes& kernel : file->numbers.stacks) {
            auto is_alike = [&](const Planes& first) {
                return first.count == kernel.count && first.rows == kernel.rows && first.columns == kernel.columns;
            };
            if (!operation_.kernels.empty() && !is_alike(operation_.kernels[0])) {
                complain({&code::shape_mismatch,
                          fmt::format("this kernel is {}, and the first one is {}", size_text(kernel),
                                      size_text(operation_.kernels[0])),
                          "give kernels of one size", file->numbers.span},
                         *file, streams_, color_);
                return false;
            }
            operation_.kernels.push_back(std::move(kernel));
        }
        files_.push_back(std::move(*file));
    }
    return true;
}

bool OperationReader::take_padding() {
    if (words_.padding.empty()) return true;
    if (words_.padding == "same") return operation_.same = true;
    size_t joint = std::min(words_.padding.find_first_of("xX"), words_.padding.size());
    for (size_t axis = 0; axis < 2; ++axis) {
        bool both = joint == words_.padding.size();
        std::string text = axis == 0 || both ? words_.padding.substr(0, joint) : words_.padding.substr(joint + 1);
        size_t colon = std::min(text.find(':'), text.size());
        auto before = read_count(text.substr(0, colon), 0);
        auto after = colon == text.size() ? before : read_count(text.substr(colon + 1), 0);
        if (!before || !after) {
            return refused(fmt::format("`{}` is not a padding; for example `1`, `1x2`, `0:1x0:1` or `same`",
                                       printable(words_.padding)));
        }
        operation_.axes[axis].before = *before;
        operation_.axes[axis].after = *after;
    }
    return true;
}

bool OperationReader::take_bias() {
    if (words_.bias.empty()) return true;
    for (size_t begin = 0; begin <= words_.bias.size();) {
        size_t end = std::min(words_.bias.find(',', begin), words_.bias.size());
        auto number = read_plane_number(std::string_view(words_.bias).substr(begin, end - begin));
        if (!number) {
            return refused(
                fmt::format("`{}` is not a bias; for example `--bias 1` or `--bias 0.5,-1`", printable(words_.bias)));
        }
        operation_.biases.push_back(*number);
        begin = end + 1;
    }
    return true;
}

bool OperationReader::take_options() {
    std::string_view name = sliding_names()[static_cast<size_t>(operation_.sliding)];
    bool pools = is_pool(operation_.sliding), averages = operation_.sliding == Sliding::avg_pool;
    const std::pair<bool, std::string_view> excluded[] = {{pools && words_.flip, "--flip"},
                                                          {pools && !words_.bias.empty(), "--bias"},
                                                          {!pools && words_.ceil, "--ceil"},
                                                          {averages && !words_.dilation.empty(), "--dilation"},
                                                          {!averages && words_.skips_padding, "--exclude-padding"}};
    for (auto [wrong, option] : excluded) {
        if (wrong) return refused(fmt::format("{} has no `{}`; leave it out", name, option));
    }
    if (!words_.activation.empty() && words_.activation != "relu") {
        return refused(
            fmt::format("`{}` is not an activation here; write `--activation relu`", printable(words_.activation)));
    }
    operation_.relu = !words_.activation.empty();
    operation_.flip = words_.flip;
    operation_.ceil = words_.ceil;
    operation_.counts_padding = !words_.skips_padding;
    return take_pair("--stride", words_.stride, &AxisWindow::stride) &&
           take_pair("--dilation", words_.dilation, &AxisWindow::dilation) && take_padding() && take_bias();
}

// Applies the operations one after the other.
class ApplyRun {
  public:
    ApplyRun(const std::vector<OperationWords>& words, const ApplyOptions& options, int64_t steps,
             const Streams& streams)
        : words_(words), options_(options), streams_(streams), color_(options.output.colors(streams.err)) {
        report_.steps = steps;
    }

    const ApplyReport* run() {
        bool given = !options_.input.empty();
        for (const OperationWords& words : words_) {
            bool first = &words == &words_[0];
            OperationReader reader(words, streams_, color_);
            auto operation = reader.read(first && !given);
            if (!operation) return nullptr;
            if (first && !read_input()) return nullptr;
            auto applied = apply(std::move(*operation), first ? input_ : report_.applied.back().output);
            if (!applied) return complain_of(applied.fault(), reader);
            report_.applied.push_back(std::move(*applied));
        }
        return &report_;
    }

  private:
    bool read_input() {
        const auto& operands = words_[0].operands;
        bool given = !options_.input.empty();
        size_t least = words_[0].kernels.empty() ? 3 : 2;
        if (!given && operands.size() < least) {
            refuse(streams_, "there is no input; write its file last, or `--input image.txt`");
            return false;
        }
        auto file = read_numbers(given ? options_.input : operands.back(), streams_, color_);
        if (!file) return false;
        if (file->numbers.stacks.size() > 1) {
            complain({&code::bad_value, "the input has four levels of lists",
                      "write at most three: planes, rows and numbers", file->numbers.span},
                     *file, streams_, color_);
            return false;
        }
        input_ = std::move(file->numbers.stacks[0]);
        return true;
    }

    const ApplyReport* complain_of(const Fault<ApplyPlace>& fault, const OperationReader& reader) const {
        if (fault.where.of_kernels) {
            const NumberFile& file = reader.files()[0];
            complain({fault.where.code, fault.message, fault.help, file.numbers.span}, file, streams_, color_);
        } else {
            refuse(streams_, fault.help.empty() ? fault.message : fault.message + "; " + fault.help);
        }
        return nullptr;
    }

    const std::vector<OperationWords>& words_;
    const ApplyOptions& options_;
    const Streams& streams_;
    bool color_;
    Planes input_;
    ApplyReport report_;
};

}  // namespace

int run_apply(const std::vector<std::string>& args, const Streams& streams) {
    ApplyOptions options;
    bool completes = std::find(args.begin(), args.end(), "--complete") != args.end();
    auto operations = completes ? std::vector<std::vector<std::string>>{args} : split_operations(args);
    std::vector<OperationWords> words(operations.size());
    for (size_t index = 0; index < operations.size(); ++index) {
        OptionParser parser("apply", "Slides a window over given numbers, and shows the sum of each step.");
        declare(parser, words[index], options);
        if (auto code = parser.parse(operations[index], streams)) return *code;
    }
    auto form = options.form.resolve();
    if (!form) return refuse(streams, form.fault());
    if (std::string problem = options.output.problem({}); !problem.empty()) return refuse(streams, problem);
    auto steps = read_count(options.steps, 0);
    if (!steps) {
        return refuse(streams,
                      fmt::format("`{}` is not a number of steps; for example `--steps 2`", printable(options.steps)));
    }
    ApplyRun run(words, options, *steps, streams);
    const ApplyReport* report = run.run();
    if (!report) return exit_refused;
    std::string out;
    (*form)->write(*report, out);
    return options.output.write(streams, out, exit_fine);
}

}  // namespace nnshape
