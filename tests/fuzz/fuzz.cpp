#include "fuzz/fuzz.h"

namespace nnshape::fuzz {

bool Promises::hold(bool kept, std::string_view promise, std::string_view found) {
    if (kept || !broken_.empty()) return kept;
    broken_ = promise;
    if (!found.empty()) broken_ += ":\n" + std::string(found);
    return kept;
}

}  // namespace nnshape::fuzz
