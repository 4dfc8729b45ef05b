#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "import/import.h"

// Where the JSON of a Keras model is: the file itself, `config.json` of a .keras archive, or the attribute
// `model_config` of an HDF5 file.
namespace nnshape::keras_format {

struct ModelText {
    std::string text;
    bool is_file = true;  ///< it is the whole file, so that its places are the file's
};

bool recognises(std::string_view bytes);

Result<ModelText, ImportFault> find_text(std::string_view bytes);

}  // namespace nnshape::keras_format
