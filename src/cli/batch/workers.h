#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "cli/batch/lines.h"

// Studies blocks of lines on several threads, and writes the reports in the order of the blocks.
namespace nnshape {

class BatchWorkers {
  public:
    /// Writes the reports of one block. Returns false to stop. It is called by one thread at a time, in the order of
    /// the blocks.
    using Write = std::function<bool(const std::string& bytes, const BatchCounts& counts)>;

    /// Starts this number of threads, or fewer if the system allows no more.
    BatchWorkers(size_t threads, const BatchSettings& settings, Write write);
    ~BatchWorkers();
    BatchWorkers(const BatchWorkers&) = delete;
    BatchWorkers& operator=(const BatchWorkers&) = delete;

    bool has_threads() const { return !threads_.empty(); }

    /// Takes the block, and gives the caller the memory of an older one. Waits while too many blocks are unfinished.
    /// Returns false after a stop. Rethrows an exception of a thread, as `finish` does.
    bool put(LineBlock& block);

    /// Waits until all blocks are written, or until a stop.
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
    std::vector<Job> jobs_;  // a ring: jobs [written_, taken_) run or are done, jobs [taken_, put_) wait
    uint64_t written_ = 0, taken_ = 0, put_ = 0;
    bool is_writing_ = false;
    bool stopped_ = false;  // no block is written or taken any more
    bool ended_ = false;    // no block will be put any more
    std::exception_ptr failure_;
    std::mutex mutex_;
    std::condition_variable more_, less_;  // signalled when a block is put; when one is written
    std::vector<std::thread> threads_;
};

}  // namespace nnshape
