#pragma once

#include <cstdint>
#include <string_view>

// What other parts of the program ask about a layer type without its descriptor, which layer_kind.h defines.
namespace nnshape {

struct LayerKind;

/// What a layer is for, in the words of a picture's legend.
enum class Role : uint8_t {
    other,
    convolution,
    pooling,
    dense,
    recurrent,
    attention,
    embedding,
    normalisation,
    activation,  ///< of every type with the trait `is_activation`
    dropout,
    flattening,
    merge,  ///< of every type with two inputs or more
    input,
};

struct Traits {
    bool takes_rank_suffix = false;    ///< its name may end with 1d, 2d or 3d
    bool is_activation = false;        ///< it may be the value of `activation=`
    bool adds_bias = false;            ///< its biases are added to each channel of its output
    bool centers_channels = false;     ///< it subtracts each channel's mean
    bool meant_for_vectors = false;    ///< on an image it is applied at each position, which is rarely intended
    bool keeps_positions = false;      ///< an output position depends only on the same position of each input
    bool works_in_place = false;       ///< it may write its output over its input
    bool reaches_any_size = false;     ///< its output can get any size, also that of a much larger layer
    bool trains_only = false;          ///< it does nothing once the network is trained
    bool folds_when_deployed = false;  ///< with stored statistics it becomes part of the layer before it
    bool is_input = false;             ///< an input of the network, and not a layer
    bool is_custom = false;            ///< the spec gives its shape and counts; every report mentions it
    Role role = Role::other;           ///< ask `role_of`, which knows the roles that follow from other traits
    std::string_view symbol = {};      ///< of a merge: `+`; empty: its name
};

const Traits& traits_of(const LayerKind& kind);

/// Whether its output always has the shape of its only input.
bool keeps_shape(const LayerKind& kind);

/// Whether it is an input of the network.
bool is_input(const LayerKind& kind);

/// Whether it takes two inputs or more.
bool is_merge(const LayerKind& kind);

Role role_of(const LayerKind& kind);

}  // namespace nnshape
