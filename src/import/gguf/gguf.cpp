#include <fmt/format.h>
#include <algorithm>
#include <stdexcept>

#include "base/checked.h"
#include "base/unicode.h"
#include "import/inventory.h"

// GGUF: metadata and tensors in a header, then their data, which is not read.
// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
namespace nnshape::formats {
namespace {

// A type of tensor: numbers are stored in blocks. The numbers are ggml's.
struct Type {
    uint32_t number;
    std::string_view name, ours;
    int64_t block, bytes;  ///< numbers and bytes of a block
};

constexpr Type types[] = {{0, "F32", "float32", 1, 4},  {1, "F16", "float16", 1, 2},    {2, "Q4_0", "", 32, 18},
                          {3, "Q4_1", "", 32, 20},      {6, "Q5_0", "", 32, 22},        {7, "Q5_1", "", 32, 24},
                          {8, "Q8_0", "", 32, 34},      {9, "Q8_1", "", 32, 36},        {10, "Q2_K", "", 256, 84},
                          {11, "Q3_K", "", 256, 110},   {12, "Q4_K", "", 256, 144},     {13, "Q5_K", "", 256, 176},
                          {14, "Q6_K", "", 256, 210},   {15, "Q8_K", "", 256, 292},     {16, "IQ2_XXS", "", 256, 66},
                          {17, "IQ2_XS", "", 256, 74},  {18, "IQ3_XXS", "", 256, 98},   {19, "IQ1_S", "", 256, 50},
                          {20, "IQ4_NL", "", 32, 18},   {21, "IQ3_S", "", 256, 110},    {22, "IQ2_S", "", 256, 82},
                          {23, "IQ4_XS", "", 256, 136}, {24, "I8", "int8", 1, 1},       {25, "I16", "int16", 1, 2},
                          {26, "I32", "int32", 1, 4},   {27, "I64", "int64", 1, 8},     {28, "F64", "float64", 1, 8},
                          {29, "IQ1_M", "", 256, 56},   {30, "BF16", "bfloat16", 1, 2}, {34, "TQ1_0", "", 256, 54},
                          {35, "TQ2_0", "", 256, 66},   {39, "MXFP4", "", 32, 17}};

struct Malformed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Reads little-endian numbers and texts from the front; throws Malformed at the end.
class Cursor {
  public:
    explicit Cursor(std::string_view bytes) : rest_(bytes) {}

    template <class Number>
    Number number() {
        std::string_view taken = take(sizeof(Number));
        uint64_t value = 0;
        for (size_t index = taken.size(); index-- > 0;) value = value << 8 | static_cast<unsigned char>(taken[index]);
        return static_cast<Number>(value);
    }

    std::string_view text() { return take(number<uint64_t>()); }

    std::string_view take(uint64_t count) {
        if (count > rest_.size()) throw Malformed("it ends inside its header");
        std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }

    size_t left() const { return rest_.size(); }

  private:
    std::string_view rest_;
};

constexpr uint32_t text_type = 8, array_type = 9;

// The bytes of a value of a type of metadata; 0 for a text and an array.
uint64_t size_of(uint32_t type) {
    constexpr uint64_t sizes[] = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
    if (type >= std::size(sizes))
        throw Malformed(fmt::format("its metadata has the type {}, which GGUF does not have", type));
    return sizes[type];
}

void skip_value(Cursor& cursor, uint32_t type, int depth) {
    if (type == text_type) {
        cursor.text();
    } else if (type != array_type) {
        cursor.take(size_of(type));
    } else {
        auto inner = cursor.number<uint32_t>();
        auto count = cursor.number<uint64_t>();
        if (depth > 4) throw Malformed("its metadata is nested too deeply");
        if (uint64_t size = size_of(inner)) {
            if (count > cursor.left() / size) throw Malformed("it ends inside its header");
            cursor.take(count * size);
        } else {
            for (uint64_t index = 0; index < count; ++index) skip_value(cursor, inner, depth + 1);
        }
    }
}

CheckpointTensor read_tensor(Cursor& cursor) {
    CheckpointTensor tensor{.name = std::string(cursor.text()), .dims = {}, .type = {}, .bytes = 0};
    auto rank = cursor.number<uint32_t>();
    if (rank > 8) throw Malformed(fmt::format("the tensor `{}` has {} axes", printable(tensor.name), rank));
    Checked elements = 1;
    for (uint32_t axis = 0; axis < rank; ++axis) {
        auto size = cursor.number<uint64_t>();
        if (size > INT64_MAX) throw Malformed(fmt::format("the elements of `{}` overflow", printable(tensor.name)));
        tensor.dims.insert(tensor.dims.begin(), static_cast<int64_t>(size));  // GGUF has the innermost axis first
        elements *= static_cast<int64_t>(size);
    }
    auto number = cursor.number<uint32_t>();
    cursor.number<uint64_t>();  // where its data begins
    auto type = std::find_if(std::begin(types), std::end(types), [&](const Type& one) { return one.number == number; });
    if (type == std::end(types)) {
        throw Malformed(fmt::format("the tensor `{}` has the type {}, which nnshape does not know",
                                    printable(tensor.name), number));
    }
    int64_t row = tensor.dims.empty() ? 1 : tensor.dims.back();
    if (row % type->block != 0) {
        throw Malformed(fmt::format("the rows of `{}` are {} numbers, and {} has blocks of {}", printable(tensor.name),
                                    row, type->name, type->block));
    }
    Checked bytes = elements.overflowed() ? elements : Checked(elements.value() / type->block) * type->bytes;
    if (bytes.overflowed()) throw Malformed(fmt::format("the bytes of `{}` overflow", printable(tensor.name)));
    tensor.type = type->ours;
    tensor.bytes = bytes.value();
    return tensor;
}

Checkpoint read_header(Cursor& cursor) {
    Checkpoint checkpoint;
    cursor.take(4);
    auto version = cursor.number<uint32_t>();
    if (version < 2 || version > 3) throw Malformed(fmt::format("it has version {}; nnshape reads 2 and 3", version));
    auto tensors = cursor.number<uint64_t>();
    auto values = cursor.number<uint64_t>();
    for (uint64_t index = 0; index < values; ++index) {
        std::string_view key = cursor.text();
        auto type = cursor.number<uint32_t>();
        bool is_told = type == text_type && (key == "general.architecture" || key == "general.name");
        if (is_told) {
            checkpoint.facts.emplace_back(std::string(key), printable(cursor.text()));
        } else {
            skip_value(cursor, type, 0);
        }
    }
    for (uint64_t index = 0; index < tensors; ++index) checkpoint.tensors.push_back(read_tensor(cursor));
    return checkpoint;
}

bool recognises(std::string_view bytes) { return bytes.starts_with("GGUF"); }

Result<Imported, ImportFault> read(std::string_view bytes, const ImportOptions&) {
    Cursor cursor(bytes);
    try {
        return inventory_of("gguf", read_header(cursor));
    } catch (const Malformed& fault) {
        return ImportFault{std::string("the GGUF file cannot be read: ") + fault.what()};
    }
}

}  // namespace

extern const Format gguf;
const Format gguf{"gguf", "a GGUF checkpoint", recognises, read};

}  // namespace nnshape::formats
