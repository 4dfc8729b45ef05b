#include "export/export.h"
#include "export/layer_code.h"
#include "frameworks/tables.h"

// The code of Keras in its functional style.
namespace nnshape {

Result<CodeValue, std::string> write_keras_layer(LayerCode& layer) { return lacking(keras, std::string(layer.type())); }

}  // namespace nnshape
