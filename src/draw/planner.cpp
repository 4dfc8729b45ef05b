#include "draw/planner.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/unicode.h"
#include "draw/plan_edges.h"
#include "rewrite/operation.h"

namespace nnshape {
namespace {

bool is_repeat(const Call& call) { return call.statement && call.statement->kind == Statement::Kind::repeat; }

// The name of the definition that is called.
std::string type_of(const Network& network, const Call& call) {
    bool is_call = call.statement && !is_repeat(call);
    return is_call ? printable(network.spec->text(call.statement->type)) : std::string();
}

// A label that somebody wrote, without the path of the call around it.
std::string label_of(const Network& network, const Statement* statement, std::string_view name, std::string_view path) {
    std::string_view label = statement ? network.spec->text(statement->label) : name;
    bool inside = !path.empty() && label.size() > path.size() + 1 && label.starts_with(path) &&
                  (label[path.size()] == '/' || label[path.size()] == '.');
    return printable(inside ? label.substr(path.size() + 1) : label);
}

bool is_written_within(const Network& network, uint32_t node, bool flatten_apart) {
    const Node& layer = network.nodes[node];
    if (!layer.kind || network.operands_of(layer).size() != 1) return false;
    Role role = role_of(*layer.kind);
    return role == Role::activation || role == Role::normalisation || role == Role::dropout ||
           (role == Role::flattening && !flatten_apart);
}

void add_activation(const Node& layer, PlanBox& box) {
    if (!layer.activation) return;
    box.within.emplace_back(name_of(*layer.activation));
    box.within_roles.push_back(Role::activation);
}

// If a frame has nothing but another frame in it, and one of the two has a title and the other one turns, makes them
// one.
void join_inner(Plan& plan, uint32_t outer) {
    uint32_t inner = outer + 1;
    if (inner >= plan.frames.size()) return;
    PlanFrame &one = plan.frames[outer], &other = plan.frames[inner];
    bool same = one.first == other.first && one.end == other.end;
    if (!same || (!one.title.empty() && !other.title.empty()) || (one.turns > 1 && other.turns > 1)) return;
    if (one.title.empty()) one.title = std::move(other.title);
    one.turns *= other.turns;
    plan.frames.erase(plan.frames.begin() + inner);
    auto moved = [&](uint32_t frame) { return frame != no_frame && frame >= inner ? frame - 1 : frame; };
    for (uint32_t frame = inner; frame < plan.frames.size(); ++frame) {
        plan.frames[frame].around = moved(plan.frames[frame].around);
    }
    for (uint32_t box = plan.frames[outer].first; box < plan.frames[outer].end; ++box) {
        plan.boxes[box].frame = moved(plan.boxes[box].frame);
    }
}

// Makes the plan of a network at one depth.
class Planner {
  public:
    Planner(const Study& study, const Outline& outline, const PlannerOptions& options)
        : study_(study),
          network_(study.network),
          outline_(outline),
          options_(options),
          nodes_(network_.nodes.size()),
          readers_(network_.nodes.size()) {
        for (const Node& node : network_.nodes) {
            for (uint32_t read : network_.operands_of(node)) ++readers_[read];
        }
        for (uint32_t output : network_.outputs) readers_[output] += 2;  // nothing is written into the box after it
    }

    Plan plan() {
        for (uint32_t input = 0; input < network_.input_count; ++input) add_input(input);
        add_items(outline_.items_in(nullptr), nullptr, options_.depth, {});
        connect_boxes(network_, nodes_, plan_);
        count_params(study_, nodes_, plan_);
        return std::move(plan_);
    }

  private:
    // Where an item is: its frame, and the path of the call around it.
    struct Place {
        uint32_t frame = no_frame;
        std::string_view path = {};
    };

    void add_input(uint32_t node) {
        const Node& input = network_.nodes[node];
        nodes_.box_of[node] = static_cast<uint32_t>(plan_.boxes.size());
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
        for (uint32_t node = run.first + nodes; node < run.end; ++node) nodes_.stands_for[node] = node - nodes;
        // The last layer of a turn is read by the next turn; what reads the run counts as the reader of the first turn.
        for (uint32_t node = run.first; node < run.first + nodes; ++node) {
            readers_[node] = readers_[node + (run.end - run.first) - nodes];
        }
        uint32_t around = place.frame;
        place.frame = open_frame({}, run.turns, around);
        add_items(outline_.items_of_turn(call, run), call, depth, place);
        close_frame(place.frame, box, true);
    }

    void add_call(const Call& call, int64_t depth, Place place) {
        std::string label = label_of(network_, call.statement, call.name, place.path);
        if (is_one_box(call)) {
            place.path = call.name;
            return add_layers(call.first, call.end, place, label);
        }
        bool is_first =
            options_.show_first && !type_of(network_, call).empty() && shown_.insert(type_of(network_, call)).second;
        if (depth <= 1 && !is_first) return add_folded(call, place, std::move(label));
        auto box = static_cast<uint32_t>(plan_.boxes.size());
        std::string title = label.empty() ? type_of(network_, call) : label;
        if (depth <= 1 && !label.empty()) title += ": " + type_of(network_, call);
        place.frame = open_frame(std::move(title), 1, place.frame);
        place.path = call.name;
        add_items(outline_.items_in(&call), &call, depth - 1, place);
        close_frame(place.frame, box, !label.empty());
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
        join_inner(plan_, index);
        bool is_small = end - first_box == 1 || (end - first_box == 2 && !has_label);
        if (!is_small || index + 1 != plan_.frames.size()) return;
        for (uint32_t box = first_box; box < end; ++box) plan_.boxes[box].frame = frame.around;
        PlanBox& box = plan_.boxes[first_box];
        box.turns *= frame.turns;
        if (box.name.empty() && has_label) box.name = frame.title;
        plan_.frames.pop_back();
    }

    // Whether a call is a layer and layers that are written into its box.
    bool is_one_box(const Call& call) const {
        for (uint32_t node = call.first + 1; node < call.end; ++node) {
            if (!is_written_within(network_, node, options_.flatten_apart) || readers_[node - 1] != 1) return false;
            if (network_.operands_of(network_.nodes[node])[0] != node - 1) return false;
        }
        return call.first < call.end;
    }

    void add_layers(uint32_t first, uint32_t end, const Place& place, std::string_view label) {
        for (uint32_t node = first; node < end; ++node) add_layer(node, place, node == first ? label : "");
    }

    void add_layer(uint32_t node, const Place& place, std::string_view label) {
        if (write_within(node, place)) return;
        const Node& layer = network_.nodes[node];
        bool draws_circle = layer.kind && !traits_of(*layer.kind).symbol.empty();
        nodes_.box_of[node] = static_cast<uint32_t>(plan_.boxes.size());
        std::string own = label_of(network_, layer.statement, layer.name, place.path);
        plan_.boxes.push_back({.name = own.empty() ? std::string(label) : own,
                               .operation = layer.statement ? drawn_operation_of(network_, layer) : std::string(),
                               .symbol = draws_circle ? std::string(traits_of(*layer.kind).symbol) : std::string(),
                               .role = layer.kind ? role_of(*layer.kind) : Role::other,
                               .first = node,
                               .end = node + 1,
                               .frame = place.frame});
        add_activation(layer, plan_.boxes.back());
    }

    // Writes a layer into the box of the one that it reads, if only it reads that.
    bool write_within(uint32_t node, const Place& place) {
        if (!is_written_within(network_, node, options_.flatten_apart)) return false;
        const Node& layer = network_.nodes[node];
        uint32_t read = nodes_.drawn(network_.operands_of(layer)[0]);
        uint32_t index = nodes_.box_of[read];
        if (index == no_box || index + 1 != plan_.boxes.size() || readers_[read] != 1) return false;
        PlanBox& box = plan_.boxes[index];
        if (box.role == Role::input || box.frame != place.frame || box.end != node) return false;
        box.within.push_back(layer.statement ? drawn_operation_of(network_, layer) : std::string());
        box.within_roles.push_back(role_of(*layer.kind));
        add_activation(layer, box);
        box.end = node + 1;
        nodes_.box_of[node] = index;
        return true;
    }

    void add_folded(const Call& call, const Place& place, std::string label) {
        std::string operation = call.statement ? drawn_operation_of(network_, *call.statement) : std::string();
        if (operation.find('$') != std::string::npos)
            operation = type_of(network_, call);  // its values are not known here
        if (is_repeat(call)) operation = "a turn";
        add_closed(call.first, call.end, place, std::move(label), std::move(operation));
        plan_.has_folded = true;
    }

    // A merge with the paths in its braces.
    void add_block(const OutlineItem& block, const Place& place) {
        const Node& merge = network_.nodes[block.end - 1];
        add_closed(block.first, block.end, place, label_of(network_, merge.statement, merge.name, place.path),
                   drawn_operation_of(network_, merge));
    }

    // One box for several layers.
    void add_closed(uint32_t first, uint32_t end, const Place& place, std::string label, std::string operation) {
        auto index = static_cast<uint32_t>(plan_.boxes.size());
        for (uint32_t node = first; node < end; ++node) {
            nodes_.box_of[node] = index;
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

    const Study& study_;
    const Network& network_;
    const Outline& outline_;
    PlannerOptions options_;
    std::set<std::string> shown_;  // definitions
    Plan plan_;
    DrawnNodes nodes_;
    std::vector<uint32_t> readers_;  // by node
};

}  // namespace

Plan make_plan(const Study& study, const Outline& outline, const PlannerOptions& options) {
    return Planner(study, outline, options).plan();
}

}  // namespace nnshape
