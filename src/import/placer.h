#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/traced.h"

// Adds the layers of a file's operations to the listing, and arranges the axes of traced tensors as each layer needs
// them. It works for one operation at a time, its site.
namespace nnshape {

/// Thrown: the operation cannot be placed. The importer reports it and shows what comes before it.
struct Misfit {
    const Code* code;
    std::string message, help;
};

/// Thrown: a layer cannot be calculated. The study of the listing reports why.
struct Stopped {};

/// An operation of the file whose layers are added.
struct Site {
    std::string name;         ///< of its layers
    Origin origin = {};       ///< of each of its lines
    Dims expected = {};       ///< the dims that the file records of its result; empty: none
    bool is_reshape = false;  ///< a layer `reshape` is the operation itself, so its name has no suffix
};

/// A layer of the site's operation.
struct PlacedLayer {
    std::string operation;       ///< as TracedLayer has it
    std::vector<Traced> inputs;  ///< arranged as the layer needs them
    std::optional<int64_t> weights = {}, biases = {}, buffers = {};
    std::string suffix = {};   ///< of the name, where one operation becomes several layers
    std::string name = {};     ///< if it is not the site's
    Tensor share = no_tensor;  ///< the layer whose parameters it uses again
    bool frozen = false;
};

class Placer {
  public:
    Placer(Tracer& tracer, Layout layout) : tracer_(tracer), layout_(layout) {}

    /// The operation whose layers follow.
    void at(Site site) { site_ = std::move(site); }
    void at(std::string name, Origin origin) { at({.name = std::move(name), .origin = std::move(origin)}); }

    /// The dims that the file records of the operation's result. They are expected of each layer without a suffix whose
    /// result has this number of axes; an operation whose last layer has its axes in another order expects others.
    const Dims& expected() const { return site_.expected; }
    void expect(Dims dims) { site_.expected = std::move(dims); }

    /// Adds a layer whose output is written with these axes, which have the sizes that the tracer answers. `axes` are
    /// numbers of the result's `rank` axes, `batch` is one of them or -1; axes that are not written have size 1.
    /// Throws Stopped if the layer cannot be calculated, and Misfit if its result has another number of axes.
    Traced emit(const PlacedLayer& layer, const std::vector<int>& axes, int rank, int batch, int64_t batch_size);

    /// The same for a result that is written as `like` is; by default the first input. Its sizes are those that the
    /// tracer answers.
    Traced emit_alike(const PlacedLayer& layer) { return emit_as(layer, layer.inputs[0]); }
    Traced emit_as(const PlacedLayer& layer, const Traced& like);

    /// The order in which the axes of a tensor are written if `channel` is its channels and the others keep theirs.
    std::vector<int> order_with(const Traced& traced, int channel) const;

    /// The order in which a result is written that keeps the elements of `ordered` in order: the file's order, or
    /// the last axis as the channels if that is how `ordered` is written.
    std::vector<int> order_after(const Traced& ordered, const Traced& result) const;

    /// The tensor with its axes written in this order; permuted if it is not.
    Traced arranged(const Traced& traced, const std::vector<int>& order);
    Traced with_channels(const Traced& traced, int channel);

    /// The tensor written so that a reshape keeps the order of its elements: with its axes as the file has them, or
    /// with the last as the channels.
    Traced in_order(const Traced& traced);
    bool is_channels_last(const Traced& traced) const;

    /// The tensor with its axes written as the file has them.
    Traced in_file_order(const Traced& traced);

    /// The same elements with other dims. The batch stays where it can. Throws Misfit if it joins a batch of several
    /// samples with other axes.
    Traced reshaped(const Traced& traced, const Dims& dims);

    /// The tensor without a batch: the axis is an ordinary one. Throws Misfit for a batch of several samples.
    Traced without_batch(const Traced& traced);

    /// Throws Misfit if the tensor has a batch of several samples, along which an operation works.
    void check_one_sample(const Traced& traced) const;

    /// The tensor with an axis of size 1 as its batch. It has none.
    Traced as_batch(const Traced& traced, int axis);

    /// The same layer seen with its axes in another order, `perm[i]` as axis i; it leaves no row.
    Traced turned(const Traced& traced, const std::vector<int>& perm) const;

    /// The tensor written with the axes of `target`, which it is broadcast to.
    Traced conformed(const Traced& traced, const Traced& target);

    /// The tensor with sizes of 1 repeated: `dims` are those of the tensor but for these.
    Traced stretched(const Traced& traced, const Dims& dims);

    /// `to` with the tensor of `from`, whose elements it has; reshaped if it is written with other sizes.
    Traced rewritten(const Traced& from, Traced to);

    /// The written number of an axis; nothing if it is not written.
    std::optional<size_t> written(const Traced& traced, int axis) const;

    /// The sizes as they are written. A tensor without written axes is written as one number.
    Dims written_sizes(const Traced& traced) const;

    /// An axis that may be negative, among `rank`. Throws Misfit if there is none.
    int axis_of(int64_t axis, size_t rank) const;

    /// Throws Misfit. The code is `bad-value` by default.
    [[noreturn]] void refuse(std::string message, std::string help = {}) const;
    [[noreturn]] void refuse(const Code& code, std::string message, std::string help = {}) const;

    Layout layout() const { return layout_; }
    Tracer& tracer() { return tracer_; }

  private:
    Tracer& tracer_;
    Layout layout_;
    Site site_;
};

/// The size of a tensor's batch; 1 if it has none.
int64_t batch_size_of(const Traced& traced);

/// The axes of a tensor that are not its batch, ascending.
std::vector<int> axes_without_batch(const Traced& traced);

}  // namespace nnshape
