#pragma once

#include <array>
#include <optional>
#include <vector>

#include "analysis/analysis.h"

// How much of the network's input one position of a layer depends on along each spatial axis, and the step to the next
// position. Calculated only for reports that show it.
namespace nnshape {

/// By spatial axis; 0 if it is not known, as for every axis beyond a volume.
struct ReceptiveField {
    /// Input positions from the first to the last that a position of the output depends on, padding included. If
    /// positions differ, this is the largest. Not known after a layer whose window is not fixed, after a merge of paths
    /// with different jumps, and if a number overflows a 64-bit integer.
    std::array<int64_t, window_rank> size{};

    /// Input positions between the fields of two neighbours. Not known if the size is not known, or if it is not a
    /// whole number, as after an upsampling of the input itself.
    std::array<int64_t, window_rank> jump{};
};

/// What a merge takes over: everything that any path reads, or the path that reads the least.
enum class Through : uint8_t { largest, smallest };

/// The receptive fields by node; those of layers that are not calculated are not known.
std::vector<ReceptiveField> receptive_fields(const Network& network, const Analysis& analysis,
                                             Through through = Through::largest);

/// A size or a jump of a layer whose output has this rank, if it has an axis and all axes are known.
std::optional<Sizes> if_known(const std::array<int64_t, window_rank>& along, int rank);

}  // namespace nnshape
