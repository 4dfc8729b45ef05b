// The inputs of a graph: their sizes, and which of their axes is the batch.
#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "import/onnx/graph_reader.h"

namespace nnshape::onnx {

bool is_batch_symbol(std::string_view symbol) {
    std::string word(symbol);
    std::transform(word.begin(), word.end(), word.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
    });
    return word == "n" || word == "b" || word == "bs" || word.find("batch") != std::string::npos;
}

// By the name of its symbol; else the second of what a recurrent layer reads, else the first. A single axis is none
// unless its size is open.
int GraphReader::batch_axis_of(const ValueInfo& info) const {
    const auto& dims = info.dims;
    for (size_t axis = 0; axis < dims.size(); ++axis) {
        if (dims[axis].size == 0 && is_batch_symbol(dims[axis].symbol)) return static_cast<int>(axis);
    }
    if (dims.empty() || (dims.size() == 1 && dims[0].size != 0)) return -1;
    bool recurrent = false;
    for (const Node& node : model_.graph.nodes) {
        bool is_recurrent = node.op == "LSTM" || node.op == "GRU" || node.op == "RNN";
        recurrent = recurrent || (is_recurrent && node.input(0) == info.name && node.integer("layout", 0) == 0);
    }
    return recurrent && dims.size() > 1 ? 1 : 0;
}

void GraphReader::add_inputs() {
    bool is_first = true;
    for (const ValueInfo& info : model_.graph.inputs) {
        if (scopes_.back().values.count(info.name) != 0) continue;  // IR 3 names the stored tensors here too
        int batch = batch_axis_of(info);
        if (is_first && batch >= 0) {
            int64_t declared = info.dims[static_cast<size_t>(batch)].size;
            batch_size_ = declared > 0 ? declared : options_.batch_size;
        }
        is_first = false;
        add_input(info);
    }
}

void GraphReader::add_input(const ValueInfo& info) {
    Traced traced;
    traced.batch = batch_axis_of(info);
    if (traced.batch >= 0) {
        int64_t declared = info.dims[static_cast<size_t>(traced.batch)].size;
        if (declared != 0 && declared != batch_size_) traced.batch = -1;
    }
    Dims sizes;
    std::string example;
    for (size_t axis = 0; axis < info.dims.size(); ++axis) {
        if (static_cast<int>(axis) == traced.batch) continue;
        int64_t size = info.dims[axis].size;
        int64_t usual = info.dims.size() == 4 ? 224 : 128;
        sizes.push_back(size);
        example += fmt::format("{}{}", example.empty() ? "" : "x", size == 0 ? usual : size);
        traced.order.push_back(static_cast<int>(axis));
    }
    if (sizes.empty()) sizes = {1};
    if (!info.has_shape) sizes.clear();
    traced.tensor = tracer_.input(info.name, sizes, example.empty() ? "3x224x224" : example,
                                  {.line = 0, .column = 1, .node = fmt::format("input {}", printable(info.name))});
    if (traced.tensor == no_tensor) return;
    sizes = tracer_.sizes(traced.tensor);
    if (!info.has_shape) {
        traced.batch = 0;
        for (size_t axis = 1; axis <= sizes.size(); ++axis) traced.order.push_back(static_cast<int>(axis));
    } else if (sizes.size() != std::max<size_t>(traced.order.size(), 1)) {
        refuse(fmt::format("the input `{}` has {} axes without the batch, and `--input` gives {}", printable(info.name),
                           traced.order.size(), sizes.size()));
    }
    traced.dims.assign(traced.order.size() + (traced.batch >= 0 ? 1 : 0), 1);
    if (traced.batch >= 0) traced.dims[static_cast<size_t>(traced.batch)] = batch_size_;
    for (size_t index = 0; index < traced.order.size(); ++index) {
        traced.dims[static_cast<size_t>(traced.order[index])] = sizes[index];
    }
    set(info.name, Value::of(std::move(traced)));
}

}  // namespace nnshape::onnx
