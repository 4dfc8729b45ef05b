#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "import/caffe/prototxt.h"
#include "import/tracer.h"

// The layers of a Caffe network as they are traced, in the TEST phase. Caffe counts axes with the batch, which is the
// first; the listing does not have it.
namespace nnshape::caffe {

class CaffeNet {
  public:
    explicit CaffeNet(const ImportOptions& options);

    /// Traces the layers up to the first that cannot be calculated.
    Imported read(const PrototxtField& file);

    std::string_view type() const { return type_; }
    std::string_view name() const { return layer_->text("name", "unnamed"); }

    // The layer's parameters: a field of one of its messages, such as `convolution_param`. A value that is not what it
    // should be is reported, and gives the fallback.

    const PrototxtField& message(std::string_view name) const;
    int64_t integer(std::string_view message, std::string_view field, int64_t fallback);
    std::vector<int64_t> integers(std::string_view message, std::string_view field);
    std::vector<int64_t> dims(const PrototxtField& shape);
    bool flag(std::string_view message, std::string_view field, bool fallback) const;

    /// An axis in the listing. Nothing if it is not there, or the batch, which is reported. `after`: it may be one
    /// after the last.
    std::optional<size_t> axis(std::string_view message, int64_t fallback, bool after = false);
    std::optional<size_t> axis_at(int64_t axis, size_t rank, bool after = false);

    // The layer's inputs (bottoms) and outputs (tops).

    size_t bottom_count() const { return bottoms_.size(); }
    size_t top_count() const { return tops_.size(); }
    std::string_view top(size_t index) const { return tops_[index]; }
    Tensor bottom(size_t index);
    const std::vector<Tensor>& bottoms() const { return bottoms_; }
    std::vector<int64_t> sizes(size_t index);
    std::vector<int64_t> sizes_of(Tensor tensor) const { return tracer_.sizes(tensor); }

    /// The batch of the first input that has one in the file.
    int64_t batch() const { return batch_; }

    /// Adds a helping layer. Returns `no_tensor` if it has no shape, or if anything failed before.
    Tensor add(std::string_view part, std::string operation, std::vector<Tensor> inputs);

    /// Adds the layer that makes an output. `learned`: the number of its parameters (weights, biases), which may be
    /// shared with an earlier layer or not be trained.
    Tensor result(std::string operation, std::vector<Tensor> inputs, size_t learned = 0, size_t top = 0);

    /// Makes an output the same as a tensor, without a layer.
    void pass_on(Tensor tensor, size_t top);

    /// The tensor that the last `result` made.
    Tensor made() const { return made_.empty() ? no_tensor : made_.back(); }

    /// Takes what `pass_on` made the first output in place of what the last `result` made.
    void replace_made();

    /// Adds an input of the network; `shape` has the batch. A size of 0 is open.
    void add_input(std::string_view name, std::vector<int64_t> shape, std::string_view example = "3x224x224");

    /// Whether inputs have the sizes of the file, not those of `--input`.
    bool has_recorded_size() const { return recorded_size_; }

    void remark(const Code& code, std::string message, std::string help = {}, std::optional<Severity> weight = {});
    void refuse(const Code& code, std::string message, std::string help = {});
    bool failed() const { return failed_; }

  private:
    struct Owner {
        Tensor layer;
        size_t index;  // of the parameter
    };

    void read_inputs(const PrototxtField& file);
    void read_layer(const PrototxtField& layer);
    bool read_bottoms();
    Tensor place(const TracedLayer& layer);
    Tensor shared(size_t learned);
    bool is_frozen(size_t learned) const;
    std::vector<std::string_view> parameter_names() const;
    void add_outputs();

    Tracer tracer_;
    std::map<std::string, Tensor, std::less<>> blobs_;
    std::map<std::string, Owner, std::less<>> owners_;  // of parameters with names
    std::vector<Tensor> made_;
    std::set<Tensor> used_;
    const PrototxtField* layer_ = nullptr;
    std::string_view type_;
    std::vector<Tensor> bottoms_;
    std::vector<std::string_view> tops_;
    int64_t batch_ = 0;
    bool recorded_size_;
    bool failed_ = false;
};

/// Adds the layers of a layer.
using ReadLayer = void (*)(CaffeNet&);

/// A layer type: read by a function, or with an operation that works on each element.
struct CaffeType {
    std::string_view name;
    ReadLayer read;
    std::string_view operation;
};

/// The type of this name, also as the older generation writes it: `INNER_PRODUCT`. Null if there is none.
const CaffeType* find_type(std::string_view name);

/// Whether a layer is there in the TEST phase, by its rules. `state`: the level and stages of the file, or null.
bool is_in_test(const PrototxtField* state, const PrototxtField& layer);

/// Sizes in the text form.
std::string joined(const std::vector<int64_t>& sizes);

}  // namespace nnshape::caffe
