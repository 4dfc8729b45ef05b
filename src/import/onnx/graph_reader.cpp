#include "import/onnx/graph_reader.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "import/onnx/fold.h"
#include "import/onnx/written_out.h"

namespace nnshape::onnx {
namespace {

constexpr size_t most_steps = 1'000'000;
constexpr int deepest = 32;

// Calls `take` for every node of a graph and of the graphs in it.
template <class Take>
void for_each_node(const std::vector<Node>& nodes, Take& take) {
    for (const Node& node : nodes) {
        take(node);
        for (const Attribute& attribute : node.attributes) {
            for (const Graph& graph : attribute.graphs) for_each_node(graph.nodes, take);
        }
    }
}

Stored stored_of(const TensorProto& tensor, std::string_view name) {
    return {.dims = tensor.dims,
            .type = tensor.type,
            .numbers = tensor.numbers,
            .known = tensor.has_numbers,
            .generated = false,
            .roots = {name}};
}

// The tensor of a Constant node.
Stored constant_of(const Node& node) {
    if (const Attribute* value = node.find("value"); value && !value->tensors.empty()) {
        return stored_of(value->tensors[0], node.output(0));
    }
    if (const Attribute* value = node.find("value_int")) return known_numbers({}, {static_cast<Number>(value->i)});
    if (const Attribute* value = node.find("value_float")) {
        return known_numbers({}, {static_cast<Number>(value->f)}, Type::float32);
    }
    if (const Attribute* value = node.find("value_ints")) {
        return known_numbers({static_cast<int64_t>(value->ints.size())}, {value->ints.begin(), value->ints.end()});
    }
    if (const Attribute* value = node.find("value_floats")) {
        return known_numbers({static_cast<int64_t>(value->floats.size())}, {value->floats.begin(), value->floats.end()},
                             Type::float32);
    }
    return {};
}

}  // namespace

Layout layout_of(const Model& model) {
    bool channels_first = false;
    auto look = [&](const Node& node) { channels_first = channels_first || reads_channels_first(node); };
    for_each_node(model.graph.nodes, look);
    for (const Function& function : model.functions) for_each_node(function.nodes, look);
    return channels_first ? Layout::chw : Layout::hwc;
}

GraphReader::GraphReader(const Model& model, const ImportOptions& options, Tracer& tracer)
    : model_(model), options_(options), tracer_(tracer), placer_(tracer, layout_of(model)), names_(model.graph) {
    scopes_.emplace_back();
}

void GraphReader::read() {
    for (const auto* infos : {&model_.graph.values, &model_.graph.outputs}) {
        for (const ValueInfo& info : *infos) infos_.emplace(info.name, &info);
    }
    try {
        add_initializers(model_.graph);
        add_inputs();
        if (tracer_.failed()) return;
        note_readers(model_.graph.nodes, model_.graph.outputs, scopes_.back());
        read_nodes(model_.graph.nodes);
        if (tracer_.failed()) return;
        take_outputs();
        check_counted();
    } catch (const Stopped&) {
    } catch (const Misfit& misfit) {
        std::string name = at_ ? name_of(*at_) : std::string("the graph");
        tracer_.refuse(name, *misfit.code, misfit.message, misfit.help, at_ ? origin_of(*at_) : Origin{});
    }
}

void GraphReader::check_sizes(const Dims& dims, std::string_view name) const {
    bool negative = std::any_of(dims.begin(), dims.end(), [](int64_t size) { return size < 0; });
    if (negative) refuse(fmt::format("the tensor `{}` has a size below 0", printable(name)));
}

void GraphReader::add_initializers(const Graph& graph) {
    for (const TensorProto& tensor : graph.initializers) {
        check_sizes(tensor.dims, tensor.name);
        scopes_.back().values[tensor.name] = Value::of(stored_of(tensor, tensor.name));
    }
}

void GraphReader::note_readers(const std::vector<Node>& nodes, const std::vector<ValueInfo>& outputs, Scope& scope) {
    auto note = [&](const Node& node) {
        for (std::string_view name : node.inputs) scope.readers[name].push_back(&node);
    };
    for_each_node(nodes, note);
    for (const ValueInfo& output : outputs) scope.readers[output.name].push_back(nullptr);
}

const Node* GraphReader::only_reader(std::string_view tensor) const {
    auto found = scopes_.back().readers.find(tensor);
    if (found == scopes_.back().readers.end() || found->second.size() != 1) return nullptr;
    return found->second[0];
}

std::vector<const Node*> GraphReader::readers(std::string_view tensor) const {
    auto found = scopes_.back().readers.find(tensor);
    return found == scopes_.back().readers.end() ? std::vector<const Node*>() : found->second;
}

void GraphReader::read_nodes(const std::vector<Node>& nodes) {
    for (const Node& node : nodes) {
        if (tracer_.failed()) return;
        const Node* around = std::exchange(at_, &node);
        if (++steps_ > most_steps) refuse(code::too_large, "the graph has more than a million operations");
        if (passed_over_.count(&node) == 0) read_node(node);
        at_ = around;
    }
    if (at_) place_at(*at_);
}

void GraphReader::read_node(const Node& node) {
    if (node.op == "Constant" && node.domain.empty()) {
        Stored constant = constant_of(node);
        check_sizes(constant.dims, node.output(0));
        set(node, Value::of(std::move(constant)));
        return;
    }
    if (fold(*this, node)) return;
    place_at(node);
    if (node.op == "ReduceMean" && read_layer_norm(*this, node)) return;
    if (Operator known = find_operator(node)) {
        known(*this, node);
    } else if (const Function* function = find_function(node)) {
        read_function(node, *function);
    } else {
        take_recorded(node);
    }
}

const Value* GraphReader::find(std::string_view name) const {
    for (size_t index = scopes_.size(); index > 0; --index) {
        auto found = scopes_[index - 1].values.find(name);
        if (found != scopes_[index - 1].values.end()) return &found->second;
    }
    return nullptr;
}

const Value& GraphReader::input(const Node& node, size_t index) {
    static const Value none;
    std::string_view name = node.input(index);
    if (name.empty()) return none;
    if (const Value* value = find(name)) return *value;
    refuse(code::unknown_input, fmt::format("it reads `{}`, which nothing before it makes", printable(name)),
           "the nodes of a graph must be in the order in which they depend on each other");
}

std::optional<std::vector<int64_t>> GraphReader::numbers(const Node& node, size_t index) {
    const Value& value = input(node, index);
    if (value.kind == Value::Kind::missing) return std::nullopt;
    if (!value.is_known()) {
        refuse(fmt::format("its input `{}` is a shape or a number that depends on {}", printable(node.input(index)),
                           value.kind == Value::Kind::unknown ? value.why : "data that is not in the file"),
               "export the model with fixed shapes, or simplify it with onnxsim");
    }
    for (std::string_view root : value.stored.roots) constant_.insert(root);
    return integers_of(value.stored);
}

void GraphReader::set(std::string_view name, Value value) {
    if (name.empty()) return;
    bool is_new = scopes_.back().values.emplace(name, std::move(value)).second;
    if (!is_new) refuse(code::duplicate_name, fmt::format("the tensor `{}` is made twice", printable(name)));
}

void GraphReader::read_inner(const Graph& graph, const std::vector<Value>& inputs, std::vector<Value>& outputs) {
    if (++depth_ > deepest) refuse(code::too_large, "graphs are nested too deeply");
    scopes_.emplace_back();
    add_initializers(graph);
    for (size_t index = 0; index < graph.inputs.size() && index < inputs.size(); ++index) {
        set(graph.inputs[index].name, inputs[index]);
    }
    note_readers(graph.nodes, graph.outputs, scopes_.back());
    read_nodes(graph.nodes);
    for (const ValueInfo& output : graph.outputs) {
        const Value* value = find(output.name);
        outputs.push_back(value ? *value : Value::unknown("a graph that has no such output"));
    }
    scopes_.pop_back();
    --depth_;
}

const Function* GraphReader::find_function(const Node& node) const {
    for (const Function& function : model_.functions) {
        if (function.name == node.op && function.domain == node.domain) return &function;
    }
    return nullptr;
}

void GraphReader::read_function(const Node& node, const Function& function) {
    if (++depth_ > deepest) refuse(code::recursive_definition, "functions call each other without an end");
    std::vector<Value> inputs;
    for (size_t index = 0; index < function.inputs.size(); ++index) inputs.push_back(input(node, index));
    std::vector<Node>& nodes = called_.emplace_back(function.nodes);
    for (Node& inner : nodes) {
        inner.number = node.number;
        if (inner.name.empty()) inner.name = node.name;
        for (Attribute& attribute : inner.attributes) {
            if (attribute.reference.empty()) continue;
            const Attribute* given = node.find(attribute.reference);
            for (const Attribute& standard : function.defaults) {
                if (!given && standard.name == attribute.reference) given = &standard;
            }
            std::string_view name = attribute.name;
            if (given) attribute = *given;
            attribute.name = given ? name : std::string_view();  // an attribute that is not given is absent
        }
    }
    std::vector<Scope> around;
    around.swap(scopes_);  // a function sees nothing outside
    scopes_.emplace_back();
    for (size_t index = 0; index < inputs.size(); ++index) {
        if (inputs[index].kind != Value::Kind::missing) set(function.inputs[index], inputs[index]);
    }
    std::vector<ValueInfo> results;
    for (std::string_view output : function.outputs) results.push_back({output, Type::undefined, false, {}});
    note_readers(nodes, results, scopes_.back());
    read_nodes(nodes);
    std::vector<Value> outputs;
    for (std::string_view output : function.outputs) {
        const Value* value = find(output);
        outputs.push_back(value ? *value : Value::unknown("a function that has no such output"));
    }
    scopes_.swap(around);
    --depth_;
    for (const Node& inner : nodes) passed_over_.erase(&inner);
    called_.pop_back();
    for (size_t index = 0; index < outputs.size(); ++index) set(node, outputs[index], index);
}

void GraphReader::take_outputs() {
    std::vector<Tensor> outputs;
    for (const ValueInfo& info : model_.graph.outputs) {
        const Value* value = find(info.name);
        at_ = nullptr;
        if (!value) refuse(code::unknown_input, fmt::format("nothing makes the output `{}`", printable(info.name)));
        Traced result = traced(*value, info.name);
        Node as_output;
        as_output.name = info.name;
        place_at(as_output);
        result = placer_.in_file_order(result);
        if (std::find(outputs.begin(), outputs.end(), result.tensor) != outputs.end()) {
            result.tensor =
                tracer_.layer({.name = std::string(info.name), .operation = "identity", .inputs = {result.tensor}});
        }
        outputs.push_back(result.tensor);
    }
    tracer_.outputs(outputs);
}

// Numbers are conserved: what the file stores is in a layer, or is a constant that an operator uses.
void GraphReader::check_counted() {
    std::vector<std::string_view> left;
    for (const TensorProto& tensor : model_.graph.initializers) {
        bool is_used = scopes_.back().readers.count(tensor.name) != 0;
        bool is_number = !is_real(tensor.type) || product_of(tensor.dims) <= 1;
        bool is_accounted = counted_.count(tensor.name) != 0 || constant_.count(tensor.name) != 0;
        if (is_used && !is_number && !is_accounted) left.push_back(tensor.name);
    }
    if (left.empty()) return;
    std::string names;
    for (size_t index = 0; index < std::min<size_t>(left.size(), 5); ++index) {
        names += fmt::format("{}`{}`", index == 0 ? "" : ", ", printable(left[index]));
    }
    if (left.size() > 5) names += fmt::format(" and {} more", left.size() - 5);
    tracer_.remark(code::uncounted_weights, fmt::format("no layer accounts for the stored {}", names));
}

void GraphReader::take_recorded(const Node& node) {
    auto dims = recorded(node.output(0));
    std::string what = fmt::format("nnshape does not know the operation `{}{}{}`", printable(node.domain),
                                   node.domain.empty() ? "" : ".", printable(node.op));
    if (!dims) {
        refuse(code::unsupported_op, what, "the file records no shape for its result; run onnx.shape_inference on it");
    }
    PlacedLayer layer{.operation = {}, .inputs = {}};
    Parameters parameters;
    int64_t weights = 0;
    for (size_t index = 0; index < node.inputs.size(); ++index) {
        const Value& value = input(node, index);
        if (value.is_traced()) layer.inputs.push_back(value.traced);
        if (!value.is_stored()) continue;
        if (is_real(value.stored.type) && !value.stored.is_one()) {
            parameters.insert(parameters.end(), value.stored.roots.begin(), value.stored.roots.end());
            weights += product_of(value.stored.dims);
        } else {
            for (std::string_view root : value.stored.roots) constant_.insert(root);
        }
    }
    bool has_batch = !dims->empty() && (*dims)[0] == batch_size_ && !layer.inputs.empty() && layer.inputs[0].batch == 0;
    std::vector<int> axes;
    Dims sizes;
    for (size_t axis = has_batch ? 1 : 0; axis < dims->size(); ++axis) {
        axes.push_back(static_cast<int>(axis));
        sizes.push_back((*dims)[axis]);
    }
    if (sizes.empty()) sizes = {1};
    layer.operation = fmt::format("custom {}", fmt::join(sizes, "x"));
    if (weights != 0) layer.operation += fmt::format(" weights={}", weights);
    if (layer.inputs.size() > 1) layer.inputs.resize(1);
    layer.share = owner_of(node, parameters);
    int rank = static_cast<int>(dims->size());
    Traced result = placer_.emit(layer, axes, rank, has_batch ? 0 : -1, batch_size_);
    count(node, parameters, result.tensor);
    tracer_.remark(code::unsupported_op, what + "; its shape is the one that the file records");
    set(node, Value::of(result));
    for (size_t index = 1; index < node.outputs.size(); ++index) {
        set(node, Value::unknown(fmt::format("an operation `{}` that nnshape does not know", printable(node.op))),
            index);
    }
}

std::optional<Dims> GraphReader::recorded(std::string_view name) const {
    auto found = infos_.find(name);
    if (found == infos_.end() || !found->second->has_shape) return std::nullopt;
    Dims dims;
    for (const Dimension& dimension : found->second->dims) {
        int64_t size = dimension.size;
        if (size == 0 && is_batch_symbol(dimension.symbol)) size = batch_size_;
        if (size == 0) return std::nullopt;
        dims.push_back(size);
    }
    return dims;
}

void GraphReader::place_at(const Node& node) {
    placer_.at({.name = name_of(node),
                .origin = origin_of(node),
                .expected = recorded(node.output(0)).value_or(Dims()),
                .is_reshape = node.op == "Reshape" || node.op == "Flatten"});
}

Traced GraphReader::emit_alike(const Node& node, PlacedLayer layer, const Parameters& parameters) {
    layer.share = owner_of(node, parameters);
    Traced result = placer_.emit_alike(layer);
    count(node, parameters, result.tensor);
    return result;
}

Tensor GraphReader::owner_of(const Node& node, const Parameters& parameters) const {
    if (parameters.empty()) return no_tensor;
    Parameters key = parameters;
    key.push_back(node.op);
    auto found = owners_.find(key);
    return found == owners_.end() ? no_tensor : found->second;
}

void GraphReader::count(const Node& node, const Parameters& parameters, Tensor layer) {
    counted_.insert(parameters.begin(), parameters.end());
    if (parameters.empty()) return;
    Parameters key = parameters;
    key.push_back(node.op);
    owners_.emplace(std::move(key), layer);  // unless it has one
}

Origin GraphReader::origin_of(const Node& node) const {
    std::string name(node.name.empty() ? node.op : node.name);
    return {.line = 0, .column = 1, .node = fmt::format("node {}, {}", node.number, printable(name))};
}

}  // namespace nnshape::onnx
