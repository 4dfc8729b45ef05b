#include "import/keras_layer.h"

#include "import/keras/site.h"

namespace nnshape {

using namespace keras_format;

std::vector<Tensor> add_keras_layer(Tracer& tracer, const KerasLayer& layer) {
    File file{.layout = tracer.layout(), .allows_unused = true};
    file.origin_of = [&](const JsonValue&) { return layer.origin; };
    JsonValue written{.kind = JsonValue::Kind::object};
    set_value(written, "class_name", json_word(layer.class_name));
    set_value(written, "config", layer.config);
    keras_format::Call call;
    Site site(tracer, file);
    site.config = modern(written);
    site.original_class = layer.class_name;
    site.name = layer.name;
    for (const KerasInput& input : layer.inputs) {
        site.inputs.push_back(input.tensor);
        Reference reference;
        reference.key = input.key;
        call.tensors.push_back(std::move(reference));
    }
    site.call = &call;
    site.rows = layer.first_call_rows;
    site.is_first = layer.is_first_call;
    site.frozen = layer.frozen;
    site.origin = layer.origin;
    return write_layer(site);
}

bool is_keras_layer_class(std::string_view name) { return is_known_layer(name); }

}  // namespace nnshape
