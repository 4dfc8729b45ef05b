#include <algorithm>
#include <string>
#include <unordered_map>

#include "base/text.h"
#include "import/caffe/types.h"

// Caffe's prototxt files of both generations, `layer` and `layers`: https://github.com/BVLC/caffe, caffe.proto.
namespace nnshape {
namespace caffe {

const CaffeType* find_type(std::string_view name) {
    static constexpr CaffeType table[] = {
#define PLAIN(name, operation) {#name, nullptr, operation},
#define TYPE(name, function) {#name, function, {}},
#include "import/caffe/types.def"
#undef TYPE
#undef PLAIN
    };
    static const auto by_name = [] {
        std::unordered_map<std::string, const CaffeType*> types;
        for (const CaffeType& type : table) types.emplace(folded(type.name), &type);
        return types;
    }();
    auto found = by_name.find(folded(name));
    return found == by_name.end() ? nullptr : found->second;
}

}  // namespace caffe

namespace formats {
namespace {

// Only the first part of a file is searched for its first layer.
constexpr size_t searched = 1 << 14;
constexpr std::string_view blanks = " \t\r\n";

// Whether a line begins with `layer {` or `layers {`; the brace may be on the next line.
bool begins_layer(std::string_view text) {
    if (!text.starts_with("layer")) return false;
    text.remove_prefix(text.starts_with("layers") ? 6 : 5);
    size_t brace = text.find_first_not_of(" \t\r\n:");
    return brace != std::string_view::npos && text[brace] == '{';
}

bool recognises(std::string_view bytes) {
    std::string_view text = bytes.substr(0, searched);
    size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos || text[first] == '{' || text[first] == '[') return false;
    while (!text.empty()) {
        size_t begin = std::min(text.find_first_not_of(blanks), text.size());
        text.remove_prefix(begin);
        if (begins_layer(text)) return true;
        text.remove_prefix(std::min(text.find('\n'), text.size()));
    }
    return false;
}

Result<Imported, ImportFault> read(std::string_view bytes, const ImportOptions& options) {
    auto file = caffe::read_prototxt(bytes);
    if (!file) return file.fault();
    if (!file->find("layer") && !file->find("layers")) {
        return ImportFault{.message = "the file has no layer", .help = "a prototxt of a network has `layer { … }`"};
    }
    return caffe::CaffeNet(options).read(*file);
}

}  // namespace

extern const Format caffe{"caffe", "a Caffe prototxt", recognises, read};

}  // namespace formats
}  // namespace nnshape
