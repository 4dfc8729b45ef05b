#include "query/diff/diff.h"

#include <algorithm>

#include "query/diff/layer_matches.h"
#include "query/diff/stable_name.h"
#include "query/diff/values.h"

namespace nnshape {
namespace {

constexpr Figure counted_figures[] = {Figure::weights, Figure::biases,  Figure::trainable,
                                      Figure::frozen,  Figure::buffers, Figure::macs};

class Comparer {
  public:
    Comparer(const Study& old_study, const Study& new_study)
        : old_study_(old_study),
          new_study_(new_study),
          layout_(new_study.network.layout),
          matches_(match_layers(old_study, new_study)) {
        difference_.old_study = &old_study;
        difference_.new_study = &new_study;
    }

    Difference run() {
        compare_networks();
        uint32_t old_inputs = old_study_.network.input_count, new_inputs = new_study_.network.input_count;
        compare_range(0, old_inputs, 0, new_inputs, difference_.inputs);
        kept_changes_ = 0;
        auto old_end = static_cast<uint32_t>(old_study_.network.nodes.size());
        auto new_end = static_cast<uint32_t>(new_study_.network.nodes.size());
        compare_range(old_inputs, old_end, new_inputs, new_end, difference_.layers);
        difference_.alike = new_end - new_inputs - kept_changes_;
        return std::move(difference_);
    }

  private:
    void compare_networks();
    void compare_range(uint32_t old_node, uint32_t old_end, uint32_t new_node, uint32_t new_end,
                       std::vector<NodeChange>& changes);
    NodeChange compare(uint32_t old_node, uint32_t new_node) const;
    void compare_values(uint32_t old_node, uint32_t new_node, std::vector<ValueChange>& changes) const;
    void compare_wiring(uint32_t old_node, uint32_t new_node, std::vector<ValueChange>& changes) const;
    bool is_same_result(uint32_t old_node, uint32_t new_node) const;
    bool are_partners(std::span<const uint32_t> olds, std::span<const uint32_t> news) const;
    static std::string names_of(const Network& network, std::span<const uint32_t> nodes);

    const Study& old_study_;
    const Study& new_study_;
    Layout layout_;
    LayerMatches matches_;
    Difference difference_;
    int64_t kept_changes_ = 0;  // the number of changes that are layers of the new network
};

void Comparer::compare_networks() {
    const Network &old_network = old_study_.network, &new_network = new_study_.network;
    auto add = [&](std::string_view name, std::string_view old_text, std::string_view new_text) {
        if (old_text != new_text) difference_.network.push_back({name, std::string(old_text), std::string(new_text)});
    };
    // A network without a name is named after its file, which is not a difference.
    bool named = !old_study_.spec.name.empty() && !new_study_.spec.name.empty();
    if (named) add("name", old_network.name, new_network.name);
    add("layout", name_of(old_network.layout), name_of(new_network.layout));
    add("dtype", old_network.dtype->name, new_network.dtype->name);
    bool apart = old_network.weights_dtype != old_network.dtype || new_network.weights_dtype != new_network.dtype;
    if (apart) add("weights_dtype", old_network.weights_dtype->name, new_network.weights_dtype->name);
    // The default output is the last layer; another last layer is not a change of `outputs`.
    bool named_outputs = !old_study_.spec.outputs.empty() || !new_study_.spec.outputs.empty();
    if (named_outputs && !are_partners(old_network.outputs, new_network.outputs)) {
        add("outputs", names_of(old_network, old_network.outputs), names_of(new_network, new_network.outputs));
    }
}

// Whether both lists have the same layers in the same order.
bool Comparer::are_partners(std::span<const uint32_t> olds, std::span<const uint32_t> news) const {
    return std::equal(olds.begin(), olds.end(), news.begin(), news.end(),
                      [&](uint32_t one, uint32_t other) { return matches_.of_old[one] == other; });
}

std::string Comparer::names_of(const Network& network, std::span<const uint32_t> nodes) {
    std::string names;
    for (uint32_t node : nodes) names.append(names.empty() ? "" : ",").append(network.nodes[node].name);
    return names;
}

// Appends the changes in the new order. A removed layer comes after the layer that it followed.
void Comparer::compare_range(uint32_t old_node, uint32_t old_end, uint32_t new_node, uint32_t new_end,
                             std::vector<NodeChange>& changes) {
    auto take_removed = [&] {
        for (; old_node < old_end; ++old_node) {
            uint32_t partner = matches_.of_old[old_node];
            if (partner == no_partner) changes.push_back({.old_node = old_node, .new_node = {}});
            if (partner != no_partner && !matches_.is_moved[partner]) return;
        }
    };
    for (; new_node < new_end; ++new_node) {
        take_removed();
        uint32_t partner = matches_.of_new[new_node];
        if (partner == no_partner) {
            changes.push_back({.old_node = {}, .new_node = new_node});
            ++kept_changes_;
            continue;
        }
        if (partner == old_node) ++old_node;
        NodeChange change = compare(partner, new_node);
        bool same =
            !change.is_renamed && !change.is_moved && change.values.empty() && is_same_result(partner, new_node);
        if (same) continue;
        changes.push_back(std::move(change));
        ++kept_changes_;
    }
    take_removed();
}

NodeChange Comparer::compare(uint32_t old_node, uint32_t new_node) const {
    NodeChange change{.old_node = old_node, .new_node = new_node, .is_moved = matches_.is_moved[new_node]};
    const Network &old_network = old_study_.network, &new_network = new_study_.network;
    const Node &old_layer = old_network.nodes[old_node], &new_layer = new_network.nodes[new_node];
    change.is_renamed = old_layer.name != new_layer.name &&
                        stable_name_of(old_network, old_layer).text != stable_name_of(new_network, new_layer).text;
    compare_values(old_node, new_node, change.values);
    compare_wiring(old_node, new_node, change.values);
    return change;
}

// If the type changed, compares the parameters that both types have.
void Comparer::compare_values(uint32_t old_node, uint32_t new_node, std::vector<ValueChange>& changes) const {
    const LayerKind *old_kind = old_study_.network.nodes[old_node].kind,
                    *new_kind = new_study_.network.nodes[new_node].kind;
    if (old_kind != new_kind)
        changes.push_back({"type", std::string(name_of(*old_kind)), std::string(name_of(*new_kind))});
    auto olds = values_of(old_study_, old_node, layout_), news = values_of(new_study_, new_node, layout_);
    auto find = [](const std::vector<LayerValue>& values, std::string_view name) {
        auto found =
            std::find_if(values.begin(), values.end(), [&](const LayerValue& one) { return one.name == name; });
        return found == values.end() ? nullptr : &*found;
    };
    for (const LayerValue& value : olds) {
        const LayerValue* other = find(news, value.name);
        if (other && other->text != value.text) {
            changes.push_back({value.name, value.text, other->text, value.param, other->param});
        }
        if (!other && value.param < 0) changes.push_back({value.name, value.text, {}});
    }
    for (const LayerValue& value : news) {
        if (value.param < 0 && !find(olds, value.name)) changes.push_back({value.name, {}, value.text});
    }
}

// A layer whose input is the layer before it, in both networks, has not changed its input.
void Comparer::compare_wiring(uint32_t old_node, uint32_t new_node, std::vector<ValueChange>& changes) const {
    const Network &old_network = old_study_.network, &new_network = new_study_.network;
    const Node &old_layer = old_network.nodes[old_node], &new_layer = new_network.nodes[new_node];
    auto olds = old_network.reads_of(old_layer), news = new_network.reads_of(new_layer);
    auto is_other_input = [](uint32_t node, const Network& network, uint32_t partner) {
        return node < network.input_count && partner == no_partner;
    };
    bool same = std::equal(olds.begin(), olds.end(), news.begin(), news.end(), [&](uint32_t one, uint32_t other) {
        bool before = one + 1 == old_node && other + 1 == new_node &&
                      !is_other_input(one, old_network, matches_.of_old[one]) &&
                      !is_other_input(other, new_network, matches_.of_new[other]);
        return before || matches_.of_old[one] == other;
    });
    if (!same) changes.push_back({"from", names_of(old_network, olds), names_of(new_network, news)});
    auto shared = [](const Node& node) {
        return node.shares == nothing_shared ? std::span<const uint32_t>() : std::span(&node.shares, 1);
    };
    if (are_partners(shared(old_layer), shared(new_layer))) return;
    changes.push_back({"share", names_of(old_network, shared(old_layer)), names_of(new_network, shared(new_layer))});
}

// Bytes need no comparison: they follow from the shape, the counts and the network's dtype.
bool Comparer::is_same_result(uint32_t old_node, uint32_t new_node) const {
    const Figures &one = old_study_.analysis.figures_of(old_node), &other = new_study_.analysis.figures_of(new_node);
    if (old_study_.network.nodes[old_node].output != new_study_.network.nodes[new_node].output) return false;
    return std::all_of(std::begin(counted_figures), std::end(counted_figures),
                       [&](Figure figure) { return one[figure] == other[figure]; });
}

}  // namespace

Difference difference_of(const Study& old_study, const Study& new_study) {
    return Comparer(old_study, new_study).run();
}

}  // namespace nnshape
