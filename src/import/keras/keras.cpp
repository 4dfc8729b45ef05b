#include <fmt/format.h>
#include <algorithm>
#include <memory>

#include "base/text.h"
#include "base/unicode.h"
#include "import/keras/container.h"
#include "import/keras/graph.h"

// Keras: the JSON of Model.to_json(), in the dialects of Keras 1, 2, TF 2, Keras 3 and TensorFlow.js.
namespace nnshape::formats {
namespace {

using namespace keras_format;

// The model in the JSON of a file: it may be inside `modelTopology`, `model_config`, or a string.
const JsonValue* model_in(const JsonValue& file) {
    const JsonValue* at = &file;
    for (int depth = 0; depth < 4; ++depth) {
        if (is_model(*at)) return at;
        const JsonValue* next = nullptr;
        for (std::string_view key : {"modelTopology", "model_config"}) {
            if (!next) next = at->find(key);
        }
        if (!next) return nullptr;
        at = next;
    }
    return nullptr;
}

// A JSON text inside a JSON string, as json.dump(model.to_json()) writes it.
const JsonValue* text_in(const JsonValue& file) {
    if (file.is_string()) return &file;
    const JsonValue& topology = file["modelTopology"];
    for (const JsonValue* from : {&file, &topology}) {
        if ((*from)["model_config"].is_string()) return &(*from)["model_config"];
    }
    return nullptr;
}

struct Formats {
    int first = 0, last = 0;
};

void count_formats(const JsonValue& layer, Formats& formats, int depth) {
    if (depth > 64) return;
    const JsonValue& config = layer["config"];
    for (std::string_view key : {"data_format", "dim_ordering"}) {
        formats.first += config[key].is("channels_first") || config[key].is("th");
        formats.last += config[key].is("channels_last") || config[key].is("tf");
    }
    const JsonValue& layers = config.is_array() ? config : config["layers"];
    for (const JsonValue& inner : layers.items) count_formats(inner, formats, depth + 1);
    if (config["layer"].is_object()) count_formats(config["layer"], formats, depth + 1);
}

std::string_view version_of(const JsonValue& file, const JsonValue& model) {
    for (const JsonValue* from : {&file, &file["modelTopology"], &model}) {
        if (!(*from)["keras_version"].word().empty()) return (*from)["keras_version"].word();
    }
    return {};
}

// Keras before 2.4 had one bias in a GRU; tf.keras and Keras 3 have two. A file without a version is judged by the
// names of its arguments.
bool has_new_gru(std::string_view text, std::string_view version, const JsonValue& file) {
    if (file["generatedBy"].word().starts_with("TensorFlow.js")) return false;
    if (version.empty()) {
        return text.find("\"border_mode\"") == text.npos && text.find("\"inner_activation\"") == text.npos;
    }
    if (version.find("tf") != version.npos) return true;
    if (version.starts_with("1.")) return false;
    bool old = version.starts_with("2.0") || version.starts_with("2.1.") || version.starts_with("2.2") ||
               version.starts_with("2.3");
    return !old;
}

// The counts of a stored tensor, by the last part of its name.
void count_stored(std::string_view name, int64_t numbers, StoredWeights& stored) {
    std::string_view kind = name.substr(name.rfind('/') + 1);
    if (contains_word("bias beta", kind)) {
        stored.biases += numbers;
    } else if (contains_word("moving_mean moving_variance mean variance count", kind)) {
        stored.buffers += numbers;
    } else {
        stored.weights += numbers;
    }
}

// By the layer's name, which is the first part of the tensor's.
void read_manifest(const JsonValue& manifest, File& file) {
    for (const JsonValue& group : manifest.items) {
        for (const JsonValue& tensor : group["weights"].items) {
            std::string_view name = tensor["name"].word();
            std::vector<int64_t> sizes;
            for (const JsonValue& size : tensor["shape"].items) sizes.push_back(size.integer().value_or(0));
            int64_t numbers = product_of(sizes);
            if (numbers < 0 || name.find('/') == name.npos) continue;
            count_stored(name, numbers, file.stored[std::string(name.substr(0, name.find('/')))]);
        }
    }
}

class Importer {
  public:
    Importer(const ModelText& source, const ImportOptions& options) : source_(source), options_(options) {}

    Result<Imported, ImportFault> run() {
        auto parsed = parse_json(source_.text);
        if (!parsed) return fault(parsed.fault());
        if (const JsonValue* text = text_in(*parsed)) {
            inner_ = text->text;
            in_file_ = false;
            auto inner = parse_json(inner_);
            if (!inner) return fault(inner.fault());
            *parsed = std::move(*inner);
        }
        const JsonValue* model = model_in(*parsed);
        if (!model) return ImportFault{no_model(*parsed), "write the model with model.to_json() or model.save()"};
        return import(*parsed, *model);
    }

  private:
    ImportFault fault(ImportFault found) const {
        if (!source_.is_file || !in_file_) found.span = {};
        return found;
    }

    static std::string no_model(const JsonValue& file) {
        if (file["format"].is("graph-model") || file["modelTopology"].find("node")) {
            return "a graph model of TensorFlow.js has operations and no layers";
        }
        std::string_view name = class_of(file);
        if (name.empty()) return "the JSON has no Keras model";
        return fmt::format("the JSON of a `{}` has no layers: only Sequential and Functional models list them",
                           printable(name));
    }

    Result<Imported, ImportFault> import(const JsonValue& json, const JsonValue& model) {
        Formats formats;
        count_formats(model, formats, 0);
        File file{.layout = formats.first > formats.last ? Layout::chw : Layout::hwc};
        std::string_view version = version_of(json, model);
        std::string_view text = in_file_ ? std::string_view(source_.text) : std::string_view(inner_);
        file.new_gru = has_new_gru(text, version, json);
        file.origin_of = [this](const JsonValue& layer) { return origin_of(layer); };
        read_manifest(json["weightsManifest"], file);
        Tracer tracer("keras", file.layout, options_);
        std::string_view name = model["config"]["name"].word();
        if (!name.empty()) tracer.directive("network " + quoted_name(printable(name)));
        if (!version.empty()) tracer.fact("keras_version", version);
        if (!json["generatedBy"].word().empty()) tracer.fact("producer", json["generatedBy"].word());
        if (!model["backend"].word().empty()) tracer.fact("backend", model["backend"].word());
        Graph(tracer, file).run(model);
        return tracer.finish();
    }

    // Its line and column in a text, else its name.
    Origin origin_of(const JsonValue& layer) {
        std::string_view name = layer["config"]["name"].word();
        if (name.empty()) name = layer["name"].word();
        if (!source_.is_file || !in_file_) return {.node = fmt::format("layer {}", printable(name))};
        auto at = std::min(layer.at, static_cast<uint32_t>(source_.text.size()));
        size_t begin = at < reached_ ? 0 : reached_;
        if (begin == 0) line_ = 1;
        line_ += static_cast<uint64_t>(
            std::count(source_.text.begin() + static_cast<std::ptrdiff_t>(begin), source_.text.begin() + at, '\n'));
        reached_ = at;
        size_t start = at == 0 ? 0 : source_.text.rfind('\n', at - 1) + 1;
        return {.line = line_, .column = at - start + 1};
    }

    const ModelText& source_;
    const ImportOptions& options_;
    std::string inner_;  // of a text in a string
    bool in_file_ = true;
    size_t reached_ = 0;  // the byte that `line_` is the line of
    uint64_t line_ = 1;
};

Result<Imported, ImportFault> read(std::string_view bytes, const ImportOptions& options) {
    auto text = find_text(bytes);
    if (!text) return text.fault();
    return Importer(*text, options).run();
}

}  // namespace

extern const Format keras{"keras", "a Keras model", keras_format::recognises, read};

}  // namespace nnshape::formats
