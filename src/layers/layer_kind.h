#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "layers/counts.h"
#include "layers/inference.h"
#include "layers/param.h"
#include "layers/traits.h"

// The descriptor of a layer type. find_kind.h has the table of all types.
namespace nnshape {

class Formula;
struct ShapeFormulas;

/// The counts of a layer, as numbers and as formulas. Both are made from one generic lambda that returns
/// `CountsOf<Number>`.
struct Counter {
    Counts (*numbers)(const Args& args, Inputs inputs, const Shape& output) = nullptr;
    CountsOf<Formula> (*formulas)(const Args& args, Inputs inputs, const Shape& output) = nullptr;

    constexpr Counter() = default;
    template <class Count>
    constexpr Counter(Count count) : numbers(count), formulas(count) {}
};

/// The ranks that an input may have: `least` to `most`, both included.
struct Ranks {
    int least = 0;
    int most = max_rank;

    constexpr bool contain(int rank) const { return rank >= least && rank <= most; }
};

/// "any shape", "spatial axes", or the ranks by name: "a sequence or an image".
std::string words_of(Ranks ranks);

inline constexpr Ranks any_rank[] = {{}};
inline constexpr Ranks with_axes[] = {{.least = 1}};
inline constexpr Ranks with_positions[] = {{.least = 1, .most = window_rank}};
inline constexpr Ranks sequences[] = {{.least = 1, .most = 1}};

inline constexpr int any_number = INT32_MAX;

/// A layer type: everything that the program knows about it.
struct LayerKind {
    std::string_view name;
    std::string_view also = {};  ///< other names, separated by blanks
    std::string_view summary;
    std::string_view example;
    std::span<const Param> params = {};
    int least_inputs = 1;
    int most_inputs = 1;
    std::span<const Ranks> ranks = any_rank;  ///< of each input; the last entry also applies to all inputs after it
    Traits traits = {};
    /// The number of the parameter that names a layer, whose size it gets; that layer is one more input. -1: none.
    int like = -1;
    const LayerKind* transposes = nullptr;  ///< a layer of this type may share a table with it, transposed
    /// Fills in the result, or returns why there is none. The result's window has rank 0 before the call.
    std::optional<LayerFault> (*infer)(const Args& args, Inputs inputs, Inference& result);
    /// The part of the input that each output position depends on, as a window, for a type whose `infer` sets none.
    /// Rank 0 if that part is not a fixed window.
    Window (*implied_window)(const Args& args, Inputs inputs) = nullptr;
    /// The number of rows along an axis after which a layer without a window repeats: with that many more rows it
    /// accepts or refuses as before, and its output has grown by a constant. If it is not null, it also holds for the
    /// channels. Null: 1.
    int64_t (*rows_per_step)(const Args& args, int axis) = nullptr;
    Counter count = {};  ///< null if all counts are 0
    /// Explains the result of `infer`.
    ShapeFormulas (*shape_formulas)(const Args& args, Inputs inputs, const Inference& inference);

    Ranks ranks_of(size_t input) const { return ranks[std::min(input, ranks.size() - 1)]; }
};

// For types whose output has the shape of their input.
std::optional<LayerFault> keep_shape(const Args& args, Inputs inputs, Inference& result);
ShapeFormulas kept_shape(const Args& args, Inputs inputs, const Inference& inference);

/// A `rows_per_step` of 1, for types that accept spatial axes and channels of any size.
int64_t every_row(const Args& args, int axis);

}  // namespace nnshape
