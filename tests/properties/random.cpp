#include "properties/random.h"

#include <cstdlib>

namespace nnshape::test {
namespace {

long long variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? std::atoll(value) : 1;
}

}  // namespace

int64_t case_count(int64_t ordinary) { return ordinary * variable("NNSHAPE_CASES"); }

uint64_t first_seed() { return static_cast<uint64_t>(variable("NNSHAPE_SEED")); }

}  // namespace nnshape::test
