#include <fmt/format.h>
#include <algorithm>
#include <set>

#include "base/checked.h"
#include "base/unicode.h"
#include "import/inventory.h"
#include "import/json.h"

// safetensors: eight bytes of length, a JSON header with the tensors, and their data, which is not read.
// https://huggingface.co/docs/safetensors
namespace nnshape::formats {
namespace {

constexpr uint64_t longest_header = 100'000'000;  // the format's own limit

struct Type {
    std::string_view name, ours;
    int64_t bits;
};

constexpr Type types[] = {{"F64", "float64", 64},
                          {"F32", "float32", 32},
                          {"F16", "float16", 16},
                          {"BF16", "bfloat16", 16},
                          {"I64", "int64", 64},
                          {"I32", "int32", 32},
                          {"I16", "int16", 16},
                          {"I8", "int8", 8},
                          {"U64", "", 64},
                          {"U32", "", 32},
                          {"U16", "", 16},
                          {"U8", "uint8", 8},
                          {"BOOL", "uint8", 8},
                          {"F8_E4M3", "fp8_e4m3", 8},
                          {"F8_E5M2", "fp8_e5m2", 8},
                          {"F8_E8M0", "", 8},
                          {"F4", "", 4},
                          {"C64", "", 64}};

// A tensor of the header: "NAME": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}.
Result<CheckpointTensor, ImportFault> read_tensor(const std::string& name, const JsonValue& value) {
    auto type =
        std::find_if(std::begin(types), std::end(types), [&](const Type& one) { return value["dtype"].is(one.name); });
    if (type == std::end(types)) {
        return ImportFault{fmt::format("the tensor `{}` has the type `{}`, which safetensors does not have",
                                       printable(name), printable(value["dtype"].word()))};
    }
    CheckpointTensor tensor{.name = name, .dims = {}, .type = type->ours, .bytes = 0};
    Checked bits = type->bits;
    bool whole = value["shape"].is_array();
    for (const JsonValue& item : value["shape"].items) {
        auto size = item.integer();
        whole = whole && size && *size >= 0;
        if (!whole) break;
        tensor.dims.push_back(*size);
        bits *= *size;
    }
    auto begin = value["data_offsets"][0].integer(), end = value["data_offsets"][1].integer();
    bool fits = whole && begin && end && *begin >= 0 && *begin <= *end && !bits.overflowed() &&
                *end - *begin == divide_up(bits.value(), 8);
    if (!fits) {
        return ImportFault{fmt::format("the bytes of the tensor `{}` do not fit its shape", printable(name))};
    }
    tensor.bytes = *end - *begin;
    return tensor;
}

Result<Checkpoint, ImportFault> read_header(std::string_view text) {
    auto header = parse_json(text);
    if (!header) return ImportFault{"the header of the safetensors file is not JSON: " + header.fault().message};
    if (!header->is_object()) return ImportFault{"the header of the safetensors file is not a JSON object"};
    Checkpoint checkpoint;
    for (size_t index = 0; index < header->items.size(); ++index) {
        const std::string& name = header->keys[index];
        const JsonValue& value = header->items[index];
        if (name == "__metadata__") {
            for (size_t fact = 0; fact < value.keys.size(); ++fact) {
                checkpoint.facts.emplace_back(printable(value.keys[fact]), printable(value.items[fact].word()));
            }
            continue;
        }
        auto tensor = read_tensor(name, value);
        if (!tensor) return tensor.fault();
        checkpoint.tensors.push_back(std::move(*tensor));
    }
    return checkpoint;
}

uint64_t length_of(std::string_view bytes) {
    uint64_t length = 0;
    for (int index = 7; index >= 0; --index)
        length = length << 8 | static_cast<unsigned char>(bytes[static_cast<size_t>(index)]);
    return length;
}

// model.safetensors.index.json, which says in which file each tensor is.
bool is_index(std::string_view bytes) {
    return bytes.starts_with('{') && bytes.substr(0, 4096).find("\"weight_map\"") != std::string_view::npos;
}

bool recognises(std::string_view bytes) {
    if (is_index(bytes)) return true;
    return bytes.size() > 9 && bytes[8] == '{' && length_of(bytes) <= longest_header &&
           (bytes[9] == '"' || bytes[9] == '}');
}

Result<Checkpoint, ImportFault> read_file(std::string_view bytes) {
    uint64_t length = bytes.size() < 8 ? 0 : length_of(bytes);
    if (length < 2 || length > longest_header) return ImportFault{"this is not a safetensors file: it has no header"};
    if (bytes.size() - 8 < length) return ImportFault{"the safetensors file ends inside its header"};
    return read_header(bytes.substr(8, length));
}

// {"weight_map": {"layers.0.weight": "model-00001-of-00002.safetensors"}}: the tensors of all files that it names, in
// the order in which it names them.
Result<Checkpoint, ImportFault> read_shards(std::string_view bytes, const ImportOptions& options) {
    auto index = parse_json(bytes);
    if (!index) return index.fault();
    Checkpoint whole;
    std::set<std::string_view> read;
    for (const JsonValue& shard : (*index)["weight_map"].items) {
        std::string name(shard.word());
        if (!read.insert(shard.word()).second) continue;
        auto content = options.beside ? options.beside(name) : std::nullopt;
        if (!content) {
            return ImportFault{
                fmt::format("this is the index of a checkpoint, and `{}`, which it names, is not beside it",
                            printable(name)),
                "put all files of the checkpoint into its folder"};
        }
        auto part = read_file(*content);
        if (!part) return ImportFault{fmt::format("`{}`: {}", printable(name), part.fault().message)};
        whole.tensors.insert(whole.tensors.end(), part->tensors.begin(), part->tensors.end());
    }
    return whole;
}

Result<Imported, ImportFault> read(std::string_view bytes, const ImportOptions& options) {
    auto checkpoint = is_index(bytes) ? read_shards(bytes, options) : read_file(bytes);
    if (!checkpoint) return checkpoint.fault();
    return inventory_of("safetensors", std::move(*checkpoint));
}

}  // namespace

extern const Format safetensors;
const Format safetensors{"safetensors", "a safetensors checkpoint", recognises, read};

}  // namespace nnshape::formats
