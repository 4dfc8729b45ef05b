#include "import/keras/call.h"

#include <algorithm>

namespace nnshape::keras_format {
namespace {

bool is_known(const std::vector<int64_t>& sizes) {
    return std::none_of(sizes.begin(), sizes.end(), [](int64_t size) { return size < 1; });
}

// `["dense", 0, 0]`, also with keywords behind
bool is_edge(const JsonValue& value) {
    bool fits = value.is_array() && (value.items.size() == 3 || value.items.size() == 4);
    return fits && value[0].is_string() && value[1].integer() && value[2].integer();
}

// A tensor of Keras 3.
bool is_keras_tensor(const JsonValue& value) { return value["class_name"].is("__keras_tensor__"); }

Reference reference_of(const JsonValue& history) {
    return {std::string(history[0].word()), history[1].integer().value_or(0), history[2].integer().value_or(0)};
}

// Constants are written as tensors of this layer.
constexpr std::string_view constant = "_CONSTANT_VALUE";

void collect(const JsonValue& value, std::string_view key, std::vector<Reference>& found) {
    if (is_keras_tensor(value)) {
        const JsonValue& config = value["config"];
        found.push_back(reference_of(config["keras_history"]));
        found.back().sizes = sizes_in(config["shape"]);
        found.back().key = key;
        if (!is_known(found.back().sizes)) found.back().sizes.clear();
    } else if (is_edge(value)) {
        if (value[0].is(constant)) return;
        found.push_back(reference_of(value));
        found.back().key = key;
    } else if (value.is_array() || value.is_object()) {
        for (const JsonValue& item : value.items) collect(item, key, found);
    }
}

void collect_keywords(const JsonValue& keywords, std::vector<Reference>& found) {
    if (!keywords.is_object()) return;
    for (size_t index = 0; index < keywords.keys.size(); ++index) {
        collect(keywords.items[index], keywords.keys[index], found);
    }
}

// The first edge in a node of the older dialects, which has the keywords.
const JsonValue* first_edge(const JsonValue& node) {
    if (is_edge(node)) return &node;
    for (const JsonValue& item : node.items) {
        if (const JsonValue* edge = first_edge(item)) return edge;
    }
    return nullptr;
}

Call call_of(const JsonValue& node) {
    Call call;
    if (node.find("args")) {
        call.values = &node["args"];
        call.keywords = &node["kwargs"];
        collect(*call.values, {}, call.tensors);
    } else {
        collect(node, {}, call.tensors);
        const JsonValue* edge = first_edge(node);
        if (edge) call.keywords = &(*edge)[3];
    }
    if (call.keywords) collect_keywords(*call.keywords, call.tensors);
    return call;
}

}  // namespace

std::vector<Call> calls_of(const JsonValue& inbound_nodes) {
    std::vector<Call> calls;
    for (const JsonValue& node : inbound_nodes.items) calls.push_back(call_of(node));
    return calls;
}

std::vector<Reference> references_in(const JsonValue& value) {
    std::vector<Reference> found;
    collect(value, {}, found);
    return found;
}

std::vector<int64_t> sizes_in(const JsonValue& shape) {
    std::vector<int64_t> sizes;
    if (!shape.is_array()) return sizes;
    for (size_t index = 1; index < shape.items.size(); ++index) {
        sizes.push_back(std::max<int64_t>(shape[index].integer().value_or(0), 0));
    }
    return sizes;
}

}  // namespace nnshape::keras_format
