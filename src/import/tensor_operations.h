#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/placer.h"

// The operations on tensors that array libraries share: NumPy's words, with the layers that they leave in the listing.
// Axes are numbers of the tensor's dims, from 0, and within them; negative ones go through Placer::axis_of first. Each
// throws Misfit for what cannot be placed, and Stopped for a layer that cannot be calculated.
namespace nnshape {

/// The dims of two tensors broadcast, or nothing if they do not fit.
std::optional<Dims> broadcast(const Dims& one, const Dims& other);

/// A part of an axis: first, step (not 0), and the number of indexes. All indexes are within the axis.
struct Part {
    int64_t first, step, count;
};

// Elementwise.

/// The sum or the like of one tensor or several, broadcast. `type` is a layer type: `add`, `multiply`.
Traced merged(Placer& placer, std::string_view type, const std::vector<Traced>& inputs);

// Parts and joins.

/// The tensors along an axis, one after the other. They have the same number of axes.
Traced joined(Placer& placer, const std::vector<Traced>& inputs, int axis);

/// The same for a result that is written as `target` is, whose batch is not the axis.
Traced joined_as(Placer& placer, const std::vector<Traced>& inputs, int axis, const Traced& target);

/// The tensors along a new axis, which is number `axis` of the result. They have the same dims.
Traced stacked(Placer& placer, const std::vector<Traced>& inputs, int axis);

/// A part of an axis. One in the other direction takes the same indexes; the whole axis leaves no layer.
Traced part_of(Placer& placer, const Traced& input, int axis, const Part& part, std::string suffix = {});

/// One index of an axis, which the result does not have. A negative index counts from the end. Throws Misfit if it is
/// not within the axis.
Traced at_index(Placer& placer, const Traced& input, int axis, int64_t index);

// Axes.

/// The tensor with axes of size 1 put in; `axes` are numbers of the result's, ascending and different.
Traced unsqueezed(Placer& placer, const Traced& input, const std::vector<int>& axes);

/// The tensor without these axes. Throws Misfit if one has not size 1.
Traced squeezed(Placer& placer, const Traced& input, const std::vector<int>& axes);

/// The tensor broadcast to these dims, or to what both are broadcast to.
Traced expanded(Placer& placer, const Traced& input, const Dims& dims);

/// The tensor repeated along each axis. Throws Misfit unless there is a number for each.
Traced tiled(Placer& placer, const Traced& input, const Dims& repeats);

/// One value for all indexes of these axes, which are ascending and different. `by` is a word of the layer type
/// `reduce`: `mean`, `sum`, `max`. With `keepdims`, each axis stays with a size of 1.
Traced reduced(Placer& placer, const Traced& input, const std::vector<int>& axes, std::string_view by, bool keepdims,
               std::string suffix = {});

/// A tensor of these dims of which no layer type says how it is made. It has no parameters.
Traced rearranged(Placer& placer, const std::vector<Traced>& inputs, const Dims& dims, int batch);

// Products.

/// The product of the matrices that are the last two axes of two tensors, with the others broadcast. A vector is a row
/// as the first factor and a column as the second, and the product does not have this axis. Throws Misfit for a tensor
/// without axes.
Traced product(Placer& placer, const Traced& one, const Traced& other);

/// Einstein's sum: `bhid,bhjd->bhij`. Each letter is there once in a tensor. `...` is the axes without a letter,
/// broadcast. Without an arrow, the result has the letters that are there once, in alphabetical order. More than two
/// tensors are multiplied from left to right. A product leaves a `matmul` with permutes, sums and reshapes around it,
/// or a `multiply` if no letter is summed. Throws Misfit before any layer is added if the equation is not for these
/// tensors, or has a diagonal.
Traced einsum(Placer& placer, std::string_view equation, const std::vector<Traced>& inputs);

/// Whether a letter is there twice in one tensor of an equation, which `einsum` cannot place.
bool has_diagonal(std::string_view equation);

/// A dense layer over the last axis. `layer` has its counts, its name and what it shares; the operation is added, in
/// front of what `layer.operation` has: ` no-bias`.
Traced linear(Placer& placer, const Traced& input, int64_t units, PlacedLayer layer);

/// A vector of `dim` numbers for each element of `ids`, from a table of `vocabulary` rows. `layer` as in `linear`.
/// `made` is set to the layer that has the table, as the result may be a reshape of it.
Traced embedded(Placer& placer, const Traced& ids, int64_t vocabulary, int64_t dim, PlacedLayer layer,
                Tensor* made = nullptr);

// Sizes.

/// The tensor with elements added at both ends of each axis; a negative number removes some.
Traced padded(Placer& placer, const Traced& input, const Dims& before, const Dims& after);

/// The tensor interpolated to these dims. Throws Misfit if no axis keeps its size.
Traced resized(Placer& placer, const Traced& input, const Dims& dims);

/// The tensor with its first axis as the batch, if that has size 1 and the tensor has no batch; else as it is. So a
/// batch is found again that was folded into another axis and came back.
Traced regain_batch(Placer& placer, const Traced& input);

}  // namespace nnshape
