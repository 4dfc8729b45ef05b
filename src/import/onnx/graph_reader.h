#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "import/onnx/names.h"
#include "import/onnx/value.h"

// Walks over the nodes of a graph and hands each to its operator, which adds layers to the listing.
namespace nnshape::onnx {

/// The reading ends here: the node is reported, and what comes before it is shown.
struct Refused {
    const Code* code;
    std::string message, help;
};

/// The reading ends here, for a layer cannot be calculated: the study of the listing reports why.
struct Stopped {};

/// A layer of a node.
struct Layer {
    std::string operation;                          ///< as TracedLayer has it
    std::vector<Traced> inputs;                     ///< arranged as the layer needs them
    std::vector<std::string_view> parameters = {};  ///< the stored tensors that it learns or keeps
    std::optional<int64_t> weights = {}, biases = {}, buffers = {};
    std::string suffix = {};  ///< of the name, where a node becomes several layers
    std::string name = {};    ///< if it is not the node's
};

/// The layout in which the shapes of a model are shown: channels first if any of its operators reads them so.
Layout layout_of(const Model& model);

/// Whether an axis of this symbol is a batch: `N`, `batch_size`.
bool is_batch_symbol(std::string_view symbol);

class GraphReader {
  public:
    GraphReader(const Model& model, const ImportOptions& options, Tracer& tracer);

    /// Reads the model's graph. What cannot be read is reported to the tracer.
    void read();

    // What the operators use.

    /// The value of a node's input; `missing` if it has none of that number. Throws Refused for a name that nothing
    /// makes.
    const Value& input(const Node& node, size_t index);
    bool has_input(const Node& node, size_t index) const { return !node.input(index).empty(); }

    /// The numbers of an input, or nothing if it is missing. Throws Refused if they are not known.
    std::optional<std::vector<int64_t>> numbers(const Node& node, size_t index);

    /// The input as a tensor of the listing. A stored one becomes a parameter, or a constant if it is not learned.
    Traced traced(const Node& node, size_t index);
    Traced traced(const Value& value, std::string_view name);

    /// A stored tensor is a constant that an operator uses.
    void use(const Stored& stored) { constant_.insert(stored.roots.begin(), stored.roots.end()); }

    /// A stored tensor as a tensor of the listing that is written as `target`, which it is broadcast to, is. It has no
    /// more axes than that.
    Traced traced_like(const Value& value, std::string_view name, const Traced& target);

    void set(std::string_view name, Value value);
    void set(const Node& node, Value value, size_t output = 0) { set(node.output(output), std::move(value)); }

    /// Adds a layer whose output is written with these axes, which have the sizes that the tracer answers. `axes` are
    /// numbers of the result's `rank` axes, `batch` is one of them or -1; axes that are not written have size 1.
    Traced emit(const Node& node, const Layer& layer, const std::vector<int>& axes, int rank, int batch,
                int64_t batch_size);

    /// The same for a result that is written as its first input is.
    Traced emit_alike(const Node& node, const Layer& layer);

    /// The order in which the axes of a tensor are written if `channel` is its channels and the others keep theirs.
    std::vector<int> order_with(const Traced& traced, int channel) const;

    /// The tensor with its axes written in this order; permuted if it is not.
    Traced arranged(const Node& node, const Traced& traced, const std::vector<int>& order);
    Traced with_channels(const Node& node, const Traced& traced, int channel);

    /// The tensor written so that a reshape keeps the order of its elements: with its axes as the file has them, or
    /// with the last as the channels.
    Traced in_order(const Node& node, const Traced& traced);
    bool is_channels_last(const Traced& traced) const;

    /// The same elements with other dims. The batch stays where it can.
    Traced reshaped(const Node& node, const Traced& traced, const Dims& dims);

    /// The tensor without a batch: the axis is an ordinary one.
    Traced without_batch(const Node& node, const Traced& traced);

    /// The tensor with an axis of size 1 as its batch.
    Traced as_batch(const Node& node, const Traced& traced, int axis);

    /// The same layer seen with its axes in another order, as Transpose does; it leaves no row.
    Traced turned(const Traced& traced, const std::vector<int>& perm) const;

    /// The tensor written with the axes of `target`, which it is broadcast to.
    Traced conformed(const Node& node, const Traced& traced, const Traced& target);

    /// The tensor with sizes of 1 repeated.
    Traced stretched(const Node& node, const Traced& traced, const Dims& dims);

    /// `to` with the tensor of `from`, whose elements it has; reshaped if it is written with other sizes.
    Traced rewritten(const Node& node, const Traced& from, Traced to);

    /// Whether something makes a tensor of this name.
    bool is_made(std::string_view name) const { return find(name) != nullptr; }

    /// The written number of an axis; nothing if it is not written.
    std::optional<size_t> written(const Traced& traced, int axis) const;

    /// The sizes as they are written.
    Dims written_sizes(const Traced& traced) const;

    /// An axis that may be negative. Throws Refused if there is none.
    int axis_of(int64_t axis, size_t rank) const;

    /// The only node that reads a tensor; null if there are several or the graph returns it.
    const Node* only_reader(std::string_view tensor) const;

    /// The nodes that read a tensor; null for the graph, which returns it.
    std::vector<const Node*> readers(std::string_view tensor) const;

    /// The module that a node is part of, or the node's own name.
    std::string module_of(const Node& node) const { return names_.module_of(node); }

    /// Whether a node reads a tensor, or the graph returns it.
    bool is_read(std::string_view tensor) const { return scopes_.back().readers.count(tensor) != 0; }

    /// Lets a node be passed over, for another has done its work.
    void pass_over(const Node& node) { passed_over_.insert(&node); }

    /// Reads the nodes of a graph inside a node, which sees the names around it.
    void read_inner(const Graph& graph, const std::vector<Value>& inputs, std::vector<Value>& outputs);

    /// The name of a node's layer.
    std::string name_of(const Node& node) const { return names_.name_of(node); }

    /// The result of an operator that is not known: a layer of the shape that the file records. Throws Refused without.
    void take_recorded(const Node& node);

    [[noreturn]] void refuse(std::string message, std::string help = {}) const;
    [[noreturn]] void refuse(const Code& code, std::string message, std::string help = {}) const;

    Layout layout() const { return layout_; }
    const Function* find_function(const Node& node) const;
    void read_function(const Node& node, const Function& function);

  private:
    struct Scope {
        std::unordered_map<std::string_view, Value> values;
        std::unordered_map<std::string_view, std::vector<const Node*>> readers;
    };

    void check_sizes(const Dims& dims, std::string_view name) const;
    void add_initializers(const Graph& graph);
    void add_inputs();
    void add_input(const ValueInfo& info);
    int batch_axis_of(const ValueInfo& info) const;
    void read_nodes(const std::vector<Node>& nodes);
    void read_node(const Node& node);
    void take_outputs();
    void check_counted();
    void note_readers(const std::vector<Node>& nodes, const std::vector<ValueInfo>& outputs, Scope& scope);
    const Value* find(std::string_view name) const;
    std::optional<Dims> recorded(std::string_view name) const;
    Origin origin_of(const Node& node) const;
    Traced add_parameter(const Stored& stored, std::string_view name, Traced traced);
    Tensor shared_with(const Node& node, const Layer& layer);

    const Model& model_;
    const ImportOptions& options_;
    Tracer& tracer_;
    LayerNames names_;
    Layout layout_;
    int64_t batch_size_ = 1;
    std::vector<Scope> scopes_;
    std::unordered_map<std::string_view, const ValueInfo*> infos_;
    std::map<std::string_view, Traced> parameters_;           // of stored tensors that are layers
    std::map<std::vector<std::string_view>, Tensor> owners_;  // the first layer with these parameters
    std::set<std::string_view> counted_, constant_;           // names of stored tensors
    std::set<const Node*> passed_over_;
    std::deque<std::vector<Node>> called_;  // the nodes of the functions that are read; a refusal may be about one
    const Node* at_ = nullptr;
    size_t steps_ = 0;
    int depth_ = 0;
};

/// What is done for a node.
using Operator = void (*)(GraphReader& reader, const Node& node);

/// The operator of a node, or null.
Operator find_operator(const Node& node);

/// Whether the operator's first axis behind the batch is the channels, as a convolution's.
bool reads_channels_first(const Node& node);

}  // namespace nnshape::onnx
