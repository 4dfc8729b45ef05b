#pragma once

#include <string>
#include <string_view>

// A fuzzer: a function that any bytes may be given to, and that says which of its promises they break.
// fuzz/fuzzers.def lists them.
namespace nnshape::fuzz {

/// What is promised, and the first of it that does not hold.
class Promises {
  public:
    /// Notes what is broken unless `kept`; returns `kept`.
    bool hold(bool kept, std::string_view promise, std::string_view found = {});

    /// The first broken promise and what was found instead; empty where all hold.
    const std::string& broken() const { return broken_; }

  private:
    std::string broken_;
};

#define FUZZER(name, what) void name(std::string_view bytes, Promises& promises);
#include "fuzz/fuzzers.def"
#undef FUZZER

}  // namespace nnshape::fuzz
