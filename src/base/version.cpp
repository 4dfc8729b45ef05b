#include "base/version.h"

namespace nnshape {

std::string_view version() { return NNSHAPE_VERSION; }

}  // namespace nnshape
