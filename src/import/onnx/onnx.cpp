#include "import/import.h"

// ONNX: a ModelProto, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
namespace nnshape::formats {
namespace {

using namespace std::string_view_literals;

bool recognises(std::string_view bytes) { return bytes.starts_with("\x08"sv); }

Result<Imported, ImportFault> read(std::string_view, const ImportOptions&) {
    return ImportFault{"nothing of ONNX is read yet"};
}

}  // namespace

extern const Format onnx{"onnx", "an ONNX model", recognises, read};

}  // namespace nnshape::formats
