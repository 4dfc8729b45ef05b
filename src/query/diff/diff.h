#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "study/study.h"

// The difference between two networks: what changed in each layer and in the network as a whole.
namespace nnshape {

/// An old and a new value; an absent value has an empty text.
struct ValueChange {
    std::string_view name;
    std::string old_text, new_text;
    int old_param = -1, new_param = -1;  ///< its index in the kind's params; -1: it is not one of them
};

/// A layer or an input that changed.
struct NodeChange {
    std::optional<uint32_t> old_node;      ///< nothing: the layer was added
    std::optional<uint32_t> new_node;      ///< nothing: the layer was removed
    bool is_renamed = false;               ///< its label changed; the numbers of unlabelled layers are ignored
    bool is_moved = false;                 ///< its order among the others changed
    std::vector<ValueChange> values = {};  ///< its type, its parameters, its inputs (`from`) and `share`

    bool is_added() const { return !old_node; }
    bool is_removed() const { return !new_node; }
};

/// Two calculated networks and their difference. Comments, spacing, the format, `expect`, `limit` and `allow` are
/// ignored.
struct Difference {
    const Study* old_study;
    const Study* new_study;
    std::vector<ValueChange> network;  ///< its name, layout, dtype and outputs
    std::vector<NodeChange> inputs;
    std::vector<NodeChange> layers;  ///< in the new order; a removed layer follows the layer that it followed
    int64_t alike = 0;               ///< the number of layers that are the same on both sides

    bool empty() const { return network.empty() && inputs.empty() && layers.empty(); }
};

/// Both studies must be calculated and outlive the difference. Shapes are written in the new network's layout.
Difference difference_of(const Study& old_study, const Study& new_study);

}  // namespace nnshape
