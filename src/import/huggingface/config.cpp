#include "import/huggingface/config.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"

namespace nnshape::huggingface {
namespace {

using Kind = JsonValue::Kind;

const JsonValue unset;

// How a message shows a value.
std::string shown(const JsonValue& value) {
    switch (value.kind) {
        case Kind::number: return fmt::format("`{}`", printable(value.text));
        case Kind::string: return fmt::format("\"{}\"", printable(value.text));
        case Kind::boolean: return value.truth ? "`true`" : "`false`";
        case Kind::array: return "a list";
        case Kind::object: return "an object";
        default: return "null";
    }
}

// The value's bytes, as far as a message points at them.
Span span_of(std::string_view text, const JsonValue& value) {
    size_t length = value.kind == Kind::number ? std::max<size_t>(value.text.size(), 1) : 1;
    return {value.at, static_cast<uint32_t>(std::min<size_t>(value.at + length, text.size()))};
}

}  // namespace

void Config::fail(std::string message, std::string help, const JsonValue* value) {
    if (fault_) return;
    Span whole = {0, static_cast<uint32_t>(std::min<size_t>(text_.size(), 1))};
    fault_ = ImportFault{std::move(message), std::move(help), value ? span_of(text_, *value) : whole};
}

std::string_view Config::name_of(std::string_view names) const {
    auto words = words_of(names);
    auto found = std::find_if(words.begin(), words.end(), [&](auto name) { return !object_[name].is_null(); });
    return found == words.end() ? std::string_view() : *found;
}

const JsonValue& Config::value(std::string_view names) const {
    std::string_view name = name_of(names);
    return name.empty() ? unset : object_[name];
}

bool Config::is_null(std::string_view name) const { return object_.find(name) && object_[name].is_null(); }

int64_t Config::whole(std::string_view name, const JsonValue& value, int64_t fallback, int64_t least, int64_t most) {
    auto number = value.integer();
    if (number && *number >= least && *number <= most) return *number;
    fail(fmt::format("`{}` is {}; it must be a whole number from {} to {}", name, shown(value), with_commas(least),
                     with_commas(most)),
         {}, &value);
    return fallback;
}

int64_t Config::size(std::string_view names, int64_t fallback, int64_t least, int64_t most) {
    std::string_view name = name_of(names);
    return name.empty() ? fallback : whole(name, object_[name], fallback, least, most);
}

bool Config::flag(std::string_view names, bool fallback) {
    std::string_view name = name_of(names);
    if (name.empty()) return fallback;
    const JsonValue& found = object_[name];
    if (found.kind == Kind::boolean) return found.truth;
    fail(fmt::format("`{}` is {}; it must be true or false", name, shown(found)), {}, &found);
    return fallback;
}

std::string Config::word(std::string_view names, std::string_view fallback) {
    std::string_view name = name_of(names);
    if (name.empty()) return std::string(fallback);
    const JsonValue& found = object_[name];
    if (found.is_string()) return found.text;
    fail(fmt::format("`{}` is {}; it must be a string", name, shown(found)), {}, &found);
    return std::string(fallback);
}

Config::Pair Config::pair(std::string_view names, int64_t fallback) {
    std::string_view name = name_of(names);
    const JsonValue& found = value(names);
    if (!found.is_array()) {
        int64_t both = size(names, fallback);
        return {both, both};
    }
    if (found.items.size() != 2) {
        fail(fmt::format("`{}` has {}; it must have 2", name,
                         counted(static_cast<int64_t>(found.items.size()), "value")),
             {}, &found);
        return {fallback, fallback};
    }
    return {whole(name, found[size_t{0}], fallback, 1, largest_size),
            whole(name, found[size_t{1}], fallback, 1, largest_size)};
}

int64_t Config::labels() {
    const JsonValue& found = value("id2label");
    if (!found.is_object()) return size("num_labels", 2);
    if (found.items.empty()) fail("`id2label` has no labels", {}, &found);
    return std::max<int64_t>(static_cast<int64_t>(found.items.size()), 1);
}

void Config::refuse_cross_attention() {
    if (!flag("add_cross_attention", false)) return;
    fail("`add_cross_attention` is set: layers that read another model are not known here",
         "the model's checkpoint (.safetensors) has all of its tensors", &value("add_cross_attention"));
}

}  // namespace nnshape::huggingface
