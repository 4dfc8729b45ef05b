#include "draw/role_name.h"

namespace nnshape {

std::string_view name_of(Role role) {
    switch (role) {
        case Role::other: return "layer";
        case Role::convolution: return "convolution";
        case Role::pooling: return "pooling";
        case Role::dense: return "dense";
        case Role::recurrent: return "recurrent";
        case Role::attention: return "attention";
        case Role::embedding: return "embedding";
        case Role::normalisation: return "normalisation";
        case Role::activation: return "activation";
        case Role::dropout: return "dropout";
        case Role::flattening: return "flatten";
        case Role::merge: return "merge";
        case Role::input: return "input";
    }
    return "layer";
}

}  // namespace nnshape
