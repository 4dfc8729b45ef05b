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
#include "import/placer.h"

// Walks over the nodes of a graph and hands each to its operator, which adds layers to the listing.
namespace nnshape::onnx {

/// The names of the stored tensors that a layer learns or keeps.
using Parameters = std::vector<std::string_view>;

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

    /// The value of a node's input; `missing` if it has none of that number. Throws Misfit for a name that nothing
    /// makes.
    const Value& input(const Node& node, size_t index);
    bool has_input(const Node& node, size_t index) const { return !node.input(index).empty(); }

    /// The numbers of an input, or nothing if it is missing. Throws Misfit if they are not known.
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

    /// Adds the layers of the node that is read.
    Placer& placer() { return placer_; }

    /// Adds a layer that has these parameters, as Placer::emit_alike does. It shares them with an earlier one of the
    /// same operator.
    Traced emit_alike(const Node& node, PlacedLayer layer, const Parameters& parameters);

    /// The layer that has the same parameters, if it is of the same operator; else `no_tensor`.
    Tensor owner_of(const Node& node, const Parameters& parameters) const;

    /// Notes that a layer has these parameters.
    void count(const Node& node, const Parameters& parameters, Tensor layer);

    /// Whether something makes a tensor of this name.
    bool is_made(std::string_view name) const { return find(name) != nullptr; }

    /// An axis that may be negative. Throws Misfit if there is none.
    int axis_of(int64_t axis, size_t rank) const { return placer_.axis_of(axis, rank); }

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

    /// The result of an operator that is not known: a layer of the shape that the file records. Throws Misfit without.
    void take_recorded(const Node& node);

    [[noreturn]] void refuse(std::string message, std::string help = {}) const {
        placer_.refuse(std::move(message), std::move(help));
    }
    [[noreturn]] void refuse(const Code& code, std::string message, std::string help = {}) const {
        placer_.refuse(code, std::move(message), std::move(help));
    }

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
    void place_at(const Node& node);

    const Model& model_;
    const ImportOptions& options_;
    Tracer& tracer_;
    Placer placer_;
    LayerNames names_;
    int64_t batch_size_ = 1;
    std::vector<Scope> scopes_;
    std::unordered_map<std::string_view, const ValueInfo*> infos_;
    std::map<std::string_view, Traced> parameters_;  // of stored tensors that are layers
    std::map<Parameters, Tensor> owners_;            // the first layer with these parameters
    std::set<std::string_view> counted_, constant_;  // names of stored tensors
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
