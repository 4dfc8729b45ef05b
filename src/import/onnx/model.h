#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// An ONNX file as it is written: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto. All texts refer to the file's
// bytes. The data of large tensors is passed over.
namespace nnshape::onnx {

/// A file that cannot be read: what() says why.
struct Malformed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The data types of TensorProto that have a meaning here.
enum class Type : int32_t {
    undefined = 0,
    float32 = 1,
    uint8 = 2,
    int8 = 3,
    uint16 = 4,
    int16 = 5,
    int32 = 6,
    int64 = 7,
    text = 8,
    boolean = 9,
    float16 = 10,
    float64 = 11,
    uint32 = 12,
    uint64 = 13,
    bfloat16 = 16,
    float8_e4m3 = 17,
    float8_e5m2 = 19,
    uint4 = 21,
    int4 = 22,
};

bool is_real(Type type);

/// The most elements of a tensor whose numbers are read. Shapes, axes and scales have fewer.
inline constexpr int64_t most_numbers = 4096;

/// Holds every int64 and every double exactly (x86-64 and AArch64).
using Number = long double;

struct TensorProto {
    std::string_view name;
    std::vector<int64_t> dims;
    Type type = Type::undefined;
    std::vector<Number> numbers;  ///< empty unless the file holds them and they are few
    bool has_numbers = false;
};

/// An axis of a declared shape: a size, or a symbol, or neither.
struct Dimension {
    int64_t size = 0;  ///< 0: not known
    std::string_view symbol;
};

struct ValueInfo {
    std::string_view name;
    Type type = Type::undefined;
    bool has_shape = false;
    std::vector<Dimension> dims;
};

struct Graph;

struct Attribute {
    std::string_view name, reference;  ///< `reference`: an attribute of the function around it
    int64_t i = 0;
    float f = 0;
    std::string_view s;
    std::vector<int64_t> ints;
    std::vector<float> floats;
    std::vector<TensorProto> tensors;  ///< one at most
    std::vector<Graph> graphs;         ///< likewise
};

struct Node {
    std::string_view op, domain, name;
    std::vector<std::string_view> inputs, outputs;
    std::vector<Attribute> attributes;
    size_t number = 0;  ///< in its graph, from 0

    const Attribute* find(std::string_view attribute) const;
    int64_t integer(std::string_view attribute, int64_t otherwise) const;
    std::string_view text(std::string_view attribute, std::string_view otherwise) const;
    std::vector<int64_t> integers(std::string_view attribute) const;
    std::string_view input(size_t index) const { return index < inputs.size() ? inputs[index] : std::string_view(); }
    std::string_view output(size_t index) const { return index < outputs.size() ? outputs[index] : std::string_view(); }
};

struct Graph {
    std::vector<Node> nodes;
    std::vector<TensorProto> initializers;
    std::vector<ValueInfo> inputs, outputs, values;
};

struct Function {
    std::string_view name, domain;
    std::vector<std::string_view> inputs, outputs;
    std::vector<Node> nodes;
    std::vector<Attribute> defaults;
};

struct Model {
    int64_t ir_version = 0;
    int64_t opset = 0;  ///< of the standard operators
    std::string_view producer, producer_version;
    bool has_graph = false;
    Graph graph;
    std::vector<Function> functions;
};

/// Reads a file; throws Malformed.
Model read_model(std::string_view bytes);

/// Whether the bytes look like the fields of a ModelProto with a graph.
bool is_model(std::string_view bytes);

}  // namespace nnshape::onnx
