#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "fuzz/fuzz.h"

// One fuzzer, the one called NNSHAPE_FUZZER, as libFuzzer runs it: a broken promise is a crash.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    nnshape::fuzz::Promises promises;
    nnshape::fuzz::NNSHAPE_FUZZER({reinterpret_cast<const char*>(bytes), size}, promises);
    if (promises.broken().empty()) return 0;
    std::fprintf(stderr, "broken promise: %s\n", promises.broken().c_str());
    std::abort();
}
