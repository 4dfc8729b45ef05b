#include <fmt/format.h>
#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/checked.h"
#include "base/unicode.h"
#include "import/inventory.h"

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

// Collects the tensors of the header: {"NAME": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}.
class Header : public nlohmann::json_sax<nlohmann::json> {
  public:
    std::vector<CheckpointTensor> tensors;
    std::vector<std::pair<std::string, std::string>> facts;
    std::string fault;

    bool null() override { return unexpected(); }
    bool boolean(bool) override { return unexpected(); }
    bool number_float(double, const std::string&) override { return unexpected(); }
    bool binary(binary_t&) override { return unexpected(); }

    bool number_integer(int64_t) override { return fail("a size or an offset below 0"); }

    bool number_unsigned(uint64_t number) override {
        if (depth_ != 3 || number > INT64_MAX) return unexpected();
        (key_ == "shape" ? dims_ : offsets_).push_back(static_cast<int64_t>(number));
        return true;
    }

    bool string(std::string& text) override {
        if (depth_ != 2) return unexpected();
        if (name_ == "__metadata__") {
            facts.emplace_back(printable(key_), printable(text));
        } else if (key_ == "dtype") {
            type_ = text;
        } else {
            return unexpected();
        }
        return true;
    }

    bool start_object(size_t) override {
        if (++depth_ > 2) return unexpected();
        type_.clear(), dims_.clear(), offsets_.clear();
        return true;
    }

    bool key(std::string& text) override {
        (depth_ == 1 ? name_ : key_) = text;
        return true;
    }

    bool end_object() override { return --depth_ == 0 || name_ == "__metadata__" || add(); }

    bool start_array(size_t) override { return ++depth_ == 3 || unexpected(); }

    bool end_array() override {
        --depth_;
        return true;
    }

    bool parse_error(size_t at, const std::string&, const nlohmann::detail::exception&) override {
        return fail(fmt::format("the header is not JSON at byte {}", at));
    }

  private:
    bool fail(std::string why) {
        if (fault.empty()) fault = std::move(why);
        return false;
    }

    bool unexpected() { return fail(fmt::format("the header's `{}` is not a tensor", printable(name_))); }

    bool add() {
        auto type =
            std::find_if(std::begin(types), std::end(types), [&](const Type& one) { return one.name == type_; });
        if (type == std::end(types)) {
            return fail(fmt::format("the tensor `{}` has the type `{}`, which safetensors does not have",
                                    printable(name_), printable(type_)));
        }
        Checked bits = type->bits;
        for (int64_t size : dims_) bits *= size;
        bool placed = offsets_.size() == 2 && offsets_[0] <= offsets_[1];
        if (!placed || bits.overflowed() || offsets_[1] - offsets_[0] != divide_up(bits.value(), 8)) {
            return fail(fmt::format("the bytes of the tensor `{}` do not fit its shape", printable(name_)));
        }
        tensors.push_back({name_, dims_, type->ours, offsets_[1] - offsets_[0]});
        return true;
    }

    int depth_ = 0;
    std::string name_, key_, type_;
    std::vector<int64_t> dims_, offsets_;
};

uint64_t length_of(std::string_view bytes) {
    uint64_t length = 0;
    for (int index = 7; index >= 0; --index)
        length = length << 8 | static_cast<unsigned char>(bytes[static_cast<size_t>(index)]);
    return length;
}

bool recognises(std::string_view bytes) {
    return bytes.size() > 9 && bytes[8] == '{' && length_of(bytes) <= longest_header &&
           (bytes[9] == '"' || bytes[9] == '}');
}

Result<Imported, ImportFault> read(std::string_view bytes, const ImportOptions&) {
    uint64_t length = bytes.size() < 8 ? 0 : length_of(bytes);
    if (length < 2 || length > longest_header) return ImportFault{"this is not a safetensors file: it has no header"};
    if (bytes.size() - 8 < length) return ImportFault{"the safetensors file ends inside its header"};
    Header header;
    std::string_view text = bytes.substr(8, length);
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &header)) {
        return ImportFault{"the safetensors file cannot be read: " + header.fault};
    }
    return inventory_of("safetensors", {std::move(header.tensors), std::move(header.facts)});
}

}  // namespace

extern const Format safetensors;
const Format safetensors{"safetensors", "a safetensors checkpoint", recognises, read};

}  // namespace nnshape::formats
