#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/checked.h"
#include "layers/args.h"
#include "layers/derivation.h"
#include "layers/fault.h"
#include "layers/param.h"
#include "layers/shape.h"
#include "layers/window.h"

// The descriptor of a layer type, and the table of all of them.
namespace nnshape {

/// What a layer makes of its inputs; `window` has rank 0 where no window slides.
struct Inference {
    Shape output = {};
    Window window = {};
};

/// Numbers a layer learns (weights, biases), stores (buffers), and multiplies (macs).
template <class Number>
struct CountsOf {
    Number weights = 0;
    Number biases = 0;
    Number buffers = 0;
    Number macs = 0;
};

using Counts = CountsOf<Checked>;

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
    int least_rank = 0;
    int most_rank = max_rank;
    bool takes_rank_suffix = false;  ///< goes with 1d, 2d or 3d behind its name
    bool is_activation = false;      ///< may stand behind `activation=`
    bool adds_bias = false;          ///< its biases are added to each channel of what comes out
    bool centers_channels = false;   ///< takes each channel's mean away
    bool meant_for_vectors = false;  ///< on an image it works at each position, mostly for want of a flatten
    bool keeps_positions = false;    ///< each position reads its own of every input, and no other
    bool works_in_place = false;     ///< may write its output over its input
    bool is_custom = false;          ///< its shape and counts are the spec's word for it, as every report says
    /// Fills in the result, or returns why there is none. The result's window has rank 0 unless this changes it.
    std::optional<Fault> (*infer)(const Args& args, Inputs inputs, Inference& result);
    /// The window that each position reads its input through where `infer` tells none; rank 0 where that is not fixed.
    Window (*implied_window)(const Args& args, const Shape& input) = nullptr;
    Counts (*count)(const Args& args, Inputs inputs, const Shape& output) = nullptr;  ///< null: counts nothing
    /// `count` in formulas.
    CountsOf<Formula> (*count_formulas)(const Args& args, Inputs inputs, const Shape& output) = nullptr;
    /// How `infer` came to its result.
    ShapeFormulas (*shape_formulas)(const Args& args, Inputs inputs, const Inference& inference);
};

/// Every layer type, in the order of layers.def.
std::span<const LayerKind* const> all_kinds();

/// A layer type found by a name that a spec may use, and the rank that its suffix demands, or -1.
struct FoundKind {
    const LayerKind* kind = nullptr;
    int rank = -1;
};

/// Ignores case, `_` and `-`; takes other names, and a suffix 1d, 2d or 3d where the type does.
FoundKind find_kind(std::string_view name);

/// A param by its index in a kind's table, found by its name or one of its other names; -1 if there is none.
int find_param(std::span<const Param> params, std::string_view name);

/// The numbers of a kind's positional values: those it requires, or its first where it requires none.
std::vector<int> positionals(const LayerKind& kind);

/// Fills in what a layer makes of its inputs, or returns why there is none. Checks what holds for every kind (the
/// number of inputs, their ranks, the length of lists), then asks the kind's own `infer`. After a fault the result
/// holds what is needed to put the fault into words, and nothing else.
std::optional<Fault> infer(const LayerKind& kind, int rank_suffix, const Args& args, Inputs inputs, Inference& result);

// What `infer` functions share.
std::optional<Fault> keep_shape(const Args& args, Inputs inputs, Inference& result);
ShapeFormulas kept_shape(const Args& args, Inputs inputs, const Inference& inference);

}  // namespace nnshape
