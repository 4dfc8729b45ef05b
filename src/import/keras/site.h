#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "import/keras/call.h"
#include "import/keras/config.h"
#include "import/tracer.h"

// One call of a layer, and the lines that are written for it.
namespace nnshape::keras_format {

/// The tensors of a layer that the file stores, by their kind (TensorFlow.js's weightsManifest).
struct StoredWeights {
    int64_t weights = 0, biases = 0, buffers = 0;
    bool used = false;
};

/// What is true of the whole file.
struct File {
    Layout layout = Layout::hwc;
    bool allows_unused = false;  ///< the listing has a line that says so
    bool new_gru = true;         ///< a GRU without `reset_after` has two biases
    std::unordered_map<std::string, StoredWeights> stored = {};
    std::function<Origin(const JsonValue& layer)> origin_of = {};

    /// The place of the channels among `count` sizes.
    size_t channels_at(size_t count) const { return layout == Layout::hwc ? count - 1 : 0; }
};

/// The rows with parameters that the first call of a layer wrote, which later calls share; by the layer in the file.
using SharedRows = std::unordered_map<const JsonValue*, std::vector<Tensor>>;

class Site {
  public:
    Site(Tracer& all, File& of) : tracer(all), file(of) {}

    Tracer& tracer;
    File& file;
    LayerConfig config;
    std::string original_class;  ///< as the file has it
    std::string name;            ///< of the rows
    std::string stored_name;     ///< of the layer in the weightsManifest
    std::vector<Tensor> inputs;
    const Call* call = nullptr;
    std::vector<int64_t> recorded;  ///< the shape of the first output, if the file has it
    std::vector<Tensor>* rows = nullptr;
    bool is_first = true;
    bool frozen = false;
    bool keeps_states = false;  ///< other layers use the states of this recurrent layer
    Origin origin;

    const JsonValue& operator[](std::string_view key) const { return config.values[key]; }
    bool flag(std::string_view key, bool standard) const;
    int64_t number(std::string_view key, int64_t standard) const;

    /// The sizes of an input, in Keras's order without the batch; empty if they are not known.
    std::vector<int64_t> sizes(size_t input = 0) const;
    std::vector<int64_t> sizes_of(Tensor tensor) const { return tracer.sizes(tensor); }

    /// Writes a row; an empty `part` is the layer's own row, any other is `name/part`. A row with parameters shares
    /// them with the same row of the first call.
    Tensor add(std::string_view part, std::string operation, std::vector<Tensor> from);

    /// Writes the layer's own row for its first input.
    Tensor own(std::string operation) { return add({}, std::move(operation), {inputs[0]}); }

    /// The layer cannot be written. Returns `no_tensor`.
    Tensor refuse(std::string message, std::string help = {});

    /// A layer that nnshape does not have: `custom` with the shape that the file records, or refused.
    Tensor unknown(std::string what);

    /// The place that an axis of Keras means, which counts the batch, among `count` sizes. Nothing if there is none.
    static std::optional<size_t> axis_of(int64_t axis, size_t count);

    /// The places of `axis`, a number or a list of them. Empty if one is wrong.
    static std::vector<size_t> axes_of(const JsonValue& axis, size_t count, int64_t standard);

    /// Where the layer's `data_format` has the channels among `count` sizes, of which the first `steps` are time.
    size_t channels_by_format(size_t count, size_t steps = 0) const;

    using Writer = std::function<Tensor(Tensor)>;

    /// Writes a layer for a tensor whose channels are at `from` (and at `to` in the output), whatever the layout: axes
    /// are moved before and after it where that is needed.
    Tensor with_channels_at(size_t from, Tensor tensor, const Writer& write, std::optional<size_t> to = {});

    /// Moves the axes into `order`; nothing is written if that is the order already.
    Tensor permuted(std::string_view part, Tensor tensor, const std::vector<size_t>& order);
    Tensor reshaped(std::string_view part, Tensor tensor, const std::vector<int64_t>& wanted);

    /// The states of a recurrent layer may have no reader in the listing.
    void allow_unused();

    /// Writes what the activation of the layer is, if it has a row of its own.
    Tensor activated(Tensor tensor);

    /// " activation=relu", or nothing.
    std::string activation_words(std::string_view key = "activation") const;

  private:
    size_t row_ = 0;  // of the rows that are shared, the next
};

std::string joined(const std::vector<int64_t>& sizes);

/// The product of sizes; some number that no shape has if it overflows.
int64_t product_of(const std::vector<int64_t>& sizes);

/// A handler writes a call. It returns its outputs, none if it was refused.
using Handler = std::vector<Tensor> (*)(Site& site);

struct HandledClass {
    std::string_view name;
    Handler handler;
};

// The tables of the files of this folder.
std::span<const HandledClass> array_classes();
std::span<const HandledClass> norm_classes();
std::span<const HandledClass> merge_classes();
std::span<const HandledClass> recurrent_classes();
std::span<const HandledClass> attention_classes();
std::span<const HandledClass> old_classes();
std::span<const HandledClass> preprocessing_classes();

/// Writes any layer.
std::vector<Tensor> write_layer(Site& site);

/// Whether a class has a function of its own or is in the framework's table.
bool is_known_layer(std::string_view class_name);

/// Writes a layer by the framework's table alone; `without` are arguments that are left out.
Tensor write_by_table(Site& site, std::string_view part, Tensor input, std::string_view without = {},
                      std::string_view more = {});

/// Writes the layer inside a wrapper as part of it, in a network of its own, for an input without its first axis.
/// Returns `custom` with its shape for each of the steps, and its counts; empty if it cannot be calculated, which is
/// refused.
std::string each_step(Site& site, const JsonValue& inner);

/// Writes a function of TensorFlow or of keras.ops.
std::vector<Tensor> write_function(Site& site, std::string_view function);
bool is_function(std::string_view name);

/// The name of a function, in lower case: `reduce_mean` of `math.reduce_mean`, `expand_dims` of `ExpandDims`.
std::string function_name(std::string_view name);

}  // namespace nnshape::keras_format
