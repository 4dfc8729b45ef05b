#include "layers/param.h"

namespace nnshape {

std::string_view name_of(ParamType type) {
    constexpr std::string_view names[] = {"integer", "boolean", "choice", "rate", "sizes", "kept_sizes", "scales",
                                          "padding", "ends",    "shape",  "axis", "axes",  "order",      "layer_name"};
    return names[static_cast<size_t>(type)];
}

}  // namespace nnshape
