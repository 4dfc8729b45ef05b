#include <fmt/format.h>
#include <algorithm>
#include <map>

#include "import/onnx/graph_reader.h"

// ONNX, https://github.com/onnx/onnx: opsets 7 to 23.
namespace nnshape::formats {
namespace {

using namespace std::string_view_literals;

// A TensorFlow SavedModel has a version and then its graphs, where ONNX has a producer's name.
bool is_saved_model(std::string_view bytes) {
    return bytes.starts_with("\x08\x01\x12"sv) && bytes.substr(0, 4096).find("serve") != std::string_view::npos;
}

bool recognises(std::string_view bytes) {
    return !bytes.empty() && (bytes[0] & '\x07') <= 2 && !is_saved_model(bytes) && onnx::is_model(bytes);
}

struct TypeName {
    onnx::Type type;
    std::string_view name;
};

// The types of numbers that networks store, with nnshape's names. The first is the default.
constexpr TypeName type_names[] = {
    {onnx::Type::float32, "float32"},   {onnx::Type::float64, "float64"},      {onnx::Type::float16, "float16"},
    {onnx::Type::bfloat16, "bfloat16"}, {onnx::Type::float8_e4m3, "fp8_e4m3"}, {onnx::Type::float8_e5m2, "fp8_e5m2"},
    {onnx::Type::int8, "int8"},         {onnx::Type::uint8, "uint8"},          {onnx::Type::int4, "int4"},
    {onnx::Type::uint4, "uint4"},
};

// The type of most stored numbers, and that of most that are not integers: weights may be int8 where everything else is
// float32.
void write_dtype(const onnx::Graph& graph, Tracer& tracer) {
    std::map<std::string_view, Checked> stored;
    for (const onnx::TensorProto& tensor : graph.initializers) {
        auto known = std::find_if(std::begin(type_names), std::end(type_names),
                                  [&](const TypeName& one) { return one.type == tensor.type; });
        if (known != std::end(type_names)) stored[known->name] += product_of(tensor.dims);
    }
    std::string_view most = type_names[0].name, most_real = most;
    int64_t numbers = 0, reals = 0;
    for (const TypeName& one : type_names) {
        Checked count = stored[one.name];
        if (count.overflowed()) continue;
        if (count.value() > numbers) most = one.name, numbers = count.value();
        if (onnx::is_real(one.type) && count.value() > reals) most_real = one.name, reals = count.value();
    }
    if (most != most_real) {
        tracer.directive(fmt::format("dtype {} weights={}", most_real, most));
    } else if (most != type_names[0].name) {
        tracer.directive(fmt::format("dtype {}", most));
    }
}

Result<Imported, ImportFault> read(std::string_view bytes, const ImportOptions& options) {
    try {
        onnx::Model model = onnx::read_model(bytes);
        if (!model.has_graph) return ImportFault{"the ONNX model has no graph"};
        Tracer tracer("onnx", onnx::layout_of(model), options);
        if (!model.producer.empty()) tracer.fact("producer", model.producer);
        if (!model.producer_version.empty()) tracer.fact("producer_version", model.producer_version);
        tracer.fact("ir_version", std::to_string(model.ir_version));
        tracer.fact("opset", std::to_string(model.opset));
        write_dtype(model.graph, tracer);
        onnx::GraphReader(model, options, tracer).read();
        return tracer.finish();
    } catch (const onnx::Malformed& fault) {
        return ImportFault{std::string("the ONNX model cannot be read: ") + fault.what()};
    }
}

}  // namespace

extern const Format onnx;
const Format onnx{"onnx", "an ONNX model", recognises, read};

}  // namespace nnshape::formats
