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

Result<Imported, ImportFault> read(std::string_view bytes, const ImportOptions& options) {
    try {
        onnx::Model model = onnx::read_model(bytes);
        if (!model.has_graph) return ImportFault{"the ONNX model has no graph"};
        Tracer tracer("onnx", onnx::layout_of(model), options);
        if (!model.producer.empty()) tracer.fact("producer", model.producer);
        if (!model.producer_version.empty()) tracer.fact("producer_version", model.producer_version);
        tracer.fact("ir_version", std::to_string(model.ir_version));
        tracer.fact("opset", std::to_string(model.opset));
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
