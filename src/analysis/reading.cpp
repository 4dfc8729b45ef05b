#include "analysis/reading.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "layers/layer_kind.h"
#include "network/literal.h"
#include "network/place.h"

namespace nnshape {
namespace {

// Calculates the layers that a reading changes.
class Rereader {
  public:
    Rereader(const Network& network, const Reading& reading)
        : network_(network),
          reading_(reading),
          is_other_layout_(reading.layout != network.layout),
          changed_(network.nodes.size()) {}

    bool run() {
        for (auto [node, output] : reading_.outputs) {
            changed_[node] = output;
            shapes_change_ = true;
        }
        for (uint32_t node = 0; node < network_.nodes.size(); ++node) {
            if (!place(node) || !meets(*network_.nodes[node].statement, node)) return false;
        }
        for (const Call& call : network_.calls) {
            if (call.output < changed_.size() && !meets(*call.statement, call.output)) return false;
        }
        const Spec& spec = *network_.spec;
        uint32_t last = network_.outputs.empty() ? 0 : network_.outputs[0];
        return meets(spec.expect, last) && meets(spec.limit, last);
    }

  private:
    const Shape& shape_of(uint32_t node) const {
        return changed_[node] ? *changed_[node] : network_.nodes[node].output;
    }

    // Calculates a layer again if something of it changes; false if that fails.
    bool place(uint32_t index) {
        const Node& layer = network_.nodes[index];
        bool is_given = index < network_.input_count || changed_[index].has_value();
        if (is_given || layer.state != State::calculated) return true;
        inputs_.clear();
        bool reads_change = is_other_layout_;
        for (uint32_t read : network_.reads_of(layer)) {
            inputs_.push_back(shape_of(read));
            reads_change = reads_change || changed_[read];
        }
        if (!reads_change) return true;
        Args own = network_.args_of(layer);
        Args args(own.params(), own.values().data(), network_.numbers.data(), reading_.layout);
        Inference result;
        if (infer(*layer.kind, layer.rank_suffix, args, inputs_, result)) return false;
        if (layer.demanded != 0 && inputs_[0].channels != layer.demanded) return false;
        count(layer, args, result.output);
        if (result.output == layer.output) return true;
        changed_[index] = result.output;
        shapes_change_ = true;
        return true;
    }

    void count(const Node& layer, const Args& args, const Shape& output) {
        if (!layer.kind->count.numbers) return;
        std::vector<Shape> inputs = inputs_of(network_, layer);
        Counts before = layer.kind->count.numbers(network_.args_of(layer), inputs, layer.output);
        Counts after = layer.kind->count.numbers(args, inputs_, output);
        auto differ = [](Checked one, Checked other) {
            return one.overflowed() || other.overflowed() || one.value() != other.value();
        };
        counts_change_ = counts_change_ || differ(before.weights, after.weights) ||
                         differ(before.biases, after.biases) || differ(before.buffers, after.buffers);
        macs_change_ = macs_change_ || differ(before.macs, after.macs);
    }

    bool meets(const Statement& statement, uint32_t node) const {
        if (statement.expected.count == 0) return true;
        auto all = std::span(network_.spec->expected).subspan(statement.expected.first, statement.expected.count);
        return meets(all, node);
    }

    // A count is known to be the same only if no layer's is another.
    bool meets(std::span<const Argument> expected, uint32_t node) const {
        return !reading_.as_written || std::all_of(expected.begin(), expected.end(), [&](const Argument& one) {
            std::string_view key = one.key.empty() ? "output" : network_.spec->text(one.key);
            if (key == "output") return !(changed_[node] || is_other_layout_) || meets_shape(one.value, node);
            if (key == "layers") return true;
            if (contains_word("macs flops", key)) return !macs_change_ && !shapes_change_;
            if (contains_word("activation_bytes peak_activation_bytes", key)) return !shapes_change_;
            return !counts_change_;
        });
    }

    bool meets_shape(const Literal& wanted, uint32_t node) const {
        constexpr Param shape_param{.name = "output", .type = ParamType::shape};
        std::vector<int64_t> numbers;
        if (!read_literal(network_.literals(), shape_param, wanted, numbers)) return true;
        Sizes sizes = sizes_of(shape_of(node), reading_.layout);
        if (sizes.count == 1 && numbers.size() == 2 && numbers[1] == 1) numbers.pop_back();
        return std::equal(numbers.begin(), numbers.end(), sizes.begin(), sizes.end());
    }

    const Network& network_;
    const Reading& reading_;
    bool is_other_layout_;
    std::vector<std::optional<Shape>> changed_;  // from the node's own output
    std::vector<Shape> inputs_;
    bool shapes_change_ = false, counts_change_ = false, macs_change_ = false;
};

}  // namespace

bool accepts(const Network& network, const Reading& reading) { return Rereader(network, reading).run(); }

}  // namespace nnshape
