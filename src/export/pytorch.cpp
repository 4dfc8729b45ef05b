#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "export/export.h"
#include "export/forward.h"
#include "export/python_names.h"
#include "export/python_text.h"
#include "export/units.h"
#include "frameworks/tables.h"

// The code of PyTorch: a class for each unit, with chains of modules as nn.Sequential.
namespace nnshape {
namespace {

constexpr std::string_view inner = "        ";

// Modules that are called one after the other, as one attribute.
struct Attribute {
    std::string name;
    std::vector<size_t> steps;  // in the block
};

// Writes the class of one unit.
class ClassWriter {
  public:
    explicit ClassWriter(const CodeUnit& unit) : unit_(unit), block_(unit.block) {}

    std::string text() {
        find_attributes();
        std::string out;
        bool is_chain = attributes_.size() == 1 && is_whole(attributes_[0]);
        out += fmt::format("class {}(nn.{}):\n", unit_.name, is_chain ? "Sequential" : "Module");
        if (is_chain) {
            out += head() + fmt::format("{}super().__init__(\n", inner) + elements(attributes_[0]) +
                   fmt::format("{})\n", inner);
            return out;
        }
        if (!attributes_.empty()) {
            out += head() + fmt::format("{}super().__init__()\n", inner);
            for (const std::string& name : kept_parameters()) out += fmt::format("{0}self.{1} = {1}\n", inner, name);
            for (const Attribute& attribute : attributes_) out += assignment(attribute);
            out += "\n";
        }
        return out + forward();
    }

  private:
    std::string head() const {
        std::string parameters;
        for (const CodeUnit::Parameter& one : unit_.parameters) {
            parameters += ", " + one.name + (one.standard.empty() ? "" : "=" + one.standard);
        }
        return fmt::format("    def __init__(self{}):\n", parameters);
    }

    size_t uses_of(uint32_t value) const {
        size_t uses = static_cast<size_t>(std::count(block_.outputs.begin(), block_.outputs.end(), value));
        for (const CodeStep& step : block_.steps) {
            uses += static_cast<size_t>(std::count(step.reads.begin(), step.reads.end(), value));
        }
        return uses;
    }

    bool is_shared(size_t step) const {
        return std::any_of(block_.steps.begin(), block_.steps.end(),
                           [&](const CodeStep& other) { return other.shares == static_cast<int>(step); });
    }

    // The step that continues the chain of another one, if there is one.
    size_t next_of(size_t index) const {
        uint32_t value = block_.value_of(index);
        bool ends = !block_.steps[index].is_plain() || uses_of(value) != 1 || is_shared(index);
        for (size_t next = index + 1; next < block_.steps.size() && !ends; ++next) {
            const CodeStep& step = block_.steps[next];
            if (std::find(step.reads.begin(), step.reads.end(), value) == step.reads.end()) continue;
            bool continues = step.is_plain() && step.label.empty() && !is_shared(next);
            bool is_activation = step.is_activation;
            bool is_named = !block_.steps[index].label.empty();
            return continues && (!is_named || is_activation) ? next : block_.steps.size();
        }
        return block_.steps.size();
    }

    void find_attributes() {
        std::vector<bool> taken(block_.steps.size());
        UsedNames names;
        for (const CodeUnit::Parameter& one : unit_.parameters) {
            if (is_kept(one.name)) names.give(one.name, "_");
        }
        for (size_t index = 0; index < block_.steps.size(); ++index) {
            const CodeStep& step = block_.steps[index];
            if (taken[index] || !step.has_construct() || step.shares >= 0) continue;
            Attribute attribute{.name = {}, .steps = {index}};
            bool named = !step.label.empty();
            for (size_t next = next_of(index); next < block_.steps.size(); next = next_of(next)) {
                attribute.steps.push_back(next);
                taken[next] = true;
                if (named) break;
            }
            bool single = attribute.steps.size() == 1;
            attribute.name =
                names.give(named || single ? python_name(named ? step.label : step.base, true) : "layers", "_");
            attributes_.push_back(std::move(attribute));
        }
    }

    // Whether the class does nothing but call it.
    bool is_whole(const Attribute& attribute) const {
        bool all = attribute.steps.size() == block_.steps.size() && block_.inputs == 1 && block_.steps[0].label.empty();
        bool plain =
            std::all_of(block_.steps.begin(), block_.steps.end(), [](const CodeStep& one) { return one.is_plain(); });
        return all && plain && block_.steps[0].reads[0] == 0 &&
               block_.outputs == std::vector<uint32_t>{block_.value_of(block_.steps.size() - 1)};
    }

    static std::string element(const CodeStep& step) {
        return (step.construct.is_repeated() ? "*" : "") + construct_text(step.construct);
    }

    std::string elements(const Attribute& attribute) const {
        std::string out;
        for (size_t index : attribute.steps) {
            const CodeStep& step = block_.steps[index];
            out += commented(fmt::format("{}    {},", inner, element(step)), step.comment) + "\n";
        }
        return out;
    }

    std::string assignment(const Attribute& attribute) const {
        const CodeStep& step = block_.steps[attribute.steps[0]];
        std::string left = fmt::format("{}self.{} = ", inner, attribute.name);
        if (attribute.steps.size() > 1)
            return left + "nn.Sequential(\n" + elements(attribute) + fmt::format("{})\n", inner);
        bool repeats = step.construct.is_repeated();
        std::string made = step.is_loop ? fmt::format("nn.ModuleList({})", generator_text(step.construct))
                           : repeats    ? fmt::format("nn.Sequential(*{})", construct_text(step.construct))
                                        : construct_text(step.construct);
        return commented(left + made, step.is_loop ? "" : step.comment) + "\n";
    }

    // Parameters that the calculation needs, and not only the constructors.
    bool is_kept(const std::string& name) const {
        return std::any_of(block_.steps.begin(), block_.steps.end(), [&](const CodeStep& step) {
            return std::any_of(step.slots.begin(), step.slots.end(),
                               [&](const CodeSlot& slot) { return has_name(slot.text, name); });
        });
    }

    static bool has_name(const std::string& text, const std::string& name) {
        std::string padded = " " + text + " ";
        return padded.find(" " + name + " ") != std::string::npos;
    }

    std::vector<std::string> kept_parameters() const {
        std::vector<std::string> kept;
        for (const CodeUnit::Parameter& one : unit_.parameters) {
            if (is_kept(one.name)) kept.push_back(one.name);
        }
        return kept;
    }

    // Slots name attributes instead of parameters: `self.width * 2`.
    void name_attributes(CodeSlot& slot) const {
        std::string out;
        for (std::string_view word : words_of(slot.text)) {
            bool is_parameter = std::any_of(unit_.parameters.begin(), unit_.parameters.end(),
                                            [&](const auto& one) { return one.name == word; });
            out += (out.empty() ? "" : " ") + std::string(is_parameter ? "self." : "") + std::string(word);
        }
        slot.text = out;
    }

    // The block with a step for each attribute.
    std::string forward() {
        CodeBlock folded{.inputs = block_.inputs, .input_names = block_.input_names};
        std::vector<std::string> made;
        std::map<uint32_t, uint32_t> values;
        for (uint32_t input = 0; input < block_.inputs; ++input) values[input] = input;
        std::map<size_t, const Attribute*> ends;
        std::set<size_t> inside;
        std::map<size_t, std::string> names;
        for (const Attribute& attribute : attributes_) {
            ends[attribute.steps.back()] = &attribute;
            inside.insert(attribute.steps.begin(), attribute.steps.end() - 1);
            names[attribute.steps[0]] = attribute.name;
        }
        for (size_t index = 0; index < block_.steps.size(); ++index) {
            if (inside.count(index)) continue;
            CodeStep step = block_.steps[index];
            auto attribute = ends.find(index);
            std::string name;
            if (attribute != ends.end()) {
                size_t first = attribute->second->steps[0];
                if (attribute->second->steps.size() > 1) step.reads = block_.steps[first].reads;
                step.label = block_.steps[first].label;
                name = "self." + attribute->second->name;
                if (step.is_loop) {
                    step.expression.replace(0, 3, "block");
                    name = fmt::format("for block in {}:", name);
                }
            }
            if (step.shares >= 0) name = "self." + names.at(static_cast<size_t>(step.shares));
            for (uint32_t& read : step.reads) read = values.at(read);
            for (CodeSlot& slot : step.slots) name_attributes(slot);
            folded.steps.push_back(std::move(step));
            made.push_back(std::move(name));
            values[block_.value_of(index)] = folded.value_of(folded.steps.size() - 1);
        }
        for (uint32_t output : block_.outputs) folded.outputs.push_back(values.at(output));
        std::string out = fmt::format("    def forward(self, {}):\n", fmt::join(folded.input_names, ", "));
        for (const ForwardLine& line : ForwardWriter(folded, std::move(made), false).lines()) {
            out += commented(std::string(inner) + line.text, line.comment) + "\n";
        }
        return out;
    }

    const CodeUnit& unit_;
    const CodeBlock& block_;
    std::vector<Attribute> attributes_;
};

}  // namespace

Result<std::string, Diagnostic> pytorch_code(const Network& network) {
    auto module = make_units(network, {pytorch, write_pytorch_layer, false, true});
    if (!module) return module.fault();
    std::string classes;
    for (const CodeUnit& unit : module->units) classes += "\n\n" + ClassWriter(unit).text();
    std::string out =
        fmt::format("# {} for an input of {}. Written by nnshape.\n", printable(network.name), module->inputs);
    if (classes.find("torch.") != std::string::npos) out += "import torch\n";
    out += "from torch import nn\n";
    if (classes.find("F.") != std::string::npos) out += "from torch.nn import functional as F\n";
    return out + classes;
}

}  // namespace nnshape
