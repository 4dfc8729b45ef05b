#include "import/keras/container.h"

#include <algorithm>

#include "import/json.h"
#include "import/zip.h"

namespace nnshape::keras_format {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view hdf_mark = "\x89HDF\r\n\x1a\n"sv;
constexpr size_t searched = 1 << 14;  // bytes of a text

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool is_keras_text(std::string_view text) {
    size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return false;
    std::string_view head = text.substr(first, searched);
    bool is_object = head.starts_with('{') && head.find_first_not_of(" \t\r\n", 1) != std::string_view::npos &&
                     head[head.find_first_not_of(" \t\r\n", 1)] == '"';
    if (is_object && holds(head, "\"modelTopology\"")) return true;
    bool is_spec = holds(head.substr(0, 512), "\"type\"");  // of a layer of our own
    if (is_object && !is_spec && holds(head, "\"class_name\"") && holds(head, "\"config\"")) return true;
    return head.starts_with("\"{\\\"") && holds(head, "\\\"class_name\\\"");
}

const ZipEntry* find_entry(const std::vector<ZipEntry>& entries, std::string_view name) {
    auto found = std::find_if(entries.begin(), entries.end(), [&](const ZipEntry& one) { return one.name == name; });
    return found == entries.end() ? nullptr : &*found;
}

bool is_keras_archive(std::string_view bytes) {
    if (!is_zip(bytes)) return false;
    auto entries = zip_entries(bytes);
    return entries && find_entry(*entries, "config.json") &&
           (find_entry(*entries, "metadata.json") || find_entry(*entries, "model.weights.h5"));
}

Result<ModelText, ImportFault> text_of_archive(std::string_view bytes) {
    auto entries = zip_entries(bytes);
    if (!entries) return entries.fault();
    const ZipEntry* config = find_entry(*entries, "config.json");
    if (!config) return ImportFault{"the ZIP archive has no `config.json`", "a .keras file of model.save() has one"};
    auto text = unpack(bytes, *config);
    if (!text) return text.fault();
    return ModelText{std::move(*text), false};
}

// Whether a JSON object may be a model and not the configuration of its training.
bool is_model(std::string_view object) {
    std::string_view head = object.substr(0, 256);
    return holds(head, "\"class_name\"") && holds(object, "\"config\"") && holds(object, "\"layers\"");
}
bool is_old_sequential(std::string_view object) {
    return holds(object.substr(0, 64), "\"Sequential\"") && holds(object, "\"config\"");
}

Result<ModelText, ImportFault> text_of_hdf(std::string_view bytes) {
    size_t budget = 4 * bytes.size();  // bytes that may be read: objects are in each other
    for (size_t at = bytes.find("{\""); at != std::string_view::npos; at = bytes.find("{\"", at)) {
        JsonEnd end = end_of_json_object(bytes, at);
        std::string_view object = bytes.substr(at, end.at - at);
        if (end.whole && (is_model(object) || is_old_sequential(object))) return ModelText{std::string(object), false};
        if (object.size() > budget) break;
        budget -= object.size();
        at = end.whole ? end.at : at + 1;
    }
    return ImportFault{"the HDF5 file has no `model_config`: it holds weights alone, or the file breaks off",
                       "write the model's JSON with open(\"model.json\", \"w\").write(model.to_json())"};
}

}  // namespace

bool recognises(std::string_view bytes) {
    return bytes.starts_with(hdf_mark) || is_keras_archive(bytes) || is_keras_text(bytes);
}

Result<ModelText, ImportFault> find_text(std::string_view bytes) {
    if (bytes.starts_with(hdf_mark)) return text_of_hdf(bytes);
    if (is_zip(bytes)) return text_of_archive(bytes);
    return ModelText{std::string(bytes), true};
}

}  // namespace nnshape::keras_format
