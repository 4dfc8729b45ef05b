#pragma once

#include <vector>

#include "draw/plan.h"

// What a plan's boxes need to know of the nodes in them: the edges between them, their shapes and their parameters.
namespace nnshape {

inline constexpr uint32_t no_box = UINT32_MAX;

/// Where each node is drawn.
struct DrawnNodes {
    std::vector<uint32_t> box_of;      ///< by node; `no_box` for one that another one stands for
    std::vector<uint32_t> stands_for;  ///< by node: the same node of the turn before, or itself

    explicit DrawnNodes(size_t nodes);

    /// The node that is drawn for it: itself, or the one of the first turn.
    uint32_t drawn(uint32_t node) const {
        while (stands_for[node] != node) node = stands_for[node];
        return node;
    }
};

/// Adds the edges between the boxes, each tensor once, and the shapes that they carry.
void connect_boxes(const Network& network, const DrawnNodes& nodes, Plan& plan);

/// Sets the parameters of each box: of one turn if all turns have the same number, otherwise of all.
void count_params(const Study& study, const DrawnNodes& nodes, Plan& plan);

}  // namespace nnshape
