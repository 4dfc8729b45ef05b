#include "import/ncnn/types.h"

// ncnn's param files in their text form: https://github.com/Tencent/ncnn/wiki/operators.
namespace nnshape {
namespace ncnn {

ReadLine find_type(std::string_view type) {
    struct Row {
        std::string_view type;
        ReadLine read;
    };
    static constexpr Row table[] = {
#define PLAIN(name, operation)
#define TYPE(name, function) {#name, function},
#include "import/ncnn/types.def"
#undef TYPE
#undef PLAIN
    };
    for (const Row& row : table) {
        if (row.type == type) return row.read;
    }
    return nullptr;
}

std::string_view find_plain(std::string_view type) {
    struct Row {
        std::string_view type, operation;
    };
    static constexpr Row table[] = {
#define PLAIN(name, operation) {#name, operation},
#define TYPE(name, function)
#include "import/ncnn/types.def"
#undef TYPE
#undef PLAIN
    };
    for (const Row& row : table) {
        if (row.type == type) return row.operation;
    }
    return {};
}

}  // namespace ncnn

namespace formats {
namespace {

bool recognises(std::string_view bytes) {
    size_t begin = bytes.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return false;
    std::string_view text = bytes.substr(begin);
    return text.starts_with(ncnn::magic) && text.find_first_of(" \t\r\n") == ncnn::magic.size();
}

Result<Imported, ImportFault> read(std::string_view bytes, const ImportOptions& options) {
    auto lines = ncnn::read_lines(bytes);
    if (!lines) return lines.fault();
    return ncnn::ParamGraph(options).read(*lines);
}

}  // namespace

extern const Format ncnn{"ncnn", "an ncnn param file", recognises, read};

}  // namespace formats
}  // namespace nnshape
