#include "draw/plan.h"

#include <fmt/format.h>
#include <algorithm>
#include <map>
#include <set>

#include "base/checked.h"
#include "base/text.h"
#include "base/unicode.h"
#include "draw/outline.h"
#include "rewrite/operation.h"

namespace nnshape {
namespace {

constexpr uint32_t no_box = UINT32_MAX;
constexpr int64_t deepest = 64;

// Makes the plan of a network at one depth.
class Planner {
  public:
    // With `show_first` the first call of each definition is expanded, however deep it is.
    Planner(const Study& study, const Outline& outline, int64_t depth, bool flatten_apart, bool show_first = false)
        : study_(study),
          network_(study.network),
          outline_(outline),
          depth_(depth),
          flatten_apart_(flatten_apart),
          show_first_(show_first),
          box_of_(network_.nodes.size(), no_box),
          stands_for_(network_.nodes.size()),
          turns_(network_.nodes.size(), 1),
          readers_(network_.nodes.size()) {
        for (uint32_t node = 0; node < network_.nodes.size(); ++node) {
            stands_for_[node] = node;
            for (uint32_t read : network_.operands_of(network_.nodes[node])) ++readers_[read];
        }
        for (uint32_t output : network_.outputs) readers_[output] += 2;  // nothing is written into the box after it
    }

    Plan plan() {
        for (uint32_t input = 0; input < network_.input_count; ++input) add_input(input);
        add_items(outline_.items_in(nullptr), nullptr, depth_, {});
        connect();
        count();
        return std::move(plan_);
    }

  private:
    // Where an item is: its frame, the path of the call around it, and the number of turns around it.
    struct Place {
        uint32_t frame = no_frame;
        std::string_view path = {};
        int64_t turns = 1;
    };

    void add_input(uint32_t node) {
        const Node& input = network_.nodes[node];
        box_of_[node] = static_cast<uint32_t>(plan_.boxes.size());
        plan_.boxes.push_back(
            {.name = printable(input.name), .operation = {}, .role = Role::input, .first = node, .end = node + 1});
    }

    void add_items(const std::vector<OutlineItem>& items, const Call* call, int64_t depth, const Place& place) {
        for (const OutlineItem& item : items) {
            if (plan_.boxes.size() > most_boxes) return;
            if (item.is_run()) {
                add_run(item, call, depth, place);
            } else if (item.is_block) {
                add_block(item, place);
            } else if (!item.call) {
                add_layer(item.first, place, {});
            } else {
                add_call(*item.call, depth, place);
            }
        }
    }

    // Draws the first turn of a run; the nodes of the others are those of the first.
    void add_run(const OutlineItem& run, const Call* call, int64_t depth, Place place) {
        auto box = static_cast<uint32_t>(plan_.boxes.size());
        uint32_t nodes = run.turn_nodes();
        for (uint32_t node = run.first + nodes; node < run.end; ++node) stands_for_[node] = node - nodes;
        // The last layer of a turn is read by the next turn; what reads the run counts as the reader of the first turn.
        for (uint32_t node = run.first; node < run.first + nodes; ++node) {
            readers_[node] = readers_[node + (run.end - run.first) - nodes];
        }
        uint32_t around = place.frame;
        place.turns *= run.turns;
        place.frame = open_frame({}, run.turns, around);
        add_items(outline_.items_of_turn(call, run), call, depth, place);
        close_frame(place.frame, box, true);
    }

    void add_call(const Call& call, int64_t depth, Place place) {
        std::string label = label_of(call.statement, call.name, place);
        if (is_one_box(call)) {
            place.path = call.name;
            return add_layers(call.first, call.end, place, label);
        }
        bool is_first = show_first_ && !type_of(call).empty() && shown_.insert(type_of(call)).second;
        if (depth <= 1 && !is_first) return add_folded(call, place, std::move(label));
        auto box = static_cast<uint32_t>(plan_.boxes.size());
        std::string title = label.empty() ? type_of(call) : label;
        if (depth <= 1 && !label.empty()) title += ": " + type_of(call);
        place.frame = open_frame(std::move(title), 1, place.frame);
        place.path = call.name;
        add_items(outline_.items_in(&call), &call, depth - 1, place);
        close_frame(place.frame, box, !label.empty());
    }

    static bool is_repeat(const Call& call) {
        return call.statement && call.statement->kind == Statement::Kind::repeat;
    }

    // The name of the definition.
    std::string type_of(const Call& call) const {
        bool is_call = call.statement && !is_repeat(call);
        return is_call ? printable(network_.spec->text(call.statement->type)) : std::string();
    }

    uint32_t open_frame(std::string title, int64_t turns, uint32_t around) {
        plan_.frames.push_back({.title = std::move(title), .turns = turns, .around = around});
        return static_cast<uint32_t>(plan_.frames.size() - 1);
    }

    // A frame around a single box is not drawn: the box gets its title and its turns. Nor is one around two boxes that
    // only have the name of their definition.
    void close_frame(uint32_t index, uint32_t first_box, bool has_label) {
        auto end = static_cast<uint32_t>(plan_.boxes.size());
        PlanFrame& frame = plan_.frames[index];
        frame.first = first_box;
        frame.end = end;
        bool is_small = end - first_box == 1 || (end - first_box == 2 && !has_label);
        if (!is_small || index + 1 != plan_.frames.size()) return;
        for (uint32_t box = first_box; box < end; ++box) plan_.boxes[box].frame = frame.around;
        PlanBox& box = plan_.boxes[first_box];
        box.turns *= frame.turns;
        if (box.name.empty() && has_label) box.name = frame.title;
        plan_.frames.pop_back();
    }

    bool is_written_within(uint32_t node) const {
        const Node& layer = network_.nodes[node];
        if (!layer.kind || network_.operands_of(layer).size() != 1) return false;
        Role role = role_of(*layer.kind);
        return role == Role::activation || role == Role::normalisation || role == Role::dropout ||
               (role == Role::flattening && !flatten_apart_);
    }

    // Whether a call is a layer and layers that are written into its box.
    bool is_one_box(const Call& call) const {
        for (uint32_t node = call.first + 1; node < call.end; ++node) {
            if (!is_written_within(node) || readers_[node - 1] != 1) return false;
            if (network_.operands_of(network_.nodes[node])[0] != node - 1) return false;
        }
        return call.first < call.end;
    }

    void add_layers(uint32_t first, uint32_t end, const Place& place, std::string_view label) {
        for (uint32_t node = first; node < end; ++node) add_layer(node, place, node == first ? label : "");
    }

    void add_layer(uint32_t node, const Place& place, std::string_view label) {
        turns_[node] = place.turns;
        if (write_within(node, place)) return;
        const Node& layer = network_.nodes[node];
        bool draws_circle = layer.kind && !traits_of(*layer.kind).symbol.empty();
        box_of_[node] = static_cast<uint32_t>(plan_.boxes.size());
        std::string own = label_of(layer.statement, layer.name, place);
        plan_.boxes.push_back({.name = own.empty() ? std::string(label) : own,
                               .operation = layer.statement ? drawn_operation_of(network_, layer) : std::string(),
                               .symbol = draws_circle ? std::string(traits_of(*layer.kind).symbol) : std::string(),
                               .role = layer.kind ? role_of(*layer.kind) : Role::other,
                               .first = node,
                               .end = node + 1,
                               .frame = place.frame});
        add_activation(layer, plan_.boxes.back());
    }

    void add_activation(const Node& layer, PlanBox& box) const {
        if (!layer.activation) return;
        box.within.emplace_back(name_of(*layer.activation));
        box.within_roles.push_back(Role::activation);
    }

    // Writes a layer into the box of the one that it reads, if only it reads that.
    bool write_within(uint32_t node, const Place& place) {
        if (!is_written_within(node)) return false;
        const Node& layer = network_.nodes[node];
        uint32_t read = stands_for(network_.operands_of(layer)[0]);
        uint32_t index = box_of_[read];
        if (index == no_box || index + 1 != plan_.boxes.size() || readers_[read] != 1) return false;
        PlanBox& box = plan_.boxes[index];
        if (box.role == Role::input || box.frame != place.frame || box.end != node) return false;
        box.within.push_back(layer.statement ? drawn_operation_of(network_, layer) : std::string());
        box.within_roles.push_back(role_of(*layer.kind));
        add_activation(layer, box);
        box.end = node + 1;
        box_of_[node] = index;
        return true;
    }

    void add_folded(const Call& call, const Place& place, std::string label) {
        std::string operation = call.statement ? drawn_operation_of(network_, *call.statement) : std::string();
        if (operation.find('$') != std::string::npos) operation = type_of(call);  // its values are not known here
        if (is_repeat(call)) operation = "a turn";
        add_closed(call.first, call.end, place, std::move(label), std::move(operation));
        plan_.has_folded = true;
    }

    // A merge with the paths in its braces.
    void add_block(const OutlineItem& block, const Place& place) {
        const Node& merge = network_.nodes[block.end - 1];
        add_closed(block.first, block.end, place, label_of(merge.statement, merge.name, place),
                   drawn_operation_of(network_, merge));
    }

    // One box for several layers.
    void add_closed(uint32_t first, uint32_t end, const Place& place, std::string label, std::string operation) {
        auto index = static_cast<uint32_t>(plan_.boxes.size());
        for (uint32_t node = first; node < end; ++node) {
            box_of_[node] = index;
            turns_[node] = place.turns;
        }
        plan_.boxes.push_back({.name = std::move(label),
                               .operation = std::move(operation),
                               .within = {counted(end - first, "layer")},
                               .within_roles = {Role::other},
                               .is_folded = true,
                               .first = first,
                               .end = end,
                               .frame = place.frame});
    }

    // A label that somebody wrote, without the path of the call around it.
    std::string label_of(const Statement* statement, std::string_view name, const Place& place) const {
        std::string_view label = statement ? network_.spec->text(statement->label) : name;
        bool inside = label.size() > place.path.size() + 1 && label.starts_with(place.path) && !place.path.empty() &&
                      (label[place.path.size()] == '/' || label[place.path.size()] == '.');
        return printable(inside ? label.substr(place.path.size() + 1) : label);
    }

    uint32_t stands_for(uint32_t node) const {
        while (stands_for_[node] != node) node = stands_for_[node];
        return node;
    }

    // The edges between boxes, each tensor once, and the shapes that they carry.
    void connect() {
        std::set<std::pair<uint32_t, uint32_t>> seen;  // a tensor and the box that reads it
        for (uint32_t node = network_.input_count; node < network_.nodes.size(); ++node) {
            if (stands_for_[node] != node || box_of_[node] == no_box) continue;
            auto operands = network_.operands_of(network_.nodes[node]);
            say_repeated(operands, plan_.boxes[box_of_[node]]);
            for (uint32_t read : operands) {
                uint32_t source = stands_for(read), from = box_of_[source], to = box_of_[node];
                if (from == no_box || from >= to || !seen.insert({source, to}).second) continue;
                plan_.edges.push_back({from, to, tensor_of(from, source)});
            }
        }
        for (uint32_t output : network_.outputs) {
            uint32_t node = stands_for(output);
            if (box_of_[node] != no_box) tensor_of(box_of_[node], node);
        }
        for (PlanBox& box : plan_.boxes) {
            if (box.tensors.empty()) box.tensors.push_back({box.end - 1, shape_of_node(box.end - 1)});
        }
    }

    // A layer that reads one tensor several times has one edge for it, and says so.
    static void say_repeated(std::span<const uint32_t> operands, PlanBox& box) {
        for (auto at = operands.begin(); at != operands.end(); ++at) {
            auto times = std::count(operands.begin(), operands.end(), *at);
            if (times == 1 || std::find(operands.begin(), at, *at) != at) continue;
            box.within.push_back(fmt::format("one input {} times", times));
            box.within_roles.push_back(Role::other);
        }
    }

    uint32_t tensor_of(uint32_t box, uint32_t node) {
        auto& tensors = plan_.boxes[box].tensors;
        auto found = std::find_if(tensors.begin(), tensors.end(), [&](const auto& one) { return one.node == node; });
        if (found != tensors.end()) return static_cast<uint32_t>(found - tensors.begin());
        tensors.push_back({node, shape_of_node(node)});
        return static_cast<uint32_t>(tensors.size() - 1);
    }

    std::string shape_of_node(uint32_t node) const {
        const Node& layer = network_.nodes[node];
        return layer.state == State::calculated ? to_text(layer.output, network_.layout) : std::string();
    }

    // The parameters of each box: of one turn if all turns have the same number, otherwise of all.
    void count() {
        struct Params {
            Checked one = 0, all = 0;
            int64_t turns = 1;
        };
        std::vector<Params> params(plan_.boxes.size());
        for (uint32_t node = network_.input_count; node < network_.nodes.size(); ++node) {
            uint32_t drawn = stands_for(node), box = box_of_[drawn];
            if (box == no_box) continue;
            int64_t own = study_.analysis.figures_of(node)[Figure::params];
            params[box].all += own;
            if (drawn == node) params[box].one += own;
            params[box].turns = turns_[drawn];
        }
        for (size_t box = 0; box < params.size(); ++box) {
            const Params& sums = params[box];
            if (sums.all.overflowed() || sums.all.value() == 0) continue;
            Checked each = sums.one * sums.turns;
            bool same = !each.overflowed() && each.value() == sums.all.value();
            bool several = plan_.boxes[box].turns > 1 || sums.turns > 1;
            std::string_view before = !several ? "" : !same ? "in all " : plan_.boxes[box].turns > 1 ? "each " : "";
            plan_.boxes[box].params = std::string(before) + counted_params(same ? sums.one.value() : sums.all.value());
        }
    }

    static std::string counted_params(int64_t number) {
        return fmt::format("{} {}", with_commas(number), number == 1 ? "parameter" : "parameters");
    }

    const Study& study_;
    const Network& network_;
    const Outline& outline_;
    int64_t depth_;
    bool flatten_apart_;
    bool show_first_;
    std::set<std::string> shown_;  // definitions
    Plan plan_;
    std::vector<uint32_t> box_of_;      // by node
    std::vector<uint32_t> stands_for_;  // by node: the same node of the turn before, or itself
    std::vector<int64_t> turns_;        // by node: of all runs around it
    std::vector<uint32_t> readers_;     // by node
};

// The deepest plan that is small, or the one of depth 1.
std::pair<Plan, int64_t> small_plan(const Study& study, const Outline& outline, bool flatten_apart) {
    int64_t best_depth = 1;
    Plan best = Planner(study, outline, 1, flatten_apart).plan();
    for (int64_t depth = 2; best.has_folded && depth < deepest; ++depth) {
        Plan deeper = Planner(study, outline, depth, flatten_apart).plan();
        if (deeper.boxes.size() > many_boxes) break;
        best = std::move(deeper);
        best_depth = depth;
    }
    return {std::move(best), best_depth};
}

// The same, but if there is room, with an example of each definition that is folded.
Plan small_plan_with_examples(const Study& study, const Outline& outline, bool flatten_apart) {
    auto [best, depth] = small_plan(study, outline, flatten_apart);
    if (!best.has_folded || best.boxes.size() > many_boxes) return best;
    Plan shown = Planner(study, outline, depth, flatten_apart, true).plan();
    return shown.boxes.size() <= many_boxes ? shown : best;
}

}  // namespace

bool Plan::is_chain() const {
    std::vector<uint32_t> reads(boxes.size()), readers(boxes.size());
    for (const PlanEdge& edge : edges) {
        if (++reads[edge.to] > 1 || ++readers[edge.from] > 1) return false;
    }
    return std::count(reads.begin(), reads.end(), 0u) == 1;
}

bool Plan::has_nested_turns() const {
    return std::any_of(frames.begin(), frames.end(), [&](const PlanFrame& frame) {
        for (uint32_t around = frame.around; frame.turns > 1 && around != no_frame; around = frames[around].around) {
            if (frames[around].turns > 1) return true;
        }
        return false;
    });
}

Plan plan_of(const Study& study, const PlanOptions& options) {
    Outline outline(study.network, Likeness::written);
    if (options.depth) return Planner(study, outline, *options.depth, options.flatten_apart).plan();
    Plan plan = small_plan_with_examples(study, outline, options.flatten_apart);
    if (plan.boxes.size() <= many_boxes) return plan;
    plan = small_plan_with_examples(study, Outline(study.network, Likeness::structural), options.flatten_apart);
    if (plan.boxes.size() <= many_boxes) return plan;
    Outline closed(study.network, Likeness::structural, true);
    return Planner(study, closed, 1, options.flatten_apart).plan();
}

}  // namespace nnshape
