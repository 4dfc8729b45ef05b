#pragma once

#include <array>
#include <optional>
#include <vector>

#include "analysis/analysis.h"

// How much of the network's input a position of a layer sees along each spatial axis, and how far on its neighbour
// looks. A pass of its own, for the reports that show it.
namespace nnshape {

/// Along each spatial axis, 0 where it is not known.
struct ReceptiveField {
    /// Input positions from the first to the last that a position of the output depends on, padding included; the most
    /// of any position where they differ. Not known behind a layer whose window is not fixed, where paths of unlike
    /// jumps met, and where a number would leave 64 bits.
    std::array<int64_t, max_rank> size{};

    /// Input positions from what a position looks at to what its neighbour does. Not known where the size is not, nor
    /// where that is no whole number, as behind an upsampling of the input itself.
    std::array<int64_t, max_rank> jump{};
};

/// What counts where paths meet: all that any of them reads, or the one that reads the least.
enum class Through : uint8_t { largest, smallest };

/// The receptive fields by the network's node numbers; those of layers that are not calculated are not known.
std::vector<ReceptiveField> receptive_fields(const Network& network, const Analysis& analysis,
                                             Through through = Through::largest);

/// A size or a jump of a layer whose output has this rank, if it is known on every axis and there is one.
std::optional<Sizes> if_known(const std::array<int64_t, max_rank>& along, int rank);

}  // namespace nnshape
