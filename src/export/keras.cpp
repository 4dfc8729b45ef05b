#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/unicode.h"
#include "export/export.h"
#include "export/forward.h"
#include "export/python_names.h"
#include "export/python_text.h"
#include "export/units.h"
#include "frameworks/tables.h"

// The code of Keras in its functional style: a function for each unit.
namespace nnshape {
namespace {

constexpr std::string_view inner = "    ";
constexpr std::string_view learned_prefix = "keras_parts.";

constexpr std::string_view learned_class = R"(

class Learned(layers.Layer):
    def __init__(self, *shape, trainable=True):
        super().__init__(trainable=trainable)
        self.tensor = self.add_weight(shape=(1, *shape), trainable=trainable)

    def call(self, x):
        return ops.repeat(self.tensor, ops.shape(x)[0], axis=0)
)";

bool is_own(const CodeConstruct& construct) {
    return !construct.callee.empty() && construct.callee.find('.') == std::string::npos;
}

// Writes the function of one unit.
class FunctionWriter {
  public:
    FunctionWriter(const CodeUnit& unit, bool is_network, std::set<std::string> functions)
        : unit_(unit), is_network_(is_network), functions_(std::move(functions)) {}

    std::string text(const Network& network) {
        CodeBlock block = unit_.block;
        if (is_network_ && block.inputs == 1) block.input_names[0] = "inputs";
        for (std::string& name : block.input_names) name += functions_.count(name) ? "_input" : "";
        std::vector<std::string> made;
        std::vector<std::string> before;  // layers that several steps use
        for (size_t index = 0; index < block.steps.size(); ++index) {
            CodeStep& step = block.steps[index];
            if (step.shares >= 0) {
                made.push_back(shared_name(block.steps[static_cast<size_t>(step.shares)]));
            } else if (step.is_loop) {
                made.push_back(fmt::format("for {} in {}:", step.construct.variables, turns_text(step.construct)));
                step.expression = call_of(step.construct.body[0], step);
            } else if (is_shared(block, index)) {
                for (std::string& line : shared_lines(step)) before.push_back(std::move(line));
                made.push_back(shared_name(step));
            } else {
                if (is_own(step.construct)) step.expression = call_of(step.construct, step);
                if (is_network_) name_layer(step);
                made.push_back(step.has_construct() ? construct_text(step.construct) : std::string());
            }
        }
        std::string out = head(block, network);
        for (const std::string& line : before) out += std::string(inner) + line + "\n";
        for (ForwardLine line : ForwardWriter(block, std::move(made), true, functions_).lines()) {
            bool returns = line.text.starts_with("return ");
            if (returns && is_network_) line.text.replace(0, 7, outputs_of(block));
            if (returns && is_network_ && block.outputs.size() > 1) line.text += "]";
            out += commented(std::string(inner) + line.text, returns && !is_network_ ? "" : line.comment) + "\n";
        }
        if (is_network_) out += fmt::format("{}return keras.Model(inputs, outputs)\n", inner);
        return out;
    }

  private:
    // Whether Keras itself names layers so: `conv2d` is one of Conv2D.
    static bool is_own_name(const std::string& name) {
        return std::any_of(keras.classes.begin(), keras.classes.end(), [&](const FrameworkClass& one) {
            std::string own(one.name);
            size_t rank = own.find("{}");
            if (rank == std::string::npos) return are_same_folded(own, name);
            bool found = false;
            for (char digit : {'1', '2', '3'}) {
                found = found || are_same_folded(std::string(own).replace(rank, 2, 1, digit), name);
            }
            return found;
        });
    }

    // The label of a layer, unless Keras may give another layer that name.
    void name_layer(CodeStep& step) {
        if (step.label.empty() || !step.has_construct() || is_own(step.construct)) return;
        std::string name = python_name(step.label, true);
        size_t digits = name.find_last_not_of("0123456789");
        std::string base = name[digits] == '_' ? name.substr(0, digits) : name;
        if (is_own_name(base)) return;
        step.construct.arguments.push_back({.key = "name", .value = {fmt::format("\"{}\"", names_.give(name, "_"))}});
    }

    static bool is_shared(const CodeBlock& block, size_t index) {
        return std::any_of(block.steps.begin(), block.steps.end(),
                           [&](const CodeStep& one) { return one.shares == static_cast<int>(index); });
    }

    static std::string shared_name(const CodeStep& step) {
        return python_name(step.label.empty() ? step.base : step.label, true) +
               (step.model_input.empty() ? "_layer" : "_model");
    }

    // A block that several steps use is a model of its own.
    static std::vector<std::string> shared_lines(const CodeStep& step) {
        if (step.model_input.empty())
            return {fmt::format("{} = {}", shared_name(step), construct_text(step.construct))};
        std::string call = expression_of_call(step.construct, {"shared"});
        return {fmt::format("shared = keras.Input({})", step.model_input),
                fmt::format("{} = keras.Model(shared, {})", shared_name(step), call)};
    }

    static std::string expression_of_call(const CodeConstruct& construct, std::vector<std::string> inputs) {
        std::string arguments = arguments_text(construct);
        if (!arguments.empty()) inputs.push_back(arguments);
        return fmt::format("{}({})", construct.callee, fmt::join(inputs, ", "));
    }

    // "unit({0}, 64, 3)", or "layers.Conv2D(64, 3)({0})".
    static std::string call_of(const CodeConstruct& construct, const CodeStep& step) {
        std::vector<std::string> inputs;
        for (size_t index = 0; index < step.reads.size(); ++index) inputs.push_back(fmt::format("{{{}}}", index));
        if (is_own(construct)) return expression_of_call(construct, inputs);
        return fmt::format("{}({})", construct_text(construct), fmt::join(inputs, ", "));
    }

    std::string head(const CodeBlock& block, const Network& network) const {
        std::vector<std::string> parameters = block.input_names;
        if (is_network_) parameters.clear();
        for (const CodeUnit::Parameter& one : unit_.parameters)
            parameters.push_back(one.name + (one.standard.empty() ? "" : "=" + one.standard));
        std::string out = fmt::format("def {}({}):\n", unit_.name, fmt::join(parameters, ", "));
        if (!is_network_) return out;
        for (uint32_t input = 0; input < network.input_count; ++input) {
            Sizes sizes = sizes_of(network.nodes[input].output, Layout::hwc);
            std::string shape = fmt::format("({}{})", fmt::join(sizes, ", "), sizes.count == 1 ? "," : "");
            out += fmt::format("{}{} = keras.Input({})\n", inner, block.input_names[input], shape);
        }
        if (block.inputs == 1) return out;
        return out + fmt::format("{}inputs = [{}]\n", inner, fmt::join(block.input_names, ", "));
    }

    static std::string_view outputs_of(const CodeBlock& block) {
        return block.outputs.size() == 1 ? "outputs = " : "outputs = [";
    }

    const CodeUnit& unit_;
    bool is_network_;
    std::set<std::string> functions_;  // whose names no variable may have
    UsedNames names_;
};

void replace_all(std::string& text, std::string_view part, std::string_view by) {
    for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + by.size()))
        text.replace(at, part.size(), by);
}

}  // namespace

Result<std::string, Diagnostic> keras_code(const Network& network) {
    auto module = make_units(network, {keras, write_keras_layer, true, false});
    if (!module) return module.fault();
    std::string functions;
    std::set<std::string> names;
    for (const CodeUnit& unit : module->units) names.insert(unit.name);
    for (const CodeUnit& unit : module->units) {
        bool is_network = &unit == &module->units.back();
        functions += "\n\n" + FunctionWriter(unit, is_network, names).text(network);
    }
    bool learns = functions.find(learned_prefix) != std::string::npos;
    replace_all(functions, learned_prefix, "");
    if (learns) functions = std::string(learned_class) + functions;
    bool has_ops = functions.find("ops.") != std::string::npos;
    std::string out =
        fmt::format("# {} for an input of {}. Written by nnshape.\n", printable(network.name), module->inputs);
    return out + fmt::format("import keras\nfrom keras import layers{}\n", has_ops ? ", ops" : "") + functions;
}

}  // namespace nnshape
