#include "failure/faults.h"

#include <sys/types.h>
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <new>

// The state is atomic because the program may allocate on several threads.
namespace nnshape::test {
namespace {

constexpr int call_kinds = 5;

struct Counter {
    std::atomic<uint64_t> seen = 0, first = 0, last = 0;
    std::atomic<int> error = 0;
    std::atomic<bool> armed = false, failed = false;

    void arm(const Fault& fault) {
        seen = 0;
        first = fault.first;
        last = fault.last;
        error = fault.error;
        failed = false;
        armed = true;
    }

    bool fails() {
        if (!armed) return false;
        uint64_t number = ++seen;
        if (number < first || number > last) return false;
        failed = true;
        return true;
    }
};

Counter allocations, calls[call_kinds];
std::atomic<size_t> most_bytes = SIZE_MAX;

bool call_fails(SystemCall call) {
    Counter& counter = calls[static_cast<int>(call)];
    if (!counter.fails()) return false;
    errno = counter.error;
    return true;
}

}  // namespace

void fail_allocations(const Fault& fault) { allocations.arm(fault); }

void fail_calls(SystemCall call, const Fault& fault, size_t most) {
    calls[static_cast<int>(call)].arm(fault);
    most_bytes = most;
}

bool end_faults() {
    bool failed = allocations.failed.exchange(false);
    allocations.armed = false;
    for (Counter& call : calls) {
        failed = call.failed.exchange(false) || failed;
        call.armed = false;
    }
    most_bytes = SIZE_MAX;
    return failed;
}

}  // namespace nnshape::test

using namespace nnshape::test;

// All forms of the pair, as a sanitizer brings its own for those that are missing.
void* operator new(size_t size, const std::nothrow_t&) noexcept {
    return allocations.fails() ? nullptr : std::malloc(std::max<size_t>(size, 1));
}

void* operator new(size_t size) {
    void* memory = operator new(size, std::nothrow);
    if (!memory) throw std::bad_alloc();
    return memory;
}

void* operator new[](size_t size, const std::nothrow_t&) noexcept { return operator new(size, std::nothrow); }
void* operator new[](size_t size) { return operator new(size); }

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

extern "C" {

ssize_t __real_read(int descriptor, void* buffer, size_t size);
ssize_t __real_write(int descriptor, const void* buffer, size_t size);
int __real_close(int descriptor);
int __real_fchmod(int descriptor, mode_t mode);
int __real_rename(const char* from, const char* to);

// A call that fails with errno 0 is one that moved nothing.
ssize_t __wrap_read(int descriptor, void* buffer, size_t size) {
    if (call_fails(SystemCall::read)) return -1;
    return __real_read(descriptor, buffer, std::min<size_t>(size, most_bytes));
}

ssize_t __wrap_write(int descriptor, const void* buffer, size_t size) {
    if (call_fails(SystemCall::write)) return errno == 0 ? 0 : -1;
    return __real_write(descriptor, buffer, std::min<size_t>(size, most_bytes));
}

int __wrap_close(int descriptor) {
    int result = __real_close(descriptor);
    return call_fails(SystemCall::close) ? -1 : result;
}

int __wrap_fchmod(int descriptor, mode_t mode) {
    return call_fails(SystemCall::fchmod) ? -1 : __real_fchmod(descriptor, mode);
}

int __wrap_rename(const char* from, const char* to) {
    return call_fails(SystemCall::rename) ? -1 : __real_rename(from, to);
}
}
