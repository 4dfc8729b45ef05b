#include "base/version.h"

namespace nnshape {

std::string_view version() { return NNSHAPE_VERSION; }

std::string_view commit() { return NNSHAPE_COMMIT; }

}  // namespace nnshape
