#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "cli/batch/lines.h"

// Studies blocks of lines on several threads and writes what comes of them in the order of the blocks.
namespace nnshape {

class BatchWorkers {
  public:
    /// Writes the bytes of a block, of which there were so many specs; false where no more should come. It is called
    /// by one thread at a time, in the order of the blocks.
    using Write = std::function<bool(const std::string& bytes, const BatchCounts& counts)>;

    /// Starts so many threads, or as many as the system gives.
    BatchWorkers(size_t threads, const BatchSettings& settings, Write write);
    ~BatchWorkers();
    BatchWorkers(const BatchWorkers&) = delete;
    BatchWorkers& operator=(const BatchWorkers&) = delete;

    bool has_threads() const { return !threads_.empty(); }

    /// Takes the block and leaves another's memory in its place, waiting while there is more to do than the threads
    /// can; false where no more should come. What a thread throws is thrown here or at the end.
    bool put(LineBlock& block);

    /// Waits until everything is written.
    void finish();

  private:
    struct Job {
        LineBlock block;
        std::string out;
        BatchCounts counts;
        std::exception_ptr failure;
        bool done = false;
    };

    void work();
    void write_done(std::unique_lock<std::mutex>& lock);
    Job& job(uint64_t number) { return jobs_[number % jobs_.size()]; }

    const BatchSettings& settings_;
    Write write_;
    std::vector<Job> jobs_;  // a ring: those from `written_` to `taken_` are at work or done, from there to `put_` wait
    uint64_t written_ = 0, taken_ = 0, put_ = 0;
    bool is_writing_ = false;
    bool stopped_ = false;  // nothing more is written, or taken
    bool ended_ = false;    // nothing more will be put
    std::exception_ptr failure_;
    std::mutex mutex_;
    std::condition_variable more_, less_;  // to take; to write
    std::vector<std::thread> threads_;
};

}  // namespace nnshape
