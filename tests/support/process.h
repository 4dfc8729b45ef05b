#pragma once

#include <sys/types.h>
#include <string>
#include <vector>

#include "cli/io.h"

// The built program as a process of its own, for what a run in process cannot show: signals, terminals, memory.
namespace nnshape::test {

/// A pipe that no process inherits; its ends close with it.
class Pipe {
  public:
    Pipe();
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe();

    int read_end() const { return ends_[0]; }
    int write_end() const { return ends_[1]; }
    void close_read_end() { close_end(0); }
    void close_write_end() { close_end(1); }

    /// The next bytes, or none at the end and where none come within ten seconds.
    std::string receive() const;

    /// All until the end.
    std::string receive_all() const;

  private:
    void close_end(size_t end);

    int ends_[2];
};

class Process {
  public:
    Process(const std::vector<std::string>& args, const Streams& streams);
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();

    void send_signal(int signal) const;

    /// The most memory that it has had so far, in KiB; it must still run.
    long peak_memory() const;

    /// How it ended, as waitpid tells it; −1 where it has not after twenty seconds.
    int wait();

  private:
    pid_t process_;
};

}  // namespace nnshape::test
