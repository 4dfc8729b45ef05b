#include "spec/foreign.h"

namespace nnshape {

std::optional<Foreign> recognise(std::string_view) { return std::nullopt; }

}  // namespace nnshape
