#include "export/units.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/unicode.h"
#include "export/loops.h"
#include "export/python_names.h"
#include "export/slots.h"
#include "export/spec_names.h"
#include "export/uses.h"
#include "layers/find_kind.h"
#include "layers/layer_kind.h"

namespace nnshape {
namespace {

using enum AxisOrder;

// One use of a unit: how it is constructed, or the constructors of a chain that needs no unit.
struct UnitUse {
    CodeConstruct construct;
    CodeBlock block;
    bool is_chain = false;  ///< the block is a chain of modules
};

bool is_chain(const CodeBlock& block) {
    if (block.inputs != 1 || block.steps.empty() || block.outputs.size() != 1) return false;
    for (size_t index = 0; index < block.steps.size(); ++index) {
        const CodeStep& step = block.steps[index];
        bool follows = step.reads == std::vector<uint32_t>{static_cast<uint32_t>(index)};
        if (!step.is_plain() || !step.label.empty() || !follows) return false;
    }
    return block.outputs[0] == block.value_of(block.steps.size() - 1);
}

std::vector<CodeConstruct> constructs_of(const CodeBlock& block) {
    std::vector<CodeConstruct> all;
    for (const CodeStep& step : block.steps) all.push_back(step.construct);
    return all;
}

class UnitMaker {
  public:
    UnitMaker(const Network& network, const ExportTarget& target)
        : network_(network), spec_(*network.spec), target_(target), uses_(network), names_(spec_) {
        if (!target.keeps_channels_last) sequences_ = order_of_sequences();
        find_needed();
    }

    Result<CodeModule, Diagnostic> run() {
        std::string name = target_.has_modules ? python_class(network_.name) : python_name(network_.name, true);
        module_names_.give(name, "");
        BlockBuilder builder;
        for (uint32_t input = 0; input < network_.input_count; ++input) {
            const Node& node = network_.nodes[input];
            bool only = network_.input_count == 1;
            bool last = order_at_edge(node.output) == channels_last;
            module_.inputs += (input > 0 ? ", " : "") + to_text(node.output, last ? Layout::hwc : Layout::chw);
            builder.values[input] =
                builder.add_input(node.output, order_at_edge(node.output), only ? "x" : python_name(node.name, true));
        }
        if (!write_chain(uses_.chain(), builder)) return *problem_;
        for (uint32_t output : network_.outputs) builder.block().outputs.push_back(at_edge(builder, output).number);
        module_.units.push_back({.name = std::move(name), .block = std::move(builder.block())});
        return std::move(module_);
    }

  private:
    void find_needed() {
        needed_.resize(network_.nodes.size());
        for (uint32_t output : network_.outputs) needed_[output] = true;
        for (auto node = static_cast<uint32_t>(network_.nodes.size()); node-- > 0;) {
            if (!needed_[node]) continue;
            for (uint32_t read : network_.reads_of(network_.nodes[node])) needed_[read] = true;
        }
    }

    // Sequences have their channels last if any layer needs them there.
    AxisOrder order_of_sequences() const {
        bool any = std::any_of(network_.nodes.begin(), network_.nodes.end(), [](const Node& node) {
            constexpr std::string_view along_last = "dense layer_norm rms_norm attention rnn gru lstm embedding tokens";
            return node.kind && node.output.rank == 1 &&
                   fmt::format(" {} ", along_last).find(fmt::format(" {} ", name_of(*node.kind))) != std::string::npos;
        });
        return any ? channels_last : channels_first;
    }

    AxisOrder order_at_edge(const Shape& shape) const {
        if (target_.keeps_channels_last) return channels_last;
        return shape.rank == 1 ? sequences_ : channels_first;
    }

    CodeValue at_edge(BlockBuilder& builder, uint32_t node) {
        const CodeValue& value = builder.values.at(node);
        return builder.in_order(value, order_at_edge(value.shape));
    }

    bool fail(uint32_t node, const std::string& message) {
        const Node& failed = network_.nodes[node];
        Span span = failed.statement ? failed.statement->type.span : Span{};
        problem_ = about(network_, failed.scope, node, code::unsupported_op, span,
                         fmt::format("layer `{}`: {}", printable(failed.name), message));
        problem_->weight = Severity::error;
        return false;
    }

    bool write_chain(const Chain& chain, BlockBuilder& builder) {
        for (const Piece& piece : chain) {
            bool written = piece.kind == Piece::Kind::layer  ? write_layer(piece, builder)
                           : piece.kind == Piece::Kind::call ? write_call(chain, piece, builder)
                                                             : write_repeat(piece, builder);
            if (!written) return false;
        }
        return true;
    }

    bool write_layer(const Piece& piece, BlockBuilder& builder) {
        const Node& node = network_.nodes[piece.first];
        if (node.experts != 0)
            return fail(piece.first, fmt::format("{} has no layer of experts", target_.framework.name));
        bool is_lost = !target_.has_modules && !needed_[piece.first] && node.kind->count.numbers;
        if (is_lost)
            return fail(piece.first, fmt::format("nothing uses it, so {} would leave it out", target_.framework.name));
        std::vector<CodeValue> inputs;
        for (uint32_t read : network_.operands_of(node)) inputs.push_back(builder.values.at(read));
        LayerCode layer(network_, piece.first, std::move(inputs), builder);
        size_t before = builder.block().steps.size();
        auto made = target_.write_layer(layer);
        if (!made) return fail(piece.first, made.fault());
        builder.values[piece.first] = *made;
        for (size_t index = before; index < builder.block().steps.size(); ++index) {
            CodeStep& step = builder.block().steps[index];
            if (step.has_construct() && !builder.steps.count(piece.first)) builder.steps[piece.first] = index;
        }
        return node.shares == nothing_shared || share_layer(piece.first, builder);
    }

    // The step of the layer uses what the other layer's step has made; a table of words is transposed.
    bool share_layer(uint32_t node, BlockBuilder& builder) {
        bool is_in_twin = !builder.values.count(network_.nodes[node].shares);  // its whole block is shared
        if (is_in_twin) return true;
        auto owner = builder.steps.find(network_.nodes[node].shares);
        auto own = builder.steps.find(node);
        if (owner == builder.steps.end() || own == builder.steps.end())
            return fail(node, "it shares parameters with a layer of another block");
        CodeStep& step = builder.block().steps[own->second];
        bool same = network_.nodes[node].kind == network_.nodes[network_.nodes[node].shares].kind;
        if (!same && !target_.has_modules)
            return fail(node, lacking(target_.framework, "a layer that uses a table of words transposed"));
        if (!same) step.expression = "F.linear({0}, {m}.weight)";
        step.construct = {};
        step.shares = static_cast<int>(owner->second);
        return true;
    }

    bool write_call(const Chain&, const Piece& piece, BlockBuilder& builder) {
        const UnitUse* use = find_use(piece, 0);
        if (!use) return false;
        CodeStep step = step_of(piece);
        const BlockUse& block = uses_.uses_of(uses_.key_of(piece))[uses_.uses_of(piece)[0]];
        for (uint32_t input : block.inputs) step.reads.push_back(at_edge(builder, input).number);
        step.expression = call_text(step.reads.size());
        if (const Piece* twin = uses_.shared_by(piece)) {
            auto owner = builder.steps.find(twin->output());
            if (owner == builder.steps.end())
                return fail(piece.first, "it shares parameters with a layer of another block");
            step.shares = static_cast<int>(owner->second);
        } else {
            step.construct = use->construct;
        }
        if (!target_.has_modules && uses_.is_shared(piece)) step.model_input = model_input_of(block);
        builder.steps[piece.output()] = builder.block().steps.size();
        add_output(piece, std::move(step), builder);
        return true;
    }

    // The shape of what a shared block is applied to, with `None` where it differs from call to call.
    std::string model_input_of(const BlockUse& block) const {
        const Shape& shape = network_.nodes[block.inputs[0]].output;
        std::vector<std::string> sizes;
        for (int axis = 0; axis < shape.rank; ++axis) {
            auto at = static_cast<size_t>(axis);
            const auto& all = uses_.uses_of(uses_.key_of(*block.piece));
            bool alike = std::all_of(all.begin(), all.end(), [&](const BlockUse& use) {
                return network_.nodes[use.inputs[0]].output.spatial[at] == shape.spatial[at];
            });
            sizes.push_back(alike ? std::to_string(shape.spatial[at]) : "None");
        }
        sizes.push_back(std::to_string(shape.channels));
        return fmt::format("({}{})", fmt::join(sizes, ", "), sizes.size() == 1 ? "," : "");
    }

    static std::string call_text(size_t inputs) {
        std::string text = "{m}(";
        for (size_t index = 0; index < inputs; ++index) text += fmt::format("{}{{{}}}", index > 0 ? ", " : "", index);
        return text + ")";
    }

    CodeStep step_of(const Piece& piece) const {
        const Statement& statement = spec_.statements[piece.statement];
        CodeStep step;
        step.label = std::string(spec_.text(statement.label));
        step.base = piece.kind == Piece::Kind::repeat ? "blocks" : std::string(spec_.text(statement.type));
        step.comment =
            to_text(network_.nodes[piece.output()].output, target_.keeps_channels_last ? Layout::hwc : Layout::chw);
        return step;
    }

    void add_output(const Piece& piece, CodeStep step, BlockBuilder& builder) {
        const Shape& shape = network_.nodes[piece.output()].output;
        builder.values[piece.output()] = builder.add(std::move(step), shape, order_at_edge(shape));
    }

    bool write_repeat(const Piece& piece, BlockBuilder& builder) {
        std::vector<std::vector<CodeConstruct>> turns;
        for (size_t turn = 0; turn < piece.inside.size(); ++turn) {
            const UnitUse* use = find_use(piece, turn);
            if (!use) return false;
            bool in_line = is_in_line(*use);
            turns.push_back(in_line ? constructs_of(use->block) : std::vector<CodeConstruct>{use->construct});
        }
        const BlockUse& first = uses_.uses_of(uses_.key_of(piece))[uses_.uses_of(piece)[0]];
        CodeStep step = step_of(piece);
        for (uint32_t input : first.inputs) step.reads.push_back(at_edge(builder, input).number);
        step.expression = call_text(step.reads.size());
        step.is_loop = step.reads.size() > 1 || !target_.has_modules;
        std::string skeleton = skeleton_of(turns[0]);
        bool alike =
            std::all_of(turns.begin(), turns.end(), [&](const auto& one) { return skeleton_of(one) == skeleton; });
        if (!alike) return write_turns(piece, turns, std::move(step), builder);
        CodeSlot count = {std::to_string(turns.size()),
                          names_.hint_of_argument(spec_.statements[piece.statement], 0, {})};
        step.construct = loop_of(turns, std::move(count));
        add_output(piece, std::move(step), builder);
        return true;
    }

    // Whether a turn is written where it is used: a chain of modules, or a single layer.
    bool is_in_line(const UnitUse& use) const {
        return use.is_chain && (target_.has_modules || use.block.steps.size() == 1);
    }

    static std::string skeleton_of(const std::vector<CodeConstruct>& constructs) {
        std::string all;
        for (const CodeConstruct& one : constructs) all += signature_of(one);
        return all;
    }

    // Turns of different code, one after the other.
    bool write_turns(const Piece& piece, std::vector<std::vector<CodeConstruct>>& turns, CodeStep step,
                     BlockBuilder& builder) {
        std::vector<uint32_t> reads = step.reads;
        for (size_t turn = 0; turn < turns.size(); ++turn) {
            const Chain& chain = piece.inside[turn];
            CodeStep one = step;
            one.is_loop = false;
            one.label.clear();
            one.base = "block";
            one.reads = reads;
            one.construct = turns[turn].size() == 1 ? turns[turn][0]
                                                    : CodeConstruct{.callee = "nn.Sequential", .body = turns[turn]};
            const Shape& shape = network_.nodes[chain.back().output()].output;
            one.comment = to_text(shape, target_.keeps_channels_last ? Layout::hwc : Layout::chw);
            CodeValue made = builder.add(std::move(one), shape, order_at_edge(shape));
            reads[0] = made.number;
            builder.values[chain.back().output()] = made;
        }
        return true;
    }

    const UnitUse* find_use(const Piece& piece, size_t turn) {
        BlockKey key = uses_.key_of(piece);
        if (!made_.count(key) && !make_unit(key)) return nullptr;
        return &made_.at(key)[uses_.uses_of(piece)[turn]];
    }

    bool make_unit(BlockKey key) {
        const auto& uses = uses_.uses_of(key);
        std::vector<UnitUse> made(uses.size());
        std::map<std::string, std::vector<size_t>> groups;
        std::vector<std::string> order;
        for (size_t index = 0; index < uses.size(); ++index) {
            if (!make_block(uses[index], made[index])) return false;
            std::string signature = signature_of(made[index].block);
            if (groups[signature].empty()) order.push_back(signature);
            groups[signature].push_back(index);
        }
        for (const std::string& signature : order) finish_group(uses, groups[signature], made);
        made_[key] = std::move(made);
        return true;
    }

    bool make_block(const BlockUse& use, UnitUse& made) {
        BlockBuilder builder;
        for (uint32_t input : use.inputs) {
            const Node& node = network_.nodes[input];
            bool first = input == use.inputs[0];
            builder.values[input] = builder.add_input(
                node.output, order_at_edge(node.output),
                first ? "x"
                      : python_name(
                            spec_.text(node.statement->label).empty() ? "memory" : spec_.text(node.statement->label),
                            true));
        }
        if (!write_chain(*use.chain, builder)) return false;
        builder.block().outputs = {at_edge(builder, use.end - 1).number};
        made.block = std::move(builder.block());
        made.is_chain = is_chain(made.block);
        return true;
    }

    // Makes one unit of all uses with the same code.
    void finish_group(const std::vector<BlockUse>& uses, const std::vector<size_t>& group, std::vector<UnitUse>& made) {
        const Piece& piece = *uses[group[0]].piece;
        bool in_line = piece.kind == Piece::Kind::repeat && is_in_line(made[group[0]]);
        if (in_line) return;
        std::vector<CodeBlock> blocks;
        std::vector<CodeBlock*> columns;
        for (size_t index : group) blocks.push_back(made[index].block);
        for (CodeBlock& block : blocks) columns.push_back(&block);
        auto names = name_differences(columns);
        names_.sort(piece, names);
        std::string name = target_.has_modules ? python_class(names_.name_of_unit(piece))
                                               : python_name(names_.name_of_unit(piece), true);
        CodeUnit unit{.name = module_names_.give(name, target_.has_modules ? "" : "_"), .block = std::move(blocks[0])};
        std::vector<std::string> standards;
        for (const NamedValues& one : names) standards.push_back(names_.standard_of(piece, one.name));
        auto add_parameters = [&](bool with_standard) {
            for (size_t index = 0; index < names.size(); ++index) {
                if (standards[index].empty() == with_standard) continue;
                unit.parameters.push_back({names[index].name, standards[index]});
            }
        };
        add_parameters(false);
        add_parameters(true);
        for (size_t use = 0; use < group.size(); ++use) {
            CodeConstruct& construct = made[group[use]].construct;
            construct.callee = unit.name;
            for (const CodeUnit::Parameter& parameter : unit.parameters) {
                auto named = std::find_if(names.begin(), names.end(),
                                          [&](const NamedValues& one) { return one.name == parameter.name; });
                const std::string& value = named->values[use];
                construct.arguments.push_back(
                    {.key = parameter.name,
                     .value = {value, names_.hint_for(*uses[group[use]].piece, parameter.name)},
                     .is_standard = value == parameter.standard,
                     .is_required = parameter.standard.empty()});
            }
        }
        module_.units.push_back(std::move(unit));
    }

    const Network& network_;
    const Spec& spec_;
    const ExportTarget& target_;
    BlockUses uses_;
    SpecNames names_;
    AxisOrder sequences_ = channels_last;
    std::vector<bool> needed_;  // the nodes that the outputs depend on
    std::map<BlockKey, std::vector<UnitUse>> made_;
    UsedNames module_names_;
    CodeModule module_;
    std::optional<Diagnostic> problem_;
};

}  // namespace

Result<CodeModule, Diagnostic> make_units(const Network& network, const ExportTarget& target) {
    return UnitMaker(network, target).run();
}

}  // namespace nnshape
