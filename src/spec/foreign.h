#pragma once

#include <optional>
#include <string_view>

#include "base/source.h"

// Files that are something else: what they are, and what to do with them.
namespace nnshape {

struct Foreign {
    std::string_view what;  ///< "an ONNX model"
    std::string_view help;
    Span given_away_by = {};  ///< in the text; empty where the file is no text
};

/// What a file is that is no spec, as far as its first bytes and words tell; nothing where it may be a spec.
std::optional<Foreign> recognise(std::string_view bytes);

}  // namespace nnshape
