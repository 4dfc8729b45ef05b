#pragma once

#include <string>

#include "network/network.h"

// A layer's name without the numbers that move when a layer is inserted.
namespace nnshape {

struct StableName {
    std::string text = {};     ///< the path; what has no label is called by its type alone
    bool is_labelled = false;  ///< the layer itself has a label
    bool has_label = false;    ///< it has one, or a call around it has
};

StableName stable_name_of(const Network& network, const Node& node);

}  // namespace nnshape
