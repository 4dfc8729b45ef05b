#include "cli/batch/workers.h"

#include <utility>

namespace nnshape {
namespace {

using Lock = std::unique_lock<std::mutex>;

// The number of blocks that are read while all threads are busy, so that a thread need not wait for the next one.
constexpr size_t blocks_ahead = 2;

template <class Work>
std::exception_ptr failure_of(Work work) {
    try {
        work();
    } catch (...) {
        return std::current_exception();
    }
    return nullptr;
}

}  // namespace

BatchWorkers::BatchWorkers(size_t threads, const BatchSettings& settings, Write write)
    : settings_(settings), write_(std::move(write)), jobs_(threads + blocks_ahead) {
    Interrupt::Shield shield;
    threads_.reserve(threads);
    try {
        for (size_t count = 0; count < threads; ++count) threads_.emplace_back([this] { work(); });
    } catch (const std::exception&) {  // the system or memory allows no more threads; fewer are enough
    }
}

BatchWorkers::~BatchWorkers() {
    {
        Lock lock(mutex_);
        ended_ = true;
        more_.notify_all();
    }
    for (std::thread& thread : threads_) thread.join();
}

bool BatchWorkers::put(LineBlock& block) {
    Lock lock(mutex_);
    less_.wait(lock, [&] { return put_ - written_ < jobs_.size(); });
    if (failure_) std::rethrow_exception(failure_);
    if (stopped_) return false;
    std::swap(job(put_).block, block);
    ++put_;
    more_.notify_one();
    return true;
}

void BatchWorkers::finish() {
    Lock lock(mutex_);
    less_.wait(lock, [&] { return written_ == put_ || stopped_; });
    if (failure_) std::rethrow_exception(failure_);
}

void BatchWorkers::work() {
    BatchLines lines(settings_);
    Lock lock(mutex_);
    while (true) {
        more_.wait(lock, [&] { return taken_ < put_ || ended_ || stopped_; });
        if (stopped_ || taken_ == put_) return;
        Job& mine = job(taken_++);
        lock.unlock();
        mine.failure = failure_of([&] {
            mine.out.clear();
            mine.counts = lines.take(mine.block, mine.out);
        });
        lock.lock();
        mine.done = true;
        if (!is_writing_) write_done(lock);
    }
}

// The thread that finishes the next block in order writes it, and the finished blocks after it. A failure also waits
// for its turn, so that everything before it is written.
void BatchWorkers::write_done(Lock& lock) {
    is_writing_ = true;
    while (!stopped_ && written_ < taken_ && job(written_).done) {
        Job& next = job(written_);
        lock.unlock();
        bool goes_on = false;
        std::exception_ptr failure = failure_of([&] {
            if (next.failure) std::rethrow_exception(next.failure);
            goes_on = write_(next.out, next.counts);
        });
        lock.lock();
        next.done = false;
        ++written_;
        if (!goes_on) {
            failure_ = failure;
            stopped_ = true;
            more_.notify_all();
        }
        less_.notify_all();
    }
    is_writing_ = false;
}

}  // namespace nnshape
