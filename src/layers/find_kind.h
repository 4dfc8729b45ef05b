#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "layers/param.h"

// The table of all layer types, their names, and the names of their parameters. layer_kind.h defines the descriptor.
namespace nnshape {

struct LayerKind;

/// Every layer type, in the order of layers.def.
std::span<const LayerKind* const> all_kinds();

/// The name of a type in layers.def.
std::string_view name_of(const LayerKind& kind);

/// All names of a type, without the suffix of a rank. The name in layers.def is the first.
std::vector<std::string_view> names_of(const LayerKind& kind);

/// All names of all types.
std::vector<std::string_view> all_kind_names();

std::span<const Param> params_of(const LayerKind& kind);

/// A layer type found by a name, and the rank that the name's suffix requires: 1 to 3, or -1 if it has none.
struct FoundKind {
    const LayerKind* kind = nullptr;
    int rank = -1;
};

/// Finds a type by name; ignores case, `_` and `-`. A type with the trait `takes_rank_suffix` is also found with a
/// suffix 1d, 2d or 3d. The kind is null if no type has that name.
FoundKind find_kind(std::string_view name);

/// The number of the parameter with this name, which may be one of its other names; -1 if there is none.
int find_param(std::span<const Param> params, std::string_view name);

/// The numbers of the parameters that a spec may give by their order: the required ones, or the first if none is
/// required.
std::vector<int> positionals(std::span<const Param> params);

}  // namespace nnshape
