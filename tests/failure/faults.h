#pragma once

#include <cstddef>
#include <cstdint>

// Memory and the system's calls, made to fail at a chosen one. This program replaces `operator new`, and the linker
// hands its calls of read, write and their like to the functions of this file.
namespace nnshape::test {

enum class SystemCall : uint8_t { read, write, close, fchmod, rename };

/// What goes wrong: the calls number `first` to `last` of one kind, counted from 1 since it was set.
struct Fault {
    uint64_t first = 0;
    uint64_t last = 0;
    int error = 0;  ///< the errno of a call
};

/// From now on allocations fail; until `end_faults`.
void fail_allocations(const Fault& fault);

/// From now on calls of one kind fail, and reads and writes get at most `most` bytes at a time; until `end_faults`.
void fail_calls(SystemCall call, const Fault& fault, size_t most);

/// Nothing fails any more. Whether anything did.
bool end_faults();

}  // namespace nnshape::test
