#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "import/huggingface/model.h"
#include "import/tracer.h"

// The config.json of a model of Hugging Face's transformers. It has no layers, but sizes: the layers follow from the
// family that `model_type` names.
namespace nnshape::formats {
namespace {

using namespace huggingface;

// A config has one of these: any other JSON may name the type of its model, too.
constexpr std::string_view signs =
    "architectures transformers_version hidden_size n_embd n_embed d_model dim num_hidden_layers n_layer num_layers "
    "n_layers text_config vision_config";

bool holds(std::string_view bytes, std::string_view key) { return bytes.find(key) != std::string_view::npos; }

// Whether the beginning of a file that ends before its last bracket is that of a config. In a config with a long table
// of labels, the type follows the table.
bool recognises_part(std::string_view bytes) {
    bool has_type = holds(bytes, "\"model_type\"");
    return !holds(bytes, "\"layers\"") &&
           (has_type || (holds(bytes, "\"architectures\"") && holds(bytes, "\"id2label\"")));
}

bool recognises(std::string_view bytes) {
    size_t first = bytes.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || bytes[first] != '{') return false;
    if (!holds(bytes, "\"model_type\"") && !holds(bytes, "\"id2label\"")) return false;
    auto object = parse_json(bytes);
    if (!object) return recognises_part(bytes);
    if (!object->find("model_type") || object->find("layers") || object->find("config")) return false;
    auto names = words_of(signs);
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return object->find(name); });
}

const std::vector<Family>& families() {
    static const std::vector<Family> all = {decoders(), encoders(),       t5s(),
                                            barts(),    image_encoders(), image_text_encoders()};
    return all;
}

const Family* find_family(std::string_view type) {
    auto found = std::find_if(families().begin(), families().end(), [&](const Family& family) {
        return std::find(family.types.begin(), family.types.end(), type) != family.types.end();
    });
    return found == families().end() ? nullptr : &*found;
}

void fail_unknown(Model& model) {
    std::vector<std::string_view> types;
    for (const Family& family : families()) types.insert(types.end(), family.types.begin(), family.types.end());
    std::sort(types.begin(), types.end());
    const JsonValue& type = model.config.value("model_type");
    if (type.is_null()) return model.config.fail("the config has no `model_type`");
    model.config.fail(
        fmt::format("the model type `{}` is not known", printable(model.type)),
        fmt::format("known are {}; the model's checkpoint (.safetensors) opens for every type", enumerate(types)),
        &type);
}

// The type of the weights; empty if the config has none that nnshape knows.
std::string_view dtype_of(Config& config) {
    std::string name = config.word("torch_dtype dtype", "");
    if (name.starts_with("torch.")) name.erase(0, 6);
    for (std::string_view known : {"float64", "float32", "float16", "bfloat16"}) {
        if (name == known) return known;
    }
    return {};
}

std::string head_of(Model& model) {
    std::string_view name = model.architecture.empty() ? model.type : model.architecture;
    std::string head = fmt::format("network {}\n", quoted_name(printable(name)));
    if (auto dtype = dtype_of(model.config); !dtype.empty()) head += fmt::format("dtype {}\n", dtype);
    return head;
}

void add_facts(Model& model, Imported& imported) {
    imported.facts.emplace_back("model_type", model.type);
    if (!model.architecture.empty()) imported.facts.emplace_back("architecture", printable(model.architecture));
    const JsonValue& version = model.config.value("transformers_version");
    if (version.is_string()) imported.facts.emplace_back("transformers_version", printable(version.text));
}

Result<Imported, ImportFault> read(std::string_view bytes, const ImportOptions& options) {
    auto object = parse_json(bytes);
    if (!object) return object.fault();
    if (!object->is_object()) return ImportFault{"the config is not a JSON object", {}, {0, 1}};
    Model model(Config(bytes, *object), options);
    const Family* family = find_family(model.type);
    if (!family) fail_unknown(model);
    if (!model.config.fault()) family->write(model);
    std::string head = head_of(model);
    if (!model.config.fault()) model.check_inputs();
    if (model.config.fault()) return *model.config.fault();

    Imported imported;
    imported.format = "huggingface";
    imported.listing = model.listing.finish(head);
    auto lines = std::count(imported.listing.begin(), imported.listing.end(), '\n');
    imported.origins.resize(static_cast<size_t>(lines));
    add_facts(model, imported);
    if (model.lacks_head) {
        imported.remarks.push_back({.code = &code::unsupported_op,
                                    .message = fmt::format("the head of `{}` is not known; its parameters are missing",
                                                           printable(model.architecture)),
                                    .help = "the model's checkpoint (.safetensors) has all of its tensors",
                                    .line = 0});
    }
    return imported;
}

}  // namespace

extern const Format huggingface;
const Format huggingface{"huggingface", "a config of Hugging Face", recognises, read};

}  // namespace nnshape::formats
