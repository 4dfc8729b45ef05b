#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "import/import.h"

// The text form of protocol buffers: https://protobuf.dev/reference/protobuf/textformat-spec.
namespace nnshape::caffe {

/// A field: a value, or a message with fields of its own. The file itself is a message without a name.
struct PrototxtField {
    std::string_view name;
    std::string value;  ///< a string without quotes, or a number or word as written
    std::vector<PrototxtField> fields;
    bool is_message = false;
    uint64_t line = 1;

    /// The first field of this name; null if there is none.
    const PrototxtField* find(std::string_view field) const;

    /// All fields of this name, in order.
    std::vector<const PrototxtField*> all(std::string_view field) const;

    std::string_view text(std::string_view field, std::string_view fallback = {}) const;
};

Result<PrototxtField, ImportFault> read_prototxt(std::string_view bytes);

/// The integer that the whole word is, if it is within 32 bits.
std::optional<int64_t> integer_of(std::string_view word);

}  // namespace nnshape::caffe
