#include "query/diff/layer_matches.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "query/diff/alignment.h"
#include "query/diff/stable_name.h"
#include "query/diff/values.h"

namespace nnshape {
namespace {

// Numbers texts: equal texts of both sides have the same number.
class Numbering {
  public:
    uint32_t operator()(std::string text) {
        return numbers_.try_emplace(std::move(text), static_cast<uint32_t>(numbers_.size())).first->second;
    }

  private:
    std::unordered_map<std::string, uint32_t> numbers_;
};

// The properties by which the layers of one side are compared, in their order.
struct Side {
    uint32_t first_node;
    std::vector<uint32_t> names, values, both;
    std::vector<bool> is_labelled, has_label;
};

class Matcher {
  public:
    Matcher(const Study& old_study, const Study& new_study)
        : layout_(new_study.network.layout), olds_(side_of(old_study)), news_(side_of(new_study)) {
        matches_.of_old.assign(old_study.network.nodes.size(), no_partner);
        matches_.of_new.assign(new_study.network.nodes.size(), no_partner);
        matches_.is_moved.assign(new_study.network.nodes.size(), false);
    }

    LayerMatches run(const Network& old_network, const Network& new_network) {
        match_inputs(old_network, new_network);
        match_in_gaps(olds_.both, news_.both);
        match_in_gaps(olds_.names, news_.names);
        match_renamed();
        for (const Match& pair : pairs_) partner(pair);
        match_moved();
        return std::move(matches_);
    }

  private:
    Side side_of(const Study& study);
    void match_inputs(const Network& old_network, const Network& new_network);
    std::vector<Match> in_gaps(const std::vector<uint32_t>& old_items, const std::vector<uint32_t>& new_items) const;
    void match_in_gaps(const std::vector<uint32_t>& old_items, const std::vector<uint32_t>& new_items) {
        add(in_gaps(old_items, new_items));
    }
    void match_renamed();
    void match_moved();
    void add(const std::vector<Match>& more);
    void partner(const Match& pair) {
        matches_.of_old[olds_.first_node + pair.old_place] = news_.first_node + pair.new_place;
        matches_.of_new[news_.first_node + pair.new_place] = olds_.first_node + pair.old_place;
    }

    Layout layout_;
    Numbering names_, values_, both_;
    Side olds_, news_;
    std::vector<Match> pairs_;  // places among the layers, increasing
    LayerMatches matches_;
};

Side Matcher::side_of(const Study& study) {
    const Network& network = study.network;
    Side side{
        .first_node = network.input_count, .names = {}, .values = {}, .both = {}, .is_labelled = {}, .has_label = {}};
    for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
        StableName name = stable_name_of(network, network.nodes[node]);
        std::string values(name_of(*network.nodes[node].kind));
        for (const LayerValue& value : values_of(study, node, layout_)) {
            values.append("\n").append(value.name).append("=").append(value.text);
        }
        side.names.push_back(names_(name.text));
        side.both.push_back(both_(name.text + "\n" + values));
        side.values.push_back(values_(std::move(values)));
        side.is_labelled.push_back(name.is_labelled);
        side.has_label.push_back(name.has_label);
    }
    return side;
}

void Matcher::match_inputs(const Network& old_network, const Network& new_network) {
    std::unordered_map<std::string_view, uint32_t> by_name;
    for (uint32_t node = 0; node < new_network.input_count; ++node) by_name[new_network.nodes[node].name] = node;
    auto match = [&](uint32_t one, uint32_t other) {
        matches_.of_old[one] = other;
        matches_.of_new[other] = one;
    };
    for (uint32_t node = 0; node < old_network.input_count; ++node) {
        auto found = by_name.find(old_network.nodes[node].name);
        if (found != by_name.end()) match(node, found->second);
    }
    if (old_network.input_count != new_network.input_count) return;
    uint32_t other = 0;
    for (uint32_t node = 0; node < old_network.input_count; ++node) {
        if (matches_.of_old[node] != no_partner) continue;
        while (matches_.of_new[other] != no_partner) ++other;
        match(node, other);
    }
}

// The common subsequences of the items between the pairs.
std::vector<Match> Matcher::in_gaps(const std::vector<uint32_t>& old_items,
                                    const std::vector<uint32_t>& new_items) const {
    std::vector<Match> found;
    uint32_t old_next = 0, new_next = 0;
    auto look = [&](uint32_t old_end, uint32_t new_end) {
        for (const Match& pair : common_subsequence(std::span(old_items).subspan(old_next, old_end - old_next),
                                                    std::span(new_items).subspan(new_next, new_end - new_next))) {
            found.push_back({old_next + pair.old_place, new_next + pair.new_place});
        }
        old_next = old_end + 1;
        new_next = new_end + 1;
    };
    for (const Match& pair : pairs_) look(pair.old_place, pair.new_place);
    look(static_cast<uint32_t>(old_items.size()), static_cast<uint32_t>(new_items.size()));
    return found;
}

void Matcher::add(const std::vector<Match>& more) {
    auto middle = static_cast<std::ptrdiff_t>(pairs_.size());
    pairs_.insert(pairs_.end(), more.begin(), more.end());
    std::inplace_merge(pairs_.begin(), pairs_.begin() + middle, pairs_.end(),
                       [](const Match& one, const Match& other) { return one.old_place < other.old_place; });
}

// A layer counts as renamed only next to a matched neighbour, because types such as relu occur everywhere.
void Matcher::match_renamed() {
    std::vector<Match> candidates = in_gaps(olds_.values, news_.values);
    std::vector<bool> accepted(candidates.size(), false);
    auto is_pair = [&](int64_t old_place, int64_t new_place) {
        bool at_begin = old_place < 0 && new_place < 0;
        bool at_end = old_place == static_cast<int64_t>(olds_.names.size()) &&
                      new_place == static_cast<int64_t>(news_.names.size());
        if (at_begin || at_end) return true;
        auto found = std::lower_bound(pairs_.begin(), pairs_.end(), old_place,
                                      [](const Match& pair, int64_t place) { return pair.old_place < place; });
        return found != pairs_.end() && found->old_place == old_place && found->new_place == new_place;
    };
    auto accept = [&](size_t index, int step) {
        size_t beside = index - static_cast<size_t>(step);
        const Match& pair = candidates[index];
        bool chained = beside < candidates.size() && accepted[beside] &&
                       candidates[beside].old_place + step == pair.old_place &&
                       candidates[beside].new_place + step == pair.new_place;
        if (chained || is_pair(int64_t{pair.old_place} - step, int64_t{pair.new_place} - step)) accepted[index] = true;
    };
    for (size_t index = 0; index < candidates.size(); ++index) accept(index, 1);
    for (size_t index = candidates.size(); index > 0; --index) accept(index - 1, -1);
    std::vector<Match> renamed;
    for (size_t index = 0; index < candidates.size(); ++index) {
        if (accepted[index]) renamed.push_back(candidates[index]);
    }
    add(renamed);
}

// Matches the remaining layers that have a label, or that are in a labelled call and have the same values.
void Matcher::match_moved() {
    std::unordered_map<uint32_t, std::vector<uint32_t>> by_name, by_both;  // new places, in decreasing order
    for (auto place = static_cast<uint32_t>(news_.names.size()); place-- > 0;) {
        if (matches_.of_new[news_.first_node + place] != no_partner) continue;
        if (news_.is_labelled[place]) {
            by_name[news_.names[place]].push_back(place);
        } else if (news_.has_label[place]) {
            by_both[news_.both[place]].push_back(place);
        }
    }
    for (uint32_t place = 0; place < olds_.names.size(); ++place) {
        if (matches_.of_old[olds_.first_node + place] != no_partner) continue;
        auto& others = olds_.is_labelled[place] ? by_name[olds_.names[place]] : by_both[olds_.both[place]];
        if (others.empty()) continue;
        partner({place, others.back()});
        matches_.is_moved[news_.first_node + others.back()] = true;
        others.pop_back();
    }
}

}  // namespace

LayerMatches match_layers(const Study& old_study, const Study& new_study) {
    return Matcher(old_study, new_study).run(old_study.network, new_study.network);
}

}  // namespace nnshape
