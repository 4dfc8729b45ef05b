#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "import/python/interpreter.h"

// Models of Keras in the functional style: the calls on Keras tensors are remembered, and a model repeats those between
// its inputs and its outputs. While no model is traced, the calls run in a listing that nobody sees, so shapes are
// known and a layer that does not fit is an error at its call.
namespace nnshape::python {

/// An operation, which is repeated with other tensors.
using KerasOperation = std::function<Value(Interpreter&, Arguments&)>;

/// An operation on Keras tensors outside of any layer.
struct KerasNode {
    KerasOperation run;
    Arguments arguments;
    Value result;
    Instance* layer = nullptr;  ///< that is called
};

/// What the file says of an input.
struct KerasInputSpec {
    std::string name;
    Dims sizes;       ///< without the batch; 0 is open
    Dims used;        ///< the sizes that it runs with
    std::string why;  ///< an open shape depends on this
    Dtype dtype = Dtype::real;
    Spot spot = {};
};

/// A model's inputs, outputs, and the nodes between them in the order of the calls.
struct KerasModel {
    Value inputs, outputs;
    std::vector<size_t> nodes = {};
};

struct KerasState {
    KerasState() : sheet(Layout::hwc) {}

    Sheet sheet;
    std::vector<KerasNode> nodes = {};
    std::vector<KerasInputSpec> inputs = {};
    std::unordered_map<const TensorValue*, size_t> made_by = {};  ///< the node that makes a tensor
    std::unordered_map<const TensorValue*, size_t> input_of = {};
    std::unordered_map<const Instance*, KerasModel> models = {};
    std::map<std::pair<const Instance*, int64_t>, std::vector<Tensor>> rows = {};  ///< by layer and listing
    std::vector<Instance*> made = {};                                              ///< all models, in order
    std::map<std::string, int> names = {};
    int64_t step_listing = -100;  ///< the number of the last listing of a TimeDistributed's step
    int depth = 0;                ///< the layers whose calls run
};

/// The state of an interpreter, which is made when it is first asked for.
KerasState& keras_of(Interpreter& interpreter);

/// Counts that a layer's call runs while it lives: what happens in it is not remembered.
class KerasCallGuard {
  public:
    explicit KerasCallGuard(KerasState& state) : state_(state) { ++state_.depth; }
    ~KerasCallGuard() { --state_.depth; }
    KerasCallGuard(const KerasCallGuard&) = delete;
    KerasCallGuard& operator=(const KerasCallGuard&) = delete;

  private:
    KerasState& state_;
};

/// The number of the listing that Keras tensors are in until a model is traced.
inline constexpr int64_t keras_listing = -3;

/// Runs an operation, and remembers it if a Keras tensor is among its arguments and no layer's call runs.
Value recorded(Interpreter& interpreter, Arguments& arguments, Instance* layer, const KerasOperation& run);

/// Operators and items of tensors, remembered in the same way.
Value recorded_binary(Interpreter& interpreter, std::string_view sign, Value left, Value right, Spot spot);
Value recorded_item(Interpreter& interpreter, Value of, Value index, Spot spot);

/// A Keras tensor for an input.
Value keras_input(Interpreter& interpreter, KerasInputSpec spec);

/// The tensors in a value, in order.
std::vector<TensorValue*> tensors_in(const Value& value);

/// Makes an instance the model between these tensors. Raises a ValueError if an output needs another input.
void set_keras_model(Interpreter& interpreter, Instance& instance, Value inputs, Value outputs, Spot spot);

/// The outputs of a model for other inputs: all in one argument, or one by one.
Value run_keras_model(Interpreter& interpreter, Instance& instance, const Arguments& arguments);

/// The inputs of a model that the file gives; empty if it gives none.
std::vector<const KerasInputSpec*> keras_inputs(Interpreter& interpreter, const Instance& model);

}  // namespace nnshape::python
