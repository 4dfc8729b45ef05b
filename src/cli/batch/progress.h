#pragma once

#include <chrono>
#include <string>

#include "cli/batch/lines.h"
#include "cli/io.h"

// Shows the progress of batch in one line of the terminal, and clears it at the end.
namespace nnshape {

class Progress {
  public:
    /// Shows nothing unless standard error is a terminal and standard output is not.
    explicit Progress(const Streams& streams);
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Shows "12,345 specs, 12 of them failed, 41,000 a second", at most every 200 ms.
    void show(const BatchCounts& counts);

    void clear();

  private:
    using Clock = std::chrono::steady_clock;

    void write(const std::string& line);

    int terminal_;  // −1: nothing is shown
    Clock::time_point start_, last_;
    size_t shown_ = 0;  // columns
};

}  // namespace nnshape
