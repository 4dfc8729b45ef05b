#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "import/import.h"
#include "layers/shape.h"

// Writes an importer's listing. An importer adds inputs and layers in the text form, and is answered with the shape of
// each, which is calculated as it is for any spec. No importer calculates a layer itself.
namespace nnshape {

/// A tensor: the number of the input or layer that makes it.
using Tensor = uint32_t;
inline constexpr Tensor no_tensor = UINT32_MAX;

struct TracedLayer {
    std::string name;            ///< as the file has it; the tracer makes it unique and quotes it
    std::string operation;       ///< type and values in the text form, without inputs: `conv 64 7 stride=2 padding=3`
    std::vector<Tensor> inputs;  ///< in order
    Origin origin = {};
    std::optional<int64_t> weights = {}, biases = {}, buffers = {};  ///< that the file stores: expected of the layer
    std::vector<int64_t> output = {};  ///< that the file records, as written in the layout; empty: it does not
    Tensor share = no_tensor;          ///< the layer whose parameters it uses again
    bool frozen = false;
};

/// Why a layer cannot be calculated.
struct TraceFault {
    const Code* code = nullptr;
    std::string message = {}, help = {};
};

class Tracer {
  public:
    Tracer(std::string_view format, Layout layout, const ImportOptions& options);

    /// A directive at the top of the listing: `dtype float16`, `network AlexNet`, `allow unused-layer`.
    void directive(std::string_view line);

    /// Adds a comment as a line, which remarks can be about.
    void comment(std::string_view text, Origin origin);

    Layout layout() const { return layout_; }

    /// What the file says of its origin.
    void fact(std::string_view key, std::string_view value);

    /// Adds an input. A size of 0 is open; `--input` closes it or replaces all sizes. Returns `no_tensor` for an input
    /// that stays open, which is reported with `example` as what to give, for example "3x224x224".
    Tensor input(std::string_view name, std::vector<int64_t> sizes, std::string_view example, Origin origin = {});

    /// Adds a layer. Without a shape for one of its inputs it has none either; see `sizes`.
    Tensor layer(const TracedLayer& layer);

    /// The sizes of a tensor as written in the layout. Empty if the layer cannot be calculated: the report says why.
    std::vector<int64_t> sizes(Tensor tensor) const;

    /// The name of a tensor in the listing, without quotes.
    const std::string& name(Tensor tensor) const { return tensors_[tensor].name; }

    /// The network's outputs; by default the last layer.
    void outputs(const std::vector<Tensor>& tensors);

    /// Notes that an output has no axis in the file, but the batch's.
    void scalar(Tensor tensor) { imported_.scalars.push_back(tensors_[tensor].name); }

    /// Reports something about the line that was added last.
    void remark(const Code& code, std::string message, std::string help = {}, std::optional<Severity> weight = {});

    /// Reports an operation that has no line: adds a comment as its line.
    void refuse(std::string_view name, const Code& code, std::string message, std::string help, Origin origin);

    /// Whether an input is open or a layer has no shape. There is no use in going on then.
    bool failed() const { return failed_; }

    /// Why the first that failed cannot be calculated; its code is null if nothing failed.
    const TraceFault& fault() const { return fault_; }

    /// Forgets what failed. For a listing that nobody sees.
    void recover();

    /// The listing. The tracer is empty after that.
    Imported finish();

  private:
    struct Known {
        std::string name;            // unique
        std::vector<int64_t> sizes;  // empty: not known
    };

    std::string unique_name(std::string_view name);
    void line(std::string text, Origin origin);
    std::vector<int64_t> place(const TracedLayer& layer, Diagnostics& diagnostics) const;
    void keep_fault(const TracedLayer& layer, const Diagnostics& diagnostics);
    const InputShape* given_shape(std::string_view name);

    Layout layout_;
    const ImportOptions& options_;
    Imported imported_;
    std::vector<Known> tensors_;
    std::unordered_map<std::string, int> names_;  // how often each was asked for
    std::vector<bool> given_;                     // which of the options' inputs were used
    Tensor last_ = no_tensor;
    bool failed_ = false;
    TraceFault fault_;
};

/// A name as the text form writes it: in quotes where it must be.
std::string quoted_name(std::string_view name);

}  // namespace nnshape
