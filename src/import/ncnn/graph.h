#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "import/ncnn/param_file.h"
#include "import/tracer.h"

// The layers of an ncnn network as they are traced. ncnn's sizes are c,h,w; a matrix is h,w, and layers such as Gemm
// work along its last axis, where nnshape works along the channels, which are written first. A blob can therefore be
// there in two forms: as ncnn has it, and with its last axis moved to the front.
namespace nnshape::ncnn {

struct ParamBlob {
    Tensor straight = no_tensor;
    Tensor turned = no_tensor;  ///< the last axis is the channels
};

/// What the file says that a layer stores.
struct StoredCounts {
    std::optional<int64_t> weights = {}, biases = {};
};

/// ncnn's number for "not given".
inline constexpr int64_t not_given = -233;

class ParamGraph {
  public:
    explicit ParamGraph(const ImportOptions& options);

    /// Traces the lines up to the first that cannot be calculated.
    Imported read(const std::vector<ParamLine>& lines);

    const ParamLine& line() const { return *line_; }
    size_t input_count() const { return line_->bottoms.size(); }
    size_t output_count() const { return line_->tops.size(); }

    // The line's parameters, by id. A value that is not a number is reported, and gives the fallback.

    bool has(int id) const { return line_->parameters.count(id) != 0; }
    int64_t integer(int id, int64_t fallback);
    std::vector<int64_t> integers(int id);
    double decimal(int id, double fallback);

    // The line's inputs.

    ParamBlob& blob(size_t input);
    Tensor straight(size_t input) { return straight(blob(input)); }
    Tensor turned(size_t input) { return turned(blob(input)); }
    Tensor straight(ParamBlob& blob);
    Tensor turned(ParamBlob& blob);

    /// Sizes as ncnn has them: c,h,w. Not empty as long as nothing failed.
    std::vector<int64_t> sizes(size_t input);
    std::vector<int64_t> sizes_of(Tensor tensor) const { return tracer_.sizes(tensor); }

    /// Adds a helping layer. Returns `no_tensor` if it has no shape, or if anything failed before.
    Tensor add(std::string_view part, std::string operation, std::vector<Tensor> inputs);

    /// Adds the layer that makes an output.
    Tensor result(std::string operation, std::vector<Tensor> inputs, StoredCounts stored = {}, size_t output = 0);
    Tensor turned_result(std::string operation, std::vector<Tensor> inputs, StoredCounts stored = {},
                         size_t output = 0);

    /// Makes an output the same as an input, without a layer.
    void pass_on(size_t input, size_t output);

    /// The blob of an output, to replace it.
    ParamBlob& blob_of_output(size_t output) { return blobs_[line_->tops[output]]; }

    /// Makes the line's inputs outputs of the network.
    void keep_inputs();

    /// Adds an input of the network.
    void add_input(size_t output, std::vector<int64_t> sizes);

    /// The shape that the file records for an output; empty if it does not, or not for this size of the input.
    std::vector<int64_t> recorded(size_t output) const;

    /// Reports a remark about the layer that was added last.
    void remark(const Code& code, std::string message, std::string help = {});
    void refuse(const Code& code, std::string message, std::string help = {});
    bool failed() const { return failed_; }

  private:
    void read_line(const ParamLine& line);
    void read_unknown();
    Tensor place(const TracedLayer& layer);
    TracedLayer made(std::string operation, std::vector<Tensor> inputs, StoredCounts stored, size_t output) const;
    void add_outputs(const std::vector<ParamLine>& lines);

    Tracer tracer_;
    bool resized_;  // the inputs have other sizes than the file says
    std::unordered_map<std::string_view, ParamBlob> blobs_;
    std::unordered_map<std::string_view, bool> used_;
    std::vector<std::string_view> kept_;
    const ParamLine* line_ = nullptr;
    ParamBlob none_;
    Tensor last_ = no_tensor;  // that was added
    bool failed_ = false;
};

/// Adds the layers of a line.
using ReadLine = void (*)(ParamGraph&);

/// How lines of this type are read. Null for an unknown type.
ReadLine find_type(std::string_view type);

/// The operation of a type without parameters, which works on each element; empty for others.
std::string_view find_plain(std::string_view type);

/// Sizes in the text form.
std::string joined(const std::vector<int64_t>& sizes);

/// ` activation=NAME` by the parameter 9 of convolutions.
std::string activation_of(ParamGraph& graph);

}  // namespace nnshape::ncnn
