#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "layers/counts.h"
#include "layers/inference.h"
#include "layers/param.h"

// The descriptor of a layer type. find_kind.h has the table of all of them.
namespace nnshape {

class Formula;
struct ShapeFormulas;

/// How a layer counts, written once for both numbers: made of a generic lambda that returns `CountsOf<Number>`.
struct Counter {
    Counts (*numbers)(const Args& args, Inputs inputs, const Shape& output) = nullptr;
    CountsOf<Formula> (*formulas)(const Args& args, Inputs inputs, const Shape& output) = nullptr;

    constexpr Counter() = default;
    template <class Count>
    constexpr Counter(Count count) : numbers(count), formulas(count) {}
};

/// What other parts of the program need to know about a layer type.
struct Traits {
    bool takes_rank_suffix = false;  ///< its name may end with 1d, 2d or 3d
    bool is_activation = false;      ///< it may be the value of `activation=`
    bool adds_bias = false;          ///< its biases are added to each channel of its output
    bool centers_channels = false;   ///< it subtracts each channel's mean
    bool meant_for_vectors = false;  ///< on an image it works at each position, which is rarely what its author wants
    bool keeps_positions = false;    ///< each output position depends on the same position of every input, and no other
    bool works_in_place = false;     ///< it may write its output over its input
    bool is_custom = false;          ///< the spec gives its shape and counts; every report says so
};

/// The ranks that an input may have, both ends included.
struct Ranks {
    int least = 0;
    int most = max_rank;

    constexpr bool contain(int rank) const { return rank >= least && rank <= most; }
};

inline constexpr Ranks any_rank[] = {{}};
inline constexpr Ranks with_positions[] = {{.least = 1}};
inline constexpr Ranks sequences[] = {{.least = 1, .most = 1}};

inline constexpr int any_number = INT32_MAX;

/// A layer type: everything that the program knows of it.
struct LayerKind {
    std::string_view name;
    std::string_view also = {};  ///< other names, separated by blanks
    std::string_view summary;
    std::string_view example;
    std::span<const Param> params = {};
    int least_inputs = 1;
    int most_inputs = 1;
    std::span<const Ranks> ranks = any_rank;  ///< of each input; the last entry also holds for all inputs after it
    Traits traits = {};
    /// Fills in the result, or returns why there is none. The result's window has rank 0 unless this changes it.
    std::optional<Fault> (*infer)(const Args& args, Inputs inputs, Inference& result);
    /// The window that each position reads its input through where `infer` tells none; rank 0 where that is not fixed.
    Window (*implied_window)(const Args& args, const Shape& input) = nullptr;
    Counter count = {};  ///< null where the layer counts nothing
    /// How `infer` came to its result.
    ShapeFormulas (*shape_formulas)(const Args& args, Inputs inputs, const Inference& inference);

    Ranks ranks_of(size_t input) const { return ranks[std::min(input, ranks.size() - 1)]; }
};

// What `infer` functions share.
std::optional<Fault> keep_shape(const Args& args, Inputs inputs, Inference& result);
ShapeFormulas kept_shape(const Args& args, Inputs inputs, const Inference& inference);

}  // namespace nnshape
