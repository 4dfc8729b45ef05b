#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "import/import.h"

// A JSON text of another program as a tree, with the place of every value. NaN and Infinity, which Python writes, are
// numbers.
namespace nnshape {

struct JsonValue {
    enum class Kind : uint8_t { null, boolean, number, string, array, object };

    Kind kind = Kind::null;
    bool truth = false;                  ///< of a boolean
    uint32_t at = 0;                     ///< its first byte in the text
    std::string text = {};               ///< of a string, without escapes; of a number, as written
    std::vector<JsonValue> items = {};   ///< of an array, or the values of an object
    std::vector<std::string> keys = {};  ///< of an object, one for each item

    bool is_null() const { return kind == Kind::null; }
    bool is_string() const { return kind == Kind::string; }
    bool is_array() const { return kind == Kind::array; }
    bool is_object() const { return kind == Kind::object; }
    bool is(std::string_view word) const { return is_string() && text == word; }

    /// The value of a key. Null if there is none, or if this is not an object.
    const JsonValue* find(std::string_view key) const;

    /// The value of a key; an empty null value if there is none.
    const JsonValue& operator[](std::string_view key) const;

    /// The item of an array; an empty null value if there is none.
    const JsonValue& operator[](size_t index) const;

    /// A whole number, also one that is written `3.0`, if it fits into 64 bits.
    std::optional<int64_t> integer() const;

    /// The text of a string; empty for anything else.
    std::string_view word() const { return is_string() ? std::string_view(text) : std::string_view(); }
};

/// Reads a whole text. Deeper nesting than 64 and more than two million values are faults.
Result<JsonValue, ImportFault> parse_json(std::string_view text);

/// One past the JSON object that begins at `begin`, by its brackets and strings alone. If it does not end, or if a byte
/// cannot be in a JSON text, `whole` is false and the place is where that was found.
struct JsonEnd {
    size_t at = 0;
    bool whole = false;
};
JsonEnd end_of_json_object(std::string_view text, size_t begin);

}  // namespace nnshape
