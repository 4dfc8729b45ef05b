#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/json.h"
#include "import/tracer.h"

// A layer of Keras by its class and configuration, for an importer that has both without a file of Keras.
namespace nnshape {

struct KerasInput {
    Tensor tensor = no_tensor;
    std::string key = {};  ///< the argument that it is given by: "query"; empty: by its place
};

struct KerasLayer {
    std::string class_name;                     ///< as in keras.layers
    JsonValue config;                           ///< an object: the constructor's arguments by name
    std::string name = {};                      ///< of the row; further rows are `name/part`
    std::vector<KerasInput> inputs = {};        ///< without their batch
    std::vector<Tensor>* first_call_rows = {};  ///< the rows with parameters of its first call
    bool is_first_call = true;                  ///< fills them; a later call shares their parameters
    bool frozen = false;
    Origin origin = {};
};

/// Adds the rows of one call. Returns the layer's outputs; `no_tensor` among them, or none at all, if the tracer has
/// reported why it cannot be added.
std::vector<Tensor> add_keras_layer(Tracer& tracer, const KerasLayer& layer);

/// Whether `add_keras_layer` knows a class.
bool is_keras_layer_class(std::string_view name);

}  // namespace nnshape
