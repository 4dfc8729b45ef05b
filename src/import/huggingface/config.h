#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "import/import.h"
#include "import/json.h"

// The fields of a config.json, each with a default and a range. A field may have several names, separated by blanks:
// the first that is set is read.
namespace nnshape::huggingface {

/// No field is larger than this, so that products of a few of them are far from overflow.
inline constexpr int64_t largest_size = INT32_MAX;
inline constexpr int64_t most_layers = 10'000;

class Config {
  public:
    Config(std::string_view text, const JsonValue& object) : text_(text), object_(object) {}

    /// A whole number from `least` to `most`; `fallback` if no field is set, or if one is not such a number, which is
    /// a fault.
    int64_t size(std::string_view names, int64_t fallback, int64_t least = 1, int64_t most = largest_size);

    /// The number of layers: at least 1.
    int64_t layers(std::string_view names, int64_t fallback) { return size(names, fallback, 1, most_layers); }

    bool flag(std::string_view names, bool fallback);
    std::string word(std::string_view names, std::string_view fallback);

    /// A number for both axes, or a list of two.
    struct Pair {
        int64_t rows, columns;
    };
    Pair pair(std::string_view names, int64_t fallback);

    /// The number of classes: of `id2label`, or else `num_labels`; 2 by default.
    int64_t labels();

    /// Makes it a fault if the layers read another model, too, which few models do.
    void refuse_cross_attention();

    /// The field's value. An empty null value if none is set.
    const JsonValue& value(std::string_view names) const;

    /// Whether the field is there, and null.
    bool is_null(std::string_view name) const;
    bool is_set(std::string_view names) const { return !value(names).is_null(); }

    /// The fields of a part, such as `text_config`; without fields if it is not set.
    Config part(std::string_view name) const { return {text_, value(name)}; }

    /// Keeps the first fault.
    void fail(std::string message, std::string help = {}, const JsonValue* value = nullptr);
    void fail(const std::optional<ImportFault>& fault) { fault_ = fault_ ? fault_ : fault; }
    const std::optional<ImportFault>& fault() const { return fault_; }

  private:
    int64_t whole(std::string_view name, const JsonValue& value, int64_t fallback, int64_t least, int64_t most);
    std::string_view name_of(std::string_view names) const;

    std::string_view text_;
    const JsonValue& object_;
    std::optional<ImportFault> fault_;
};

}  // namespace nnshape::huggingface
