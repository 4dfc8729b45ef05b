#pragma once

#include <string>
#include <vector>

#include "import/json.h"

// The edges of a Keras model, in the dialects of Keras 1, 2, TF 2 and Keras 3.
namespace nnshape::keras_format {

/// A tensor of the graph: the output `tensor` of the call `node` of a layer.
struct Reference {
    std::string layer;
    int64_t node = 0;
    int64_t tensor = 0;
    std::vector<int64_t> sizes = {};  ///< that the file records, without the batch; empty: not known
    std::string key = {};             ///< the keyword that it is given by
};

/// One call of a layer.
struct Call {
    std::vector<Reference> tensors;       ///< those without a keyword, in order, and then those with one
    const JsonValue* keywords = nullptr;  ///< all arguments that have one
    const JsonValue* values = nullptr;    ///< all others, tensors among them: an array (Keras 3)
};

/// The calls of a layer's `inbound_nodes`.
std::vector<Call> calls_of(const JsonValue& inbound_nodes);

/// All tensors in a value, in order: `input_layers`, `output_layers`.
std::vector<Reference> references_in(const JsonValue& value);

/// Sizes without the batch; an open size is 0. Empty if it is not an array.
std::vector<int64_t> sizes_in(const JsonValue& shape);

}  // namespace nnshape::keras_format
