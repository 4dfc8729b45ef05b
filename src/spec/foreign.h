#pragma once

#include <optional>
#include <string_view>

#include "base/source.h"

// Recognises files that are not specs, such as models and archives, and says what to do with them.
namespace nnshape {

struct Foreign {
    std::string_view what;  ///< "an ONNX model"
    std::string_view help;
    Span given_away_by = {};  ///< in the text; empty if the file is binary
};

/// Recognises a file that is not a spec by its first bytes and words. Returns nothing if it may be a spec.
std::optional<Foreign> recognise(std::string_view bytes);

}  // namespace nnshape
