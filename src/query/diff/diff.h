#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "study/study.h"

// What is different between two networks: layers aligned, and what changed in each and in all.
namespace nnshape {

/// A value that was one thing and is another; an empty text where there was, or is, none.
struct ValueChange {
    std::string_view name;
    std::string old_text, new_text;
    int old_param = -1, new_param = -1;  ///< in the kinds' params, where it is one of those
};

/// A layer or an input that is not what it was.
struct NodeChange {
    std::optional<uint32_t> old_node;      ///< none: it was added
    std::optional<uint32_t> new_node;      ///< none: it was removed
    bool is_renamed = false;               ///< by a label; the numbers of unlabelled layers count for nothing
    bool is_moved = false;                 ///< stands elsewhere among the others
    std::vector<ValueChange> values = {};  ///< its type, its parameters, what it reads (`from`) and shares

    bool is_added() const { return !old_node; }
    bool is_removed() const { return !new_node; }
};

/// Two networks that are calculated, and how they differ. Comments, spacing, the form, and what a spec expects, limits
/// or allows are no difference.
struct Difference {
    const Study* old_study;
    const Study* new_study;
    std::vector<ValueChange> network;  ///< its name, layout, dtype and outputs
    std::vector<NodeChange> inputs;
    std::vector<NodeChange> layers;  ///< in the new order; what is removed stands where it was
    int64_t alike = 0;               ///< layers that are the same on both sides

    bool empty() const { return network.empty() && inputs.empty() && layers.empty(); }
};

/// Both studies must be calculated and outlive the difference. Shapes are written in the new network's layout.
Difference difference_of(const Study& old_study, const Study& new_study);

}  // namespace nnshape
