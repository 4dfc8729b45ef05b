#pragma once

#include <vector>

#include "study/study.h"

// Matches the layers of two networks.
namespace nnshape {

inline constexpr uint32_t no_partner = UINT32_MAX;

/// The matched node of each node; inputs are nodes too.
struct LayerMatches {
    std::vector<uint32_t> of_old;  ///< by old node: its node in the new network, or `no_partner`
    std::vector<uint32_t> of_new;  ///< by new node: its node in the old network, or `no_partner`
    std::vector<bool> is_moved;    ///< by new node: its order among the matched nodes changed
};

/// Matches layers in this order: those with the same name, type and values; those with the same name; next to a matched
/// pair, those with the same type and values but another name; and last, labelled layers that moved. Inputs are matched
/// by name, then by order.
LayerMatches match_layers(const Study& old_study, const Study& new_study);

}  // namespace nnshape
