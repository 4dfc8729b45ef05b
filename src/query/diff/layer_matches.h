#pragma once

#include <vector>

#include "study/study.h"

// Which layers of two networks belong together.
namespace nnshape {

inline constexpr uint32_t no_partner = UINT32_MAX;

/// The partners by node number, inputs included.
struct LayerMatches {
    std::vector<uint32_t> of_old;  ///< a node of the new network, or `no_partner`
    std::vector<uint32_t> of_new;  ///< and the other way round
    std::vector<bool> is_moved;    ///< by new node: out of the order that the others keep
};

/// First what has the same name, type and values, then the same name, then, beside a pair of neighbours, the same type
/// and values under another name; last what a label finds elsewhere. Inputs go by name, then by their order.
LayerMatches match_layers(const Study& old_study, const Study& new_study);

}  // namespace nnshape
