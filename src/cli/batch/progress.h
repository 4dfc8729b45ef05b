#pragma once

#include <chrono>
#include <string>

#include "cli/batch/lines.h"
#include "cli/io.h"

// How far batch has come, on a line of the terminal's that is written over and gone at the end.
namespace nnshape {

class Progress {
  public:
    /// Shows nothing unless standard error is a terminal and the reports go elsewhere.
    explicit Progress(const Streams& streams);
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// A few times a second: "12,345 specs, 12 of them failed, 41,000 a second".
    void show(const BatchCounts& counts);

    void clear();

  private:
    using Clock = std::chrono::steady_clock;

    void write(const std::string& line);

    int terminal_;  // −1 where nothing is shown
    Clock::time_point start_, last_;
    size_t shown_ = 0;  // columns
};

}  // namespace nnshape
