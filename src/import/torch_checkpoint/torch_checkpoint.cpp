#include <fmt/format.h>
#include <algorithm>
#include <map>
#include <set>

#include "base/checked.h"
#include "base/unicode.h"
#include "import/inventory.h"
#include "import/torch_checkpoint/pickle.h"
#include "import/zip.h"

// A state_dict of PyTorch: a ZIP archive with a pickle, and the data of its storages, which is not read.
namespace nnshape::formats {
namespace {

using torch::Malformed;
using torch::Pickle;
using torch::PickleValue;
using Kind = PickleValue::Kind;

constexpr int deepest = 32;  // dictionaries in each other
constexpr size_t most_tensors = 1'000'000;

struct Type {
    std::string_view name, ours;  // of a storage class or a dtype
    int64_t bits;
};

constexpr Type types[] = {{"FloatStorage", "float32", 32},
                          {"DoubleStorage", "float64", 64},
                          {"HalfStorage", "float16", 16},
                          {"BFloat16Storage", "bfloat16", 16},
                          {"LongStorage", "int64", 64},
                          {"IntStorage", "int32", 32},
                          {"ShortStorage", "int16", 16},
                          {"CharStorage", "int8", 8},
                          {"ByteStorage", "uint8", 8},
                          {"BoolStorage", "uint8", 8},
                          {"QInt8Storage", "int8", 8},
                          {"QUInt8Storage", "uint8", 8},
                          {"QInt32Storage", "int32", 32},
                          {"ComplexFloatStorage", "", 64},
                          {"UntypedStorage", "uint8", 8},
                          {"float8_e4m3fn", "fp8_e4m3", 8},
                          {"float8_e5m2", "fp8_e5m2", 8},
                          {"uint16", "", 16},
                          {"uint32", "", 32},
                          {"uint64", "", 64}};

// Functions that make a tensor of a storage, or pass one on: their first argument. Nothing else is called.
constexpr std::string_view builders[] = {"_rebuild_tensor",  "_rebuild_tensor_v2", "_rebuild_tensor_v3",
                                         "_rebuild_qtensor", "_rebuild_parameter", "_rebuild_parameter_with_state"};

class StateDict {
  public:
    explicit StateDict(const Pickle& pickle) : pickle_(pickle) {}

    Checkpoint read() {
        uint32_t root = pickle_.root;
        for (std::string_view key : {"state_dict", "model_state_dict", "model", "module", "params"}) {
            if (auto found = find(root, key); found && pickle_[*found].kind == Kind::dict) {
                root = *found;
                break;
            }
        }
        collect(root, "", 0);
        if (checkpoint_.tensors.empty()) throw Malformed("it has no tensors");
        return std::move(checkpoint_);
    }

  private:
    const PickleValue& at(const PickleValue& value, size_t index) const {
        if (index >= value.items.size()) throw Malformed("a tensor in it is not complete");
        return pickle_[value.items[index]];
    }

    std::optional<uint32_t> find(uint32_t dict, std::string_view key) const {
        const PickleValue& value = pickle_[dict];
        for (size_t index = 0; value.kind == Kind::dict && index + 1 < value.items.size(); index += 2) {
            if (pickle_[value.items[index]].text == key) return value.items[index + 1];
        }
        return std::nullopt;
    }

    void collect(uint32_t number, const std::string& path, int depth) {
        const PickleValue& value = pickle_[number];
        if (depth > deepest) throw Malformed("dictionaries in it are nested too deeply");
        if (checkpoint_.tensors.size() > most_tensors || ++steps_ > 4 * most_tensors)
            throw Malformed("it has too many tensors");
        if (value.kind == Kind::call) return call(value, path);
        if (value.kind != Kind::dict) return;
        for (size_t index = 0; index + 1 < value.items.size(); index += 2) {
            const PickleValue& key = pickle_[value.items[index]];
            std::string name = key.kind == Kind::integer ? fmt::format("{}", key.number) : std::string(key.text);
            collect(value.items[index + 1], path.empty() ? name : path + "." + name, depth + 1);
        }
    }

    // A call is a tensor, an empty dictionary, or a class that nnshape does not make.
    void call(const PickleValue& value, const std::string& path) {
        const PickleValue* called = &value;
        for (int depth = 0; called->kind == Kind::call; ++depth) {
            const PickleValue& function = at(*called, 0);
            bool builds = function.kind == Kind::global && function.text.starts_with("torch.") &&
                          std::find(std::begin(builders), std::end(builders), function.name) != std::end(builders);
            if (function.name == "_rebuild_from_type_v2" && depth < deepest) {
                wrapped(*called, path);
                return;
            }
            if (!builds || depth > deepest) return unknown(function, path);
            const PickleValue& arguments = at(*called, 1);
            const PickleValue& first = at(arguments, 0);
            if (first.kind == Kind::persistent) return tensor(first, arguments, path);
            called = &first;
        }
    }

    // `_rebuild_from_type_v2(function, type, arguments, state)`
    void wrapped(const PickleValue& outer, const std::string& path) {
        const PickleValue& arguments = at(outer, 1);
        const PickleValue& inner = at(arguments, 2);
        if (at(inner, 0).kind == Kind::persistent) tensor(at(inner, 0), inner, path);
    }

    void unknown(const PickleValue& function, const std::string& path) {
        constexpr std::string_view harmless[] = {"OrderedDict", "defaultdict", "Size", "device", "dtype", "Namespace"};
        if (std::find(std::begin(harmless), std::end(harmless), function.name) != std::end(harmless)) return;
        throw Malformed(
            fmt::format("its `{}` is made by `{}.{}`, which is not a tensor of a state_dict; save "
                        "`model.state_dict()` instead of the model",
                        printable(path), printable(function.text), printable(function.name)));
    }

    // ('storage', class, key, device, numbers), its offset, and the sizes.
    void tensor(const PickleValue& persistent, const PickleValue& arguments, const std::string& path) {
        const PickleValue& storage = at(persistent, 0);
        std::string_view type_name = at(storage, 1).name;
        if (arguments.items.size() > 6 && at(arguments, 6).kind == Kind::global) type_name = at(arguments, 6).name;
        auto type =
            std::find_if(std::begin(types), std::end(types), [&](const Type& one) { return one.name == type_name; });
        if (type == std::end(types)) {
            throw Malformed(fmt::format("the tensor `{}` has the type `{}`, which nnshape does not know",
                                        printable(path), printable(type_name)));
        }
        CheckpointTensor made{.name = path, .dims = {}, .type = type->ours, .bytes = 0};
        Checked bits = type->bits;
        for (uint32_t item : at(arguments, 2).items) {
            int64_t size = pickle_[item].number;
            if (pickle_[item].kind != Kind::integer || size < 0)
                throw Malformed(fmt::format("the tensor `{}` has no sizes", printable(path)));
            made.dims.push_back(size);
            bits *= size;
        }
        if (bits.overflowed()) throw Malformed(fmt::format("the bytes of `{}` overflow", printable(path)));
        made.bytes = divide_up(bits.value(), 8);
        auto place = std::make_tuple(at(storage, 2).text, at(arguments, 1).number, made.dims);
        bool is_new = places_.insert(place).second;
        if (is_new) checkpoint_.tensors.push_back(std::move(made));  // another name for the same numbers counts once
    }

    const Pickle& pickle_;
    Checkpoint checkpoint_;
    std::set<std::tuple<std::string_view, int64_t, std::vector<int64_t>>> places_;
    size_t steps_ = 0;
};

const ZipEntry* find_pickle(const std::vector<ZipEntry>& entries) {
    auto found = std::find_if(entries.begin(), entries.end(), [](const ZipEntry& entry) {
        return entry.name == "data.pkl" || entry.name.ends_with("/data.pkl");
    });
    return found == entries.end() ? nullptr : &*found;
}

bool recognises(std::string_view bytes) {
    if (!is_zip(bytes)) return false;
    if (bytes.substr(0, 512).find("data.pkl") != std::string_view::npos) return true;
    auto entries = zip_entries(bytes);
    return entries && find_pickle(*entries);
}

Result<Imported, ImportFault> read(std::string_view bytes, const ImportOptions&) {
    auto entries = zip_entries(bytes);
    if (!entries) return entries.fault();
    const ZipEntry* entry = find_pickle(*entries);
    if (!entry) return ImportFault{"the ZIP archive has no data.pkl, so it is not a checkpoint of PyTorch"};
    auto content = unpack(bytes, *entry);
    if (!content) return content.fault();
    try {
        Pickle pickle = torch::read_pickle(*content);
        return inventory_of("pytorch", StateDict(pickle).read());
    } catch (const Malformed& fault) {
        return ImportFault{std::string("the PyTorch checkpoint cannot be read: ") + fault.what()};
    }
}

}  // namespace

extern const Format torch_checkpoint;
const Format torch_checkpoint{"pytorch", "a checkpoint of PyTorch", recognises, read};

}  // namespace nnshape::formats
