#pragma once

#include "import/keras/site.h"

// Runs a model: each call of each layer, when its inputs are there.
namespace nnshape::keras_format {

/// Whether a layer is a model itself.
bool is_model(const JsonValue& layer);

class Graph {
  public:
    Graph(Tracer& tracer, File& file) : tracer_(tracer), file_(file) {}

    /// Runs the model of the file: makes its inputs and names its outputs.
    void run(const JsonValue& model);

    /// Runs a layer or a model with these inputs, as part of something; `prefix` ends with `/` if it is not empty.
    std::vector<Tensor> apply(const JsonValue& layer, const std::vector<Tensor>& inputs, const std::string& prefix,
                              bool frozen);

  private:
    struct Run;

    // A call of a layer.
    struct Step {
        size_t layer, call;
    };

    std::vector<Tensor> run_model(const JsonValue& model, const std::vector<Tensor>* inputs, const std::string& prefix,
                                  bool frozen);
    std::vector<Tensor> run_sequential(const JsonValue& model, const std::vector<Tensor>* inputs,
                                       const std::string& prefix, bool frozen);
    std::vector<Tensor> call_layer(const JsonValue& layer, const std::string& name, const Call* call,
                                   const std::vector<Tensor>& inputs, const std::vector<int64_t>& recorded, bool frozen,
                                   bool keeps_states);
    std::vector<Tensor> merged_models(const JsonValue& merge, const std::string& prefix, bool frozen);
    Tensor make_input(const std::string& name, const std::vector<int64_t>& sizes, bool known, const JsonValue& layer);
    bool bind_inputs(Run& run, const std::vector<Reference>& entries, const std::vector<Tensor>* inputs);
    bool run_steps(Run& run, const JsonValue& model);
    bool run_step(Run& run, Step step);
    void refuse(const JsonValue& layer, std::string message);
    Tensor input_of_sequential(const JsonValue& model);

    Tracer& tracer_;
    File& file_;
    SharedRows rows_;
};

}  // namespace nnshape::keras_format
