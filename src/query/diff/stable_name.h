#pragma once

#include <string>

#include "network/network.h"

// A layer's name without the numbers that change when a layer is inserted.
namespace nnshape {

struct StableName {
    std::string text = {};     ///< the path; a part without a label is its type alone
    bool is_labelled = false;  ///< the layer itself has a label
    bool has_label = false;    ///< the layer or a call around it has a label
};

StableName stable_name_of(const Network& network, const Node& node);

}  // namespace nnshape
